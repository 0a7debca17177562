//! Reading back the JWTs that this instance signed: access tokens, ID tokens given as hints.
//!
//! The key decides the algorithm, never the token (RFC 8725, section 3.1), and the type must be the expected
//! one to the letter (section 3.11), so that no token passes for one of another kind.

use super::Keyring;
use super::alg::jws;
use super::key::CheckedKey;
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Header, Validation, decode, decode_header};
use serde_json::{Map, Value};
use thiserror::Error;
use voltkey_protocol::jose::{KeyState, SigningAlg};
use voltkey_protocol::time::Timestamp;

/// What a token must be to be believed.
#[derive(Clone, Copy, Debug)]
pub struct Expect<'a> {
    /// The exact `typ` of its header; `None` for a header without one.
    pub typ: Option<&'a str>,
    /// Which keys count.
    pub trust: Trust,
}

/// Which of the instance's keys count. A withdrawn key does not, save as evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// Those published at that moment, as a relying party sees them: for tokens that open something.
    PublishedAt(Timestamp),
    /// Those retired long ago too: for an `id_token_hint`, which may have expired (OpenID Connect
    /// RP-Initiated Logout 1.0, section 4).
    Ever,
    /// Withdrawn ones too: for what is evidence and opens nothing. The caller tells of the key's state.
    EvenWithdrawn,
}

/// A JWT with a true signature. Nothing is said about its times, issuer and audience.
#[derive(Clone, Debug, PartialEq)]
pub struct VerifiedJwt {
    /// The `typ` of its header.
    pub typ: Option<String>,
    /// The key that signed it.
    pub kid: String,
    /// The algorithm of that key.
    pub alg: SigningAlg,
    /// Where that key stands in its life now.
    pub key_state: KeyState,
    /// The claims set, always a JSON object.
    pub claims: Value,
}

/// Why a token is not believed. Whoever sent it is told no more than that it is invalid.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum VerifyError {
    /// It is no JWT in compact form.
    #[error("not a signed JWT")]
    Malformed,
    /// Its header demands an extension that must be understood (RFC 7515, section 4.1.11); there is none
    /// here.
    #[error("the header has critical extensions")]
    Critical,
    /// Its header names no key.
    #[error("the header has no kid")]
    NoKeyId,
    /// It names a key that is not this instance's, is withdrawn, or was taken out of the published set.
    #[error("the key is unknown or no longer trusted")]
    UntrustedKey,
    /// Its header names another algorithm than its key has.
    #[error("the algorithm is not that of the key")]
    Algorithm,
    /// It is a token of another kind.
    #[error("the typ is not the expected one")]
    Type,
    /// The signature is not that of the key.
    #[error("the signature is wrong")]
    Signature,
}

impl Keyring {
    /// Verifies a JWT that this instance signed. **The caller checks `exp`, `nbf`, `iss` and `aud`.**
    ///
    /// # Errors
    ///
    /// [`VerifyError`], for the log and the tests.
    pub fn verify(&self, token: &str, expect: Expect<'_>) -> Result<VerifiedJwt, VerifyError> {
        let header = decode_header(token).map_err(|_| VerifyError::Malformed)?;
        let kid = header.kid.as_deref().ok_or(VerifyError::NoKeyId)?;
        let key = self
            .find(kid)
            .filter(|key| counts(key, expect.trust))
            .ok_or(VerifyError::UntrustedKey)?;
        check_header(&header, key, expect.typ)?;
        let claims = verified_claims(token, key)?;
        Ok(VerifiedJwt {
            typ: header.typ,
            kid: key.record.kid.clone(),
            alg: key.record.alg,
            key_state: key.record.state,
            claims,
        })
    }
}

fn counts(key: &CheckedKey, trust: Trust) -> bool {
    match trust {
        Trust::PublishedAt(moment) => key.record.is_published(moment),
        Trust::Ever => key.record.state != KeyState::Withdrawn,
        Trust::EvenWithdrawn => true,
    }
}

fn check_header(header: &Header, key: &CheckedKey, typ: Option<&str>) -> Result<(), VerifyError> {
    if header.crit.is_some() {
        return Err(VerifyError::Critical);
    }
    if header.alg != jws(key.record.alg) {
        return Err(VerifyError::Algorithm);
    }
    if header.typ.as_deref() != typ {
        return Err(VerifyError::Type);
    }
    Ok(())
}

fn verified_claims(token: &str, key: &CheckedKey) -> Result<Value, VerifyError> {
    // The library would read the system clock and insist on claims; it is left the signature alone.
    let mut validation = Validation::new(jws(key.record.alg));
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_nbf = false;
    validation.validate_aud = false;
    let verified = decode::<Map<String, Value>>(token, &key.verifying, &validation);
    verified
        .map(|data| Value::Object(data.claims))
        .map_err(|error| match error.kind() {
            ErrorKind::InvalidSignature => VerifyError::Signature,
            _ => VerifyError::Malformed,
        })
}
