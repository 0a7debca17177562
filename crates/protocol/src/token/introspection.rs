//! What introspection tells of a token (RFC 7662, 2.2).

use super::access_token::AccessTokenClaims;
use crate::scope::Scope;
use crate::time::Timestamp;
use serde_json::{Value, json};

/// The answer for every token that is not valid, not ours, or not the caller's to see (RFC 7662, 2.2).
#[must_use]
pub fn inactive() -> Value {
    json!({ "active": false })
}

/// The answer for a valid access token.
#[must_use]
pub fn active_access_token(claims: &AccessTokenClaims) -> Value {
    let mut answer = json!(claims);
    answer["active"] = json!(true);
    answer["token_type"] = json!("Bearer");
    if let Some(members) = answer.as_object_mut() {
        members.remove("grant_id");
    }
    answer
}

/// The answer for a valid refresh token.
#[must_use]
pub fn active_refresh_token(
    issuer: &str,
    client_id: &str,
    sub: &str,
    scope: &Scope,
    end: Timestamp,
) -> Value {
    json!({
        "active": true,
        "iss": issuer,
        "client_id": client_id,
        "sub": sub,
        "scope": scope,
        "exp": end.as_seconds(),
    })
}
