//! A client's key, and what is signed with it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};

/// A key with its algorithm and name.
pub struct Signer {
    pub alg: Algorithm,
    kid: String,
    key: EncodingKey,
}

impl Signer {
    pub fn rsa(alg: Algorithm) -> Self {
        Self::new(alg, EncodingKey::from_rsa_pem(include_bytes!("rsa.pem")))
    }

    pub fn p256() -> Self {
        Self::new(
            Algorithm::ES256,
            EncodingKey::from_ec_pem(include_bytes!("p256.pem")),
        )
    }

    /// A key that nobody knows, of the same kind.
    pub fn other() -> Self {
        Self::new(
            Algorithm::ES256,
            EncodingKey::from_ec_pem(include_bytes!("other.pem")),
        )
    }

    pub fn p384() -> Self {
        Self::new(
            Algorithm::ES384,
            EncodingKey::from_ec_pem(include_bytes!("p384.pem")),
        )
    }

    pub fn ed25519() -> Self {
        Self::new(
            Algorithm::EdDSA,
            EncodingKey::from_ed_pem(include_bytes!("ed25519.pem")),
        )
    }

    fn new(alg: Algorithm, key: jsonwebtoken::errors::Result<EncodingKey>) -> Self {
        Self {
            alg,
            kid: "key-1".to_owned(),
            key: key.expect("a key"),
        }
    }

    /// The same key under another name.
    pub fn named(self, kid: &str) -> Self {
        Self {
            kid: kid.to_owned(),
            ..self
        }
    }

    /// Its public part, as a set.
    pub fn jwks(&self) -> Value {
        let jwk = Jwk::from_encoding_key(&self.key, self.alg).expect("a public part");
        let mut jwk = serde_json::to_value(jwk).expect("JSON");
        jwk["kid"] = json!(self.kid);
        json!({ "keys": [jwk] })
    }

    /// Signs members.
    pub fn sign(&self, members: &Value) -> String {
        self.sign_as("oauth-authz-req+jwt", members)
    }

    /// Signs members in a JWT of that type.
    pub fn sign_as(&self, typ: &str, members: &Value) -> String {
        let header = Header {
            typ: Some(typ.to_owned()),
            kid: Some(self.kid.clone()),
            ..Header::new(self.alg)
        };
        jsonwebtoken::encode(&header, members, &self.key).expect("a signature")
    }
}

/// A JWT without a signature, of that header and payload.
pub fn unsigned(header: &Value, payload: &str) -> String {
    let encode = |text: &str| URL_SAFE_NO_PAD.encode(text);
    format!("{}.{}.", encode(&header.to_string()), encode(payload))
}
