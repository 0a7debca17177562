//! Token revocation (RFC 7009): an empty 200, also for a token that is not known (section 2.2).

use crate::error::Answer;
use crate::extract::{Caller, Form};
use crate::state::AppState;
use axum::extract::State;
use axum::response::IntoResponse;
use axum::{Router, routing};
use voltkey_flows::oidc::revoke::revoke;

/// The addresses of this room.
pub fn routes() -> Router<AppState> {
    Router::new().route("/oauth2/revoke", routing::post(post))
}

async fn post(State(state): State<AppState>, caller: Caller, Form(params): Form) -> Answer {
    revoke(&state.ctx, &caller.network, caller.authorization(), &params).await?;
    Ok(().into_response())
}
