//! How one gets an account (Initiating User Registration 1.0): by an invitation. An app that asks for a new account
//! leads here, and the login of the same request goes on from here.

use super::login::CANCEL;
use super::no_invitation;
use crate::error::Answer;
use crate::extract::Pending;
use crate::screen::{LOGIN, Policy, Screen};
use crate::state::AppState;
use crate::view::NewAccount;
use axum::{Extension, Router, routing};
use voltkey_flows::Visitor;
use voltkey_flows::account::log_in;

/// The address of this room.
pub const PATH: &str = "/login/new-account";

/// The addresses of this room.
pub fn routes() -> Router<AppState> {
    Router::new().route(PATH, routing::get(get))
}

async fn get(screen: Screen, Extension(visitor): Extension<Visitor>, Pending(id): Pending) -> Answer {
    let asked = log_in::view(screen.ctx(), &visitor, &id).await?;
    let screen = screen.speaking(&asked.ui_locales);
    let page = NewAccount {
        sign_in_url: screen.address(LOGIN, &id),
        no_invitation_url: screen.address(no_invitation::PATH, &id),
        cancel: asked.can_cancel.then(|| screen.form(&visitor, CANCEL, &id)),
        app: asked.app.map(|app| screen.app(&app).name),
    };
    screen.show(&page, Policy::LEAVING)
}
