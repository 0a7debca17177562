//! The client registration endpoint (RFC 7591, 3; OpenID Connect Dynamic Registration, 3), and where a client manages its
//! registration (RFC 7592, 2).

use crate::error::Answer;
use crate::extract::{Metadata, Registrant};
use crate::state::AppState;
use axum::extract::{Path, State};
use axum::response::IntoResponse;
use axum::{Json, Router, routing};
use http::StatusCode;
use voltkey_flows::oidc::{register, registration};

/// The addresses of this room.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/oauth2/register", routing::post(post))
        .route(
            "/oauth2/register/{client_id}",
            routing::get(get).put(put).delete(delete),
        )
}

async fn post(
    State(state): State<AppState>,
    Registrant(caller): Registrant,
    Metadata(body): Metadata,
) -> Answer {
    let answer = register::register(&state.ctx, &caller.network, caller.authorization(), &body).await?;
    Ok((StatusCode::CREATED, Json(answer)).into_response())
}

async fn get(
    State(state): State<AppState>,
    Registrant(caller): Registrant,
    Path(client_id): Path<String>,
) -> Answer {
    let answer = registration::look(&state.ctx, &caller.network, caller.authorization(), &client_id).await?;
    Ok(Json(answer).into_response())
}

async fn put(
    State(state): State<AppState>,
    Registrant(caller): Registrant,
    Path(client_id): Path<String>,
    Metadata(body): Metadata,
) -> Answer {
    let authorization = caller.authorization();
    let answer = registration::replace(&state.ctx, &caller.network, authorization, &client_id, &body).await?;
    Ok(Json(answer).into_response())
}

async fn delete(
    State(state): State<AppState>,
    Registrant(caller): Registrant,
    Path(client_id): Path<String>,
) -> Answer {
    registration::delete(&state.ctx, &caller.network, caller.authorization(), &client_id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
