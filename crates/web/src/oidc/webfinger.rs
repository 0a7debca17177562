//! Which issuer an account belongs to (OpenID Connect Discovery 1.0, 2; RFC 7033, 4).

use super::discovery::PUBLIC;
use crate::error::{Answer, Failure};
use crate::extract::{Caller, Query};
use crate::state::AppState;
use axum::Router;
use axum::extract::State;
use axum::response::IntoResponse;
use axum::routing::get;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use voltkey_flows::oidc::discover;

/// The media type of the descriptor (RFC 7033, 10.2).
const JRD: &str = "application/jrd+json";

/// The addresses of this room.
pub fn routes() -> Router<AppState> {
    Router::new().route("/.well-known/webfinger", get(find))
}

async fn find(State(state): State<AppState>, caller: Caller, Query(params): Query) -> Answer {
    let found = discover::webfinger(&state.ctx, &caller.network, &params).await?;
    let descriptor = found.ok_or(Failure::NotFound)?;
    let headers = [(CONTENT_TYPE, JRD), (CACHE_CONTROL, PUBLIC)];
    Ok((headers, descriptor.to_string()).into_response())
}
