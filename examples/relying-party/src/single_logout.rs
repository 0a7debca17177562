//! What the provider tells when somebody has signed out there, maybe by way of another application: by a call of its
//! server (OpenID Connect Back-Channel Logout 1.0), and by a frame in the person's browser (Front-Channel Logout 1.0).

use axum::extract::rejection::{FormRejection, QueryRejection};
use axum::extract::{Form, Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::json;
use thiserror::Error;

use crate::app::App;
use crate::jwt::TokenRefused;
use crate::logout_token::{self, LogoutToken};
use crate::provider::Unreachable;
use crate::session::Session;

pub(crate) fn routes(app: &App) -> Router<App> {
    Router::new()
        .route(&app.path("/back-channel-logout"), post(back_channel))
        .route(&app.path("/front-channel-logout"), get(front_channel))
}

/// Why a logout token was not taken.
#[derive(Debug, Error)]
enum Refused {
    #[error("There is no logout_token.")]
    Missing,
    #[error(transparent)]
    Token(#[from] TokenRefused),
    #[error("The logout token was sent before.")]
    Repeated,
    /// The provider tries again later.
    #[error(transparent)]
    Unreachable(#[from] Unreachable),
}

/// The body of the call.
#[derive(Deserialize)]
struct Call {
    logout_token: String,
}

/// No browser takes part: the session is found by what the token says.
async fn back_channel(State(app): State<App>, call: Result<Form<Call>, FormRejection>) -> Response {
    match take(&app, call).await {
        Ok(()) => StatusCode::OK.into_response(),
        Err(refused) => refused.into_response(),
    }
}

async fn take(app: &App, call: Result<Form<Call>, FormRejection>) -> Result<(), Refused> {
    let Form(call) = call.map_err(|_| Refused::Missing)?;
    let client_id = &app.registration().client_id;
    let issuer = app.provider().issuer().as_str();
    let told: LogoutToken = app
        .keys()
        .check::<_, Refused>(|keys| logout_token::check(&call.logout_token, keys, issuer, client_id))
        .await?;
    if !app.logout_tokens().insert_new(told.jti.clone(), ()) {
        return Err(Refused::Repeated);
    }
    app.end_sessions(|session| is_meant(session, &told));
    Ok(())
}

/// A token that names a session is about that one alone.
fn is_meant(session: &Session, told: &LogoutToken) -> bool {
    let is_person = told
        .sub
        .as_ref()
        .is_none_or(|sub| *session.claims.subject().as_str() == *sub);
    let is_session = told.sid.is_none() || told.sid == session.sid;
    is_person && is_session
}

/// What the provider adds to the address (Front-Channel Logout 1.0, section 2).
#[derive(Deserialize)]
struct Told {
    iss: String,
    sid: String,
}

/// The session is found by `sid`, because a browser that keeps frames of other sites apart sends no cookie along. Nobody
/// can guess a `sid`, and whoever knew one could do no more than sign that person out.
async fn front_channel(State(app): State<App>, told: Result<Query<Told>, QueryRejection>) -> Response {
    let Ok(Query(Told { iss, sid })) = told else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let issuer = app.provider().issuer();
    if iss == issuer.as_str() {
        app.end_sessions(|session| session.sid.as_ref() == Some(&sid));
    }
    let provider = issuer.url().origin().ascii_serialization();
    let policy = format!("default-src 'none'; frame-ancestors {provider}");
    let policy = HeaderValue::try_from(policy).expect("an origin in ASCII is a valid header value");
    let page = Html("<!doctype html><html lang=\"en\"><title>Signed out</title><p>Signed out</p></html>");
    ([(header::CONTENT_SECURITY_POLICY, policy)], page).into_response()
}

/// As section 2.8 has it; a provider that could not be asked for its keys may call again.
impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let status = match self {
            Self::Unreachable(_) => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::BAD_REQUEST,
        };
        let body = json!({ "error": "invalid_request", "error_description": self.to_string() });
        (status, Json(body)).into_response()
    }
}
