//! What a client signs with: a key pair of its own, or its secret.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use josekit::jwk::alg::ec::{EcCurve, EcKeyPair};
use jsonwebtoken::jwk::Jwk;
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
    /// A new key pair for that algorithm: RS256, PS256, ES256, ES384 or EdDSA.
    pub fn new(alg: ClientAlg) -> Self {
        let (pem, kid) = match alg {
            ClientAlg::RS256 | ClientAlg::PS256 => pem(SigningAlg::RS256),
            ClientAlg::ES256 => pem(SigningAlg::ES256),
            ClientAlg::EdDSA => pem(SigningAlg::EdDSA),
            ClientAlg::ES384 => {
                let pair = EcKeyPair::generate(EcCurve::P384).expect("a key pair");
                (pair.to_pem_private_key(), json!("on P-384"))
            }
            other => panic!("no key pair is made for {other}"),
        };
        let key = match alg {
            ClientAlg::RS256 | ClientAlg::PS256 => EncodingKey::from_rsa_pem(&pem),
            ClientAlg::EdDSA => EncodingKey::from_ed_pem(&pem),
            _ => EncodingKey::from_ec_pem(&pem),
        };
        let key = key.expect("a key");
        let public = Jwk::from_encoding_key(&key, algorithm(alg)).expect("a public part");
        let mut public = json!(public);
        public["kid"] = kid;
        public["use"] = json!("sig");
        Self { alg, key, public }
    }

    /// A shared secret (HS256).
    pub fn secret(secret: &str) -> Self {
        Self {
            alg: ClientAlg::HS256,
            key: EncodingKey::from_secret(secret.as_bytes()),
            public: Value::Null,
        }
    }

    /// The same key under another name.
    pub fn named(mut self, kid: &str) -> Self {
        self.public["kid"] = json!(kid);
        self
    }

    /// The name of the key.
    pub fn kid(&self) -> &str {
        self.public["kid"].as_str().expect("a key pair")
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

    /// The claims as a JWT of that type.
    pub fn sign_as(&self, typ: &str, claims: &Value) -> String {
        let mut header = self.header();
        header["typ"] = json!(typ);
        self.sign_with(&header, claims)
    }

    /// The claims as a JWT with any header, which is signed as it stands.
    pub fn sign_with(&self, header: &Value, claims: &Value) -> String {
        self.sign_text(&header.to_string(), &claims.to_string())
    }

    /// As [`Signer::sign_with`], of texts that need be no JSON.
    pub fn sign_text(&self, header: &str, claims: &str) -> String {
        let signed = signed_part(header, claims);
        let signature = crypto::sign(signed.as_bytes(), &self.key, algorithm(self.alg));
        format!("{signed}.{}", signature.expect("a signature"))
    }
}

/// A JWT without a signature, of that header and payload.
pub fn unsigned(header: &Value, payload: &str) -> String {
    format!("{}.", signed_part(&header.to_string(), payload))
}

fn signed_part(header: &str, payload: &str) -> String {
    let encode = |text: &str| URL_SAFE_NO_PAD.encode(text);
    format!("{}.{}", encode(header), encode(payload))
}

/// A new key, and its name.
fn pem(alg: SigningAlg) -> (Vec<u8>, Value) {
    let key = PrivateKey::generate(alg);
    (key.to_pem().as_bytes().to_vec(), key.public_jwk()["kid"].clone())
}

fn algorithm(alg: ClientAlg) -> Algorithm {
    alg.as_str().parse().expect("an algorithm")
}
