//! The front door, for those who come by themselves: on to the platform where one is configured, else who is
//! signed in here, else the login.

use super::{account, log_out};
use crate::error::Answer;
use crate::screen::{LOGIN, Policy, Screen};
use crate::state::AppState;
use crate::view::{Identity, SignedIn};
use axum::response::{IntoResponse, Redirect};
use axum::{Extension, Router, routing};
use voltkey_flows::Visitor;
use voltkey_flows::account::session;

/// The addresses of this room.
pub fn routes() -> Router<AppState> {
    Router::new().route("/", routing::get(get))
}

async fn get(screen: Screen, Extension(visitor): Extension<Visitor>) -> Answer {
    if let Some(platform) = &screen.ctx().settings().login_url {
        return Ok(Redirect::to(platform).into_response());
    }
    let Some(person) = session::current(screen.ctx(), &visitor).await? else {
        return Ok(Redirect::to(&screen.plain_address(LOGIN)).into_response());
    };
    let screen = screen.speaking(&[person.language]);
    let page = SignedIn {
        identity: Identity::new(person.email, &person.name),
        sign_out: screen.plain_form(&visitor, log_out::PATH),
        account_url: screen.plain_address(account::PATH),
        way_on: None,
        recovery_codes_url: None,
        enrolled: false,
    };
    screen.show(&page, Policy::OWN)
}
