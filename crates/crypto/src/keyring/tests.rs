//! Signing, publishing and verifying with keys in every state.

use super::*;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::{Jwk, ThumbprintHash};
use serde_json::json;

const AT_JWT: Option<&str> = Some("at+jwt");

fn moment(seconds: i64) -> Timestamp {
    Timestamp::from_seconds(seconds)
}

fn key(alg: SigningAlg, state: KeyState) -> Key {
    record(PrivateKey::generate(alg), state)
}

fn record(private: PrivateKey, state: KeyState) -> Key {
    Key {
        kid: private.kid().to_owned(),
        alg: private.alg(),
        state,
        public_jwk: private.public_jwk(),
        private: Some(private),
        published_until: None,
    }
}

/// The same key later in its life, its private part deleted.
fn aged(der: &[u8], alg: SigningAlg, state: KeyState, published_until: Option<Timestamp>) -> Keyring {
    let private = PrivateKey::from_der(alg, der).expect("a key");
    let key = Key {
        private: None,
        published_until,
        ..record(private, state)
    };
    Keyring::new(vec![key]).expect("a key ring")
}

fn ring(keys: Vec<Key>) -> Keyring {
    Keyring::new(keys).expect("a key ring")
}

fn published(typ: Option<&str>) -> Expect<'_> {
    Expect {
        typ,
        trust: Trust::PublishedAt(moment(0)),
    }
}

fn header_of(token: &str) -> Value {
    let header = token.split('.').next().expect("a header");
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(header).expect("base64url")).expect("JSON")
}

/// The token with another header, and the old signature.
fn with_header(token: &str, header: &Value) -> String {
    let (_, rest) = token.split_once('.').expect("a token");
    format!("{}.{rest}", URL_SAFE_NO_PAD.encode(header.to_string()))
}

#[test]
fn what_was_signed_verifies_in_every_algorithm() {
    let ring = ring(
        SigningAlg::ALL
            .iter()
            .map(|alg| key(*alg, KeyState::Active))
            .collect(),
    );
    for &alg in SigningAlg::ALL {
        let claims = json!({ "sub": "ada", "exp": 1 });
        let token = ring.sign(alg, AT_JWT, &claims).expect("a token");
        let verified = ring.verify(&token, published(AT_JWT)).expect("its own token");
        assert_eq!(verified.claims, claims);
        assert_eq!((verified.alg, verified.key_state), (alg, KeyState::Active));
        assert_eq!(verified.typ.as_deref(), AT_JWT);
    }
}

#[test]
fn the_header_of_an_access_token_is_that_of_rfc_9068_section_2_1() {
    let key = key(SigningAlg::ES256, KeyState::Active);
    let kid = key.kid.clone();
    let token = ring(vec![key])
        .sign(SigningAlg::ES256, AT_JWT, &json!({}))
        .expect("a token");
    assert_eq!(
        header_of(&token),
        json!({ "typ": "at+jwt", "alg": "ES256", "kid": kid })
    );
}

#[test]
fn only_an_active_key_signs() {
    let ring = ring(vec![
        key(SigningAlg::ES256, KeyState::Next),
        key(SigningAlg::ES256, KeyState::Retired),
    ]);
    let refused = ring.sign(SigningAlg::ES256, None, &json!({}));
    assert!(matches!(refused, Err(SignError::NoActiveKey(SigningAlg::ES256))));
}

#[test]
fn a_token_of_another_type_is_refused() {
    let ring = ring(vec![key(SigningAlg::EdDSA, KeyState::Active)]);
    let typed = ring.sign(SigningAlg::EdDSA, AT_JWT, &json!({})).expect("a token");
    let untyped = ring.sign(SigningAlg::EdDSA, None, &json!({})).expect("a token");
    for (token, typ) in [
        (&typed, None),
        (&typed, Some("AT+JWT")),
        (&typed, Some("JWT")),
        (&untyped, AT_JWT),
    ] {
        assert_eq!(
            ring.verify(token, published(typ)),
            Err(VerifyError::Type),
            "{typ:?}"
        );
    }
    assert!(ring.verify(&untyped, published(None)).is_ok());
}

#[test]
fn the_token_never_chooses_its_algorithm() {
    let ring = ring(vec![
        key(SigningAlg::RS256, KeyState::Active),
        key(SigningAlg::ES256, KeyState::Active),
    ]);
    let token = ring.sign(SigningAlg::RS256, None, &json!({})).expect("a token");
    let altered = |member: &str, value: Value| {
        let mut header = header_of(&token);
        header[member] = value;
        ring.verify(&with_header(&token, &header), published(None))
            .expect_err("an altered header")
    };
    assert_eq!(altered("alg", json!("HS256")), VerifyError::Algorithm);
    assert_eq!(altered("alg", json!("RS512")), VerifyError::Algorithm);
    assert_eq!(altered("alg", json!("ES256")), VerifyError::Algorithm);
    assert_eq!(altered("alg", json!("none")), VerifyError::Malformed);
    assert_eq!(altered("kid", json!("other")), VerifyError::UntrustedKey);
    assert_eq!(altered("kid", Value::Null), VerifyError::NoKeyId);
    assert_eq!(altered("crit", json!(["b64"])), VerifyError::Critical);
    assert_eq!(altered("extra", json!(1)), VerifyError::Signature);
}

