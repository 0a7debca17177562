//! "I can't sign in": what to try, each with its page.

use super::{forgot_password, log_out, lost_phone, no_invitation, recovery, support};
use crate::error::Answer;
use crate::extract::Query;
use crate::screen::{Policy, Screen};
use crate::state::AppState;
use crate::view::CannotSignIn;
use crate::view::support_form::Topic;
use axum::{Router, routing};

/// The address of this room.
pub const PATH: &str = "/help/sign-in";

/// The addresses of this room.
pub fn routes() -> Router<AppState> {
    Router::new().route(PATH, routing::get(get))
}

async fn get(screen: Screen, Query(params): Query) -> Answer {
    let page = CannotSignIn {
        forgot_url: recovery::address(&screen, forgot_password::PATH, &params),
        no_invitation_url: recovery::address(&screen, no_invitation::PATH, &params),
        lost_phone_url: recovery::address(&screen, lost_phone::PATH, &params),
        clear_url: screen.plain_address(log_out::PATH),
        support_form_url: support::address(&screen, Topic::CannotSignIn),
        back_url: Some(recovery::way_back(&screen, &params)),
    };
    screen.show(&page, Policy::OWN)
}
