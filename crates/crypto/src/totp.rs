//! The second factor: time-based one-time codes (RFC 6238) as the common authenticator apps understand them.
//!
//! SHA-1, 6 digits, 30 seconds: several apps ignore any other choice and then show wrong codes.

mod check;
mod qr;

pub use check::Outcome;
pub use qr::qr_svg;

use crate::rng::{Rng, random};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::fmt;
use thiserror::Error;
use totp_rs::{Builder, Totp};
use voltkey_protocol::time::Timestamp;
use zeroize::Zeroizing;

/// Bytes of a new secret: 160 bits, as RFC 4226, section 4, R6, recommends.
const SECRET_BYTES: usize = 20;

/// Bits below which a secret is still taken, but with a warning (RFC 4226, section 4, R6, demands them).
const SHORT_BITS: usize = 128;

/// Bits below which a secret is refused. Some systems made secrets of 80 bits, and their people shall come
/// along.
const LEAST_BITS: usize = 80;

/// Digits of a code.
const DIGITS: usize = 6;

/// Seconds that a code is shown (RFC 6238, section 4.1).
const PERIOD: i64 = 30;

/// What stands unescaped in an `otpauth` address: the unreserved characters of RFC 3986, section 2.3, and the
/// at sign of e-mail addresses, which a path and a query may hold.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'@');

/// The secret that a person's authenticator shares with Voltkey. Wiped from memory when dropped.
#[derive(Clone)]
pub struct Secret(totp_rs::Secret);

/// Why a secret was not taken.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum SecretError {
    /// Another character than A to Z and 2 to 7.
    #[error("the secret is not base32")]
    Encoding,
    /// It could be guessed; with its bits.
    #[error("the secret has {0} bits; at least {LEAST_BITS} are needed")]
    TooShort(usize),
}

impl Secret {
    /// A new secret of 160 random bits.
    #[must_use]
    pub fn generate(rng: &dyn Rng) -> Self {
        Self(totp_rs::Secret::new_stack(random::<SECRET_BYTES>(rng)))
    }

    /// The secret with these bytes, as they were sealed and stored.
    ///
    /// # Errors
    ///
    /// [`SecretError::TooShort`] below 80 bits.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SecretError> {
        let bits = bytes.len() * 8;
        if bits < LEAST_BITS {
            return Err(SecretError::TooShort(bits));
        }
        Ok(Self(totp_rs::Secret::from(bytes)))
    }

    /// Reads base32 (RFC 4648, section 6) in either case, with or without padding, spaces and dashes.
    ///
    /// # Errors
    ///
    /// [`SecretError`] says what is wrong with it.
    pub fn from_base32(text: &str) -> Result<Self, SecretError> {
        let separator = |c: char| c.is_whitespace() || c == '-';
        let letters: Zeroizing<String> = Zeroizing::new(text.chars().filter(|c| !separator(*c)).collect());
        let letters = Zeroizing::new(letters.trim_end_matches('=').to_ascii_uppercase());
        let secret = totp_rs::Secret::try_from_base32(&*letters).map_err(|_| SecretError::Encoding)?;
        Self::from_bytes(secret.as_bytes())
    }

    /// The secret as base32 without padding, for people who type it in.
    #[must_use]
    pub fn to_base32(&self) -> Zeroizing<String> {
        Zeroizing::new(self.0.to_base32())
    }

    /// The bytes, to be sealed and stored.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// Whether it has fewer than the 128 bits that RFC 4226 demands: taken, but worth a warning.
    #[must_use]
    pub fn is_short(&self) -> bool {
        self.as_bytes().len() * 8 < SHORT_BITS
    }

    /// The address that an authenticator app reads from the QR code. It names every parameter, though all are
    /// the defaults, because apps differ in what they assume.
    #[must_use]
    pub fn provisioning_uri(&self, issuer: &str, account: &str) -> Zeroizing<String> {
        // A colon separates the two names, and apps take an escaped one for it too.
        let (issuer, account) = (issuer.replace(':', " "), account.replace(':', " "));
        let issuer = utf8_percent_encode(&issuer, ESCAPED);
        let account = utf8_percent_encode(&account, ESCAPED);
        let secret = self.to_base32();
        Zeroizing::new(format!(
            "otpauth://totp/{issuer}:{account}?secret={}&issuer={issuer}\
             &algorithm=SHA1&digits={DIGITS}&period={PERIOD}",
            *secret
        ))
    }

    /// The code of one step of 30 seconds since 1970; steps before 1970 have that of step 0.
    #[must_use]
    pub fn code_at(&self, step: i64) -> String {
        self.codes()
            .generate(u64::try_from(step).unwrap_or(0))
            .to_string()
    }

    /// The library with a step of one second: what it takes for seconds is then the counter itself (RFC
    /// 4226). `build` would refuse secrets below 128 bits.
    fn codes(&self) -> Totp {
        Builder::new()
            .with_secret(self.0.clone())
            .with_step_duration(1)
            .build_noncompliant()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(redacted)")
    }
}

