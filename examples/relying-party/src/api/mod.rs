//! An API that accepts the provider's access tokens (RFC 6750, RFC 9068): what a resource server has to do.
//!
//! It shares nothing with the application but the process: all it knows is the issuer and its own name.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::routing::get;
use axum::{Json, Router};
use serde::Serialize;

mod refusal;
mod token;

use crate::keys::Keys;
use refusal::Refusal;
use token::{AccessTokenClaims, Expected};

/// The scope without which a token tells nothing about a person.
const PERSONS_SCOPE: &str = "openid";

#[derive(Clone)]
struct Api {
    keys: Arc<Keys>,
    expected: Arc<Expected>,
}

/// `GET /api/me`, for tokens of that issuer whose `aud` contains `audience`.
pub(crate) fn routes(issuer: &str, keys: Arc<Keys>, audience: &str) -> Router {
    let expected = Expected {
        issuer: issuer.to_owned(),
        audience: audience.to_owned(),
    };
    let api = Api {
        keys,
        expected: Arc::new(expected),
    };
    Router::new().route("/api/me", get(me)).with_state(api)
}

/// What the API tells about the caller.
#[derive(Serialize)]
struct Me {
    sub: String,
    client_id: String,
    scope: String,
    expires_at: u64,
}

async fn me(State(api): State<Api>, headers: HeaderMap) -> Result<Json<Me>, Refusal> {
    let claims = api.authenticate(&headers).await?;
    if !claims.has_scope(PERSONS_SCOPE) {
        return Err(Refusal::InsufficientScope(PERSONS_SCOPE));
    }
    Ok(Json(Me {
        sub: claims.sub,
        client_id: claims.client_id,
        scope: claims.scope,
        expires_at: claims.exp,
    }))
}

impl Api {
    /// The claims of a token that passed every check.
    async fn authenticate(&self, headers: &HeaderMap) -> Result<AccessTokenClaims, Refusal> {
        let token = bearer_token(headers)?;
        self.keys
            .check(|keys| token::check(token, keys, &self.expected))
            .await
    }
}

/// The token of the `Authorization` header. Tokens in the query or in a form are not accepted (RFC 6750, section 2,
/// leaves that to the API): they end up in logs.
fn bearer_token(headers: &HeaderMap) -> Result<&str, Refusal> {
    let header = headers.get(header::AUTHORIZATION).ok_or(Refusal::NoToken)?;
    let (scheme, token) = header
        .to_str()
        .ok()
        .and_then(|text| text.split_once(' '))
        .ok_or(Refusal::NoToken)?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(Refusal::NoToken);
    }
    Ok(token.trim_start_matches(' '))
}
