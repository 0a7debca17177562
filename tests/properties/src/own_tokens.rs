//! Tokens that this provider has signed, as somebody brings them back.

use serde_json::json;
use std::sync::LazyLock;
use voltkey_crypto::keyring::{Expect, Key, KeyState, Keyring, PrivateKey, SigningAlg, Trust};
use voltkey_protocol::time::Timestamp;

/// One key of each algorithm, and a token by each.
static OURS: LazyLock<(Keyring, Vec<String>)> = LazyLock::new(|| {
    let keys = SigningAlg::ALL.iter().map(|alg| key(*alg)).collect();
    let ring = Keyring::new(keys).expect("a key ring");
    let claims = json!({ "iss": "https://id.example", "sub": "ada", "exp": 1 });
    let tokens = SigningAlg::ALL
        .iter()
        .map(|alg| ring.sign(*alg, TYP, &claims).expect("a token"))
        .collect();
    (ring, tokens)
});

const TYP: Option<&str> = Some("at+jwt");

/// A new key that signs with this algorithm.
pub fn key(alg: SigningAlg) -> Key {
    let private = PrivateKey::generate(alg);
    Key {
        kid: private.kid().to_owned(),
        alg,
        state: KeyState::Active,
        public_jwk: private.public_jwk(),
        private: Some(private),
        published_until: None,
    }
}

/// Whatever is brought, only what was signed is believed, and as what it was signed.
pub fn holds(token: &str) {
    let (ring, signed) = &*OURS;
    for trust in [
        Trust::PublishedAt(Timestamp::from_seconds(0)),
        Trust::Ever,
        Trust::EvenWithdrawn,
    ] {
        for typ in [None, Some("logout+jwt")] {
            assert!(ring.verify(token, Expect { typ, trust }).is_err(), "{token:?}");
        }
        if ring.verify(token, Expect { typ: TYP, trust }).is_ok() {
            // A signature on P-256 has a twin that is as true (its `s` negated), so that it is not compared.
            let message = |token: &str| token.rsplit_once('.').map(|(message, _)| message.to_owned());
            assert!(
                signed.iter().any(|own| message(own) == message(token)),
                "{token:?}"
            );
        }
    }
}

/// The same of a token of ours in which octets were written over, cut out or put in.
pub fn an_altered_one_holds(which: u8, edits: &[(u16, u8)]) {
    let signed = &OURS.1;
    let own = &signed[usize::from(which) % signed.len()];
    let mut octets = own.clone().into_bytes();
    for (at, octet) in edits {
        let (at, length) = (usize::from(*at), octets.len());
        match octet {
            0x80..=0xbf if length > 0 => {
                octets.remove(at % length);
            }
            0xc0.. => octets.insert(at % (length + 1), octet & 0x7f),
            _ if length > 0 => octets[at % length] = *octet,
            _ => {}
        }
    }
    let altered = String::from_utf8(octets).expect("ASCII alone is written");
    holds(&altered);
}

#[cfg(test)]
mod tests {
    use super::{OURS, TYP};
    use proptest::prelude::*;
    use voltkey_crypto::keyring::{Expect, Trust};

    /// Or the properties would hold of nothing.
    #[test]
    fn the_tokens_are_believed_as_they_are() {
        let trust = Trust::Ever;
        for token in &OURS.1 {
            assert!(OURS.0.verify(token, Expect { typ: TYP, trust }).is_ok());
        }
    }

    /// Not one octet may be another, but in the twin of a signature, which no single octet makes.
    #[test]
    fn no_single_octet_may_be_another() {
        let trust = Trust::Ever;
        for token in &OURS.1 {
            for at in 0..token.len() {
                let mut octets = token.clone().into_bytes();
                octets[at] = if octets[at] == b'A' { b'B' } else { b'A' };
                let altered = String::from_utf8(octets).expect("ASCII");
                let verified = OURS.0.verify(&altered, Expect { typ: TYP, trust });
                assert!(verified.is_err(), "{altered}");
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]

        #[test]
        fn of_altered_ones(which in any::<u8>(), edits in prop::collection::vec(any::<(u16, u8)>(), 0..4)) {
            super::an_altered_one_holds(which, &edits);
        }

        #[test]
        fn of_parts_of_several(head in 0..3_usize, body in 0..3_usize, tail in 0..3_usize) {
            let part = |token: usize, at| OURS.1[token].split('.').nth(at).expect("a part");
            super::holds(&format!("{}.{}.{}", part(head, 0), part(body, 1), part(tail, 2)));
        }

        #[test]
        fn of_any_text(text in "[ -~]{0,10}(\\.[A-Za-z0-9_-]{0,20}){0,4}") {
            super::holds(&text);
        }
    }
}
