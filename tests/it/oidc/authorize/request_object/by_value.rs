//! `request`: the object itself (OpenID Connect Core, 6.1).

use super::*;
use crate::harness::{minutes, read_part};
use voltkey_protocol::jose::KeyManagement;

#[tokio::test]
async fn an_object_of_each_algorithm_is_taken() {
    for alg in [
        ClientAlg::RS256,
        ClientAlg::PS256,
        ClientAlg::ES256,
        ClientAlg::ES384,
        ClientAlg::EdDSA,
    ] {
        let world = World::new().await;
        let signer = Signer::new(alg);
        let app = app(&world, &signer, json!({ "request_object_signing_alg": alg })).await;
        let request = app.authorize("openid email");
        let object = signer.sign(&members(&request));
        let answer = answer(&world, &with_object(&request, "request", &object)).await;
        assert_eq!(answer.get("state"), Some(request.get("state")), "{alg}");
        let tokens = app.exchange(&request, answer.code()).await.tokens();
        assert_eq!(read_part(&tokens.id, 1)["nonce"], request.get("nonce"), "{alg}");
    }
}

#[tokio::test]
async fn an_object_that_is_keyed_with_the_client_s_secret_is_taken() {
    let world = World::new().await;
    let metadata = json!({ "trusted": true, "request_object_signing_alg": "HS256" });
    let app = world.register("app", metadata, true).await;
    let signer = Signer::secret(app.secret.as_deref().expect("a secret"));
    let request = app.authorize("openid");
    let object = signer.sign(&members(&request));
    let answer = answer(&world, &with_object(&request, "request", &object)).await;
    assert_eq!(answer.get("state"), Some(request.get("state")));
    let another = Signer::secret("another-secret-0123456789abcdef0123456789");
    let object = another.sign(&members(&request));
    let forged = with_object(&request, "request", &object).with("redirect_uri", request.get("redirect_uri"));
    refused_by(
        &world,
        &forged,
        "invalid_request_object",
        Rule::RequestObjectSignature,
    )
    .await;
}

#[tokio::test]
async fn an_object_that_is_encrypted_to_the_provider_is_taken() {
    let world = World::new().await;
    let signer = Signer::new(ClientAlg::ES256);
    let app = app(&world, &signer, json!({})).await;
    for &alg in KeyManagement::ALL {
        let request = app.authorize("openid");
        let object = app.encrypt(alg, &signer.sign(&members(&request))).await;
        let answer = answer(&world, &with_object(&request, "request", &object)).await;
        assert_eq!(answer.get("state"), Some(request.get("state")), "{alg}");
        let tokens = app.exchange(&request, answer.code()).await.tokens();
        assert_eq!(read_part(&tokens.id, 1)["nonce"], request.get("nonce"), "{alg}");
    }
}

#[tokio::test]
async fn what_stands_inside_supersedes_what_stands_outside() {
    let world = World::new().await;
    let signer = Signer::new(ClientAlg::ES256);
    let app = app(&world, &signer, json!({})).await;
    let request = app.authorize("openid");
    let object = signer.sign(&members(&request));
    let contradicted = request
        .clone()
        .with("redirect_uri", "https://evil.example/callback")
        .with("state", "outside")
        .with("nonce", "outside")
        .with("scope", "openid email")
        .with("request", &object);
    let answer = answer(&world, &contradicted).await;
    assert_eq!(answer.to.as_str(), "https://app.example/callback");
    assert_eq!(answer.get("state"), Some(request.get("state")));
    let tokens = app.exchange(&request, answer.code()).await.tokens();
    assert_eq!(read_part(&tokens.id, 1)["nonce"], request.get("nonce"));
}

#[tokio::test]
async fn what_stands_outside_only_counts_too() {
    let world = World::new().await;
    let signer = Signer::new(ClientAlg::ES256);
    let app = app(&world, &signer, json!({})).await;
    let request = app.authorize("openid");
    let object = signer.sign(&json!({ "iss": "app", "aud": crate::harness::ISSUER, "max_age": 0 }));
    let mut browser = world.browser();
    let login = browser.open(&request).await.page();
    world.log_in(&mut browser, login, "ada").await.answer();
    world.clock.advance(minutes(1));
    // A number inside is a parameter: the session that is there is too old.
    let page = browser
        .open(&request.clone().with("request", &object))
        .await
        .page();
    assert_eq!(page.url.path(), "/login");
}

#[tokio::test]
async fn an_object_that_is_posted_is_kept_through_the_pages() {
    let world = World::new().await;
    let signer = Signer::new(ClientAlg::ES256);
    let app = app(&world, &signer, json!({})).await;
    let request = app.authorize("openid");
    let object = signer.sign(&members(&request));
    let posted = with_object(&request, "request", &object);
    let mut browser = world.browser();
    let login = browser
        .post_from_elsewhere("/oauth2/authorize", posted.params())
        .await
        .page();
    let answer = world.log_in(&mut browser, login, "ada").await.answer();
    assert_eq!(answer.get("state"), Some(request.get("state")));
}

#[tokio::test]
async fn prompt_none_inside_answers_at_once() {
    let world = World::new().await;
    let signer = Signer::new(ClientAlg::ES256);
    let app = app(&world, &signer, json!({})).await;
    let request = app.authorize("openid").with("prompt", "none");
    let object = signer.sign(&members(&request));
    let request = with_object(&request, "request", &object);
    refused_by(&world, &request, "login_required", Rule::LoginRequired).await;
}

#[tokio::test]
async fn an_unsigned_object_is_taken_where_that_is_registered() {
    let world = World::new().await;
    let signer = Signer::new(ClientAlg::ES256);
    let app = app(&world, &signer, json!({ "request_object_signing_alg": "none" })).await;
    let request = app.authorize("openid");
    let object = unsigned(&json!({ "alg": "none" }), &members(&request).to_string());
    let taken = answer(&world, &with_object(&request, "request", &object)).await;
    assert_eq!(taken.get("state"), Some(request.get("state")));
    // A signed one is not what is registered.
    let signed = request.clone().with("request", &signer.sign(&members(&request)));
    refused_by(
        &world,
        &signed,
        "invalid_request_object",
        Rule::RequestObjectAlgorithm,
    )
    .await;
}

#[tokio::test]
async fn an_unsigned_object_is_taken_unless_the_app_has_registered_to_sign() {
    let world = World::new().await;
    let app = app(&world, &Signer::new(ClientAlg::ES256), json!({})).await;
    let request = app.authorize("openid");
    let object = unsigned(&json!({ "alg": "none" }), &members(&request).to_string());
    let taken = answer(&world, &with_object(&request, "request", &object)).await;
    assert_eq!(taken.get("state"), Some(request.get("state")));
}
