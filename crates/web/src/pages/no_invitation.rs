//! "I got no invitation" (S5): where to look, whom to ask, and a form that has it sent again.

use super::forgot_password::wait;
use super::recovery;
use crate::error::Answer;
use crate::extract::{OwnForm, Query};
use crate::screen::{Policy, Screen};
use crate::state::AppState;
use crate::view::{NoInvitation, Sent};
use axum::{Extension, Router, routing};
use voltkey_flows::Visitor;
use voltkey_protocol::params::Params;

/// The address of this room.
pub const PATH: &str = "/help/no-invitation";

/// The addresses of this room.
pub fn routes() -> Router<AppState> {
    Router::new().route(PATH, routing::get(get).post(post))
}

async fn get(screen: Screen, Extension(visitor): Extension<Visitor>, Query(params): Query) -> Answer {
    screen.show(&page(&screen, &visitor, &params, ""), Policy::OWN)
}

async fn post(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Query(params): Query,
    OwnForm(form): OwnForm,
) -> Answer {
    let email = form.get("email").unwrap_or_default().trim();
    match recovery::ask(&screen, &visitor, &params, email).await? {
        None => recovery::show_sent(&screen, Sent::Invitation, email),
        Some(problem) => {
            let page = page(&screen, &visitor, &params, email).refused(problem);
            screen.show_again(&page, Policy::OWN, wait(problem))
        }
    }
}

fn page(screen: &Screen, visitor: &Visitor, params: &Params, email: &str) -> NoInvitation {
    NoInvitation {
        back_url: Some(recovery::way_back(screen, params)),
        ..NoInvitation::new(recovery::form(screen, visitor, PATH, params), email)
    }
}
