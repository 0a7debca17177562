//! Keys that a client publishes at its `jwks_uri`: what is seen of them by its request objects.

use super::*;
use crate::harness::{minutes, seconds};
use voltkey_flows::outbound::OutboundError;

const KEYS: &str = "https://app.example/keys";

async fn published(signer: &Signer) -> (World, Client) {
    let world = World::new().await;
    let app = app(&world, signer, json!({ "jwks": null, "jwks_uri": KEYS })).await;
    world.servers().serve_json(KEYS, &signer.jwks());
    (world, app)
}

/// A request whose object was signed with that key.
fn signed(app: &Client, signer: &Signer) -> AuthorizationRequest {
    let request = app.authorize("openid").with("prompt", "none");
    let object = signer.sign(&members(&request));
    request.with("request", &object)
}

/// Asserts that the object was believed: nobody is signed in, which is told only then.
async fn is_believed(world: &World, request: &AuthorizationRequest) {
    refused_by(world, request, "login_required", Rule::LoginRequired).await;
}

async fn is_not_believed(world: &World, request: &AuthorizationRequest) {
    refused_by(world, request, "invalid_request_object", Rule::RequestObjectKeys).await;
}

#[tokio::test]
async fn a_set_is_fetched_once_and_anew_after_an_hour() {
    let signer = Signer::new(ClientAlg::ES256);
    let (world, app) = published(&signer).await;
    for _ in 0..3 {
        is_believed(&world, &signed(&app, &signer)).await;
    }
    assert_eq!(world.servers().calls_of(KEYS).len(), 1);
    world.clock.advance(minutes(60));
    is_believed(&world, &signed(&app, &signer)).await;
    assert_eq!(world.servers().calls_of(KEYS).len(), 2);
}

#[tokio::test]
async fn a_new_key_is_found_but_garbage_costs_one_call_a_minute() {
    let (old, new) = (
        Signer::new(ClientAlg::ES256),
        Signer::new(ClientAlg::ES256).named("key-2"),
    );
    let (world, app) = published(&old).await;
    is_believed(&world, &signed(&app, &old)).await;
    world.servers().serve_json(KEYS, &new.jwks());
    is_believed(&world, &signed(&app, &new)).await;
    for _ in 0..3 {
        is_not_believed(
            &world,
            &signed(&app, &Signer::new(ClientAlg::ES256).named("key-3")),
        )
        .await;
    }
    assert_eq!(world.servers().calls_of(KEYS).len(), 2);
    world.clock.advance(minutes(1));
    is_not_believed(
        &world,
        &signed(&app, &Signer::new(ClientAlg::ES256).named("key-3")),
    )
    .await;
    assert_eq!(world.servers().calls_of(KEYS).len(), 3);
}

#[tokio::test]
async fn a_server_that_is_down_is_asked_now_and_then() {
    let signer = Signer::new(ClientAlg::ES256);
    let (world, app) = published(&signer).await;
    world.servers().fail(KEYS, OutboundError::TimedOut);
    for _ in 0..3 {
        is_not_believed(&world, &signed(&app, &signer)).await;
    }
    assert_eq!(world.servers().calls_of(KEYS).len(), 1);
    world.servers().serve_json(KEYS, &signer.jwks());
    world.clock.advance(seconds(10));
    is_believed(&world, &signed(&app, &signer)).await;
}

#[tokio::test]
async fn several_clients_of_a_server_that_is_down_ask_it_no_more_often_than_one() {
    let (signer, new) = (Signer::new(ClientAlg::ES256), Signer::new(ClientAlg::ES256));
    let (world, app) = published(&signer).await;
    let metadata = json!({ "name": "Other", "trusted": true, "jwks_uri": KEYS });
    let other = world.register("other", metadata, true).await;
    world.servers().fail(KEYS, OutboundError::TimedOut);
    is_not_believed(&world, &signed(&app, &signer)).await;
    is_not_believed(&world, &signed(&other, &new)).await;
    assert_eq!(world.servers().calls_of(KEYS).len(), 1);
    world.clock.advance(seconds(10));
    world.servers().serve_json(KEYS, &signer.jwks());
    is_believed(&world, &signed(&app, &signer)).await;
    // Where nothing fails, each client is judged by what lies there for it.
    world.servers().serve_json(KEYS, &new.jwks());
    is_believed(&world, &signed(&other, &new)).await;
}

#[tokio::test]
async fn what_is_no_set_is_none() {
    let signer = Signer::new(ClientAlg::ES256);
    for body in [
        "",
        "[]",
        "{}",
        "{\"keys\":[],\"keys\":[]}",
        "<html>",
        "{\"keys\":[]}",
    ] {
        let (world, app) = published(&signer).await;
        world.servers().serve(KEYS, "application/json", body);
        is_not_believed(&world, &signed(&app, &signer)).await;
    }
}

#[tokio::test]
async fn requests_at_the_same_time_share_one_call() {
    let signer = Signer::new(ClientAlg::ES256);
    let (world, app) = published(&signer).await;
    let (one, two) = (signed(&app, &signer), signed(&app, &signer));
    tokio::join!(is_believed(&world, &one), is_believed(&world, &two));
    assert_eq!(world.servers().calls_of(KEYS).len(), 1);
}
