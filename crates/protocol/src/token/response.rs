//! The successful token response (RFC 6749, 5.1; OpenID Connect Core, 3.1.3.3).

use crate::scope::Scope;
use serde::Serialize;
use std::fmt;

/// What the client receives.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct TokenResponse {
    /// The access token.
    pub access_token: String,
    /// Always `Bearer`.
    pub token_type: &'static str,
    /// Seconds until the access token ends.
    pub expires_in: u64,
    /// For the next access token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<String>,
    /// Who signed in, and how.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_token: Option<String>,
    /// What was granted. Told where there is any: RFC 6749, 5.1 wants it where it differs from what was asked for.
    #[serde(skip_serializing_if = "Scope::is_empty")]
    pub scope: Scope,
}

impl fmt::Debug for TokenResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenResponse")
            .field("scope", &self.scope)
            .finish_non_exhaustive()
    }
}
