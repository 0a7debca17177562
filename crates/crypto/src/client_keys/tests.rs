//! What a client signs and what is encrypted to it: the rules of RFC 8725, and keys of every kind.

use super::*;
use crate::rng::SeededRng;
use aws_lc_rs::hmac;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair as RsaKeyPair, KeySize, PublicKeyComponents};
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair,
    KeyPair as _, RSA_PKCS1_SHA256, RSA_PSS_SHA256,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;
use std::sync::LazyLock;

/// A client's private key.
enum Signer {
    Rsa(RsaKeyPair),
    P256(EcdsaKeyPair),
    P384(EcdsaKeyPair),
    Ed25519(Ed25519KeyPair),
}

static RSA: LazyLock<Signer> =
    LazyLock::new(|| Signer::Rsa(RsaKeyPair::generate(KeySize::Rsa2048).expect("an RSA key")));

fn p256() -> Signer {
    Signer::P256(EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).expect("a key"))
}

fn p384() -> Signer {
    Signer::P384(EcdsaKeyPair::generate(&ECDSA_P384_SHA384_FIXED_SIGNING).expect("a key"))
}

fn ed25519() -> Signer {
    Signer::Ed25519(Ed25519KeyPair::generate().expect("a key"))
}

fn b64(octets: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(octets)
}

impl Signer {
    fn jwk(&self) -> Value {
        match self {
            Self::Rsa(key) => {
                let public = PublicKeyComponents::<Vec<u8>>::from(key.public_key());
                json!({"kty": "RSA", "n": b64(public.n), "e": b64(public.e)})
            }
            Self::P256(key) | Self::P384(key) => {
                let point = key.public_key().as_ref();
                let (x, y) = point[1..].split_at(point.len() / 2);
                let crv = if x.len() == 32 { "P-256" } else { "P-384" };
                json!({"kty": "EC", "crv": crv, "x": b64(x), "y": b64(y)})
            }
            Self::Ed25519(key) => {
                json!({"kty": "OKP", "crv": "Ed25519", "x": b64(key.public_key())})
            }
        }
    }

    fn with(&self, members: Value) -> Value {
        let mut jwk = self.jwk();
        let Value::Object(members) = members else {
            panic!("members")
        };
        jwk.as_object_mut().expect("a JWK").extend(members);
        jwk
    }

    fn sign(&self, header: &Value, claims: &Value) -> String {
        self.sign_text(&header.to_string(), &claims.to_string())
    }

    /// The header says which padding an RSA key signs with.
    fn sign_text(&self, header: &str, claims: &str) -> String {
        let signed = format!("{}.{}", b64(header), b64(claims));
        let (random, octets) = (SystemRandom::new(), signed.as_bytes());
        let signature = match self {
            Self::Rsa(key) => {
                let padding: &dyn aws_lc_rs::signature::RsaEncoding = match header.contains("PS256") {
                    true => &RSA_PSS_SHA256,
                    false => &RSA_PKCS1_SHA256,
                };
                let mut signature = vec![0; key.public_modulus_len()];
                key.sign(padding, &random, octets, &mut signature)
                    .expect("a signature");
                signature
            }
            Self::P256(key) | Self::P384(key) => {
                key.sign(&random, octets).expect("a signature").as_ref().to_vec()
            }
            Self::Ed25519(key) => key.sign(octets).as_ref().to_vec(),
        };
        format!("{signed}.{}", b64(signature))
    }
}

fn mac(header: &str, claims: &str, secret: &[u8]) -> String {
    let signed = format!("{}.{}", b64(header), b64(claims));
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret), signed.as_bytes());
    format!("{signed}.{}", b64(tag))
}

fn keys(keys: &[Value]) -> ClientKeys {
    ClientKeys::parse(&json!({ "keys": keys })).expect("a JWK Set")
}

fn claims() -> Value {
    json!({"iss": "app", "sub": "app", "jti": "1"})
}

#[test]
fn every_algorithm_is_verified_by_its_kind_of_key() {
    let (p256, p384, ed25519) = (p256(), p384(), ed25519());
    let signers = [
        (ClientAlg::RS256, &*RSA),
        (ClientAlg::PS256, &*RSA),
        (ClientAlg::ES256, &p256),
        (ClientAlg::ES384, &p384),
        (ClientAlg::EdDSA, &ed25519),
    ];
    let all = keys(&[RSA.jwk(), p256.jwk(), p384.jwk(), ed25519.jwk()]);
    for (alg, signer) in signers {
        let jwt = signer.sign(&json!({"alg": alg, "typ": "JWT"}), &claims());
        let read = all.verify(&jwt, alg).expect("a true signature");
        assert_eq!(
            (read.alg, read.typ.as_deref(), read.kid),
            (alg, Some("JWT"), None)
        );
        assert_eq!(Value::Object(read.claims), claims());
        for &other in ClientAlg::ALL.iter().filter(|other| **other != alg) {
            assert_eq!(
                all.verify(&jwt, other),
                Err(ClientJwtError::Algorithm),
                "{alg} as {other}"
            );
        }
    }
}

