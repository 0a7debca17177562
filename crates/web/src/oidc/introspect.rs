//! Token introspection (RFC 7662): what a token is worth, for the resource servers that receive it.

use crate::error::Answer;
use crate::extract::{Caller, Form};
use crate::state::AppState;
use axum::extract::State;
use axum::response::IntoResponse;
use axum::{Json, Router, routing};
use voltkey_flows::oidc::introspect::introspect;

/// The addresses of this room.
pub fn routes() -> Router<AppState> {
    Router::new().route("/oauth2/introspect", routing::post(post))
}

async fn post(State(state): State<AppState>, caller: Caller, Form(params): Form) -> Answer {
    let token = introspect(&state.ctx, &caller.network, caller.authorization(), &params).await?;
    Ok(Json(token).into_response())
}
