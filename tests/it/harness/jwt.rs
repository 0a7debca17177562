//! Signed and encrypted tokens, as a relying party or a resource server reads and makes them.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use josekit::jwe::{self as theirs, JweEncrypter, JweHeader};
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde_json::Value;
use std::slice;
use voltkey_crypto::jwe::{self, DecryptionKey};
use voltkey_crypto::rng::SeededRng;
use voltkey_protocol::jose::{ContentEncryption, KeyManagement};

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

/// A text, encrypted to a provider with these keys, by another library than the provider's.
pub(super) fn encrypt(text: &str, alg: KeyManagement, jwks: &Value) -> String {
    let kty = match alg {
        KeyManagement::RsaOaep256 => "RSA",
        _ => "EC",
    };
    let mut keys = jwks["keys"].as_array().expect("a set").iter();
    let jwk = keys.find(|key| key["use"] == "enc" && key["kty"] == kty);
    let jwk = jwk
        .and_then(Value::as_object)
        .expect("a key to encrypt to")
        .clone();
    let jwk = josekit::jwk::Jwk::from_map(jwk).expect("a JWK");
    let ecdh = match alg {
        KeyManagement::EcdhEsA128Kw => theirs::ECDH_ES_A128KW,
        KeyManagement::EcdhEsA256Kw => theirs::ECDH_ES_A256KW,
        _ => theirs::ECDH_ES,
    };
    let encrypter: Box<dyn JweEncrypter> = match alg {
        KeyManagement::RsaOaep256 => {
            Box::new(theirs::RSA_OAEP_256.encrypter_from_jwk(&jwk).expect("an RSA key"))
        }
        _ => Box::new(ecdh.encrypter_from_jwk(&jwk).expect("a key on P-256")),
    };
    let mut header = JweHeader::new();
    header.set_content_encryption(ContentEncryption::A256Gcm.as_str());
    header.set_content_type("JWT");
    theirs::serialize_compact(text.as_bytes(), &header, &*encrypter).expect("a JWE")
}
