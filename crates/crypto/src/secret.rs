//! Bearer secrets and public identifiers.
//!
//! A session id, code, refresh token or link token is a [`Token`]: 256 random bits, given away once as text
//! and stored as a [`TokenHash`] only. A plain SHA-256 is enough for that: unlike a password, 256 random bits
//! cannot be guessed.

use crate::rng::{Rng, random};
use aws_lc_rs::digest;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use std::fmt;
use zeroize::Zeroizing;

const TOKEN_BYTES: usize = 32;

/// Crockford's base 32: no I, L, O or U, so that it survives being read out on the telephone.
const READABLE: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A bearer secret in its text form: 43 characters of base64url. Wiped from memory when dropped.
#[derive(Clone)]
pub struct Token(Zeroizing<String>);

impl Token {
    /// A new token of 256 random bits.
    #[must_use]
    pub fn generate(rng: &dyn Rng) -> Self {
        let bytes = Zeroizing::new(random::<TOKEN_BYTES>(rng));
        Self(Zeroizing::new(URL_SAFE_NO_PAD.encode(*bytes)))
    }

    /// Reads what a client or a link sent; `None` when it has not the form of a token.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = Zeroizing::new(URL_SAFE_NO_PAD.decode(text).ok()?);
        (bytes.len() == TOKEN_BYTES).then(|| Self(Zeroizing::new(text.to_owned())))
    }

    /// What is stored in place of the token.
    #[must_use]
    pub fn hash(&self) -> TokenHash {
        TokenHash(sha256(self.0.as_bytes()))
    }

    /// The text form, to give to the one who shall hold the token. It must reach neither a log nor a table.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(redacted)")
    }
}

/// SHA-256 of the 43 bytes of a token's text form, so that an operator who holds a token finds its row with
/// nothing but `sha256sum`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TokenHash([u8; 32]);

impl TokenHash {
    /// The hash as it was stored.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes to store or to look up.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// SHA-256 (FIPS 180-4) of the input.
#[must_use]
pub fn sha256(input: &[u8]) -> [u8; 32] {
    let mut hash = [0; 32];
    hash.copy_from_slice(digest::digest(&digest::SHA256, input).as_ref());
    hash
}

/// A 128-bit random identifier that may be seen, such as a pending request's: 22 characters of base64url.
#[must_use]
pub fn public_id(rng: &dyn Rng) -> String {
    URL_SAFE_NO_PAD.encode(random::<16>(rng))
}

/// A reference number that a person reads out to the support, like `VK-7Q4M-2XRA`: 40 random bits.
#[must_use]
pub fn reference(rng: &dyn Rng) -> String {
    format!("VK-{}", *code(rng))
}

/// A code that a person types from a mail, like `7Q4M-2XRA`: 40 random bits, enough where guesses are counted and
/// what is stored is a keyed hash.
#[must_use]
pub fn code(rng: &dyn Rng) -> Zeroizing<String> {
    let letters: String = random::<8>(rng)
        .iter()
        .map(|byte| char::from(READABLE[usize::from(byte % 32)]))
        .collect();
    let (first, second) = letters.split_at(4);
    Zeroizing::new(format!("{first}-{second}"))
}

/// A code as [`code`] wrote it, from what somebody typed: in any case, with or without its hyphen, and with letters
/// that it does not have taken for the digits that they look like.
#[must_use]
pub fn read_code(typed: &str) -> Zeroizing<String> {
    let letters = typed
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .flat_map(char::to_uppercase)
        .map(|c| match c {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        });
    let mut read: String = letters.take(64).collect();
    if let Some((middle, _)) = read.char_indices().nth(4) {
        read.insert(middle, '-');
    }
    Zeroizing::new(read)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::SeededRng;

    #[test]
    fn a_token_survives_its_text_form() {
        let token = Token::generate(&SeededRng::new(1));
        assert_eq!(token.as_str().len(), 43);
        let read = Token::parse(token.as_str()).expect("its own text form");
        assert_eq!(read.hash(), token.hash());
        assert_eq!(token.hash().as_bytes(), &sha256(token.as_str().as_bytes()));
    }

    #[test]
    fn other_forms_are_no_tokens() {
        let text = Token::generate(&SeededRng::new(1)).as_str().to_owned();
        // The last character carries two spare bits, which must be zero: one token has one text form.
        let spare_bits = format!("{}{}", &text[..42], '_');
        for wrong in [
            "",
            "abc",
            &text[1..],
            &format!("{text}A"),
            &format!("{text}="),
            &spare_bits,
        ] {
            assert!(Token::parse(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn debug_output_hides_the_token() {
        let token = Token::generate(&SeededRng::new(1));
        assert!(!format!("{token:?}").contains(token.as_str()));
    }

    #[test]
    fn sha256_of_abc_is_that_of_fips_180() {
        let expected = [
            0xba, 0x78, 0x16, 0xbf, 0x8f, 0x01, 0xcf, 0xea, 0x41, 0x41, 0x40, 0xde, 0x5d, 0xae, 0x22, 0x23,
            0xb0, 0x03, 0x61, 0xa3, 0x96, 0x17, 0x7a, 0x9c, 0xb4, 0x10, 0xff, 0x61, 0xf2, 0x00, 0x15, 0xad,
        ];
        assert_eq!(sha256(b"abc"), expected);
    }

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        for typed in ["7Q4M-2X0A", "7q4m2xoa", " 7Q4M 2XOA "] {
            assert_eq!(read_code(typed).as_str(), "7Q4M-2X0A", "{typed}");
        }
        assert_eq!(read_code("ilo").as_str(), "110");
        let rng = SeededRng::new(4);
        for _ in 0..100 {
            let code = code(&rng);
            assert_eq!(*read_code(&code), *code);
        }
    }

    #[test]
    fn a_reference_has_its_form() {
        let rng = SeededRng::new(3);
        for _ in 0..100 {
            let reference = reference(&rng);
            assert_eq!(reference.len(), 12);
            assert!(reference.starts_with("VK-") && reference.as_bytes()[7] == b'-');
            assert!(!reference[3..].contains(['I', 'L', 'O', 'U']));
        }
        assert_eq!(public_id(&rng).len(), 22);
    }
}
