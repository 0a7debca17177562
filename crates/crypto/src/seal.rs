//! The master key, and what is derived from it: sealing at rest and message authentication codes.
//!
//! One 256-bit key per instance, kept in a file outside the database. It is never used itself: HKDF-SHA-256
//! (RFC 5869) derives one key for each use and purpose, so that no two purposes share a key. A purpose is a
//! fixed name in the code (`"totp-secret"`); an identity is the row's (`"person/0190…"`), which keeps sealed
//! bytes from being moved to another row.
//!
//! Sealed bytes: one version byte, the 12-byte nonce, the ciphertext, the 16-byte tag (AES-256-GCM). Nonces
//! are drawn at random by aws-lc-rs; NIST SP 800-38D, section 8.3, allows 2^32 of them for one purpose.

use crate::rng::{Rng, random};
use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use aws_lc_rs::{hkdf, hmac};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use std::fmt;
use subtle::ConstantTimeEq as _;
use thiserror::Error;
use zeroize::Zeroizing;

const FILE_PREFIX: &str = "voltkey-master-key-v1:";
const KEY_BYTES: usize = 32;
const SEAL_VERSION: u8 = 1;
const TAG_BYTES: usize = 16;

/// Separates Voltkey's derived keys from those of any other program that should be given the same key.
const SALT: &[u8] = b"voltkey";

/// The instance's master key. Wiped from memory when dropped.
pub struct MasterKey(Zeroizing<[u8; KEY_BYTES]>);

/// Why a master key's text was refused.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum MasterKeyError {
    /// It is something else, or of a later version.
    #[error("the text does not begin with `{FILE_PREFIX}`")]
    Prefix,
    /// The part after the prefix is damaged.
    #[error("the part after `{FILE_PREFIX}` is not base64url without padding")]
    Encoding,
    /// The key is cut off or too long.
    #[error("the key has {0} bytes instead of {KEY_BYTES}")]
    Length(usize),
}

/// Why sealed bytes could not be opened.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum OpenError {
    /// They are cut off.
    #[error("the sealed bytes are too short")]
    TooShort,
    /// They were sealed by a later program.
    #[error("the sealed bytes have the unknown version {0}")]
    Version(u8),
    /// Another master key, purpose or identity, or the bytes were changed; which of them cannot be told.
    #[error("the sealed bytes do not belong to this master key, purpose and identity, or were changed")]
    Refused,
}

impl MasterKey {
    /// A new random key.
    #[must_use]
    pub fn generate(rng: &dyn Rng) -> Self {
        Self(Zeroizing::new(random(rng)))
    }

    /// The key with these bytes.
    #[must_use]
    pub fn from_bytes(bytes: [u8; KEY_BYTES]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The one line that the key's file holds, without its line end.
    #[must_use]
    pub fn to_text(&self) -> Zeroizing<String> {
        let encoded = Zeroizing::new(URL_SAFE_NO_PAD.encode(*self.0));
        Zeroizing::new(format!("{FILE_PREFIX}{}", *encoded))
    }

    /// Reads what [`Self::to_text`] wrote; white space around it is ignored.
    ///
    /// # Errors
    ///
    /// [`MasterKeyError`] says what is wrong with the text, without repeating it.
    pub fn from_text(text: &str) -> Result<Self, MasterKeyError> {
        let encoded = text
            .trim()
            .strip_prefix(FILE_PREFIX)
            .ok_or(MasterKeyError::Prefix)?;
        let bytes = Zeroizing::new(
            URL_SAFE_NO_PAD
                .decode(encoded)
                .map_err(|_| MasterKeyError::Encoding)?,
        );
        let key = <[u8; KEY_BYTES]>::try_from(bytes.as_slice());
        key.map(Self::from_bytes)
            .map_err(|_| MasterKeyError::Length(bytes.len()))
    }

    /// A key for that purpose, independent of every other and of those that the other methods use.
    #[must_use]
    pub fn derive(&self, purpose: &str) -> [u8; KEY_BYTES] {
        *self.subkey("derive", purpose)
    }

    /// Encrypts so that only the same purpose and identity open it. Sealing the same twice gives different
    /// bytes.
    ///
    /// # Panics
    ///
    /// When the operating system has no randomness to give.
    #[must_use]
    pub fn seal(&self, purpose: &str, identity: &str, plain: &[u8]) -> Vec<u8> {
        let mut ciphertext = plain.to_vec();
        let nonce = self
            .sealing_key(purpose)
            .seal_in_place_append_tag(Aad::from(joined(purpose, identity)), &mut ciphertext)
            .expect("AES-256-GCM seals any length that fits into memory");
        [&[SEAL_VERSION], nonce.as_ref().as_slice(), &ciphertext].concat()
    }

    /// Decrypts what [`Self::seal`] made for the same purpose and identity.
    ///
    /// # Errors
    ///
    /// [`OpenError`] when the bytes are damaged or belong elsewhere.
    pub fn open(
        &self,
        purpose: &str,
        identity: &str,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        let (&version, rest) = sealed.split_first().ok_or(OpenError::TooShort)?;
        if version != SEAL_VERSION {
            return Err(OpenError::Version(version));
        }
        let (nonce, ciphertext) = rest.split_at_checked(NONCE_LEN).ok_or(OpenError::TooShort)?;
        if ciphertext.len() < TAG_BYTES {
            return Err(OpenError::TooShort);
        }
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| OpenError::TooShort)?;
        let mut plain = Zeroizing::new(ciphertext.to_vec());
        let length = self
            .sealing_key(purpose)
            .open_in_place(nonce, Aad::from(joined(purpose, identity)), &mut plain)
            .map_err(|_| OpenError::Refused)?
            .len();
        plain.truncate(length);
        Ok(plain)
    }

