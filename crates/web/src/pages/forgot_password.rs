//! "Forgot password" (S16): asks for the address, and answers alike whatever it is.

use super::recovery;
use crate::error::Answer;
use crate::extract::{OwnForm, Query};
use crate::screen::{Policy, Screen};
use crate::state::AppState;
use crate::view::{ForgotPassword, MailProblem, Sent};
use axum::{Extension, Router, routing};
use voltkey_flows::Visitor;
use voltkey_protocol::params::Params;

/// The address of this room.
pub const PATH: &str = "/forgot-password";

/// The addresses of this room.
pub fn routes() -> Router<AppState> {
    Router::new().route(PATH, routing::get(get).post(post))
}

async fn get(screen: Screen, Extension(visitor): Extension<Visitor>, Query(params): Query) -> Answer {
    let email = params.get("login_hint").unwrap_or_default();
    screen.show(&page(&screen, &visitor, &params, email), Policy::OWN)
}

async fn post(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Query(params): Query,
    OwnForm(form): OwnForm,
) -> Answer {
    let email = form.get("email").unwrap_or_default().trim();
    match recovery::ask(&screen, &visitor, &params, email).await? {
        None => recovery::show_sent(&screen, Sent::PasswordReset, email),
        Some(problem) => {
            let page = page(&screen, &visitor, &params, email).refused(problem);
            screen.show_again(&page, Policy::OWN, wait(problem))
        }
    }
}

/// How long no mail is sent.
pub fn wait(problem: MailProblem) -> Option<std::time::Duration> {
    match problem {
        MailProblem::Throttled(wait) => Some(wait),
        MailProblem::Email(_) => None,
    }
}

fn page(screen: &Screen, visitor: &Visitor, params: &Params, email: &str) -> ForgotPassword {
    ForgotPassword {
        back_url: Some(recovery::way_back(screen, params)),
        ..ForgotPassword::new(recovery::form(screen, visitor, PATH, params), email)
    }
}