#[test]
fn damaged_tokens_are_refused() {
    let ring = ring(vec![key(SigningAlg::ES256, KeyState::Active)]);
    let token = ring
        .sign(SigningAlg::ES256, None, &json!({ "sub": "ada" }))
        .expect("a token");
    let parts: Vec<&str> = token.split('.').collect();
    let forged = URL_SAFE_NO_PAD.encode(json!({ "sub": "eve" }).to_string());
    let cases = [
        (String::new(), VerifyError::Malformed),
        ("a.b.c".to_owned(), VerifyError::Malformed),
        (format!("{}.{}", parts[0], parts[1]), VerifyError::Malformed),
        (
            format!("{}.{}.{}", parts[0], forged, parts[2]),
            VerifyError::Signature,
        ),
        (format!("{}.{}.", parts[0], parts[1]), VerifyError::Signature),
    ];
    for (token, expected) in cases {
        assert_eq!(ring.verify(&token, published(None)), Err(expected), "{token}");
    }
}

#[test]
fn a_retired_key_is_published_and_trusted_until_its_end_and_longer_for_hints() {
    let alg = SigningAlg::ES256;
    let private = PrivateKey::generate(alg);
    let der = private.to_der().to_vec();
    let token = ring(vec![record(private, KeyState::Active)])
        .sign(alg, None, &json!({}))
        .expect("a token");

    let retired = aged(&der, alg, KeyState::Retired, Some(moment(100)));
    let at = |seconds| Expect {
        typ: None,
        trust: Trust::PublishedAt(moment(seconds)),
    };
    let hint = Expect {
        typ: None,
        trust: Trust::Ever,
    };
    assert!(retired.verify(&token, at(99)).is_ok());
    assert_eq!(retired.verify(&token, at(100)), Err(VerifyError::UntrustedKey));
    assert_eq!(
        retired.verify(&token, hint).map(|jwt| jwt.key_state),
        Ok(KeyState::Retired)
    );
    assert_eq!(retired.jwks(moment(99))["keys"].as_array().map(Vec::len), Some(1));
    assert_eq!(retired.jwks(moment(100)), json!({ "keys": [] }));

    let withdrawn = aged(&der, alg, KeyState::Withdrawn, None);
    assert_eq!(withdrawn.verify(&token, hint), Err(VerifyError::UntrustedKey));
    assert_eq!(withdrawn.verify(&token, at(0)), Err(VerifyError::UntrustedKey));
    let evidence = Expect {
        typ: None,
        trust: Trust::EvenWithdrawn,
    };
    assert_eq!(
        withdrawn.verify(&token, evidence).map(|jwt| jwt.key_state),
        Ok(KeyState::Withdrawn)
    );
    assert_eq!(withdrawn.jwks(moment(0)), json!({ "keys": [] }));
}

#[test]
fn the_published_set_holds_no_private_part_whatever_the_record_says() {
    let mut record = key(SigningAlg::EdDSA, KeyState::Next);
    record.public_jwk["d"] = json!("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A");
    let jwks = ring(vec![record]).jwks(moment(0));
    let jwk = &jwks["keys"][0];
    assert_eq!(
        (&jwk["use"], &jwk["alg"], &jwk["kty"]),
        (&json!("sig"), &json!("EdDSA"), &json!("OKP"))
    );
    assert!(jwk.get("d").is_none());
}

#[test]
fn records_that_contradict_themselves_are_refused() {
    let one = || key(SigningAlg::ES256, KeyState::Active);
    let refused = |keys: Vec<Key>| Keyring::new(keys).expect_err("a damaged record");

    let silent = Key {
        private: None,
        ..one()
    };
    assert_eq!(
        refused(vec![Key {
            kid: "k".to_owned(),
            ..silent
        }]),
        KeyringError::NoPrivatePart("k".to_owned())
    );
    assert_eq!(
        refused(vec![one(), one()]),
        KeyringError::TwoActive(SigningAlg::ES256)
    );

    let renamed = Key {
        kid: "k".to_owned(),
        ..one()
    };
    let mixed = Key {
        private: one().private,
        ..one()
    };
    let other_alg = Key {
        alg: SigningAlg::EdDSA,
        ..one()
    };
    let no_jwk = Key {
        public_jwk: json!({}),
        ..one()
    };
    for damaged in [renamed, mixed, other_alg, no_jwk] {
        let kid = damaged.kid.clone();
        assert_eq!(refused(vec![damaged]), KeyringError::Inconsistent(kid));
    }
}

#[test]
fn states_have_their_names() {
    for state in [
        KeyState::Next,
        KeyState::Active,
        KeyState::Retired,
        KeyState::Withdrawn,
    ] {
        assert_eq!(state.to_string().parse(), Ok(state));
    }
    assert!("gone".parse::<KeyState>().is_err());
}

fn thumbprint(jwk: Value) -> String {
    let jwk: Jwk = serde_json::from_value(jwk).expect("a JWK");
    jwk.thumbprint(ThumbprintHash::SHA256).expect("a thumbprint")
}

#[test]
fn the_rsa_thumbprint_is_that_of_rfc_7638_section_3_1() {
    let n = [
        "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1",
        "L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4",
        "QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbO",
        "pbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csF",
        "Cur-kEgU8awapJzKnqDKgw",
    ]
    .concat();
    let jwk = json!({ "kty": "RSA", "n": n, "e": "AQAB", "alg": "RS256", "kid": "2011-04-29" });
    assert_eq!(thumbprint(jwk), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
}

#[test]
fn the_ed25519_thumbprint_is_that_of_rfc_8037_appendix_a_3() {
    let jwk = json!({ "kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" });
    assert_eq!(thumbprint(jwk), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
}
