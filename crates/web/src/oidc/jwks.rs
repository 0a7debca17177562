//! The keys that verify what is signed here (RFC 7517, 5).

use super::discovery::PUBLIC;
use crate::error::Answer;
use crate::state::AppState;
use axum::extract::State;
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Json, Router};
use http::header::CACHE_CONTROL;
use voltkey_flows::oidc::discover;

/// The addresses of this room.
pub fn routes() -> Router<AppState> {
    Router::new().route("/oauth2/jwks", get(keys))
}

async fn keys(State(state): State<AppState>) -> Answer {
    let keys = discover::jwks(&state.ctx).await?;
    Ok(([(CACHE_CONTROL, PUBLIC)], Json(keys)).into_response())
}
