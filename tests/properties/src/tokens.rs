//! What clients sign and encrypt: JWTs, JWEs, and the keys that they publish.

use serde_json::Value;
use std::sync::LazyLock;
use voltkey_crypto::client_keys::{self, ClientKeys, verify_mac};
use voltkey_crypto::jwe::{self, DecryptionAlg, DecryptionKey};
use voltkey_crypto::rng::SystemRng;
use voltkey_protocol::jose::ClientAlg;
use voltkey_protocol::json;

/// RFC 7515, A.1: a JWT under a secret.
pub const BY_SECRET: &str = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.\
    eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.\
    dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const SECRET: [u8; 64] = [
    3, 35, 53, 75, 43, 15, 165, 188, 131, 126, 6, 101, 119, 123, 166, 143, 90, 179, 40, 230, 240, 84, 201,
    40, 169, 15, 132, 178, 210, 80, 46, 191, 211, 251, 90, 146, 210, 6, 71, 239, 150, 138, 180, 195, 119, 98,
    61, 34, 61, 46, 33, 114, 5, 46, 79, 8, 192, 205, 154, 245, 103, 208, 128, 163,
];
/// RFC 7515, A.3: a JWT by ES256.
pub const BY_KEY: &str = "eyJhbGciOiJFUzI1NiJ9.\
    eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.\
    DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
const KEY: &str = r#"{"keys":[{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
    "y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]}"#;

static KEYS: LazyLock<ClientKeys> = LazyLock::new(|| {
    let set: Value = serde_json::from_str(KEY).expect("JSON");
    ClientKeys::parse(&set).expect("a set of keys")
});

static OURS: LazyLock<[DecryptionKey; 2]> =
    LazyLock::new(|| [DecryptionAlg::RsaOaep256, DecryptionAlg::EcdhEs].map(DecryptionKey::generate));

/// Of all texts, only what was signed is believed, and by the registered algorithm alone.
pub fn a_jwt_holds(jwt: &str) {
    if client_keys::header(jwt).is_ok() {
        assert!(jwt.contains('.'), "{jwt:?}");
    }
    for alg in ClientAlg::ALL {
        let verified = KEYS.verify(jwt, *alg);
        assert_eq!(
            verified.is_ok(),
            *alg == ClientAlg::ES256 && jwt == BY_KEY,
            "{alg}: {verified:?}"
        );
    }
    assert_eq!(verify_mac(jwt, &SECRET).is_ok(), jwt == BY_SECRET);
    if let Ok(unsigned) = client_keys::read_unsigned(jwt) {
        assert_eq!(unsigned.alg, ClientAlg::None);
        assert!(jwt.ends_with('.'), "{jwt:?}");
    }
}

/// What nobody has encrypted to us is not opened.
pub fn a_jwe_holds(jwe: &str) {
    assert!(jwe::decrypt(jwe, &*OURS, &SystemRng).is_err());
}

/// What is taken for a set of keys verifies nothing that was not signed with one of them.
pub fn a_key_set_holds(text: &[u8]) {
    let Ok(set) = serde_json::from_slice(text) else {
        return;
    };
    if let Ok(keys) = ClientKeys::parse(&set) {
        let knows_the_key = text
            .windows(43)
            .any(|part| KEY.as_bytes().windows(43).any(|own| own == part));
        assert!(knows_the_key || keys.verify(BY_KEY, ClientAlg::ES256).is_err());
    }
}

/// A JSON object in which no name stands twice is read as any other reader does.
pub fn an_object_holds(text: &[u8]) {
    if let Ok(object) = json::object(text) {
        let others: Value = serde_json::from_slice(text).expect("JSON for others too");
        assert_eq!(Value::Object(object), others);
    }
}

#[cfg(test)]
mod tests {
    use super::{BY_KEY, BY_SECRET, KEY};
    use proptest::prelude::*;
    use proptest::sample::{Index, select};

    const PIECES: &[&str] = &[
        ".",
        "..",
        "eyJhbGciOiJub25lIn0",
        "eyJhbGciOiJIUzI1NiJ9",
        "eyJhbGciOiJFUzI1NiJ9",
        "e30",
        "=",
        "A",
        "_",
        "\n",
        "\u{fc}",
        "eyJhbGciOiJSU0EtT0FFUC0yNTYiLCJlbmMiOiJBMTI4Q0JDLUhTMjU2In0",
        "eyJhbGciOiJFQ0RILUVTIiwiZW5jIjoiQTI1NkdDTSJ9",
        "",
    ];

    /// A token with pieces put into it, or its tail cut off.
    fn harmed() -> impl Strategy<Value = String> {
        let harms = prop::collection::vec((select(PIECES), any::<Index>(), any::<bool>()), 0..3);
        (select(&[BY_KEY, BY_SECRET, "a.b.c.d.e", "...."][..]), harms).prop_map(|(token, harms)| {
            harms
                .into_iter()
                .fold(token.to_owned(), |token, (piece, at, cuts)| {
                    let characters: Vec<char> = token.chars().collect();
                    let (head, tail) = characters.split_at(at.index(characters.len() + 1));
                    let tail = if cuts { &[] } else { tail };
                    head.iter()
                        .copied()
                        .chain(piece.chars())
                        .chain(tail.iter().copied())
                        .collect()
                })
        })
    }

    fn object() -> impl Strategy<Value = String> {
        let value = select(&["1", "null", "\"x\"", "{\"a\":1,\"a\":2}", "[]", "1e999", "{}"][..]);
        let pair = (
            select(&["a", "b", "\\u0061", "kty", "$serde_json::private::RawValue"][..]),
            value,
        );
        prop::collection::vec(pair, 0..4).prop_map(|pairs| {
            let pairs: Vec<_> = pairs
                .iter()
                .map(|(name, value)| format!("\"{name}\":{value}"))
                .collect();
            format!("{{{}}}", pairs.join(","))
        })
    }

    proptest! {
        #[test]
        fn of_jwts(jwt in harmed()) {
            super::a_jwt_holds(&jwt);
        }

        #[test]
        fn of_jwes(jwe in harmed()) {
            super::a_jwe_holds(&jwe);
        }

        #[test]
        fn of_objects(text in object()) {
            super::an_object_holds(text.as_bytes());
        }

        #[test]
        fn of_key_sets(at in any::<Index>(), piece in select(&["}", "0", "\"d\":\"AA\",", "P-384", "RSA"][..])) {
            let mut text = KEY.to_owned();
            text.insert_str(at.index(text.len()), piece);
            super::a_key_set_holds(text.as_bytes());
        }
    }
}
