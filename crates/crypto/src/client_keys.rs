//! The keys of a client, and the JWTs that it signs: assertions about itself and request objects.
//!
//! What a client sends is read by what it is registered for: the algorithm comes from the caller, never from the token
//! (RFC 8725, 3.1), and the keys from its metadata, never from a header (`jwk`, `jku`, `x5c` and `x5u` are not looked
//! at). Nothing is said of a token's times, issuer and audience: that is its reader's part.

mod jwk;
mod jwt;

pub use jwt::{ClientJwt, ClientJwtError, JwtHeader, MOST_OCTETS, header, read_unsigned, verify_mac};

use crate::jwe;
use crate::rng::Rng;
use jwk::PublicKey;
use jwt::Jws;
use serde_json::Value;
use thiserror::Error;
use voltkey_protocol::client::MOST_KEYS;
use voltkey_protocol::jose::{ClientAlg, ContentEncryption, KeyManagement};

/// So many keys are tried for a token that names none.
const MOST_TRIED: usize = 4;

/// The public keys of one client that this version can use.
#[derive(Clone, Debug)]
pub struct ClientKeys(Vec<PublicKey>);

/// Why a text is no JWK Set of a client. Each reason can be told to its developer.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum MalformedKeys {
    /// RFC 7517, 5: the set is an object with the array `keys`, and each key an object with `kty`.
    #[error("it is no JWK Set: an object with an array \"keys\" (RFC 7517, 5)")]
    NoSet,
    /// A private or symmetric key is no secret any more once it was sent here.
    #[error("key {0} has a private part: send the public part of a new key")]
    Private(String),
    /// More than anybody needs.
    #[error("it has more than {MOST_KEYS} keys")]
    TooMany,
}

/// The client has no key that something could be encrypted to in that way.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("the client has no key for {0}")]
pub struct NoSuchKey(pub KeyManagement);

impl ClientKeys {
    /// Reads a JWK Set (RFC 7517, 5). Keys of a kind, curve or size that is not in use here are passed over, as that
    /// section asks, and so are those that miss a part.
    ///
    /// # Errors
    /// [`MalformedKeys`] when it is no set, or brings what must not be sent.
    pub fn parse(set: &Value) -> Result<Self, MalformedKeys> {
        let keys = set.get("keys").and_then(Value::as_array);
        let keys = keys.ok_or(MalformedKeys::NoSet)?;
        if keys.len() > MOST_KEYS {
            return Err(MalformedKeys::TooMany);
        }
        let mut usable = Vec::new();
        for key in keys {
            let Value::Object(key) = key else {
                return Err(MalformedKeys::NoSet);
            };
            if jwk::has_private_part(key) {
                return Err(MalformedKeys::Private(jwk::name(key)));
            }
            usable.extend(PublicKey::read(key));
        }
        Ok(Self(usable))
    }

    /// Whether none of them can be used.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether one of them has this name.
    #[must_use]
    pub fn has(&self, kid: &str) -> bool {
        self.0.iter().any(|key| key.kid.as_deref() == Some(kid))
    }

    /// Verifies a JWT that the client signed with this algorithm. **The caller checks every claim.**
    ///
    /// # Errors
    /// [`ClientJwtError`]; [`ClientJwtError::UnknownKey`] tells that the client may have a newer key.
    pub fn verify(&self, jwt: &str, alg: ClientAlg) -> Result<ClientJwt, ClientJwtError> {
        let jws = Jws::read(jwt, alg)?;
        let kid = jws.header.kid.as_deref();
        let fitting = self.0.iter().filter(|key| key.may_verify(alg));
        let named: Vec<_> = fitting
            .filter(|key| kid.is_none() || key.kid.as_deref() == kid)
            .take(MOST_TRIED)
            .collect();
        if named
            .iter()
            .any(|key| key.verifies(alg, jws.signed, &jws.signature))
        {
            return jws.into_jwt(alg);
        }
        match kid {
            Some(_) if !named.is_empty() => Err(ClientJwtError::Signature),
            _ => Err(ClientJwtError::UnknownKey),
        }
    }

    /// Encrypts to the client, as a JWE in compact form (RFC 7516). `cty` is `JWT` where the payload is one.
    ///
    /// # Errors
    /// [`NoSuchKey`] when none of its keys is for that.
    pub fn encrypt(
        &self,
        alg: KeyManagement,
        enc: ContentEncryption,
        payload: &[u8],
        cty: Option<&str>,
        rng: &dyn Rng,
    ) -> Result<String, NoSuchKey> {
        let fitting = || self.0.iter().filter(|key| key.may_encrypt(alg));
        // A key that says so itself goes first.
        let key = fitting()
            .find(|key| key.is_for_encryption())
            .or_else(|| fitting().next());
        let key = key.ok_or(NoSuchKey(alg))?;
        let sealed = jwe::encrypt(key.recipient(), &jwe::Way { alg, enc, cty }, payload, rng);
        sealed.map_err(|_| NoSuchKey(alg))
    }
}

#[cfg(test)]
mod tests;
