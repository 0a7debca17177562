//! How an API refuses (RFC 6750, section 3): status, `WWW-Authenticate`, and a body for those who read it.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use thiserror::Error;

use crate::jwt::TokenRefused;
use crate::provider::Unreachable;

/// Why a request is not answered.
#[derive(Debug, Error)]
pub(crate) enum Refusal {
    /// No token came: the answer says only which kind is wanted, and no error.
    #[error("This API wants an access token.")]
    NoToken,
    #[error(transparent)]
    InvalidToken(#[from] TokenRefused),
    #[error("The token lacks a scope that this needs.")]
    InsufficientScope(&'static str),
    /// The provider's keys can't be had. The reason is for the log, not for the caller.
    #[error("The keys of the provider can not be read at the moment.")]
    Unavailable(#[from] Unreachable),
}

impl Refusal {
    fn status(&self) -> StatusCode {
        match self {
            Self::NoToken | Self::InvalidToken(_) => StatusCode::UNAUTHORIZED,
            Self::InsufficientScope(_) => StatusCode::FORBIDDEN,
            Self::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    fn challenge(&self) -> Option<String> {
        match self {
            Self::NoToken => Some("Bearer".to_owned()),
            Self::InvalidToken(_) => Some(format!(
                r#"Bearer error="invalid_token", error_description="{self}""#
            )),
            Self::InsufficientScope(scope) => Some(format!(
                r#"Bearer error="insufficient_scope", error_description="{self}", scope="{scope}""#
            )),
            Self::Unavailable(_) => None,
        }
    }

    fn body(&self) -> Value {
        let code = match self {
            Self::NoToken => return json!({ "error_description": self.to_string() }),
            Self::InvalidToken(_) => "invalid_token",
            Self::InsufficientScope(_) => "insufficient_scope",
            Self::Unavailable(_) => "temporarily_unavailable",
        };
        json!({ "error": code, "error_description": self.to_string() })
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        if let Self::Unavailable(reason) = &self {
            eprintln!("the API can't check tokens: {reason}");
        }
        let mut response = (self.status(), Json(self.body())).into_response();
        if let Some(challenge) = self.challenge().and_then(|text| HeaderValue::try_from(text).ok()) {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
        }
        response
    }
}