    /// HMAC-SHA-256 (RFC 2104) of the data under that purpose's key.
    #[must_use]
    pub fn mac(&self, purpose: &str, data: &[u8]) -> [u8; 32] {
        hmac_sha256(self.subkey("mac", purpose).as_slice(), data)
    }

    /// Whether the code is that of the data, compared in constant time.
    #[must_use]
    pub fn verify_mac(&self, purpose: &str, data: &[u8], mac: &[u8]) -> bool {
        self.mac(purpose, data).ct_eq(mac).into()
    }

    /// What is stored in place of a client's secret. A keyed hash instead of argon2, because clients
    /// authenticate with every request, and a stolen table is worth nothing without the master key, whoever
    /// chose the secret.
    #[must_use]
    pub fn hash_client_secret(&self, client_id: &str, secret: &str) -> [u8; 32] {
        let input = Zeroizing::new(joined(client_id, secret));
        self.mac("client-secret", &input)
    }

    fn sealing_key(&self, purpose: &str) -> RandomizedNonceKey {
        RandomizedNonceKey::new(&AES_256_GCM, self.subkey("seal", purpose).as_slice())
            .expect("a key of 32 bytes")
    }

    /// `usage` holds no slash, so that no two pairs have the same text.
    fn subkey(&self, usage: &str, purpose: &str) -> Zeroizing<[u8; KEY_BYTES]> {
        hkdf_sha256(
            self.0.as_slice(),
            SALT,
            &[usage.as_bytes(), b"/", purpose.as_bytes()],
        )
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey(redacted)")
    }
}

/// Both texts in one, with the length of the first in front, so that no other pair gives the same bytes.
fn joined(first: &str, second: &str) -> Vec<u8> {
    [
        &(first.len() as u64).to_be_bytes(),
        first.as_bytes(),
        second.as_bytes(),
    ]
    .concat()
}

/// Extract and expand (RFC 5869, section 2) to 32 bytes.
fn hkdf_sha256(key: &[u8], salt: &[u8], info: &[&[u8]]) -> Zeroizing<[u8; KEY_BYTES]> {
    let mut derived = Zeroizing::new([0; KEY_BYTES]);
    hkdf::Salt::new(hkdf::HKDF_SHA256, salt)
        .extract(key)
        .expand(info, hkdf::HKDF_SHA256)
        .and_then(|output| output.fill(derived.as_mut_slice()))
        .expect("32 bytes are within the limit of HKDF-SHA-256");
    derived
}

