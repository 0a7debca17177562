//! ID tokens (OpenID Connect Core, 2 and 3.1.3.6).

use crate::assurance::{Acr, Amr, Authentication};
use crate::jose::SigningAlg;
use crate::time::Timestamp;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256, Sha512};
use std::time::Duration;

/// The claims of an ID token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdTokenClaims {
    /// The issuer.
    pub iss: String,
    /// The person.
    pub sub: String,
    /// The client.
    pub aud: String,
    /// When it ends, in seconds.
    pub exp: i64,
    /// When it was issued, in seconds.
    pub iat: i64,
    /// When the person last authenticated, in seconds.
    pub auth_time: i64,
    /// The class of that authentication.
    pub acr: Acr,
    /// Its methods.
    pub amr: Vec<Amr>,
    /// The session that it came of: what a log-out names.
    pub sid: String,
    /// As the authorization request had it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nonce: Option<String>,
    /// Binds the access token of the same answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_hash: Option<String>,
    /// Binds the code of the same answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub c_hash: Option<String>,
    /// Binds the state of the same answer (Financial-grade API 1.0, part 2, 5.1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub s_hash: Option<String>,
    /// Claims about the person: most are at the userinfo endpoint (OpenID Connect Core, 5.4 and 5.5).
    #[serde(flatten)]
    pub person: Map<String, Value>,
}

/// What comes beside an ID token in one answer, and is bound to it by its hash.
#[derive(Clone, Copy, Default)]
pub struct Beside<'a> {
    /// The access token.
    pub access_token: Option<&'a str>,
    /// The code.
    pub code: Option<&'a str>,
    /// The state.
    pub state: Option<&'a str>,
}

/// Whom an ID token is about and for.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The issuer.
    pub issuer: &'a str,
    /// The person.
    pub sub: &'a str,
    /// The client.
    pub client_id: &'a str,
    /// The session.
    pub sid: &'a str,
    /// How the person was authenticated.
    pub authentication: &'a Authentication,
    /// The class that is told of it.
    pub acr: Acr,
    /// What signs the token.
    pub alg: SigningAlg,
}

impl IdTokenClaims {
    /// The claims of a token that goes out with what is `beside` it; none about the person yet.
    #[must_use]
    pub fn new(
        subject: &Subject<'_>,
        nonce: Option<&str>,
        beside: &Beside<'_>,
        now: Timestamp,
        lifetime: Duration,
    ) -> Self {
        let hash = |value: Option<&str>| value.map(|value| half_hash(subject.alg, value));
        Self {
            iss: subject.issuer.to_owned(),
            sub: subject.sub.to_owned(),
            aud: subject.client_id.to_owned(),
            exp: (now + lifetime).as_seconds(),
            iat: now.as_seconds(),
            auth_time: subject.authentication.auth_time.as_seconds(),
            acr: subject.acr,
            amr: subject.authentication.amr.clone(),
            sid: subject.sid.to_owned(),
            nonce: nonce.map(str::to_owned),
            at_hash: hash(beside.access_token),
            c_hash: hash(beside.code),
            s_hash: hash(beside.state),
            person: Map::new(),
        }
    }
}

/// `at_hash` and its like: the left half of the hash, in base64url (OpenID Connect Core, 3.3.2.11). The hash is
/// the one of the ID token's algorithm; Ed25519 is built on SHA-512 (RFC 8032, 5.1).
#[must_use]
pub fn half_hash(alg: SigningAlg, value: &str) -> String {
    match alg {
        SigningAlg::RS256 | SigningAlg::ES256 => URL_SAFE_NO_PAD.encode(&Sha256::digest(value)[..16]),
        SigningAlg::EdDSA => URL_SAFE_NO_PAD.encode(&Sha512::digest(value)[..32]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// OpenID Connect Core, appendix A.3, A.4 and A.6.
    #[test]
    fn hashes_as_in_the_specification() {
        assert_eq!(
            half_hash(SigningAlg::RS256, "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y"),
            "77QmUPtjPfzWtF2AnpK9RQ"
        );
        assert_eq!(
            half_hash(
                SigningAlg::RS256,
                "Qcb0Orv1zh30vL1MPRsbm-diHiMwcLyZvn1arpZv-Jxf_11jnpEX3Tgfvk"
            ),
            "LDktKdoQak3Pk0cnXxCltA"
        );
    }
}
