//! The link that was mailed to a new address: confirms it. Opening it alone changes nothing.

use super::activate::token;
use super::{account, dead_link};
use crate::error::Answer;
use crate::extract::{OwnForm, Query};
use crate::screen::{Policy, Screen};
use crate::state::AppState;
use crate::view::{EmailConfirmed, LinkKind, WayOn};
use axum::{Extension, Router, routing};
use voltkey_flows::Visitor;
use voltkey_flows::account::change_email::{self, ConfirmOutcome};

/// The address of this room.
pub const PATH: &str = "/account/email/confirm";

/// The addresses of this room.
pub fn routes() -> Router<AppState> {
    Router::new().route(PATH, routing::get(get).post(post))
}

async fn get(screen: Screen, Extension(visitor): Extension<Visitor>, Query(params): Query) -> Answer {
    match change_email::view(screen.ctx(), token(&params)).await? {
        Ok(email) => {
            let page = EmailConfirmed {
                form: Some(screen.form_with_query(&visitor, PATH)),
                email,
                way_on: None,
            };
            screen.show(&page, Policy::OWN)
        }
        Err(dead) => dead_link::show(screen, &visitor, LinkKind::EmailChange, PATH, dead),
    }
}

async fn post(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Query(params): Query,
    OwnForm(_): OwnForm,
) -> Answer {
    match change_email::confirm(screen.ctx(), &visitor, token(&params)).await? {
        ConfirmOutcome::Done(email) => {
            let page = EmailConfirmed {
                form: None,
                email,
                way_on: Some(WayOn {
                    href: screen.plain_address(account::PATH),
                    app: screen.brand().to_owned(),
                }),
            };
            screen.show_once(&page, Policy::OWN)
        }
        ConfirmOutcome::Dead(dead) => dead_link::show(screen, &visitor, LinkKind::EmailChange, PATH, dead),
    }
}
