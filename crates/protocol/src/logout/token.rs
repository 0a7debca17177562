//! Logout tokens: how a client is told that a session has ended (OpenID Connect Back-Channel Logout 1.0, 2.4).

use crate::time::Timestamp;
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;
use std::time::Duration;

/// The `typ` of a logout token's header, so that none is taken for another JWT.
pub const TYP: &str = "logout+jwt";

/// How long one counts: it is made anew for each attempt.
const LIFETIME: Duration = Duration::from_secs(120);

/// The event that a logout token tells of.
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// The claims of a logout token. There is no `nonce`, so that none is taken for an ID token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LogoutTokenClaims {
    /// The issuer.
    pub iss: String,
    /// The person, as the client knows them.
    pub sub: String,
    /// The client.
    pub aud: String,
    /// When it was issued, in seconds.
    pub iat: i64,
    /// When it ends, in seconds.
    pub exp: i64,
    /// Tells it from every other.
    pub jti: String,
    /// The session that has ended.
    pub sid: String,
    /// That it has ended.
    pub events: LoggedOut,
}

/// The member `events` of a logout token (RFC 8417, 2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoggedOut;

impl Serialize for LoggedOut {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let nothing = BTreeMap::<&str, &str>::new();
        serializer.collect_map([(EVENT, nothing)])
    }
}

/// Whom a logout token is about and for.
#[derive(Clone, Copy, Debug)]
pub struct Ended<'a> {
    /// The issuer.
    pub issuer: &'a str,
    /// The person, as the client knows them.
    pub sub: &'a str,
    /// The client.
    pub client_id: &'a str,
    /// The session.
    pub sid: &'a str,
}

impl LogoutTokenClaims {
    /// The claims that tell of an ended session at `now`, under an identifier that was never used.
    #[must_use]
    pub fn new(ended: &Ended<'_>, jti: String, now: Timestamp) -> Self {
        Self {
            iss: ended.issuer.to_owned(),
            sub: ended.sub.to_owned(),
            aud: ended.client_id.to_owned(),
            iat: now.as_seconds(),
            exp: (now + LIFETIME).as_seconds(),
            jti,
            sid: ended.sid.to_owned(),
            events: LoggedOut,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn it_says_what_the_specification_wants_and_nothing_else() {
        let ended = Ended {
            issuer: "https://op.example",
            sub: "ada",
            client_id: "app",
            sid: "s-1",
        };
        let claims = LogoutTokenClaims::new(&ended, "j-1".to_owned(), Timestamp::from_seconds(1000));
        let expected = json!({
            "iss": "https://op.example", "sub": "ada", "aud": "app", "iat": 1000, "exp": 1120, "jti": "j-1",
            "sid": "s-1", "events": { "http://schemas.openid.net/event/backchannel-logout": {} },
        });
        assert_eq!(serde_json::to_value(claims).expect("JSON"), expected);
    }
}
