//! Choosing a new password by the link that was mailed (S16).

use super::activate::token;
use super::{dead_link, forgot_password};
use crate::cookies;
use crate::error::{Answer, Failure};
use crate::extract::{OwnForm, Query};
use crate::screen::{Policy, Screen};
use crate::state::AppState;
use crate::view::{LinkKind, MailSent, NewPassword, PasswordChanged, ResetPassword, Sent, WayOn};
use axum::response::{AppendHeaders, IntoResponse};
use axum::{Extension, Router, routing};
use http::header::SET_COOKIE;
use voltkey_flows::Visitor;
use voltkey_flows::account::reset_password::{self, ResetOutcome, ResetView, SendOutcome};

const PATH: &str = "/reset-password";
const NEW_LINK: &str = "/reset-password/new-link";

/// The addresses of this room.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route(PATH, routing::get(get).post(post))
        .route(NEW_LINK, routing::post(new_link))
}

async fn get(screen: Screen, Extension(visitor): Extension<Visitor>, Query(params): Query) -> Answer {
    match reset_password::view(screen.ctx(), token(&params)).await? {
        Ok(known) => {
            let screen = screen
                .speaking(std::slice::from_ref(&known.language))
                .wearing(known.look.as_ref());
            screen.show(&page(&screen, &visitor, known), Policy::LEAVING)
        }
        Err(dead) => dead_link::show(screen, &visitor, LinkKind::PasswordReset, NEW_LINK, dead),
    }
}

async fn post(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Query(params): Query,
    OwnForm(form): OwnForm,
) -> Answer {
    let token = token(&params);
    let known = match reset_password::view(screen.ctx(), token).await? {
        Ok(known) => known,
        Err(dead) => return dead_link::show(screen, &visitor, LinkKind::PasswordReset, NEW_LINK, dead),
    };
    let screen = screen
        .speaking(std::slice::from_ref(&known.language))
        .wearing(known.look.as_ref());
    let password = form.get("password").unwrap_or_default();
    match reset_password::submit(screen.ctx(), &visitor, token, password).await? {
        ResetOutcome::Done { login } => done(&screen, login),
        ResetOutcome::Refused(broken) => {
            let page = page(&screen, &visitor, known).refused(&broken);
            screen.show_again(&page, Policy::LEAVING, None)
        }
        ResetOutcome::Dead(dead) => {
            dead_link::show(screen, &visitor, LinkKind::PasswordReset, NEW_LINK, dead)
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
    let email = match reset_password::send_again(screen.ctx(), &visitor, token(&params)).await? {
        SendOutcome::Sent(email) => email,
        SendOutcome::Throttled(wait) => return Err(Failure::too_many(screen.ctx(), &visitor, wait).await),
        SendOutcome::Dead(dead) => {
            return dead_link::show(screen, &visitor, LinkKind::PasswordReset, NEW_LINK, dead);
        }
    };
    let page = MailSent {
        way_on: screen.platform(),
        help_url: Some(screen.plain_address(forgot_password::PATH)),
        ..MailSent::new(Sent::PasswordReset, email)
    };
    screen.show_once(&page, Policy::OWN)
}

/// Every session has ended, and so has the one in this browser.
fn done(screen: &Screen, login: Option<String>) -> Answer {
    let way_on = login.map(|href| WayOn {
        href,
        app: screen.brand().to_owned(),
    });
    let page = PasswordChanged {
        way_on: Some(way_on.unwrap_or_else(|| screen.front_door())),
    };
    let gone = cookies::expire_login(screen.state().site.is_secure());
    let gone = AppendHeaders(gone.map(|cookie| (SET_COOKIE, cookie)));
    Ok((gone, screen.show_once(&page, Policy::LEAVING)?).into_response())
}

fn page(screen: &Screen, visitor: &Visitor, known: ResetView) -> ResetPassword {
    let password = NewPassword::new(&screen.ctx().settings().password);
    ResetPassword::new(screen.form_with_query(visitor, PATH), known.email, password)
}
