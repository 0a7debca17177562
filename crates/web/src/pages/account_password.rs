//! Changing the password (S7).

use super::own;
use crate::cookies;
use crate::error::{Answer, Failure};
use crate::extract::{OwnForm, Query};
use crate::screen::{Policy, Screen};
use crate::state::AppState;
use crate::view::AccountTab;
use crate::view::{AccountPassword, NewPassword};
use axum::response::{AppendHeaders, IntoResponse, Redirect};
use axum::{Extension, Router, routing};
use http::header::SET_COOKIE;
use voltkey_flows::Visitor;
use voltkey_flows::account::change_password::{self, ChangeOutcome};
use voltkey_flows::account::own_page::{Me, Wants};
use voltkey_protocol::params::Params;

/// The address of this room.
pub const PATH: &str = "/account/password";

/// Where password managers look for it (W3C, "A Well-Known URL for Changing Passwords").
const WELL_KNOWN: &str = "/.well-known/change-password";

/// The addresses of this room.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route(PATH, routing::get(get).post(post))
        .route(WELL_KNOWN, routing::get(well_known))
}

async fn well_known(screen: Screen) -> Redirect {
    Redirect::to(&screen.plain_address(PATH))
}

async fn get(screen: Screen, Extension(visitor): Extension<Visitor>, Query(params): Query) -> Answer {
    let (screen, me) = own::enter(screen, &visitor, &params, (PATH, Wants::FreshProof)).await?;
    let mut page = page(&screen, &visitor, &params, &me).await?;
    page.saved = own::what_was_saved(&params).is_some();
    screen.show(&page, Policy::LEAVING)
}

async fn post(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Query(params): Query,
    OwnForm(form): OwnForm,
) -> Answer {
    let (screen, me) =
        own::enter_by_form(screen, &visitor, &params, &form, (PATH, Wants::FreshProof)).await?;
    let field = |name| form.get(name).unwrap_or_default();
    let (current, new) = (field("current_password"), field("password"));
    let page = page(&screen, &visitor, &params, &me).await?;
    match change_password::change(screen.ctx(), &visitor, &me, current, new).await? {
        ChangeOutcome::Done(session) => {
            let lifetime = screen.ctx().settings().session.absolute;
            let secure = screen.state().site.is_secure();
            let set =
                cookies::set_session(secure, Some(&session), lifetime).map(|cookie| (SET_COOKIE, cookie));
            let answer = own::done(&screen, &visitor, &params, PATH).await?;
            Ok((AppendHeaders(set), answer).into_response())
        }
        ChangeOutcome::WrongPassword => screen.show_again(&page.wrong_password(), Policy::LEAVING, None),
        ChangeOutcome::Refused(broken) => screen.show_again(&page.refused(&broken), Policy::LEAVING, None),
        ChangeOutcome::Throttled(wait) => {
            screen.show_again(&page.throttled(wait), Policy::LEAVING, Some(wait))
        }
    }
}

async fn page(
    screen: &Screen,
    visitor: &Visitor,
    params: &Params,
    me: &Me,
) -> Result<AccountPassword, Failure> {
    let password = NewPassword::new(&screen.ctx().settings().password);
    let form = screen.form_with_query(visitor, PATH);
    let mut page = AccountPassword::new(form, me.email(), password);
    page.tabs = own::tabs(screen, AccountTab::Password);
    page.cancel = own::cancel_form(screen, visitor, params).await?;
    Ok(page)
}
