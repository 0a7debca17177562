//! The frame in which the page of an app watches whether the login has changed (OpenID Connect Session Management 1.0,
//! 3.2). It shows nothing, and knows nobody: its script reads a cookie that opens nothing.

use crate::error::{Answer, Failure};
use crate::screen::Policy;
use crate::state::AppState;
use axum::extract::State;
use axum::response::{Html, IntoResponse};
use axum::routing::get;
use axum::{Extension, Router};

/// The script of the frame.
const SCRIPT: &str = "check_session.js";

/// The addresses of this room.
pub fn routes() -> Router<AppState> {
    Router::new().route("/oauth2/check-session", get(frame))
}

async fn frame(State(state): State<AppState>) -> Answer {
    let script = &state.renderer.asset(SCRIPT).ok_or(Failure::NotFound)?.address;
    let page =
        format!("<!doctype html><meta charset=\"utf-8\"><title>·</title><script src=\"{script}\"></script>");
    Ok((Extension(Policy::FRAME), Html(page)).into_response())
}
