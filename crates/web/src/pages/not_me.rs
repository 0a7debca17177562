//! "This was not me": the link of a mail about an account's safety. Its button freezes the account; opening it changes
//! nothing, and nobody needs to be signed in.

use super::activate::token;
use super::dead_link;
use crate::error::Answer;
use crate::extract::{OwnForm, Query};
use crate::screen::{Policy, Screen};
use crate::state::AppState;
use crate::view::{LinkKind, NotMe};
use axum::response::{IntoResponse, Redirect};
use axum::{Extension, Router, routing};
use voltkey_flows::Visitor;
use voltkey_flows::account::freeze::{self, Standing};

/// The address of this room.
pub const PATH: &str = "/account/not-me";

/// The addresses of this room.
pub fn routes() -> Router<AppState> {
    Router::new().route(PATH, routing::get(get).post(post))
}

async fn get(screen: Screen, Extension(visitor): Extension<Visitor>, Query(params): Query) -> Answer {
    let alarm = match freeze::view(screen.ctx(), token(&params)).await? {
        Ok(alarm) => alarm,
        Err(dead) => return dead_link::show(screen, &visitor, LinkKind::NotMe, PATH, dead),
    };
    let screen = screen.speaking(std::slice::from_ref(&alarm.language));
    let form = || screen.form_with_query(&visitor, PATH);
    let page = NotMe {
        form: (alarm.standing == Standing::Open).then(form),
        email: alarm.email,
        is_blocked: alarm.standing == Standing::Blocked,
    };
    screen.show(&page, Policy::OWN)
}

async fn post(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Query(params): Query,
    OwnForm(_): OwnForm,
) -> Answer {
    freeze::freeze(screen.ctx(), &visitor, token(&params)).await?;
    // The page of the link says what has become of it, and can be looked at again.
    Ok(Redirect::to(&screen.same_query(PATH)).into_response())
}
