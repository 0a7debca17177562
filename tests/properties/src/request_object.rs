//! Request objects: what stands in them, and whole ones, signed, unsigned and encrypted.

use crate::authorize::{ISSUER, assert_answered_at_home};
use crate::clients::all;
use crate::own_tokens;
use crate::told::assert_describable;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};
use std::sync::LazyLock;
use voltkey_crypto::client_keys::{ClientJwt, ClientKeys, header, read_unsigned};
use voltkey_crypto::jwe::{self, DecryptionAlg, DecryptionKey};
use voltkey_crypto::keyring::{Keyring, SigningAlg};
use voltkey_crypto::rng::SystemRng;
use voltkey_protocol::authorize::request_object::{self, RequestObject};
use voltkey_protocol::client::Client;
use voltkey_protocol::jose::{ClientAlg, ContentEncryption, KeyManagement};
use voltkey_protocol::json;
use voltkey_protocol::params::Params;
use voltkey_protocol::time::Timestamp;

/// A client that signs, and what it has published of its key.
static SIGNER: LazyLock<(Keyring, ClientKeys)> = LazyLock::new(|| {
    let key = own_tokens::key(SigningAlg::ES256);
    let set = json!({ "keys": [key.public_jwk] });
    let signs = Keyring::new(vec![key]).expect("a key ring");
    (signs, ClientKeys::parse(&set).expect("a set of keys"))
});

/// This instance's key, and what clients encrypt to.
static OURS: LazyLock<([DecryptionKey; 1], ClientKeys)> = LazyLock::new(|| {
    let own = DecryptionKey::generate(DecryptionAlg::EcdhEs);
    let set = json!({ "keys": [own.public_jwk()] });
    ([own], ClientKeys::parse(&set).expect("a set of keys"))
});

/// What stands in an object supersedes what stands outside, brings no further object, and leads to no address that is not
/// registered.
pub fn holds(outside: &[u8], object: &[u8]) {
    let (Ok(outside), Ok(claims)) = (Params::parse(outside), json::object(object)) else {
        return;
    };
    for client in all() {
        assert_unfolds(&outside, None, &claims, client);
    }
}

/// A whole object is what its client has registered, signed or unsigned, encrypted or not; where nothing is registered it
/// is either. What it says obeys [`holds`].
pub fn a_whole_one_holds(outside: &[u8], object: &[u8], is_signed: bool, is_encrypted: bool) {
    let Ok(outside) = Params::parse(outside) else {
        return;
    };
    let Some(jwt) = written(object, is_signed) else {
        return;
    };
    let jwt = if is_encrypted { encrypted(&jwt) } else { jwt };
    for client in all() {
        for registered in [None, Some(ClientAlg::None), Some(ClientAlg::ES256)] {
            let mut client = client.clone();
            client.request_object_signing_alg = registered;
            let Some(opened) = open(&jwt, &client) else {
                continue;
            };
            let must_be_signed = registered.map(|alg| alg != ClientAlg::None);
            assert!(
                must_be_signed.is_none_or(|must| must == is_signed),
                "{registered:?}"
            );
            assert_unfolds(&outside, opened.typ.as_deref(), &opened.claims, &client);
        }
    }
}

fn assert_unfolds(outside: &Params, typ: Option<&str>, claims: &Map<String, Value>, client: &Client) {
    let unfolded = RequestObject { typ, claims }.unfold(outside, client, ISSUER, Timestamp::from_seconds(0));
    let unfolded = match unfolded {
        Ok(unfolded) => unfolded,
        Err(refusal) => return assert_describable(&refusal),
    };
    for name in ["request", "request_uri"] {
        assert_eq!(unfolded.count(name), 0, "{name}");
    }
    for (name, value) in claims.iter().filter(|(name, _)| outside.count(name) > 0) {
        let inside: Vec<_> = unfolded.all(name).collect();
        let text = value.as_str().filter(|text| !text.is_empty());
        // Claims about the object itself, such as `exp`, are no parameters, in whatever place.
        assert!(
            inside.is_empty() || text.is_none_or(|text| inside == [text]),
            "{name}"
        );
    }
    assert_answered_at_home(&unfolded, client);
}

fn written(object: &[u8], is_signed: bool) -> Option<String> {
    if !is_signed {
        let payload = URL_SAFE_NO_PAD.encode(object);
        return Some(format!("eyJhbGciOiJub25lIn0.{payload}."));
    }
    let claims = json::object(object).ok()?;
    SIGNER.0.sign(SigningAlg::ES256, None, &claims).ok()
}

fn encrypted(jwt: &str) -> String {
    let (alg, enc) = (KeyManagement::EcdhEs, ContentEncryption::A256Gcm);
    let sealed = OURS.1.encrypt(alg, enc, jwt.as_bytes(), Some("JWT"), &SystemRng);
    sealed.expect("a JWE")
}

/// As the provider does it, one after the other.
fn open(jwt: &str, client: &Client) -> Option<ClientJwt> {
    let decrypted = jwe::decrypt(jwt, &OURS.0, &SystemRng).ok();
    let decrypted = decrypted.map(|octets| String::from_utf8(octets).expect("a JWT"));
    let jwt = decrypted.as_deref().unwrap_or(jwt);
    let alg = request_object::alg(client, &header(jwt).ok()?.alg).ok()?;
    match alg {
        ClientAlg::None => read_unsigned(jwt).ok(),
        alg => SIGNER.1.verify(jwt, alg).ok(),
    }
}

#[cfg(test)]
mod tests {
    use crate::made_up;
    use proptest::prelude::*;
    use serde_json::{Map, Value, json};

    fn member() -> impl Strategy<Value = Value> {
        prop_oneof![
            8 => made_up::text().prop_map(Value::from),
            1 => any::<i64>().prop_map(Value::from),
            1 => any::<f64>().prop_map(Value::from),
            1 => prop::collection::vec(made_up::text(), 0..3).prop_map(Value::from),
            1 => Just(Value::Null),
            1 => Just(json!({ "userinfo": { "email": null } })),
        ]
    }

    fn object() -> impl Strategy<Value = String> {
        let members = prop::collection::vec((made_up::member_name(), member()), 0..8);
        let address = prop::option::of(made_up::address());
        (members, address).prop_map(|(members, address)| {
            let mut object = Map::from_iter(members);
            object.extend(address.map(|address| ("redirect_uri".to_owned(), address.into())));
            Value::from(object).to_string()
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]

        #[test]
        fn of_what_stands_in_one(outside in made_up::authorization(), object in object()) {
            super::holds(outside.as_bytes(), object.as_bytes());
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        #[test]
        fn of_whole_ones(
            outside in made_up::authorization(),
            object in prop_oneof![9 => object(), 1 => ".{0,40}"],
            (is_signed, is_encrypted) in any::<(bool, bool)>(),
        ) {
            super::a_whole_one_holds(outside.as_bytes(), object.as_bytes(), is_signed, is_encrypted);
        }
    }
}
