//! Whether the process lives, and whether it can serve: for load balancers and supervisors.

use crate::error::{Answer, Failure};
use crate::state::AppState;
use axum::extract::State;
use axum::response::IntoResponse;
use axum::{Router, routing};

/// The addresses of this room.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/health/live", routing::get(live))
        .route("/health/ready", routing::get(ready))
}

async fn live() -> &'static str {
    "live\n"
}

async fn ready(State(state): State<AppState>) -> Answer {
    state.ctx.is_ready().await.map_err(Failure::Fault)?;
    Ok("ready\n".into_response())
}
