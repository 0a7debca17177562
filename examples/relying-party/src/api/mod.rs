//! An API that accepts the provider's access tokens (RFC 6750, RFC 9068): what a resource server has to do.
//!
//! It shares nothing with the application but the process: all it knows is the issuer and its own name.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::routing::get;
use axum::{Json, Router};
use serde::Serialize;

mod keys;
mod refusal;
mod token;

use crate::provider::Provider;
use keys::Keys;
use refusal::Refusal;
use token::{AccessTokenClaims, Expected, TokenRefused};

/// The scope without which a token tells nothing about a person.
const PERSONS_SCOPE: &str = "openid";

#[derive(Clone)]
struct Api {
    keys: Arc<Keys>,
    expected: Arc<Expected>,
}

/// `GET /api/me`, for tokens whose `aud` contains `audience`.
pub(crate) fn routes(provider: Arc<Provider>, audience: &str) -> Router {
    let expected = Expected {
        issuer: provider.issuer().to_string(),
        audience: audience.to_owned(),
    };
    let api = Api {
        keys: Arc::new(Keys::new(provider)),
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
    /// The claims of a token that passed every check. An unknown key is asked for at the provider before the token
    /// is refused: it may be a new one.
    async fn authenticate(&self, headers: &HeaderMap) -> Result<AccessTokenClaims, Refusal> {
        let token = bearer_token(headers)?;
        match token::check(token, &*self.keys.current().await?, &self.expected) {
            Err(TokenRefused::UnknownKey) => {
                Ok(token::check(token, &*self.keys.newer().await?, &self.expected)?)
            }
            result => Ok(result?),
        }
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
