//! Following an invitation (S2 to S4): the page that makes the account, and the ways from a link that does not.
//!
//! The link's token stays in the address of each form, with the parameters that lead back to the app; looking at the
//! page uses nothing up.

use super::dead_link;
use super::join::{self, ends_at};
use crate::cookies;
use crate::error::{Answer, Failure};
use crate::extract::{OwnForm, Query};
use crate::screen::{LOGIN, Policy, Screen};
use crate::state::AppState;
use crate::view::{Activate, Invited, LinkKind, MailSent, NewPassword, Sent};
use axum::response::{AppendHeaders, IntoResponse, Redirect};
use axum::{Extension, Router, routing};
use http::header::SET_COOKIE;
use voltkey_flows::Visitor;
use voltkey_flows::account::activate::{
    self, ActivateOutcome, ActivateView, CreateView, InvitedBy, SendOutcome,
};
use voltkey_flows::account::details::Details;
use voltkey_flows::deep_link::{self, DeedResult};
use voltkey_protocol::address;
use voltkey_protocol::params::Params;

const PATH: &str = "/activate";
const NEW_LINK: &str = "/activate/new-link";
const CANCEL: &str = "/activate/cancel";

/// The addresses of this room.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route(PATH, routing::get(get).post(post))
        .route(NEW_LINK, routing::post(new_link))
        .route(CANCEL, routing::post(cancel))
}

async fn get(screen: Screen, Extension(visitor): Extension<Visitor>, Query(params): Query) -> Answer {
    let token = token(&params);
    match activate::view(screen.ctx(), &visitor, token).await? {
        ActivateView::Create(known) => {
            let screen = screen
                .speaking(std::slice::from_ref(&known.details.language))
                .wearing(known.look.as_ref());
            let page = page(&screen, &visitor, &params, *known, None).await?;
            screen.show(&page, Policy::LEAVING)
        }
        ActivateView::Join => join::by_link(screen, &visitor, &params).await,
        ActivateView::Dead(dead) => dead_link::show(screen, &visitor, LinkKind::Invitation, NEW_LINK, dead),
    }
}

async fn post(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Query(params): Query,
    OwnForm(form): OwnForm,
) -> Answer {
    let token = token(&params);
    let entered = entered(&form);
    let password = form.get("password").unwrap_or_default();
    match activate::submit(screen.ctx(), &visitor, token, &entered, password).await? {
        ActivateOutcome::Done { login, email } => {
            let back = deep_link::way_back(screen.ctx(), &visitor, &params).await?;
            let next = back.map(|back| back.address(DeedResult::Done)).or(login);
            let next = next.unwrap_or_else(|| {
                address::with_parameters(&screen.plain_address(LOGIN), &[("login_hint", &email)])
            });
            // Whoever was signed in is no longer.
            let gone = cookies::expire_login(screen.state().site.is_secure());
            let gone = AppendHeaders(gone.map(|cookie| (SET_COOKIE, cookie)));
            Ok((gone, Redirect::to(&next)).into_response())
        }
        ActivateOutcome::Refused { problems, broken } => {
            let ActivateView::Create(known) = activate::view(screen.ctx(), &visitor, token).await? else {
                return Ok(Redirect::to(&screen.same_query(PATH)).into_response());
            };
            let screen = screen
                .speaking(std::slice::from_ref(&known.details.language))
                .wearing(known.look.as_ref());
            let page = page(&screen, &visitor, &params, *known, Some(&entered)).await?;
            screen.show_again(&page.refused(&problems, &broken), Policy::LEAVING, None)
        }
        // The page that is right by now.
        ActivateOutcome::Join => Ok(Redirect::to(&screen.same_query(PATH)).into_response()),
        ActivateOutcome::Dead(dead) => {
            dead_link::show(screen, &visitor, LinkKind::Invitation, NEW_LINK, dead)
        }
    }
}

/// Mails a new link to the address that the old one went to.
async fn new_link(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Query(params): Query,
    OwnForm(_): OwnForm,
) -> Answer {
    let (sent, email) = match activate::send_again(screen.ctx(), &visitor, token(&params)).await? {
        SendOutcome::Invitation(email) => (Sent::Invitation, email),
        SendOutcome::PasswordReset(email) => (Sent::PasswordReset, email),
        SendOutcome::Throttled(wait) => return Err(Failure::too_many(screen.ctx(), &visitor, wait).await),
        SendOutcome::Dead(dead) => {
            return dead_link::show(screen, &visitor, LinkKind::Invitation, NEW_LINK, dead);
        }
    };
    let page = MailSent {
        way_on: screen.platform(),
        help_url: Some(screen.plain_address(super::no_invitation::PATH)),
        ..MailSent::new(sent, email)
    };
    screen.show_once(&page, Policy::OWN)
}

/// Back to the app that sent the person here.
async fn cancel(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Query(params): Query,
    OwnForm(_): OwnForm,
) -> Answer {
    let back = deep_link::way_back(screen.ctx(), &visitor, &params).await?;
    let next = back.map(|back| back.address(DeedResult::Cancelled));
    Ok(ends_at(&screen, next))
}

async fn page(
    screen: &Screen,
    visitor: &Visitor,
    params: &Params,
    known: CreateView,
    entered: Option<&Details>,
) -> Result<Activate, Failure> {
    let back = deep_link::way_back(screen.ctx(), visitor, params).await?;
    let app = match &back {
        Some(back) => deep_link::app_name(screen.ctx(), back).await?,
        None => None,
    };
    let password = NewPassword::new(&screen.ctx().settings().password);
    let details = entered.unwrap_or(&known.details);
    let form = screen.form_with_query(visitor, PATH);
    Ok(Activate {
        cancel: back.map(|_| screen.form_with_query(visitor, CANCEL)),
        other_account: known.other_account,
        app,
        ..Activate::new(form, known.email, details, invited(known.by), password)
    })
}

/// Who invites, as pages show it.
pub fn invited(by: InvitedBy) -> Invited {
    Invited {
        by: by.person,
        company: by.company,
    }
}

/// The token of a link's address; empty where there is none.
pub fn token(params: &Params) -> &str {
    params.get("token").unwrap_or_default()
}

fn entered(form: &Params) -> Details {
    let field = |name| form.get(name).unwrap_or_default().to_owned();
    Details {
        given_name: field("given_name"),
        family_name: field("family_name"),
        phone: field("tel"),
        language: field("language"),
    }
}
