//! Accepting an invitation with an account that is there: whoever was invited signs in, and confirms.

use super::activate::{invited, token};
use super::dead_link;
use crate::error::Answer;
use crate::extract::{OwnForm, Pending, Query};
use crate::screen::{Policy, Screen};
use crate::state::AppState;
use crate::view::{Form, Join, JoinStep, LinkKind};
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Router, routing};
use voltkey_flows::Visitor;
use voltkey_flows::account::join::{self, JoinOutcome, JoinView, Standing};
use voltkey_flows::account::log_out::log_out;
use voltkey_flows::deep_link::{self, DeedResult};
use voltkey_flows::oidc::authorize::Next;
use voltkey_protocol::params::Params;

/// After the login that the page began.
pub const PATH: &str = "/activate/join";
const CONFIRM: &str = "/activate/confirm";
const SIGN_IN: &str = "/activate/sign-in";
const SWITCH: &str = "/login/switch";
const NEW_LINK: &str = "/activate/new-link";
const CANCEL: &str = "/activate/cancel";

/// The addresses of this room.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route(PATH, routing::get(get).post(post))
        .route(CONFIRM, routing::post(confirm))
        .route(SIGN_IN, routing::post(sign_in))
}

/// The page of a link.
pub async fn by_link(screen: Screen, visitor: &Visitor, params: &Params) -> Answer {
    let known = match join::view(screen.ctx(), visitor, token(params)).await? {
        Ok(known) => known,
        Err(dead) => return dead_link::show(screen, visitor, LinkKind::Invitation, NEW_LINK, dead),
    };
    let back = deep_link::way_back(screen.ctx(), visitor, params).await?;
    let screen = screen.speaking(std::slice::from_ref(&known.language));
    let page = Join {
        cancel: back.map(|_| screen.form_with_query(visitor, CANCEL)),
        ..page(
            known,
            |path| screen.form_with_query(visitor, path),
            CONFIRM,
            SIGN_IN,
        )
    };
    screen.show(&page, Policy::LEAVING)
}

/// Accepts at once, as whoever is signed in.
async fn confirm(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Query(params): Query,
    OwnForm(_): OwnForm,
) -> Answer {
    match join::confirm(screen.ctx(), &visitor, token(&params)).await? {
        JoinOutcome::Done { next } => {
            let back = deep_link::way_back(screen.ctx(), &visitor, &params).await?;
            let next = back.map(|back| back.address(DeedResult::Done)).or(next);
            Ok(ends_at(&screen, next))
        }
        JoinOutcome::NotSignedIn => Ok(Redirect::to(&screen.same_query("/activate")).into_response()),
        JoinOutcome::Dead(dead) => dead_link::show(screen, &visitor, LinkKind::Invitation, NEW_LINK, dead),
    }
}

/// Signs out whoever is signed in, and begins the login of whoever was invited.
async fn sign_in(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Query(params): Query,
    OwnForm(_): OwnForm,
) -> Answer {
    let back = deep_link::way_back(screen.ctx(), &visitor, &params).await?;
    let ui_locales = params.get("ui_locales");
    match join::begin(screen.ctx(), &visitor, token(&params), back, ui_locales).await? {
        Ok(id) => {
            log_out(screen.ctx(), &visitor).await?;
            screen.go(Next::LogIn(id))
        }
        Err(dead) => dead_link::show(screen, &visitor, LinkKind::Invitation, NEW_LINK, dead),
    }
}

/// The page after that login.
async fn get(screen: Screen, Extension(visitor): Extension<Visitor>, Pending(id): Pending) -> Answer {
    let known = match join::view_pending(screen.ctx(), &visitor, &id).await? {
        Ok(known) => known,
        Err(dead) => return dead_link::show(screen, &visitor, LinkKind::Invitation, NEW_LINK, dead),
    };
    if known.standing == Standing::Nobody {
        return screen.go(Next::LogIn(id));
    }
    let screen = screen.speaking(std::slice::from_ref(&known.language));
    let page = Join {
        cancel: Some(screen.form(&visitor, super::login::CANCEL, &id)),
        ..page(known, |path| screen.form(&visitor, path, &id), PATH, SWITCH)
    };
    screen.show(&page, Policy::LEAVING)
}

async fn post(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Pending(id): Pending,
    OwnForm(_): OwnForm,
) -> Answer {
    match join::confirm_pending(screen.ctx(), &visitor, &id).await? {
        JoinOutcome::Done { next } => Ok(ends_at(&screen, next)),
        JoinOutcome::NotSignedIn => screen.go(Next::Join(id)),
        JoinOutcome::Dead(dead) => dead_link::show(screen, &visitor, LinkKind::Invitation, NEW_LINK, dead),
    }
}

/// Goes there, or to the front door.
pub fn ends_at(screen: &Screen, next: Option<String>) -> Response {
    let next = next.unwrap_or_else(|| screen.front_door().href);
    Redirect::to(&next).into_response()
}

fn page(known: JoinView, form: impl Fn(&str) -> Form, confirm: &str, sign_in: &str) -> Join {
    let step = match known.standing {
        Standing::Invited => JoinStep::Confirm(form(confirm)),
        Standing::Nobody => JoinStep::SignIn(form(sign_in)),
        Standing::Other(signed_in_as) => JoinStep::SwitchAccount {
            form: form(sign_in),
            signed_in_as,
        },
    };
    Join {
        email: known.email,
        invited: invited(known.by),
        step,
        cancel: None,
    }
}
