//! A key of this instance to which others encrypt.

use super::agreement::{self, Curve, Peer};
use super::content::Cek;
use aws_lc_rs::agreement::PrivateKey as AgreementKey;
use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der};
use aws_lc_rs::error::Unspecified;
use aws_lc_rs::rsa::{KeySize, OAEP_SHA256_MGF1SHA256, OaepPrivateDecryptingKey, PrivateDecryptingKey};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::{Jwk, ThumbprintHash};
use rsa::RsaPrivateKey;
use rsa::pkcs8::DecodePrivateKey as _;
use rsa::traits::PublicKeyParts as _;
use serde_json::{Map, Value, json};
use std::fmt;
use thiserror::Error;
use voltkey_protocol::jose::{ContentEncryption, KeyManagement};
use zeroize::Zeroizing;

pub use voltkey_protocol::jose::DecryptionAlg;

/// A private key that opens what was encrypted to it. Wiped from memory when dropped.
pub struct DecryptionKey {
    alg: DecryptionAlg,
    pkcs8: Zeroizing<Vec<u8>>,
    private: Private,
    kid: String,
    public_jwk: Value,
}

enum Private {
    Rsa(OaepPrivateDecryptingKey),
    P256(AgreementKey),
}

/// The bytes are no such key.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("the decryption key is damaged or of another algorithm")]
pub struct MalformedDecryptionKey;

impl DecryptionKey {
    /// A new key: RSA with 2048 bits, or P-256.
    ///
    /// # Panics
    ///
    /// When the operating system has no randomness to give.
    #[must_use]
    pub fn generate(alg: DecryptionAlg) -> Self {
        let pkcs8 = generate_pkcs8(alg).expect("the operating system gives random bytes");
        Self::from_der(alg, &pkcs8).expect("a generated key is well formed")
    }

    /// Reads what [`Self::to_der`] gave.
    ///
    /// # Errors
    ///
    /// [`MalformedDecryptionKey`] when the bytes are no such key.
    pub fn from_der(alg: DecryptionAlg, pkcs8: &[u8]) -> Result<Self, MalformedDecryptionKey> {
        let (private, mut jwk) = match alg {
            DecryptionAlg::RsaOaep256 => read_rsa(pkcs8)?,
            DecryptionAlg::EcdhEs => read_p256(pkcs8)?,
        };
        let kid = thumbprint(&jwk)?;
        jwk["kid"] = json!(kid);
        jwk["use"] = json!("enc");
        Ok(Self {
            alg,
            pkcs8: Zeroizing::new(pkcs8.to_vec()),
            private,
            kid,
            public_jwk: jwk,
        })
    }

    /// PKCS#8 version 1 (RFC 5208) in DER, to be sealed and stored.
    #[must_use]
    pub fn to_der(&self) -> &[u8] {
        &self.pkcs8
    }

    /// What it is for.
    #[must_use]
    pub const fn alg(&self) -> DecryptionAlg {
        self.alg
    }

    /// The key's name: the SHA-256 thumbprint of its public part (RFC 7638).
    #[must_use]
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// The public part as a JWK (RFC 7517) with `kid` and `use`. The RSA key has `alg`; the other serves every
    /// ECDH-ES algorithm, of which `alg` could name one only.
    #[must_use]
    pub fn public_jwk(&self) -> Value {
        self.public_jwk.clone()
    }

    /// Whether something encrypted in that way may be meant for it.
    pub(super) fn serves(&self, alg: KeyManagement) -> bool {
        (self.alg == DecryptionAlg::RsaOaep256) == (alg == KeyManagement::RsaOaep256)
    }

    /// The key of the content, out of the header and the encrypted key.
    pub(super) fn content_key(
        &self,
        alg: KeyManagement,
        enc: ContentEncryption,
        header: &Map<String, Value>,
        encrypted: &[u8],
    ) -> Result<Cek, Unspecified> {
        match &self.private {
            Private::Rsa(key) => {
                let mut buffer = Zeroizing::new(vec![0; key.min_output_size()]);
                let decrypted = key.decrypt(&OAEP_SHA256_MGF1SHA256, encrypted, &mut buffer, None)?;
                let cek: [u8; 32] = (&*decrypted).try_into().map_err(|_| Unspecified)?;
                Ok(Cek::new(cek))
            }
            Private::P256(key) => {
                let shared = agreement::complete(Curve::P256, key, header)?;
                agreement::unwrap(&shared, alg, enc, &Peer::read(header)?, encrypted)
            }
        }
    }
}

impl fmt::Debug for DecryptionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DecryptionKey({} {}, redacted)", self.alg, self.kid)
    }
}

fn generate_pkcs8(alg: DecryptionAlg) -> Result<Zeroizing<Vec<u8>>, Unspecified> {
    let der: Pkcs8V1Der<'_> = match alg {
        DecryptionAlg::RsaOaep256 => PrivateDecryptingKey::generate(KeySize::Rsa2048)?.as_der()?,
        DecryptionAlg::EcdhEs => AgreementKey::generate(Curve::P256.algorithm())?.as_der()?,
    };
    Ok(Zeroizing::new(der.as_ref().to_vec()))
}

fn read_rsa(pkcs8: &[u8]) -> Result<(Private, Value), MalformedDecryptionKey> {
    let key = PrivateDecryptingKey::from_pkcs8(pkcs8).map_err(|_| MalformedDecryptionKey)?;
    let key = OaepPrivateDecryptingKey::new(key).map_err(|_| MalformedDecryptionKey)?;
    // Only for the numbers of the public part.
    let numbers = RsaPrivateKey::from_pkcs8_der(pkcs8).map_err(|_| MalformedDecryptionKey)?;
    let [n, e] = [numbers.n(), numbers.e()].map(|number| URL_SAFE_NO_PAD.encode(number.to_bytes_be()));
    let jwk = json!({ "kty": "RSA", "n": n, "e": e, "alg": KeyManagement::RsaOaep256 });
    Ok((Private::Rsa(key), jwk))
}

fn read_p256(pkcs8: &[u8]) -> Result<(Private, Value), MalformedDecryptionKey> {
    let key = AgreementKey::from_private_key_der(Curve::P256.algorithm(), pkcs8);
    let key = key.map_err(|_| MalformedDecryptionKey)?;
    let point = key.compute_public_key().map_err(|_| MalformedDecryptionKey)?;
    let jwk = Curve::P256.jwk(point.as_ref());
    Ok((Private::P256(key), jwk))
}

fn thumbprint(jwk: &Value) -> Result<String, MalformedDecryptionKey> {
    let jwk: Jwk = serde_json::from_value(jwk.clone()).map_err(|_| MalformedDecryptionKey)?;
    jwk.thumbprint(ThumbprintHash::SHA256)
        .map_err(|_| MalformedDecryptionKey)
}
