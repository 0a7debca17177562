//! The signing keys: an immutable snapshot that signs, publishes and verifies.
//!
//! A key lives through [`KeyState::Next`] (published, so that relying parties know it before it signs),
//! [`KeyState::Active`] (it signs) and [`KeyState::Retired`] (published until its last token has expired). A
//! key that may be in wrong hands is [`KeyState::Withdrawn`]: nothing that it signed counts any more.
//!
//! Who rotates keys writes new records and makes a new snapshot from them.

mod alg;
mod key;
mod pem;
mod private_key;
mod verify;

pub use key::Key;
pub use pem::ImportError;
pub use private_key::{MalformedKey, PrivateKey};
pub use verify::{Expect, Trust, VerifiedJwt, VerifyError};
pub use voltkey_protocol::jose::{KeyState, SigningAlg};

use alg::jws;
use jsonwebtoken::Header;
use key::CheckedKey;
use serde::Serialize;
use serde_json::{Value, json};
use thiserror::Error;
use voltkey_protocol::time::Timestamp;

/// All keys of the instance at one moment.
#[derive(Debug)]
pub struct Keyring(Vec<CheckedKey>);

/// Why records do not make a key ring.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum KeyringError {
    /// The public part is no JWK, or it, its name, algorithm or private part is another key's.
    #[error("the parts of signing key {0} do not belong together")]
    Inconsistent(String),
    /// An active key that cannot sign.
    #[error("the active signing key {0} has no private part")]
    NoPrivatePart(String),
    /// Nobody could tell which of them signs.
    #[error("there is more than one active signing key for {0}")]
    TwoActive(SigningAlg),
}

/// Why nothing was signed.
#[derive(Debug, Error)]
pub enum SignError {
    /// The instance has no key for this algorithm.
    #[error("there is no active signing key for {0}")]
    NoActiveKey(SigningAlg),
    /// The claims cannot be written as JSON.
    #[error("signing failed")]
    Failed(#[from] jsonwebtoken::errors::Error),
}

impl Keyring {
    /// A snapshot of these keys.
    ///
    /// # Errors
    ///
    /// [`KeyringError`] names the record that is damaged.
    pub fn new(keys: Vec<Key>) -> Result<Self, KeyringError> {
        let mut ring = Self(Vec::with_capacity(keys.len()));
        for key in keys {
            if key.state == KeyState::Active && ring.active(key.alg).is_some() {
                return Err(KeyringError::TwoActive(key.alg));
            }
            if key.state == KeyState::Active && key.private.is_none() {
                return Err(KeyringError::NoPrivatePart(key.kid));
            }
            let kid = key.kid.clone();
            ring.0
                .push(CheckedKey::new(key).ok_or(KeyringError::Inconsistent(kid))?);
        }
        Ok(ring)
    }

    /// Signs the claims as a JWT (RFC 7519) with the active key of that algorithm. `typ` is the header's
    /// type, such as `at+jwt` (RFC 9068, section 2.1); without it the header has none.
    ///
    /// # Errors
    ///
    /// [`SignError`] when there is no such key, or the claims cannot be written as JSON.
    pub fn sign(
        &self,
        alg: SigningAlg,
        typ: Option<&str>,
        claims: &impl Serialize,
    ) -> Result<String, SignError> {
        let key = self.active(alg).ok_or(SignError::NoActiveKey(alg))?;
        let private = key.private.as_ref().ok_or(SignError::NoActiveKey(alg))?;
        let mut header = Header::new(jws(alg));
        header.typ = typ.map(ToOwned::to_owned);
        header.kid = Some(key.kid.clone());
        Ok(jsonwebtoken::encode(&header, claims, private.signing())?)
    }

    /// The JWK set (RFC 7517, section 5) to publish at that moment: next, active, and retired keys whose
    /// tokens may still live. Never a private part.
    #[must_use]
    pub fn jwks(&self, now: Timestamp) -> Value {
        let published = self
            .0
            .iter()
            .filter(|key| key.record.is_published(now))
            .map(|key| &key.published);
        json!({ "keys": published.collect::<Vec<_>>() })
    }

    fn active(&self, alg: SigningAlg) -> Option<&Key> {
        self.0
            .iter()
            .map(|key| &key.record)
            .find(|key| key.alg == alg && key.state == KeyState::Active)
    }

    fn find(&self, kid: &str) -> Option<&CheckedKey> {
        self.0.iter().find(|key| key.record.kid == kid)
    }
}

#[cfg(test)]
mod tests;
