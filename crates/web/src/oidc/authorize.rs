//! The authorization endpoint (RFC 6749, 3.1; OpenID Connect Core, 3.1.2), by GET and by POST.
//!
//! A request that needs the person is kept, and goes on at `/oauth2/authorize/resume`: also one that came by
//! POST, which brings no cookies from another site.

use crate::error::Answer;
use crate::extract::{Form, Pending, Query};
use crate::screen::{Screen, UI_LOCALES};
use crate::state::AppState;
use axum::{Extension, Router, routing};
use voltkey_flows::Visitor;
use voltkey_flows::oidc::authorize;

/// Where a request that was kept goes on.
pub const RESUME: &str = "/oauth2/authorize/resume";

/// The addresses of this room.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/oauth2/authorize", routing::get(get).post(post))
        .route(RESUME, routing::get(resume))
}

async fn get(screen: Screen, Extension(visitor): Extension<Visitor>, Query(params): Query) -> Answer {
    screen.go(authorize::begin(screen.ctx(), &visitor, params, false).await?)
}

async fn post(screen: Screen, Extension(visitor): Extension<Visitor>, Form(params): Form) -> Answer {
    // The pages that follow are asked for by GET, and take their language from their address.
    let screen = screen.in_languages(params.get(UI_LOCALES));
    screen.go(authorize::begin(screen.ctx(), &visitor, params, true).await?)
}

async fn resume(screen: Screen, Extension(visitor): Extension<Visitor>, Pending(id): Pending) -> Answer {
    screen.take(authorize::resume(screen.ctx(), &visitor, &id).await?)
}
