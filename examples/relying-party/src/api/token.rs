//! The checks of an access token (RFC 9068, section 4). Pure: the keys come in as an argument.

use jsonwebtoken::jwk::JwkSet;
use serde::Deserialize;

use crate::jwt::{self, TokenRefused};

/// The kind of token (RFC 9068, section 2.1).
pub(crate) const TYP: &str = "at+jwt";

/// What this API accepts.
#[derive(Debug)]
pub(crate) struct Expected {
    /// The one issuer.
    pub issuer: String,
    /// The name of this API, which `aud` must contain.
    pub audience: String,
}

/// The claims of an accepted token that this API uses.
#[derive(Debug, Deserialize)]
pub(crate) struct AccessTokenClaims {
    pub sub: String,
    pub client_id: String,
    /// Scope values, separated by spaces.
    #[serde(default)]
    pub scope: String,
    /// Unix seconds.
    pub exp: u64,
}

impl AccessTokenClaims {
    pub(crate) fn has_scope(&self, wanted: &str) -> bool {
        self.scope.split(' ').any(|scope| scope == wanted)
    }
}

/// The claims of a token that holds.
pub(crate) fn check(
    token: &str,
    keys: &JwkSet,
    expected: &Expected,
) -> Result<AccessTokenClaims, TokenRefused> {
    let expected = jwt::Expected {
        typ: TYP,
        issuer: &expected.issuer,
        audience: &expected.audience,
    };
    jwt::verified(token, keys, &expected)
}

#[cfg(test)]
mod tests;
