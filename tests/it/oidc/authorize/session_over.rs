//! A session that ends while its answer is on its way: a client that learns of a session is told of its end, so that
//! none may learn of it afterwards.

use super::{all_flows, request_of};
use crate::harness::{Browser, Client, Page, World};
use serde_json::json;
use voltkey_crypto::jwe::DecryptionKey;
use voltkey_protocol::error::Rule;
use voltkey_protocol::jose::DecryptionAlg;

const KEYS: &str = "https://all-flows.example/keys";

/// A client with ID tokens that are encrypted to a key which has to be fetched.
async fn with_keys_elsewhere(world: &World) -> Client {
    let key = DecryptionKey::generate(DecryptionAlg::EcdhEs);
    let keys = json!({ "keys": [key.public_jwk()] });
    world.servers().serve_json(KEYS, &keys);
    let metadata = json!({ "jwks_uri": KEYS, "id_token_encrypted_response_alg": "ECDH-ES" });
    all_flows(world, metadata).await
}

/// What comes of a step of this browser when its person logs out in another tab while the ID token is made.
async fn with_a_log_out_between<T>(world: &World, browser: &Browser, step: impl AsyncFnOnce() -> T) -> T {
    let server = world.servers().slow_down(KEYS);
    let log_out = async {
        server.is_called().await;
        browser.clone().get("/auth/logout").await.page();
        server.answer();
    };
    let (outcome, ()) = tokio::join!(step(), log_out);
    outcome
}

fn is_login(page: &Page) -> bool {
    page.url.path() == "/login" && page.has("input[name=password]")
}

#[tokio::test]
async fn a_request_that_was_about_to_be_answered_asks_for_a_login() {
    let world = World::new().await;
    let client = with_keys_elsewhere(&world).await;
    let browser = world.signed_in("ada").await;
    let request = request_of(&client, "code id_token", "openid");
    let mut tab = browser.clone();
    let step = async || tab.open(&request).await;
    let login = with_a_log_out_between(&world, &browser, step).await.page();
    assert!(is_login(&login), "{login:?}");
    world.log_in(&mut tab, login, "ada").await.answer().code();
}

#[tokio::test]
async fn one_that_shows_nothing_is_refused() {
    let world = World::new().await;
    let client = with_keys_elsewhere(&world).await;
    let browser = world.signed_in("ada").await;
    let request = request_of(&client, "id_token", "openid").with("prompt", "none");
    let mut tab = browser.clone();
    let step = async || tab.open(&request).await;
    let answer = with_a_log_out_between(&world, &browser, step).await.answer();
    assert_eq!(answer.error(), "login_required");
}

#[tokio::test]
async fn one_that_was_kept_goes_on_without_the_session() {
    let world = World::new().await;
    let client = with_keys_elsewhere(&world).await;
    let mut browser = world.signed_in("ada").await;
    let request = request_of(&client, "id_token", "openid").with("prompt", "consent");
    let consent = browser.open(&request).await.page();
    assert_eq!(consent.url.path(), "/oauth2/consent");
    let mut tab = browser.clone();
    let step = async || consent.form().press("allow").submit(&mut tab).await;
    let login = with_a_log_out_between(&world, &browser, step).await.page();
    assert!(is_login(&login), "{login:?}");
}

#[tokio::test]
async fn a_code_that_was_about_to_be_redeemed_gives_nothing() {
    let world = World::new().await;
    let client = with_keys_elsewhere(&world).await;
    let mut browser = world.signed_in("ada").await;
    let request = client.authorize("openid offline_access");
    let answer = browser.open(&request).await.answer();
    let exchange = async || client.exchange(&request, answer.code()).await;
    let reply = with_a_log_out_between(&world, &browser, exchange).await;
    assert_eq!(reply.refusal(), (400, "invalid_grant".into()));
    assert_eq!(world.rule(&reply.reference()).await, Rule::SessionEnded);
}
