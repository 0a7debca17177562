//! The provider's metadata (OpenID Connect Discovery 1.0, 4; RFC 8414, 3), at both well-known addresses.

use crate::state::AppState;
use axum::extract::State;
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Json, Router};
use http::header::CACHE_CONTROL;
use voltkey_flows::oidc::discover;

/// How long the metadata and the keys may be kept: a new key is published long before it signs.
pub const PUBLIC: &str = "public, max-age=300";

/// The addresses of this room.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/.well-known/openid-configuration", get(document))
        .route("/.well-known/oauth-authorization-server", get(document))
}

async fn document(State(state): State<AppState>) -> impl IntoResponse {
    ([(CACHE_CONTROL, PUBLIC)], Json(discover::document(&state.ctx)))
}
