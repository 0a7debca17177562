//! Private keys as PEM files, for `voltkey keys import` and `export`.
//!
//! Export writes PKCS#8 (`PRIVATE KEY`). Import takes that, PKCS#1 (`RSA PRIVATE KEY`) and SEC 1 (`EC PRIVATE
//! KEY`), which older tools write. Whatever came in is written anew in one form, so that the stored bytes
//! hold nothing that was not understood.

use super::private_key::PrivateKey;
use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair};
use rsa::RsaPrivateKey;
use rsa::pkcs1::DecodeRsaPrivateKey as _;
use rsa::pkcs8::{EncodePrivateKey as _, LineEnding, ObjectIdentifier, PrivateKeyInfo, SecretDocument};
use rsa::traits::PublicKeyParts as _;
use thiserror::Error;
use voltkey_protocol::jose::SigningAlg;
use zeroize::Zeroizing;

const PKCS8_LABEL: &str = "PRIVATE KEY";
const RSA_ENCRYPTION: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const EC_PUBLIC_KEY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");

/// RFC 7518, section 3.3, demands 2048 bits or more; aws-lc-rs signs with 8192 at most.
const LEAST_RSA_BITS: usize = 2048;
const MOST_RSA_BITS: usize = 8192;

/// Why a PEM file was not taken.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum ImportError {
    /// No PEM block, a damaged one, or one with headers, as old OpenSSL wrote encrypted keys.
    #[error("the file does not begin with a readable PEM block; `openssl pkey` can write one")]
    NotPem,
    /// The key needs a pass phrase, which Voltkey never asks for.
    #[error("the key is encrypted; decrypt it first, for example with `openssl pkey`")]
    Encrypted,
    /// Some other thing in PEM form, such as a certificate.
    #[error("the file begins with `{0}` instead of a private key")]
    Label(String),
    /// Neither RSA, nor P-256, nor Ed25519.
    #[error("the key is neither RSA, nor on the curve P-256, nor Ed25519")]
    Algorithm,
    /// An RSA key that is too short to be safe, or too long to sign with; with its bits.
    #[error("the RSA key has {0} bits; {LEAST_RSA_BITS} to {MOST_RSA_BITS} are accepted")]
    RsaSize(usize),
    /// The parts of the key contradict each other.
    #[error("the key is damaged")]
    Damaged,
}

impl PrivateKey {
    /// Reads the first PEM block of a text.
    ///
    /// # Errors
    ///
    /// [`ImportError`] says what is wrong with it and, where there is one, the remedy.
    pub fn from_pem(pem: &str) -> Result<Self, ImportError> {
        let (label, document) = SecretDocument::from_pem(pem).map_err(|_| ImportError::NotPem)?;
        let der = document.as_bytes();
        match label {
            PKCS8_LABEL => import_pkcs8(der),
            "RSA PRIVATE KEY" => {
                import_rsa(&RsaPrivateKey::from_pkcs1_der(der).map_err(|_| ImportError::Damaged)?)
            }
            "EC PRIVATE KEY" => {
                let key = EcdsaKeyPair::from_private_key_der(&ECDSA_P256_SHA256_FIXED_SIGNING, der);
                import_p256(&key.map_err(|_| ImportError::Algorithm)?)
            }
            "ENCRYPTED PRIVATE KEY" => Err(ImportError::Encrypted),
            other => Err(ImportError::Label(other.to_owned())),
        }
    }

    /// The key as a PEM file, unencrypted.
    ///
    /// # Panics
    ///
    /// Never: a key's own stored form is well formed.
    #[must_use]
    pub fn to_pem(&self) -> Zeroizing<String> {
        SecretDocument::try_from(self.to_der())
            .and_then(|document| document.to_pem(PKCS8_LABEL, LineEnding::LF))
            .expect("a key's stored form is DER")
    }
}

fn import_pkcs8(der: &[u8]) -> Result<PrivateKey, ImportError> {
    let info = PrivateKeyInfo::try_from(der).map_err(|_| ImportError::Damaged)?;
    match info.algorithm.oid {
        RSA_ENCRYPTION => import_rsa(&RsaPrivateKey::try_from(info).map_err(|_| ImportError::Damaged)?),
        EC_PUBLIC_KEY => {
            let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, der);
            import_p256(&key.map_err(|_| ImportError::Algorithm)?)
        }
        ED25519 => import_ed25519(&Ed25519KeyPair::from_pkcs8(der).map_err(|_| ImportError::Damaged)?),
        _ => Err(ImportError::Algorithm),
    }
}

fn import_rsa(key: &RsaPrivateKey) -> Result<PrivateKey, ImportError> {
    let bits = key.n().bits();
    if !(LEAST_RSA_BITS..=MOST_RSA_BITS).contains(&bits) {
        return Err(ImportError::RsaSize(bits));
    }
    let der = key.to_pkcs8_der().map_err(|_| ImportError::Damaged)?;
    take(SigningAlg::RS256, der.as_bytes())
}

fn import_p256(key: &EcdsaKeyPair) -> Result<PrivateKey, ImportError> {
    let der = key.to_pkcs8v1().map_err(|_| ImportError::Damaged)?;
    take(SigningAlg::ES256, der.as_ref())
}

