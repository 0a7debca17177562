//! The token endpoint (RFC 6749, 3.2; OpenID Connect Core, 3.1.3).

use crate::error::Answer;
use crate::extract::{Caller, Form};
use crate::state::AppState;
use axum::extract::State;
use axum::response::IntoResponse;
use axum::{Json, Router, routing};
use voltkey_flows::oidc::token::token;

/// The addresses of this room.
pub fn routes() -> Router<AppState> {
    Router::new().route("/oauth2/token", routing::post(post))
}

async fn post(State(state): State<AppState>, caller: Caller, Form(params): Form) -> Answer {
    let tokens = token(&state.ctx, &caller.network, caller.authorization(), &params).await?;
    Ok(Json(tokens).into_response())
}
