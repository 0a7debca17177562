//! The published keys (RFC 7517, 5) and their rotation, as relying parties see them.

use crate::harness::{World, days, minutes, seconds};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use voltkey_crypto::client_keys::ClientKeys;
use voltkey_crypto::rng::SystemRng;
use voltkey_flows::keys::{self, KeysError};
use voltkey_protocol::jose::{ContentEncryption, DecryptionAlg, KeyManagement, SigningAlg};

fn kids(jwks: &Value) -> BTreeSet<String> {
    let keys = jwks["keys"].as_array().expect("keys");
    keys.iter()
        .map(|key| key["kid"].as_str().expect("kid").to_owned())
        .collect()
}

#[tokio::test]
async fn two_public_keys_of_each_algorithm_are_there_from_the_start() {
    let world = World::new().await;
    let anyone = world.stranger("anyone", None);
    let reply = anyone.get("/oauth2/jwks").await;
    assert_eq!(reply.header("access-control-allow-origin"), "*");
    assert_eq!(reply.header("cache-control"), "public, max-age=300");
    let jwks = reply.ok();
    for (alg, kty) in [("RS256", "RSA"), ("ES256", "EC"), ("EdDSA", "OKP")] {
        let keys: Vec<_> = jwks["keys"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|key| key["alg"] == alg)
            .collect();
        assert_eq!(keys.len(), 2, "{alg}: one signs, one is next");
        assert!(
            keys.iter().all(|key| key["kty"] == kty && key["use"] == "sig"),
            "{keys:?}"
        );
    }
    let to_encrypt_to = |key: &&Value| key["use"] == "enc";
    let (rsa, ec): (Vec<&Value>, Vec<&Value>) = jwks["keys"]
        .as_array()
        .unwrap()
        .iter()
        .filter(to_encrypt_to)
        .partition(|key| key["kty"] == "RSA");
    assert_eq!((rsa.len(), &rsa[0]["alg"]), (1, &json!("RSA-OAEP-256")));
    // It serves ECDH-ES with and without a wrapped key, of which `alg` could name one only.
    assert_eq!(
        (ec.len(), &ec[0]["crv"], ec[0].get("alg")),
        (1, &json!("P-256"), None)
    );
    assert_eq!(kids(&jwks).len(), 8, "each has a name of its own");
    for key in jwks["keys"].as_array().unwrap() {
        for private in ["d", "p", "q", "dp", "dq", "qi", "k", "oth"] {
            assert!(key.get(private).is_none(), "{private} is private");
        }
    }
}

#[tokio::test]
async fn a_key_signs_for_ninety_days_and_then_the_one_that_was_published_does() {
    let world = World::new().await;
    let platform = world.client("platform");
    let before = world.tokens(&platform, "ada", "openid").await;
    let first = platform.verify(&before.id).await.header["kid"].clone();
    world.clock.advance(days(89));
    world.worker_tick().await;
    let same = world.tokens(&platform, "ada", "openid").await;
    assert_eq!(platform.verify(&same.id).await.header["kid"], first);

    let published = kids(&platform.jwks().await);
    world.clock.advance(days(1));
    world.worker_tick().await;
    let after = world.tokens(&platform, "ada", "openid").await;
    let second = platform.verify(&after.id).await.header["kid"].clone();
    assert_ne!(second, first);
    assert!(
        published.contains(second.as_str().unwrap()),
        "relying parties knew the key before it signed"
    );
    assert!(
        !kids(&platform.jwks().await).is_subset(&published),
        "another one waits"
    );
}

#[tokio::test]
async fn a_retired_key_stays_until_its_last_token_has_expired() {
    let world = World::new().await;
    let platform = world.client("platform");
    world.clock.advance(days(1));
    let tokens = world.tokens(&platform, "ada", "openid").await;
    let old = platform.verify(&tokens.id).await.header["kid"]
        .as_str()
        .unwrap()
        .to_owned();
    keys::rotate(world.ctx(), None, false)
        .await
        .expect("the next keys are a day old");

    world.clock.advance(minutes(59));
    assert!(kids(&platform.jwks().await).contains(&old));
    platform.verify(&tokens.id).await;
    world.clock.advance(minutes(3));
    assert!(!kids(&platform.jwks().await).contains(&old));
}

#[tokio::test]
async fn a_rotation_by_command_waits_until_the_next_key_is_a_day_old() {
    let world = World::new().await;
    let platform = world.client("platform");
    let before = kids(&platform.jwks().await);
    let refused = keys::rotate(world.ctx(), None, false)
        .await
        .expect_err("too early");
    let KeysError::TooEarly { from, .. } = &refused else {
        panic!("{refused}")
    };
    assert_eq!(*from, world.now() + days(1));
    assert!(
        refused.to_string().contains("2027-01-16T09:00:00Z"),
        "it names the time: {refused}"
    );
    assert_eq!(kids(&platform.jwks().await), before, "nothing has changed");

    world.clock.advance(days(1));
    let signing = keys::rotate(world.ctx(), Some(SigningAlg::RS256.into()), false)
        .await
        .expect("a rotation");
    let tokens = world.tokens(&platform, "ada", "openid").await;
    assert_eq!(
        platform.verify(&tokens.id).await.header["kid"],
        signing[0].kid.as_str()
    );
}

