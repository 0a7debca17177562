//! What a client signs with: a key pair of its own, or its secret.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, crypto};
use serde_json::{Value, json};
use voltkey_crypto::keyring::PrivateKey;
use voltkey_protocol::jose::{ClientAlg, SigningAlg};

/// A key that signs JWTs.
pub struct Signer {
    alg: ClientAlg,
    key: EncodingKey,
    public: Value,
}

impl Signer {
    /// A new key pair for that algorithm: RS256, PS256, ES256 or EdDSA.
    pub fn new(alg: ClientAlg) -> Self {
        let made = match alg {
            ClientAlg::RS256 | ClientAlg::PS256 => SigningAlg::RS256,
            ClientAlg::ES256 => SigningAlg::ES256,
            ClientAlg::EdDSA => SigningAlg::EdDSA,
            other => panic!("no key pair is made for {other}"),
        };
        let private = PrivateKey::generate(made);
        let pem = private.to_pem();
        let key = match made {
            SigningAlg::RS256 => EncodingKey::from_rsa_pem(pem.as_bytes()),
            SigningAlg::ES256 => EncodingKey::from_ec_pem(pem.as_bytes()),
            SigningAlg::EdDSA => EncodingKey::from_ed_pem(pem.as_bytes()),
        };
        let mut public = private.public_jwk();
        public["alg"] = json!(alg);
        Self {
            alg,
            key: key.expect("a key"),
            public,
        }
    }

    /// A shared secret (HS256).
    pub fn secret(secret: &str) -> Self {
        Self {
            alg: ClientAlg::HS256,
            key: EncodingKey::from_secret(secret.as_bytes()),
            public: Value::Null,
        }
    }

    /// The public key, with `kid`, `use` and `alg`.
    pub fn jwk(&self) -> Value {
        self.public.clone()
    }

    /// The set with this key alone, as it is registered.
    pub fn jwks(&self) -> Value {
        json!({ "keys": [self.jwk()] })
    }

    /// A header that says the truth.
    pub fn header(&self) -> Value {
        let mut header = json!({ "alg": self.alg });
        if let Some(kid) = self.public.get("kid") {
            header["kid"] = kid.clone();
        }
        header
    }

    /// The claims as a JWT.
    pub fn sign(&self, claims: &Value) -> String {
        self.sign_with(&self.header(), claims)
    }

    /// The claims as a JWT with any header, which is signed as it stands.
    pub fn sign_with(&self, header: &Value, claims: &Value) -> String {
        let encode = |part: &Value| URL_SAFE_NO_PAD.encode(part.to_string());
        let signed = format!("{}.{}", encode(header), encode(claims));
        let alg: Algorithm = self.alg.as_str().parse().expect("an algorithm");
        let signature = crypto::sign(signed.as_bytes(), &self.key, alg).expect("a signature");
        format!("{signed}.{signature}")
    }
}
