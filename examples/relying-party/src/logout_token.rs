//! The checks of a logout token (OpenID Connect Back-Channel Logout 1.0, sections 2.4 and 2.6). Pure: the keys come in
//! as an argument.

use jsonwebtoken::jwk::JwkSet;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::jwt::{self, Expected, TokenRefused};

/// The kind of token.
pub(crate) const TYP: &str = "logout+jwt";
/// The event that makes it one.
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// Whose session has ended.
#[derive(Debug, Deserialize)]
pub(crate) struct LogoutToken {
    /// The person; none: only the session is named.
    pub sub: Option<String>,
    /// The session; none: all of the person's.
    pub sid: Option<String>,
    /// Names the token, so that it counts once.
    pub jti: String,
    events: Map<String, Value>,
    #[serde(flatten)]
    others: Map<String, Value>,
}

/// What a token says that holds and is a logout token. Whether its `jti` is new is for the caller to see.
pub(crate) fn check(
    token: &str,
    keys: &JwkSet,
    issuer: &str,
    client_id: &str,
) -> Result<LogoutToken, TokenRefused> {
    let expected = Expected {
        typ: TYP,
        issuer,
        audience: client_id,
    };
    let token: LogoutToken = jwt::verified(token, keys, &expected)?;
    if !token.events.get(EVENT).is_some_and(Value::is_object) {
        return Err(TokenRefused::Invalid("it tells of another event"));
    }
    // Else an ID token could be passed off as one, and the other way round.
    if token.others.contains_key("nonce") {
        return Err(TokenRefused::Invalid("it has a nonce"));
    }
    if !token.others.contains_key("iat") {
        return Err(TokenRefused::Invalid("a required claim is missing"));
    }
    if token.sub.is_none() && token.sid.is_none() {
        return Err(TokenRefused::Invalid("it names neither a person nor a session"));
    }
    Ok(token)
}