#[tokio::test]
async fn a_compromised_key_is_withdrawn_at_once_and_everything_that_it_signed_fails() {
    let world = World::new().await;
    let platform = world.client("platform");
    let mut browser = world.browser();
    let request = platform.authorize("openid");
    let tokens = world.tokens_by(&platform, &mut browser, "ada", &request).await;
    platform.verify(&tokens.access).await;

    keys::rotate(world.ctx(), None, true).await.expect("a rotation");
    assert!(
        platform.try_verify(&tokens.id).await.is_none(),
        "its key is not published any more"
    );
    assert_eq!(
        platform.userinfo(&tokens.access).await.refusal(),
        (401, "invalid_token".into())
    );
    assert_eq!(platform.introspect(&tokens.access).await["active"], false);
    let hinted = platform.authorize("openid").with("id_token_hint", &tokens.id);
    assert_eq!(browser.open(&hinted).await.answer().error(), "invalid_request");

    let anew = world
        .tokens_by(&platform, &mut browser, "ada", &platform.authorize("openid"))
        .await;
    platform.verify(&anew.id).await;
}

#[tokio::test]
async fn a_replica_with_cached_keys_sees_a_rotation_with_its_next_poll() {
    let world = World::new().await;
    let platform = world.client("platform");
    world.worker_tick().await;
    let before = kids(&platform.jwks().await);
    keys::rotate(world.ctx(), None, true).await.expect("a rotation");
    world.clock.advance(seconds(1));
    world.worker_tick().await;
    assert_ne!(kids(&platform.jwks().await), before);
}

/// As a client encrypts, which fetches the keys now.
async fn encrypted(world: &World, alg: KeyManagement) -> String {
    let jwks = world.stranger("anyone", None).jwks().await;
    let keys = ClientKeys::parse(&jwks).expect("a JWK Set");
    let jwe = keys.encrypt(
        alg,
        ContentEncryption::A128CbcHs256,
        b"a.b.c",
        Some("JWT"),
        &SystemRng,
    );
    jwe.expect("a key to encrypt to")
}

async fn is_decrypted(world: &World, jwe: &str) -> bool {
    let content = keys::decrypt(world.ctx(), jwe).await.expect("the keys");
    content.inspect(|content| assert_eq!(content, b"a.b.c")).is_some()
}

#[tokio::test]
async fn what_is_encrypted_to_a_published_key_is_decrypted() {
    let world = World::new().await;
    for &alg in KeyManagement::ALL {
        assert!(is_decrypted(&world, &encrypted(&world, alg).await).await, "{alg}");
    }
    assert!(
        !is_decrypted(
            &World::new().await,
            &encrypted(&world, KeyManagement::EcdhEs).await
        )
        .await
    );
}

#[tokio::test]
async fn a_key_to_encrypt_to_is_replaced_after_ninety_days_and_decrypts_for_thirty_more() {
    let world = World::new().await;
    let platform = world.client("platform");
    let before = kids(&platform.jwks().await);
    let late = encrypted(&world, KeyManagement::RsaOaep256).await;
    world.clock.advance(days(89));
    world.worker_tick().await;
    assert_eq!(kids(&platform.jwks().await), before);
    world.clock.advance(days(1));
    world.worker_tick().await;
    let jwks = platform.jwks().await;
    let to_encrypt_to = jwks["keys"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|key| key["use"] == "enc");
    assert_eq!(
        to_encrypt_to
            .filter(|key| !before.contains(key["kid"].as_str().unwrap()))
            .count(),
        2
    );
    assert!(is_decrypted(&world, &encrypted(&world, KeyManagement::RsaOaep256).await).await);

    world.clock.advance(days(29));
    world.worker_tick().await;
    assert!(
        is_decrypted(&world, &late).await,
        "a client may have kept the old key"
    );
    world.clock.advance(days(1));
    world.worker_tick().await;
    assert!(!is_decrypted(&world, &late).await);
}

#[tokio::test]
async fn a_compromised_key_decrypts_no_more() {
    let world = World::new().await;
    let (rsa, ec) = (
        encrypted(&world, KeyManagement::RsaOaep256).await,
        encrypted(&world, KeyManagement::EcdhEsA128Kw).await,
    );
    let only = DecryptionAlg::RsaOaep256.into();
    let rotated = keys::rotate(world.ctx(), Some(only), true)
        .await
        .expect("a rotation");
    assert_eq!(rotated.iter().map(|key| key.alg).collect::<Vec<_>>(), [only]);
    assert!(!is_decrypted(&world, &rsa).await);
    assert!(is_decrypted(&world, &ec).await, "it was not meant");
    assert!(is_decrypted(&world, &encrypted(&world, KeyManagement::RsaOaep256).await).await);
}
