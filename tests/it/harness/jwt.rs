//! Reading signed tokens as a relying party or a resource server does.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde_json::Value;
use std::slice;
use voltkey_crypto::jwe::{self, DecryptionKey};
use voltkey_crypto::rng::SeededRng;

/// A token whose signature fits.
#[derive(Clone, Debug)]
pub struct Jwt {
    /// The JOSE header.
    pub header: Value,
    /// The claims.
    pub claims: Value,
}

/// Verifies a token with the key of a JWKS that its header names; none when that key is missing or does not
/// fit.
///
/// Times are for the caller: the clock of a test is not the machine's.
pub(super) fn verify(token: &str, jwks: &Value) -> Option<Jwt> {
    let kid = decode_header(token).ok()?.kid?;
    let key = jwks["keys"]
        .as_array()?
        .iter()
        .find(|key| key["kid"] == kid.as_str())?;
    // From the key and never from the token (RFC 8725, 3.1).
    let algorithm: Algorithm = key["alg"].as_str()?.parse().ok()?;
    let key: Jwk = serde_json::from_value(key.clone()).ok()?;
    let mut validation = Validation::new(algorithm);
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_aud = false;
    let claims = decode::<Value>(token, &DecodingKey::from_jwk(&key).ok()?, &validation)
        .ok()?
        .claims;
    Some(Jwt {
        header: read_part(token, 0),
        claims,
    })
}

/// A part of a token, unverified.
pub fn read_part(token: &str, index: usize) -> Value {
    let part = token.split('.').nth(index).expect("three parts");
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).expect("base64url")).expect("JSON")
}

/// What was encrypted to this key of a client.
pub fn opened(jwe: &str, key: &DecryptionKey) -> String {
    let opened = jwe::decrypt(jwe, slice::from_ref(key), &SeededRng::new(7));
    String::from_utf8(opened.expect("encrypted to this key")).expect("text")
}