fn hmac_sha256(key: &[u8], data: &[u8]) -> [u8; 32] {
    let mut mac = [0; 32];
    mac.copy_from_slice(hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), data).as_ref());
    mac
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::SeededRng;

    fn key() -> MasterKey {
        MasterKey::generate(&SeededRng::new(1))
    }

    fn hex(text: &str) -> Vec<u8> {
        let digits = |at: usize| u8::from_str_radix(&text[at..at + 2], 16).expect("hexadecimal digits");
        (0..text.len()).step_by(2).map(digits).collect()
    }

    #[test]
    fn what_was_sealed_opens_again() {
        let sealed = key().seal("totp-secret", "person/1", b"plain");
        assert_eq!(sealed.len(), 1 + NONCE_LEN + 5 + TAG_BYTES);
        assert_eq!(
            key().open("totp-secret", "person/1", &sealed).as_deref(),
            Ok(&b"plain".to_vec())
        );
        assert_ne!(sealed, key().seal("totp-secret", "person/1", b"plain"));
    }

    #[test]
    fn an_empty_text_can_be_sealed() {
        let sealed = key().seal("p", "i", b"");
        assert_eq!(key().open("p", "i", &sealed).as_deref(), Ok(&Vec::new()));
    }

    #[test]
    fn another_key_purpose_or_identity_opens_nothing() {
        let sealed = key().seal("totp-secret", "person/1", b"plain");
        let other = MasterKey::generate(&SeededRng::new(2));
        assert_eq!(
            other.open("totp-secret", "person/1", &sealed),
            Err(OpenError::Refused)
        );
        assert_eq!(key().open("mail", "person/1", &sealed), Err(OpenError::Refused));
        assert_eq!(
            key().open("totp-secret", "person/2", &sealed),
            Err(OpenError::Refused)
        );
        assert_eq!(
            key().open("totp-secretp", "erson/1", &sealed),
            Err(OpenError::Refused)
        );
    }

    #[test]
    fn damage_is_noticed() {
        let sealed = key().seal("p", "i", b"plain");
        for at in 1..sealed.len() {
            let mut damaged = sealed.clone();
            damaged[at] ^= 1;
            assert_eq!(
                key().open("p", "i", &damaged),
                Err(OpenError::Refused),
                "byte {at}"
            );
        }
        let later = [&[2], &sealed[1..]].concat();
        assert_eq!(key().open("p", "i", &later), Err(OpenError::Version(2)));
        for length in [0, 1, NONCE_LEN, NONCE_LEN + TAG_BYTES] {
            assert_eq!(
                key().open("p", "i", &sealed[..length]),
                Err(OpenError::TooShort),
                "{length}"
            );
        }
    }

    #[test]
    fn the_text_form_survives_a_line_end() {
        let text = format!("{}\n", *key().to_text());
        assert!(text.starts_with("voltkey-master-key-v1:"));
        let read = MasterKey::from_text(&text).expect("its own text form");
        assert_eq!(read.derive("a"), key().derive("a"));
    }

    #[test]
    fn a_wrong_text_is_refused_with_its_reason() {
        let refusal = |text: &str| MasterKey::from_text(text).expect_err("a wrong text");
        assert_eq!(refusal("AAAA"), MasterKeyError::Prefix);
        assert_eq!(refusal("voltkey-master-key-v2:AAAA"), MasterKeyError::Prefix);
        assert_eq!(refusal("voltkey-master-key-v1:a b"), MasterKeyError::Encoding);
        assert_eq!(refusal("voltkey-master-key-v1:AAAA"), MasterKeyError::Length(3));
        assert!(
            refusal("voltkey-master-key-v1:AAAA")
                .to_string()
                .contains("3 bytes instead of 32")
        );
    }

    #[test]
    fn uses_and_purposes_have_keys_of_their_own() {
        assert_ne!(key().derive("a"), key().derive("b"));
        assert_ne!(*key().subkey("mac", "a"), key().derive("a"));
        assert_ne!(
            key().hash_client_secret("ab", "c"),
            key().hash_client_secret("a", "bc")
        );
    }

    #[test]
    fn a_mac_verifies_only_its_own_data() {
        let mac = key().mac("form", b"data");
        assert!(key().verify_mac("form", b"data", &mac));
        assert!(!key().verify_mac("form", b"date", &mac));
        assert!(!key().verify_mac("mail", b"data", &mac));
        assert!(!key().verify_mac("form", b"data", &mac[..31]));
    }

    #[test]
    fn debug_output_hides_the_key() {
        assert_eq!(format!("{:?}", key()), "MasterKey(redacted)");
    }

    #[test]
    fn hkdf_gives_the_vector_of_rfc_5869_appendix_a_1() {
        let salt = hex("000102030405060708090a0b0c");
        let info = hex("f0f1f2f3f4f5f6f7f8f9");
        let okm = hex("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf");
        assert_eq!(hkdf_sha256(&[0x0b; 22], &salt, &[&info]).to_vec(), okm);
    }

    #[test]
    fn hmac_gives_the_vector_of_rfc_4231_section_4_3() {
        let expected = hex("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
        assert_eq!(
            hmac_sha256(b"Jefe", b"what do ya want for nothing?").to_vec(),
            expected
        );
    }
}
