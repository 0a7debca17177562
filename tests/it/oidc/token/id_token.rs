//! ID tokens (OpenID Connect Core, 2 and 3.1.3.6).

use crate::harness::{ISSUER, World, minutes};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;
use sha2::{Digest as _, Sha256, Sha512};
use std::collections::BTreeSet;

#[tokio::test]
async fn it_says_who_logged_in_when_and_how_and_nothing_else() {
    let world = World::new().await;
    let platform = world.client("platform");
    let request = platform.authorize("openid profile email company");
    let tokens = world
        .tokens_by(&platform, &mut world.browser(), "ada", &request)
        .await;
    let jwt = platform.verify(&tokens.id).await;
    assert_eq!(
        (&jwt.header["alg"], &jwt.header["typ"]),
        (&json!("RS256"), &json!("JWT"))
    );
    let now = world.now().as_seconds();
    let claims = &jwt.claims;
    let names: BTreeSet<_> = claims.as_object().unwrap().keys().map(String::as_str).collect();
    let expected = [
        "acr",
        "amr",
        "at_hash",
        "aud",
        "auth_time",
        "exp",
        "iat",
        "iss",
        "nonce",
        "sid",
        "sub",
    ];
    assert_eq!(names, BTreeSet::from(expected));
    assert_eq!(
        (&claims["iss"], &claims["aud"]),
        (&json!(ISSUER), &json!("platform"))
    );
    assert_eq!(
        (&claims["iat"], &claims["exp"], &claims["auth_time"]),
        (&json!(now), &json!(now + 3600), &json!(now))
    );
    assert_eq!(claims["nonce"], request.get("nonce"));
    assert_eq!(claims["acr"], "urn:voltkey:acr:2fa");
}

#[tokio::test]
async fn sub_is_a_random_uuid_and_the_same_for_every_client() {
    let world = World::new().await;
    let (platform, solar) = (world.client("platform"), world.client("solar-reports"));
    let first = platform
        .verify(&world.tokens(&platform, "ada", "openid").await.id)
        .await
        .claims;
    let second = solar
        .verify(&world.tokens(&solar, "ada", "openid").await.id)
        .await
        .claims;
    assert_eq!(first["sub"], second["sub"]);
    let sub = first["sub"].as_str().unwrap();
    assert_eq!((sub.len(), &sub[14..15]), (36, "4"), "RFC 9562, 5.4");
    let ben = platform
        .verify(&world.tokens(&platform, "ben", "openid").await.id)
        .await
        .claims;
    assert_ne!(ben["sub"], first["sub"]);
}

#[tokio::test]
async fn without_a_nonce_it_has_none() {
    let world = World::new().await;
    let platform = world.client("platform");
    let request = platform.authorize("openid").without("nonce");
    let tokens = world
        .tokens_by(&platform, &mut world.browser(), "ada", &request)
        .await;
    assert!(platform.verify(&tokens.id).await.claims.get("nonce").is_none());
}

#[tokio::test]
async fn at_hash_binds_the_access_token_by_the_hash_of_the_signature() {
    let world = World::new().await;
    for alg in ["RS256", "ES256", "EdDSA"] {
        let metadata = json!({ "trusted": true, "id_token_signed_response_alg": alg });
        let client = world
            .register(&format!("by-{}", alg.to_lowercase()), metadata, true)
            .await;
        let tokens = world.tokens(&client, "ada", "openid").await;
        let expected = match alg {
            "EdDSA" => URL_SAFE_NO_PAD.encode(&Sha512::digest(&tokens.access)[..32]),
            _ => URL_SAFE_NO_PAD.encode(&Sha256::digest(&tokens.access)[..16]),
        };
        assert_eq!(
            client.verify(&tokens.id).await.claims["at_hash"],
            expected,
            "{alg}"
        );
    }
}

#[tokio::test]
async fn one_session_has_one_sid_for_every_client() {
    let world = World::new().await;
    let (platform, solar) = (world.client("platform"), world.client("solar-reports"));
    let mut browser = world.browser();
    let first = world
        .tokens_by(&platform, &mut browser, "ada", &platform.authorize("openid"))
        .await;
    world.clock.advance(minutes(5));
    let second = world
        .tokens_by(&solar, &mut browser, "ada", &solar.authorize("openid"))
        .await;
    let (first, second) = (
        platform.verify(&first.id).await.claims,
        solar.verify(&second.id).await.claims,
    );
    assert_eq!(first["sid"], second["sid"]);
    let elsewhere = platform
        .verify(&world.tokens(&platform, "ada", "openid").await.id)
        .await
        .claims;
    assert_ne!(
        elsewhere["sid"], first["sid"],
        "another browser's session is another"
    );
}

#[tokio::test]
async fn a_second_login_in_one_browser_keeps_the_sid_while_the_cookie_changes() {
    let world = World::new().await;
    let platform = world.client("platform");
    let mut browser = world.browser();
    let first = world
        .tokens_by(&platform, &mut browser, "ada", &platform.authorize("openid"))
        .await;
    let cookie = browser.cookie("__Host-vk_session").unwrap().value().to_owned();
    world.clock.advance(minutes(1));
    let request = platform.authorize("openid").with("prompt", "login");
    let second = world.tokens_by(&platform, &mut browser, "ada", &request).await;
    let (first, second) = (
        platform.verify(&first.id).await.claims,
        platform.verify(&second.id).await.claims,
    );
    assert_eq!(first["sid"], second["sid"]);
    assert_ne!(browser.cookie("__Host-vk_session").unwrap().value(), cookie);
}
