//! `request_uri`: where the object lies (OpenID Connect Core, 6.2).

use super::*;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use voltkey_flows::outbound::OutboundError;

/// A world, and a client that publishes objects at [`OBJECT`].
async fn published() -> (World, Signer, Client) {
    let world = World::new().await;
    let signer = Signer::new(ClientAlg::ES256);
    let app = app(
        &world,
        &signer,
        json!({ "request_uris": [format!("{OBJECT}#version-1")] }),
    )
    .await;
    (world, signer, app)
}

#[tokio::test]
async fn an_object_is_fetched_once_for_all_pages() {
    let (world, signer, app) = published().await;
    let request = app.authorize("openid");
    world.servers().serve(
        OBJECT,
        "application/oauth-authz-req+jwt",
        signer.sign(&members(&request)),
    );
    let answer = answer(&world, &with_object(&request, "request_uri", OBJECT)).await;
    assert_eq!(answer.get("state"), Some(request.get("state")));
    assert_eq!(world.servers().calls_of(OBJECT).len(), 1);
}

#[tokio::test]
async fn a_signed_object_is_believed_whatever_its_version_is_called() {
    let (world, signer, app) = published().await;
    let request = app.authorize("openid");
    let object = signer.sign(&members(&request));
    world
        .servers()
        .serve(OBJECT, "application/jwt", format!("{object}\n"));
    for version in ["version-1", "version-2", &hash(&object)] {
        let by_reference = with_object(&request, "request_uri", &format!("{OBJECT}#{version}"));
        assert_eq!(
            answer(&world, &by_reference).await.get("state"),
            Some(request.get("state"))
        );
    }
}

#[tokio::test]
async fn an_unsigned_object_must_have_the_hash_that_its_address_says() {
    let world = World::new().await;
    let none = json!({ "request_object_signing_alg": "none", "request_uris": [OBJECT] });
    let app = app(&world, &Signer::new(ClientAlg::ES256), none).await;
    let request = app.authorize("openid");
    let object = unsigned(&json!({ "alg": "none" }), &members(&request).to_string());
    world.servers().serve(OBJECT, "application/jwt", object.clone());
    let right = with_object(&request, "request_uri", &format!("{OBJECT}#{}", hash(&object)));
    assert_eq!(
        answer(&world, &right).await.get("state"),
        Some(request.get("state"))
    );
    let wrong = request
        .clone()
        .with("request_uri", &format!("{OBJECT}#{}", hash("another")));
    refused_by(&world, &wrong, "invalid_request_uri", Rule::RequestUriHash).await;
}

#[tokio::test]
async fn only_a_registered_address_is_called() {
    let (world, _, app) = published().await;
    for uri in [
        "https://app.example/requests/2",
        "https://app.example/requests/1?",
        "https://APP.example/requests/1",
        "http://app.example/requests/1",
        "https://app.example/requests/1/../2",
        "https://127.0.0.1/",
        "file:///etc/passwd",
        "urn:ietf:params:oauth:request_uri:x",
        "#version-1",
        &format!("{OBJECT}#{}", "x".repeat(600)),
    ] {
        let request = app.authorize("openid").with("request_uri", uri);
        refused_by(
            &world,
            &request,
            "invalid_request_uri",
            Rule::RequestUriUnregistered,
        )
        .await;
    }
    assert_eq!(world.servers().calls(), []);
}

#[tokio::test]
async fn a_server_that_does_not_serve_is_told_to_its_client() {
    let (world, _, app) = published().await;
    let request = app.authorize("openid").with("request_uri", OBJECT);
    for error in [
        OutboundError::TimedOut,
        OutboundError::Unreachable,
        OutboundError::Private,
        OutboundError::TooLarge,
    ] {
        world.servers().fail(OBJECT, error);
        refused_by(&world, &request, "invalid_request_uri", Rule::RequestUriFetch).await;
    }
    for status in [302, 404, 500] {
        world.servers().answer(OBJECT, status, "text/plain", "moved");
        refused_by(&world, &request, "invalid_request_uri", Rule::RequestUriFetch).await;
    }
    world.servers().serve(OBJECT, "text/html", "x".repeat(65 * 1024));
    refused_by(&world, &request, "invalid_request_uri", Rule::RequestUriFetch).await;
    world
        .servers()
        .serve(OBJECT, "text/html", "<!DOCTYPE html><title>Hello</title>");
    refused_by(
        &world,
        &request,
        "invalid_request_object",
        Rule::RequestObjectMalformed,
    )
    .await;
}

fn hash(object: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(object))
}