/// The number of whole steps of 30 seconds since 1970 (RFC 6238, section 4.2).
#[must_use]
pub const fn step_at(moment: Timestamp) -> i64 {
    moment.as_seconds().div_euclid(PERIOD)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::SeededRng;

    /// The secret of both RFCs' test vectors.
    fn rfc_secret() -> Secret {
        Secret::from_bytes(b"12345678901234567890").expect("160 bits")
    }

    #[test]
    fn codes_are_those_of_rfc_4226_appendix_d() {
        let expected = [
            "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871",
            "520489",
        ];
        for (step, code) in (0..).zip(expected) {
            assert_eq!(rfc_secret().code_at(step), code, "{step}");
        }
    }

    #[test]
    fn codes_are_the_last_six_digits_of_rfc_6238_appendix_b() {
        let expected = [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ];
        for (seconds, code) in expected {
            assert_eq!(
                rfc_secret().code_at(step_at(Timestamp::from_seconds(seconds))),
                code,
                "{seconds}"
            );
        }
    }

    #[test]
    fn base32_is_read_as_people_type_it() {
        let secret = Secret::generate(&SeededRng::new(1));
        let text = secret.to_base32();
        assert_eq!(text.len(), 32);
        let groups = format!(
            " {} {}\t{}==",
            &text[..4],
            text[4..8].to_lowercase(),
            text[8..].to_lowercase()
        );
        let read = Secret::from_base32(&groups).expect("base32");
        assert_eq!(read.as_bytes(), secret.as_bytes());
    }

    #[test]
    fn short_secrets_are_marked_and_very_short_ones_refused() {
        let read = |text: &str| Secret::from_base32(text).map(|secret| secret.is_short());
        assert_eq!(read("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"), Ok(false));
        assert_eq!(read("JBSWY3DPEHPK3PXP"), Ok(true));
        assert_eq!(read("JBSWY3DPEHPK3P"), Err(SecretError::TooShort(64)));
        assert_eq!(read(""), Err(SecretError::TooShort(0)));
        assert_eq!(read("JBSWY3DPEHPK3PX1"), Err(SecretError::Encoding));
        assert_eq!(
            SecretError::TooShort(64).to_string(),
            "the secret has 64 bits; at least 80 are needed"
        );
    }

    #[test]
    fn the_address_names_everything_and_escapes_names() {
        let secret = Secret::from_base32("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP").expect("base32");
        assert_eq!(
            *secret.provisioning_uri("Sol & Luna: Demo", "j\u{f6}rg+1@example.com"),
            "otpauth://totp/Sol%20%26%20Luna%20%20Demo:j%C3%B6rg%2B1@example.com\
             ?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Sol%20%26%20Luna%20%20Demo\
             &algorithm=SHA1&digits=6&period=30"
        );
    }

    #[test]
    fn debug_output_hides_the_secret() {
        assert_eq!(format!("{:?}", rfc_secret()), "Secret(redacted)");
    }
}