/// Version 2 of PKCS#8, which many tools write, is turned into version 1: jsonwebtoken knows no other.
fn import_ed25519(key: &Ed25519KeyPair) -> Result<PrivateKey, ImportError> {
    let der = AsDer::<Pkcs8V1Der>::as_der(key).map_err(|_| ImportError::Damaged)?;
    take(SigningAlg::EdDSA, der.as_ref())
}

fn take(alg: SigningAlg, pkcs8: &[u8]) -> Result<PrivateKey, ImportError> {
    PrivateKey::from_der(alg, pkcs8).map_err(|_| ImportError::Damaged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::{Rng as _, SeededRng, random};
    use aws_lc_rs::encoding::EcPrivateKeyRfc5915Der;
    use aws_lc_rs::signature::ECDSA_P384_SHA384_FIXED_SIGNING;
    use rsa::pkcs1::EncodeRsaPrivateKey as _;
    use rsa::rand_core::{CryptoRng, RngCore};

    fn pem(label: &'static str, der: &[u8]) -> Zeroizing<String> {
        let document = SecretDocument::try_from(der).expect("DER");
        document.to_pem(label, LineEnding::CRLF).expect("PEM")
    }

    fn refusal(pem: &str) -> ImportError {
        PrivateKey::from_pem(pem).expect_err("a wrong key")
    }

    #[test]
    fn every_key_survives_export_and_import() {
        for &alg in SigningAlg::ALL {
            let key = PrivateKey::generate(alg);
            let text = key.to_pem();
            assert!(text.starts_with("-----BEGIN PRIVATE KEY-----\n"));
            let read = PrivateKey::from_pem(&text).expect("its own PEM form");
            assert_eq!((read.alg(), read.kid()), (alg, key.kid()));
        }
    }

    #[test]
    fn pkcs1_and_sec1_are_understood() {
        let key = PrivateKey::generate(SigningAlg::RS256);
        let info = PrivateKeyInfo::try_from(key.to_der()).expect("PKCS#8");
        let pkcs1 = RsaPrivateKey::try_from(info)
            .expect("RSA")
            .to_pkcs1_der()
            .expect("PKCS#1");
        let read = PrivateKey::from_pem(&pem("RSA PRIVATE KEY", pkcs1.as_bytes())).expect("PKCS#1");
        assert_eq!(read.kid(), key.kid());

        let key = PrivateKey::generate(SigningAlg::ES256);
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, key.to_der()).expect("P-256");
        let sec1 = AsDer::<EcPrivateKeyRfc5915Der>::as_der(&pair.private_key()).expect("SEC 1");
        let read = PrivateKey::from_pem(&pem("EC PRIVATE KEY", sec1.as_ref())).expect("SEC 1");
        assert_eq!(read.kid(), key.kid());
    }

    #[test]
    fn ed25519_of_pkcs8_version_2_becomes_version_1() {
        let pair = Ed25519KeyPair::generate().expect("a key");
        let version_2 = pair.to_pkcs8().expect("PKCS#8");
        let key = PrivateKey::from_pem(&pem(PKCS8_LABEL, version_2.as_ref())).expect("version 2");
        assert_eq!(key.to_der().len(), 48);
    }

    #[test]
    fn wrong_keys_are_refused_with_their_reason() {
        assert_eq!(refusal("no key at all"), ImportError::NotPem);
        let der = PrivateKey::generate(SigningAlg::ES256).to_der().to_vec();
        assert_eq!(
            refusal(&pem("CERTIFICATE", &der)),
            ImportError::Label("CERTIFICATE".to_owned())
        );
        assert_eq!(
            refusal(&pem("ENCRYPTED PRIVATE KEY", &der)),
            ImportError::Encrypted
        );
        assert_eq!(refusal(&pem("RSA PRIVATE KEY", &der)), ImportError::Damaged);

        let p384 = EcdsaKeyPair::generate(&ECDSA_P384_SHA384_FIXED_SIGNING).and_then(|key| key.to_pkcs8v1());
        assert_eq!(
            refusal(&pem(PKCS8_LABEL, p384.expect("a key").as_ref())),
            ImportError::Algorithm
        );
    }

    #[test]
    fn a_short_rsa_key_is_refused_with_its_size() {
        let short = RsaPrivateKey::new(&mut Seeded(SeededRng::new(1)), 1024).expect("a key");
        let der = short.to_pkcs8_der().expect("PKCS#8");
        assert_eq!(
            refusal(&pem(PKCS8_LABEL, der.as_bytes())),
            ImportError::RsaSize(1024)
        );
        assert_eq!(
            ImportError::RsaSize(1024).to_string(),
            "the RSA key has 1024 bits; 2048 to 8192 are accepted"
        );
    }

    /// The seeded generator as the `rsa` crate wants it.
    struct Seeded(SeededRng);

    impl CryptoRng for Seeded {}

    impl RngCore for Seeded {
        fn next_u32(&mut self) -> u32 {
            u32::from_be_bytes(random(&self.0))
        }

        fn next_u64(&mut self) -> u64 {
            u64::from_be_bytes(random(&self.0))
        }

        fn fill_bytes(&mut self, bytes: &mut [u8]) {
            self.0.fill(bytes);
        }

        fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), rsa::rand_core::Error> {
            self.0.fill(bytes);
            Ok(())
        }
    }
}
