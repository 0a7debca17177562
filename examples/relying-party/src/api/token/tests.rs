//! Forged tokens, each wrong in one way.

use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode, get_current_timestamp};
use serde_json::{Value, json};

use super::{AccessTokenClaims, Expected, TYP, check};
use crate::jwt::TokenRefused;
use crate::tests::key::Key;

const ISSUER: &str = "http://localhost:8080";
const AUDIENCE: &str = "http://localhost:8081/api";

fn claims() -> Value {
    json!({
        "iss": ISSUER, "aud": [AUDIENCE, "http://localhost:8080/oauth2/userinfo"], "sub": "3f1c", "client_id": "platform",
        "scope": "openid email", "exp": get_current_timestamp() + 60,
    })
}

fn header() -> Header {
    Header {
        typ: Some("at+jwt".to_owned()),
        kid: Some("k1".to_owned()),
        ..Header::new(Algorithm::ES256)
    }
}

fn verdict(
    header: Header,
    claims: &Value,
    signer: &Key,
    published: &Key,
) -> Result<AccessTokenClaims, TokenRefused> {
    let token = encode(&header, claims, &signer.private).expect("a token can be signed");
    let keys = JwkSet {
        keys: vec![published.public.clone()],
    };
    check(
        &token,
        &keys,
        &Expected {
            issuer: ISSUER.to_owned(),
            audience: AUDIENCE.to_owned(),
        },
    )
}

fn with(member: &str, value: Value) -> Value {
    let mut claims = claims();
    claims[member] = value;
    claims
}

fn refusal_of(claims: &Value) -> TokenRefused {
    let key = Key::new("k1");
    verdict(header(), claims, &key, &key).expect_err("the token is forged")
}

#[test]
fn a_right_token_is_accepted() {
    let key = Key::new("k1");
    let claims = verdict(header(), &claims(), &key, &key).expect("the token is right");
    assert_eq!(claims.client_id, "platform");
    assert!(claims.has_scope("email"));
    assert!(!claims.has_scope("mail"));
}

#[test]
fn another_audience_is_refused() {
    let refusal = refusal_of(&with("aud", json!("http://localhost:9999/api")));
    assert_eq!(refusal, TokenRefused::Invalid("it is meant for somebody else"));
}

#[test]
fn another_issuer_is_refused() {
    let refusal = refusal_of(&with("iss", json!("http://localhost:9999")));
    assert_eq!(refusal, TokenRefused::Invalid("another provider issued it"));
}

#[test]
fn an_expired_token_is_refused() {
    let refusal = refusal_of(&with("exp", json!(get_current_timestamp() - 60)));
    assert_eq!(refusal, TokenRefused::Invalid("it has expired"));
}

#[test]
fn a_token_without_audience_is_refused() {
    let mut claims = claims();
    claims
        .as_object_mut()
        .expect("claims are an object")
        .remove("aud");
    assert_eq!(
        refusal_of(&claims),
        TokenRefused::Invalid("a required claim is missing")
    );
}

#[test]
fn an_id_token_is_not_an_access_token() {
    let key = Key::new("k1");
    let header = Header {
        typ: Some("JWT".to_owned()),
        ..header()
    };
    assert_eq!(
        verdict(header, &claims(), &key, &key).unwrap_err(),
        TokenRefused::OtherKind(TYP)
    );
}

#[test]
fn another_key_with_the_right_name_is_refused() {
    let refusal = verdict(header(), &claims(), &Key::new("k1"), &Key::new("k1")).unwrap_err();
    assert_eq!(refusal, TokenRefused::Invalid("the signature does not match"));
}

#[test]
fn an_unpublished_key_is_refused() {
    let refusal = verdict(header(), &claims(), &Key::new("k1"), &Key::new("k2")).unwrap_err();
    assert_eq!(refusal, TokenRefused::UnknownKey);
}

#[test]
fn the_public_key_is_no_shared_secret() {
    let published = Key::new("k1");
    let secret = serde_json::to_vec(&published.public).expect("a key is JSON");
    let forger = Key {
        private: EncodingKey::from_secret(&secret),
        public: published.public.clone(),
    };
    let header = Header {
        alg: Algorithm::HS256,
        ..header()
    };
    let refusal = verdict(header, &claims(), &forger, &published).unwrap_err();
    assert_eq!(refusal, TokenRefused::Invalid("the algorithm is not the key's"));
}

#[test]
fn what_is_no_jwt_is_malformed() {
    let expected = Expected {
        issuer: ISSUER.to_owned(),
        audience: AUDIENCE.to_owned(),
    };
    let refusal = check("opaque", &JwkSet { keys: Vec::new() }, &expected).unwrap_err();
    assert_eq!(refusal, TokenRefused::Malformed);
}
