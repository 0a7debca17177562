//! A private signing key and the public part that follows from it.

use super::alg::jws;
use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::error::Unspecified;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, RsaKeyPair};
use jsonwebtoken::EncodingKey;
use jsonwebtoken::jwk::{Jwk, PublicKeyUse, ThumbprintHash};
use rsa::pkcs8::PrivateKeyInfo;
use serde_json::Value;
use std::fmt;
use thiserror::Error;
use voltkey_protocol::jose::SigningAlg;
use zeroize::Zeroizing;

/// A private key for one algorithm. Wiped from memory when dropped.
pub struct PrivateKey {
    alg: SigningAlg,
    pkcs8: Zeroizing<Vec<u8>>,
    signing: EncodingKey,
    kid: String,
    public_jwk: Value,
}

/// The bytes are no private key for the algorithm.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("the private key is damaged or of another algorithm")]
pub struct MalformedKey;

impl PrivateKey {
    /// A new key: RSA with 2048 bits, P-256 or Ed25519.
    ///
    /// # Panics
    ///
    /// When the operating system has no randomness to give.
    #[must_use]
    pub fn generate(alg: SigningAlg) -> Self {
        let pkcs8 = generate_pkcs8(alg).expect("the operating system gives random bytes");
        Self::from_der(alg, &pkcs8).expect("a generated key is well formed")
    }

    /// Reads what [`Self::to_der`] wrote.
    ///
    /// # Errors
    ///
    /// [`MalformedKey`] when the bytes are no such key, or its parts contradict each other.
    pub fn from_der(alg: SigningAlg, pkcs8: &[u8]) -> Result<Self, MalformedKey> {
        let signing = signing_key(alg, pkcs8)?;
        let mut jwk = Jwk::from_encoding_key(&signing, jws(alg)).map_err(|_| MalformedKey)?;
        let kid = jwk.thumbprint(ThumbprintHash::SHA256).map_err(|_| MalformedKey)?;
        jwk.common.key_id = Some(kid.clone());
        jwk.common.public_key_use = Some(PublicKeyUse::Signature);
        let public_jwk = serde_json::to_value(&jwk).map_err(|_| MalformedKey)?;
        Ok(Self {
            alg,
            pkcs8: Zeroizing::new(pkcs8.to_vec()),
            signing,
            kid,
            public_jwk,
        })
    }

    /// PKCS#8 version 1 (RFC 5208) in DER, to be sealed and stored.
    #[must_use]
    pub fn to_der(&self) -> &[u8] {
        &self.pkcs8
    }

    /// The one algorithm that the key signs with (RFC 8725, section 3.1).
    #[must_use]
    pub const fn alg(&self) -> SigningAlg {
        self.alg
    }

    /// The key's name: the SHA-256 thumbprint of its public part (RFC 7638).
    #[must_use]
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// The public part as a JWK (RFC 7517) with `kid`, `use` and `alg`.
    #[must_use]
    pub fn public_jwk(&self) -> Value {
        self.public_jwk.clone()
    }

    pub(super) const fn signing(&self) -> &EncodingKey {
        &self.signing
    }
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PrivateKey({} {}, redacted)", self.alg, self.kid)
    }
}

fn generate_pkcs8(alg: SigningAlg) -> Result<Zeroizing<Vec<u8>>, Unspecified> {
    let der = match alg {
        SigningAlg::RS256 => AsDer::<Pkcs8V1Der>::as_der(&RsaKeyPair::generate(KeySize::Rsa2048)?)?
            .as_ref()
            .to_vec(),
        SigningAlg::ES256 => EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING)?
            .to_pkcs8v1()?
            .as_ref()
            .to_vec(),
        SigningAlg::EdDSA => Ed25519KeyPair::generate()?.to_pkcs8v1()?.as_ref().to_vec(),
    };
    Ok(Zeroizing::new(der))
}

/// jsonwebtoken takes elliptic keys as PKCS#8, but RSA keys as the PKCS#1 structure inside it.
fn signing_key(alg: SigningAlg, pkcs8: &[u8]) -> Result<EncodingKey, MalformedKey> {
    match alg {
        SigningAlg::RS256 => {
            let info = PrivateKeyInfo::try_from(pkcs8).map_err(|_| MalformedKey)?;
            Ok(EncodingKey::from_rsa_der(info.private_key))
        }
        SigningAlg::ES256 => Ok(EncodingKey::from_ec_der(pkcs8)),
        SigningAlg::EdDSA => Ok(EncodingKey::from_ed_der(pkcs8)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_survives_its_stored_form() {
        for &alg in SigningAlg::ALL {
            let key = PrivateKey::generate(alg);
            let read = PrivateKey::from_der(alg, key.to_der()).expect("its own stored form");
            assert_eq!(read.kid(), key.kid());
            assert_eq!(read.public_jwk(), key.public_jwk());
        }
    }

    #[test]
    fn the_public_part_says_what_the_key_is_for_and_nothing_private() {
        for (alg, kty) in [
            (SigningAlg::RS256, "RSA"),
            (SigningAlg::ES256, "EC"),
            (SigningAlg::EdDSA, "OKP"),
        ] {
            let key = PrivateKey::generate(alg);
            let jwk = key.public_jwk();
            assert_eq!(jwk["kty"], kty);
            assert_eq!(jwk["use"], "sig");
            assert_eq!(jwk["alg"], alg.as_str());
            assert_eq!(jwk["kid"], key.kid());
            for private in ["d", "p", "q", "dp", "dq", "qi", "k"] {
                assert!(jwk.get(private).is_none(), "{private}");
            }
        }
    }

    #[test]
    fn a_key_of_another_algorithm_or_damaged_is_refused() {
        let der = PrivateKey::generate(SigningAlg::ES256).to_der().to_vec();
        for alg in [SigningAlg::RS256, SigningAlg::EdDSA] {
            assert_eq!(PrivateKey::from_der(alg, &der).err(), Some(MalformedKey));
        }
        assert_eq!(
            PrivateKey::from_der(SigningAlg::ES256, &der[..40]).err(),
            Some(MalformedKey)
        );
        assert_eq!(
            PrivateKey::from_der(SigningAlg::ES256, b"").err(),
            Some(MalformedKey)
        );
    }

    #[test]
    fn debug_output_hides_the_key() {
        let text = format!("{:?}", PrivateKey::generate(SigningAlg::EdDSA));
        assert!(
            text.starts_with("PrivateKey(EdDSA ") && text.ends_with(", redacted)"),
            "{text}"
        );
    }
}