#[test]
fn what_was_changed_is_refused() {
    let signer = p256();
    let known = keys(&[signer.with(json!({"kid": "1"}))]);
    let jwt = signer.sign(&json!({"alg": "ES256", "kid": "1"}), &claims());
    let parts: Vec<&str> = jwt.split('.').collect();
    let [header, payload, signature] = parts[..] else {
        panic!("three parts")
    };
    let forged = b64(r#"{"iss":"eve"}"#);
    let cases = [
        (
            format!("{header}.{forged}.{signature}"),
            ClientJwtError::Signature,
        ),
        (format!("{header}.{payload}."), ClientJwtError::Signature),
        (format!("{header}.{payload}"), ClientJwtError::Malformed),
        (format!("{jwt}.{payload}"), ClientJwtError::Malformed),
        (
            format!("{header}.{payload}.{signature}="),
            ClientJwtError::Malformed,
        ),
        (format!(" {jwt}"), ClientJwtError::Malformed),
        (String::new(), ClientJwtError::Malformed),
        ("..".to_owned(), ClientJwtError::Json),
    ];
    for (jwt, expected) in cases {
        assert_eq!(known.verify(&jwt, ClientAlg::ES256), Err(expected), "{jwt}");
    }
}

#[test]
fn a_public_key_is_no_secret_of_an_hmac() {
    // The classic confusion (RFC 8725, 2.1): whoever knows the public key signs with it as if it were a secret.
    let known = keys(&[RSA.jwk()]);
    let public = RSA.jwk()["n"].as_str().expect("a modulus").to_owned();
    let jwt = mac(r#"{"alg":"HS256"}"#, &claims().to_string(), public.as_bytes());
    assert_eq!(
        known.verify(&jwt, ClientAlg::RS256),
        Err(ClientJwtError::Algorithm)
    );
    assert_eq!(
        known.verify(&jwt, ClientAlg::HS256),
        Err(ClientJwtError::UnknownKey)
    );
}

#[test]
fn nothing_unsigned_passes_for_signed() {
    let jwt = format!("{}.{}.", b64(r#"{"alg":"none"}"#), b64(claims().to_string()));
    let known = keys(&[RSA.jwk()]);
    assert_eq!(
        known.verify(&jwt, ClientAlg::RS256),
        Err(ClientJwtError::Algorithm)
    );
    assert_eq!(
        known.verify(&jwt, ClientAlg::None),
        Err(ClientJwtError::UnknownKey)
    );
    assert_eq!(verify_mac(&jwt, &[7; 32]), Err(ClientJwtError::Algorithm));
    assert_eq!(read_unsigned(&jwt).map(|jwt| jwt.alg), Ok(ClientAlg::None));
    assert_eq!(
        read_unsigned(&format!("{jwt}AAAA")),
        Err(ClientJwtError::Signature)
    );
}

#[test]
fn a_key_in_the_header_counts_for_nothing() {
    // RFC 8725, 2.1 and 3.10: a stranger signs with a key of their own, and brings it along.
    let (own, strange) = (p256(), p256());
    let known = keys(&[own.with(json!({"kid": "1"}))]);
    for substituted in [
        json!({"alg": "ES256", "jwk": strange.jwk()}),
        json!({"alg": "ES256", "jku": "https://evil.example/jwks", "kid": "2"}),
        json!({"alg": "ES256", "x5u": "https://evil.example/x509", "x5c": ["MIIB"]}),
    ] {
        let jwt = strange.sign(&substituted, &claims());
        assert_eq!(
            known.verify(&jwt, ClientAlg::ES256),
            Err(ClientJwtError::UnknownKey)
        );
    }
    let jwt = strange.sign(
        &json!({"alg": "ES256", "kid": "1", "jwk": strange.jwk()}),
        &claims(),
    );
    assert_eq!(
        known.verify(&jwt, ClientAlg::ES256),
        Err(ClientJwtError::Signature)
    );
}

#[test]
fn a_kid_names_the_key_and_without_one_those_that_fit_are_tried() {
    let (old, new) = (ed25519(), ed25519());
    let known = keys(&[old.with(json!({"kid": "old"})), new.with(json!({"kid": "new"}))]);
    let sign = |header: Value| new.sign(&header, &claims());
    let verify = |jwt: String| known.verify(&jwt, ClientAlg::EdDSA).map(|_| ());
    assert_eq!(verify(sign(json!({"alg": "EdDSA", "kid": "new"}))), Ok(()));
    assert_eq!(verify(sign(json!({"alg": "EdDSA"}))), Ok(()));
    assert_eq!(
        verify(sign(json!({"alg": "EdDSA", "kid": "old"}))),
        Err(ClientJwtError::Signature)
    );
    assert_eq!(
        verify(sign(json!({"alg": "EdDSA", "kid": "newer"}))),
        Err(ClientJwtError::UnknownKey)
    );

    let long = "k".repeat(257);
    assert_eq!(
        verify(sign(json!({"alg": "EdDSA", "kid": long}))),
        Err(ClientJwtError::LongKid)
    );
    assert!(keys(&[new.with(json!({"kid": long}))]).is_empty());

    // No stranger's token costs more than a few signatures.
    let mut many: Vec<Value> = (0..MOST_TRIED).map(|_| ed25519().jwk()).collect();
    many.push(new.jwk());
    let jwt = sign(json!({"alg": "EdDSA"}));
    assert_eq!(
        keys(&many).verify(&jwt, ClientAlg::EdDSA),
        Err(ClientJwtError::UnknownKey)
    );
}

#[test]
fn a_key_serves_only_what_it_says_it_is_for() {
    let signer = &*RSA;
    let jwt = signer.sign(&json!({"alg": "RS256"}), &claims());
    for (members, verifies, encrypts) in [
        (json!({}), true, true),
        (json!({"use": "sig", "alg": "RS256"}), true, false),
        (json!({"alg": "PS256"}), false, false),
        (json!({"use": "enc"}), false, true),
        (json!({"use": "enc", "alg": "RSA-OAEP"}), false, false),
        (json!({"key_ops": ["verify"]}), true, false),
        (json!({"key_ops": ["wrapKey"], "use": "enc"}), false, true),
        (json!({"key_ops": ["verify"], "use": "enc"}), false, false),
        (json!({"use": "tls"}), false, false),
    ] {
        let known = keys(&[signer.with(members.clone())]);
        assert_eq!(
            known.verify(&jwt, ClientAlg::RS256).is_ok(),
            verifies,
            "{members}"
        );
        let encrypted = known.encrypt(
            KeyManagement::RsaOaep256,
            ContentEncryption::A256Gcm,
            b"",
            None,
            &SeededRng::new(1),
        );
        assert_eq!(encrypted.is_ok(), encrypts, "{members}");
    }
}

#[test]
fn keys_that_are_of_no_use_are_passed_over() {
    let (p256, p384) = (p256(), p384());
    let mut off_curve = p256.jwk();
    off_curve["y"] = off_curve["x"].clone();
    let mut short = p256.jwk();
    short["x"] = json!(b64([1; 31]));
    let small = json!({"kty": "RSA", "n": b64([0xff; 128]), "e": "AQAB"});
    let even = json!({"kty": "RSA", "n": RSA.jwk()["n"], "e": "Ag"});
    let mislabelled = p384.with(json!({"crv": "P-256"}));
    let padded = ed25519().with(json!({"x": format!("{}=", b64([9; 32]))}));
    let strange = json!({"kty": "OKP", "crv": "X448", "x": "AA"});
    for useless in [
        off_curve,
        short,
        small,
        even,
        mislabelled,
        padded,
        strange,
        json!({"kty": "PQ"}),
        json!({}),
    ] {
        let set = keys(&[useless.clone(), p256.jwk()]);
        assert_eq!(set.0.len(), 1, "{useless}");
        assert!(keys(&[useless]).is_empty());
    }
}

#[test]
fn a_set_that_should_not_have_been_sent_is_refused_with_its_reason() {
    let private = p256().with(json!({"d": "AA", "kid": "mine"}));
    let secret = json!({"kty": "oct", "k": "AA"});
    let many: Vec<Value> = (0..=MOST_KEYS).map(|_| json!({"kty": "EC"})).collect();
    let cases = [
        (json!({"keys": [private]}), MalformedKeys::Private("mine".into())),
        (
            json!({"keys": [secret]}),
            MalformedKeys::Private("without kid".into()),
        ),
        (json!({"keys": many}), MalformedKeys::TooMany),
        (json!({"keys": ["x"]}), MalformedKeys::NoSet),
        (json!({"keys": {}}), MalformedKeys::NoSet),
        (json!([]), MalformedKeys::NoSet),
        (json!("x"), MalformedKeys::NoSet),
    ];
    for (set, expected) in cases {
        assert_eq!(ClientKeys::parse(&set).err(), Some(expected), "{set}");
    }
}

#[test]
fn names_stand_once_in_header_and_claims() {
    let signer = ed25519();
    let known = keys(&[signer.jwk()]);
    let verify = |header: &str, claims: &str| {
        known
            .verify(&signer.sign_text(header, claims), ClientAlg::EdDSA)
            .map(|_| ())
    };
    let header = r#"{"alg":"EdDSA"}"#;
    assert_eq!(verify(header, r#"{"sub":"a"}"#), Ok(()));
    assert_eq!(
        verify(header, r#"{"sub":"a","sub":"b"}"#),
        Err(ClientJwtError::Json)
    );
    assert_eq!(
        verify(header, r#"{"a":{"b":1,"b":1}}"#),
        Err(ClientJwtError::Json)
    );
    assert_eq!(
        verify(r#"{"alg":"EdDSA","alg":"EdDSA"}"#, "{}"),
        Err(ClientJwtError::Json)
    );
    for claims in ["[]", "\"text\"", "", "{", "null"] {
        assert_eq!(verify(header, claims), Err(ClientJwtError::Json), "{claims}");
    }
    for header in [
        r#"{"alg":"EdDSA","kid":1}"#,
        r#"{"kid":"1"}"#,
        r#"{"alg":["EdDSA"]}"#,
    ] {
        assert_eq!(verify(header, "{}"), Err(ClientJwtError::Malformed), "{header}");
    }
    let critical = r#"{"alg":"EdDSA","crit":["b64"],"b64":false}"#;
    assert_eq!(verify(critical, "{}"), Err(ClientJwtError::Critical));
}

#[test]
fn oversize_is_refused_before_it_is_decoded() {
    let signer = ed25519();
    let long = json!({"sub": "a".repeat(MOST_OCTETS)});
    let jwt = signer.sign(&json!({"alg": "EdDSA"}), &long);
    assert_eq!(
        keys(&[signer.jwk()]).verify(&jwt, ClientAlg::EdDSA),
        Err(ClientJwtError::TooLong)
    );
    assert_eq!(verify_mac(&jwt, &[7; 32]), Err(ClientJwtError::TooLong));
    assert_eq!(
        header(&"a".repeat(jwe::MOST_OCTETS + 1)),
        Err(ClientJwtError::TooLong)
    );
}

#[test]
fn a_mac_is_verified_under_a_secret_that_is_long_enough() {
    let claims = claims().to_string();
    let secret = b"0123456789abcdef0123456789abcdef";
    let jwt = mac(r#"{"alg":"HS256"}"#, &claims, secret);
    assert_eq!(verify_mac(&jwt, secret).map(|jwt| jwt.alg), Ok(ClientAlg::HS256));
    assert_eq!(verify_mac(&jwt, &[b'x'; 32]), Err(ClientJwtError::Signature));
    let short = mac(r#"{"alg":"HS256"}"#, &claims, &secret[..31]);
    assert_eq!(
        verify_mac(&short, &secret[..31]),
        Err(ClientJwtError::ShortSecret)
    );
    let other = mac(r#"{"alg":"HS512"}"#, &claims, secret);
    assert_eq!(verify_mac(&other, secret), Err(ClientJwtError::Algorithm));
}

#[test]
fn the_vectors_of_rfc_7515_verify() {
    // Appendix A.2: RS256; A.3: ES256. RFC 8037, A.4: Ed25519, whose payload is no JSON.
    let claims =
        "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
    let es256 = keys(&[json!({
        "kty": "EC", "crv": "P-256",
        "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"
    })]);
    let signature = "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
    let jwt = format!("eyJhbGciOiJFUzI1NiJ9.{claims}.{signature}");
    let read = es256.verify(&jwt, ClientAlg::ES256).expect("the vector");
    assert_eq!(read.claims["iss"], "joe");

    let ed25519 = keys(&[json!({
        "kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
    })]);
    let jwt = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.\
               hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
    assert_eq!(ed25519.verify(jwt, ClientAlg::EdDSA), Err(ClientJwtError::Json));
}

#[test]
fn what_is_encrypted_names_its_key_and_kind() {
    let (signing, encrypting) = (p256(), p384());
    let known = keys(&[
        signing.with(json!({"kid": "s"})),
        encrypting.with(json!({"kid": "e", "use": "enc"})),
    ]);
    let (alg, enc) = (KeyManagement::EcdhEsA256Kw, ContentEncryption::A128CbcHs256);
    let jwe = known
        .encrypt(alg, enc, b"a.b.c", Some("JWT"), &SeededRng::new(1))
        .expect("a JWE");
    let read = header(&jwe).expect("a header");
    assert_eq!(
        (read.alg.as_str(), read.enc.as_deref()),
        ("ECDH-ES+A256KW", Some("A128CBC-HS256"))
    );
    assert_eq!(
        (read.kid.as_deref(), read.cty.as_deref()),
        (Some("e"), Some("JWT"))
    );
    let none = known.encrypt(KeyManagement::RsaOaep256, enc, b"", None, &SeededRng::new(1));
    assert_eq!(none, Err(NoSuchKey(KeyManagement::RsaOaep256)));
}
