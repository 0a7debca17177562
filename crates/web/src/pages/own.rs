//! What the pages of a person's own share: who is signed in, the bar and the tabs, and the way back to the app.
//!
//! The parameters that lead back to the app stay in the address of each page and form.

use super::{
    account, account_password, activity, apps, company, devices, log_out, second_factor, staff, support,
};
use crate::error::{Answer, Failure};
use crate::extract::{OwnForm, Query};
use crate::oidc::authorize::RESUME;
use crate::screen::Screen;
use crate::state::AppState;
use crate::view::{AccountTab, Tab};
use crate::view::{Bar, Form, WayOn};
use axum::response::{IntoResponse, Redirect};
use axum::{Extension, Router, routing};
use voltkey_flows::Visitor;
use voltkey_flows::account::own_page::{self, Me, Standing, Wants};
use voltkey_flows::deep_link::{self, DeedResult};
use voltkey_protocol::address;
use voltkey_protocol::params::Params;

/// Back to the app that sent the person here.
const CANCEL: &str = "/account/cancel";
/// The hidden input that names whose page a form stands on.
pub const OWNER: &str = "owner";
/// The parameter that says on the page that its deed is done.
pub const SAVED: &str = "saved";

/// The addresses of this room.
pub fn routes() -> Router<AppState> {
    Router::new().route(CANCEL, routing::post(cancel))
}

/// Who is on the page at `path`, with the screen that has their bar; or the way to the login, from which they come
/// back to that page.
pub async fn enter(
    screen: Screen,
    visitor: &Visitor,
    params: &Params,
    (path, wants): (&str, Wants),
) -> Result<(Screen, Me), Failure> {
    let to = screen.same_query(path);
    let me = match own_page::enter(screen.ctx(), visitor, &to, wants, params).await? {
        Ok(me) => me,
        Err(pending) => return Err(Failure::Elsewhere(screen.address(RESUME, &pending))),
    };
    let screen = screen.speaking(&[me.language().to_owned()]);
    let standing = own_page::standing(screen.ctx(), &me).await?;
    let bar = bar(&screen, visitor, params, &me, &standing).await?;
    let screen = screen.wearing(standing.look(params.get(company::PARAMETER)));
    Ok((screen.with_bar(bar).owned_by(me.sub()), me))
}

/// As [`enter`], of whoever sends a form of the page. Where somebody else has signed in in this browser since it was
/// shown, nothing is done, and the page is shown anew.
pub async fn enter_by_form(
    screen: Screen,
    visitor: &Visitor,
    params: &Params,
    form: &Params,
    (path, wants): (&str, Wants),
) -> Result<(Screen, Me), Failure> {
    let (screen, me) = enter(screen, visitor, params, (path, wants)).await?;
    match form.get(OWNER) == Some(me.sub()) {
        true => Ok((screen, me)),
        false => Err(Failure::Elsewhere(same_page(params, path))),
    }
}

async fn bar(
    screen: &Screen,
    visitor: &Visitor,
    params: &Params,
    me: &Me,
    standing: &Standing,
) -> Result<Bar, Failure> {
    let back = match deep_link::way_back(screen.ctx(), visitor, params).await? {
        Some(back) => {
            let app = deep_link::app_name(screen.ctx(), &back).await?;
            Some(WayOn {
                href: back.address(DeedResult::Cancelled),
                app: app.unwrap_or_else(|| screen.brand().to_owned()),
            })
        }
        None => screen.platform(),
    };
    Ok(Bar {
        name: me.name(),
        email: me.email().to_owned(),
        company: company::in_bar(screen, &standing.companies, params.get(company::PARAMETER)),
        account_url: screen.plain_address(account::PATH),
        support_url: Some(screen.plain_address(support::PATH)),
        console_url: (standing.is_support || standing.is_operator)
            .then(|| screen.plain_address(staff::CONSOLE)),
        operator_url: standing
            .is_operator
            .then(|| screen.plain_address(staff::OPERATOR)),
        sign_out: screen.plain_form(visitor, log_out::PATH),
        back,
    })
}

/// The tabs of the account, on the page of `current`.
pub fn tabs(screen: &Screen, current: AccountTab) -> Vec<Tab> {
    let path = |tab| match tab {
        AccountTab::Profile => Some(account::PATH),
        AccountTab::Password => Some(account_password::PATH),
        AccountTab::SecondFactor => Some(second_factor::PATH),
        AccountTab::Devices => Some(devices::PATH),
        AccountTab::Apps => Some(apps::PATH),
        AccountTab::Activity => Some(activity::PATH),
    };
    AccountTab::row(current, |tab| Some(screen.plain_address(path(tab)?)))
}

/// After a deed: back to the app where the person came from one, else to the page, which says that it is done.
pub async fn done(screen: &Screen, visitor: &Visitor, params: &Params, path: &str) -> Answer {
    let back = deep_link::way_back(screen.ctx(), visitor, params).await?;
    let next = match back {
        Some(back) => back.address(DeedResult::Done),
        None => saved(screen, path, "1"),
    };
    Ok(Redirect::to(&next).into_response())
}

/// The page that says what was done.
pub fn saved(screen: &Screen, path: &str, what: &str) -> String {
    address::with_parameters(&screen.plain_address(path), &[(SAVED, what)])
}

/// The page once more with what led there, such as the way back to the app, but without a word of what was done before.
pub fn same_page(params: &Params, path: &str) -> String {
    let kept = params.with(SAVED, None);
    let pairs: Vec<_> = kept.iter().collect();
    match pairs.is_empty() {
        true => path.to_owned(),
        false => address::with_parameters(path, &pairs),
    }
}

/// What was done just before.
pub fn what_was_saved(params: &Params) -> Option<&str> {
    params.get(SAVED)
}

/// The way back to the app, where there is one.
pub async fn cancel_form(
    screen: &Screen,
    visitor: &Visitor,
    params: &Params,
) -> Result<Option<Form>, Failure> {
    let back = deep_link::way_back(screen.ctx(), visitor, params).await?;
    Ok(back.map(|_| screen.form_with_query(visitor, CANCEL)))
}

async fn cancel(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Query(params): Query,
    OwnForm(_): OwnForm,
) -> Answer {
    let back = deep_link::way_back(screen.ctx(), &visitor, &params).await?;
    let next = back.map_or_else(
        || screen.plain_address(account::PATH),
        |back| back.address(DeedResult::Cancelled),
    );
    Ok(Redirect::to(&next).into_response())
}
