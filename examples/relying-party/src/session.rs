//! What the application remembers of somebody who is signed in.

use openidconnect::core::{CoreGenderClaim, CoreIdToken, CoreIdTokenClaims};
use openidconnect::{AccessToken, AdditionalClaims, RefreshToken, UserInfoClaims};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The answer of the UserInfo endpoint, with claims that no specification names.
pub(crate) type UserInfo = UserInfoClaims<OtherClaims, CoreGenderClaim>;

/// Claims beyond the standard ones, such as `companies`.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct OtherClaims(Map<String, Value>);

impl OtherClaims {
    /// The claim of that name.
    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }
}

impl AdditionalClaims for OtherClaims {}

/// A signed-in person. It stays on the server; the browser holds nothing but its random key.
#[derive(Clone)]
pub(crate) struct Session {
    /// The ID token as it came, for `id_token_hint` at the logout.
    pub id_token: CoreIdToken,
    /// Its claims, verified.
    pub claims: CoreIdTokenClaims,
    /// The session at the provider, by which it tells that it has ended (Back-Channel Logout 1.0, section 2.1).
    pub sid: Option<String>,
    pub user_info: UserInfo,
    pub access_token: AccessToken,
    pub refresh_token: Option<RefreshToken>,
    /// How often the access token was refreshed.
    pub refreshed: u32,
    /// Goes along with a link to the provider's pages, and must come back with the person.
    pub excursion: String,
}

/// The `sid` of an ID token that was verified before: the claims of [`CoreIdTokenClaims`] leave it out.
pub(crate) fn sid(verified: &CoreIdToken) -> Option<String> {
    let token = jsonwebtoken::dangerous::insecure_decode::<Value>(verified.to_string()).ok()?;
    token.claims["sid"].as_str().map(str::to_owned)
}

impl Session {
    /// What to call the person: their name, else their address, else the subject.
    pub(crate) fn display_name(&self) -> String {
        let name = self
            .user_info
            .name()
            .and_then(|name| name.get(None))
            .map(|name| name.to_string());
        name.or_else(|| self.user_info.email().map(|email| email.to_string()))
            .unwrap_or_else(|| self.claims.subject().to_string())
    }
}
