//! The userinfo endpoint (OpenID Connect Core, 5.3): claims about the person, for an access token in the header
//! or in a form (RFC 6750, 2.1 and 2.2).

use crate::error::Answer;
use crate::extract::{Caller, Form};
use crate::state::AppState;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::{Json, Router, routing};
use http::header::CONTENT_TYPE;
use voltkey_flows::oidc::userinfo::{UserInfo, userinfo};

/// The addresses of this room.
pub fn routes() -> Router<AppState> {
    Router::new().route("/oauth2/userinfo", routing::get(get).post(post))
}

async fn get(State(state): State<AppState>, caller: Caller) -> Answer {
    let told = userinfo(&state.ctx, &caller.network, caller.authorization(), None).await?;
    Ok(answer(told))
}

async fn post(State(state): State<AppState>, caller: Caller, form: Option<Form>) -> Answer {
    let body = form.map(|Form(params)| params);
    let told = userinfo(&state.ctx, &caller.network, caller.authorization(), body.as_ref()).await?;
    Ok(answer(told))
}

fn answer(told: UserInfo) -> Response {
    match told {
        UserInfo::Claims(claims) => Json(claims).into_response(),
        // OpenID Connect Core, 5.3.2.
        UserInfo::Jwt(jwt) => ([(CONTENT_TYPE, "application/jwt")], jwt).into_response(),
    }
}
