//! Keys that sign tokens in tests.

use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::Value;

/// An ES256 key.
pub(crate) struct Key {
    pub private: EncodingKey,
    pub public: Jwk,
}

impl Key {
    pub(crate) fn new(kid: &str) -> Self {
        let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).expect("a key can be made");
        let der = pair.to_pkcs8v1().expect("a key has a DER form");
        let private = EncodingKey::from_ec_der(der.as_ref());
        let mut public = Jwk::from_encoding_key(&private, Algorithm::ES256).expect("a key has a public part");
        public.common.key_id = Some(kid.to_owned());
        Self { private, public }
    }

    /// A token with this key's name in its header.
    pub(crate) fn sign(&self, typ: &str, claims: &Value) -> String {
        let kid = self.public.common.key_id.clone();
        let header = Header {
            typ: Some(typ.to_owned()),
            kid,
            ..Header::new(Algorithm::ES256)
        };
        encode(&header, claims, &self.private).expect("a token can be signed")
    }
}
