//! Which addresses may receive an answer (RFC 6749, 3.1.2; RFC 8252, 7; RFC 9700, 2.1 and 4.1).

use crate::harness::World;
use serde_json::json;
use voltkey_protocol::error::Rule;

/// Shows that nobody is sent to that address, not even with a refusal.
async fn assert_refused(world: &World, client_id: &str, redirect_uri: &str) {
    let request = world
        .client(client_id)
        .authorize("openid")
        .with("redirect_uri", redirect_uri);
    let page = world.browser().open(&request).await.page();
    assert_eq!(page.status, 400, "{redirect_uri}");
    assert_eq!(
        world.rule(&page.reference()).await,
        Rule::RedirectUriUnregistered,
        "{redirect_uri}"
    );
}

#[tokio::test]
async fn only_the_registered_address_to_the_letter() {
    let world = World::new().await;
    for lookalike in [
        "https://platform.example/callback/",
        "https://platform.example/callback?",
        "https://platform.example/callback?x=1",
        "https://platform.example/callback#",
        "https://platform.example/CALLBACK",
        "https://PLATFORM.example/callback",
        "https://platform.example:443/callback",
        "https://platform.example/x/../callback",
        "https://platform.example/%63allback",
        "https://platform.example@evil.example/callback",
        "https://platform.example.evil.example/callback",
        "https://evil.example/callback",
        "http://platform.example/callback",
        "//platform.example/callback",
        "/callback",
        "javascript:alert(1)",
        " https://platform.example/callback",
    ] {
        assert_refused(&world, "platform", lookalike).await;
    }
}

#[tokio::test]
async fn another_client_s_address_is_no_better() {
    let world = World::new().await;
    assert_refused(&world, "solar-reports", "https://platform.example/callback").await;
}

#[tokio::test]
async fn a_native_app_may_listen_on_any_port_of_its_loopback_address() {
    let world = World::new().await;
    let native = world.client("native");
    for redirect_uri in [
        "http://127.0.0.1:49152/callback",
        "http://127.0.0.1:80/callback",
        "http://127.0.0.1/callback",
    ] {
        let request = native.authorize("openid").with("redirect_uri", redirect_uri);
        let answer = world
            .sign_in(&mut world.browser(), "ada", &request)
            .await
            .answer();
        native.exchange(&request, answer.code()).await.tokens();
    }
    for other in [
        "http://localhost:49152/callback",
        "http://[::1]:49152/callback",
        "http://127.0.0.1:49152/other",
        "http://127.0.0.1:99999/callback",
        "http://127.0.0.1.evil.example/callback",
        "http://127.0.0.1:80@evil.example/callback",
        "https://127.0.0.1:49152/callback",
    ] {
        assert_refused(&world, "native", other).await;
    }
}

#[tokio::test]
async fn a_native_app_may_have_a_scheme_of_its_own() {
    let world = World::new().await;
    let native = world.client("native");
    let request = native
        .authorize("openid")
        .with("redirect_uri", "com.example.app:/callback");
    let answer = world
        .sign_in(&mut world.browser(), "ada", &request)
        .await
        .answer();
    assert_eq!(answer.to.as_str(), "com.example.app:/callback");
    assert_refused(&world, "native", "com.example.app:/callback/").await;
    assert_refused(&world, "native", "com.example.other:/callback").await;
}

#[tokio::test]
async fn a_web_app_on_this_machine_has_one_port() {
    let world = World::new().await;
    world
        .register(
            "local",
            json!({ "trusted": true, "redirect_uris": ["http://127.0.0.1:3000/cb"] }),
            true,
        )
        .await;
    let local = world.stranger("local", None);
    let at = |redirect_uri: &str| local.authorize("openid").with("redirect_uri", redirect_uri);
    assert_eq!(
        world
            .browser()
            .open(&at("http://127.0.0.1:3000/cb"))
            .await
            .page()
            .status,
        200
    );
    assert_eq!(
        world
            .browser()
            .open(&at("http://127.0.0.1:3001/cb"))
            .await
            .page()
            .status,
        400
    );
}

#[tokio::test]
async fn plain_oauth_may_leave_the_only_address_out_and_then_the_exchange_may_too() {
    let world = World::new().await;
    let platform = world.client("platform");
    let request = platform.authorize("email").without("redirect_uri");
    let answer = world
        .sign_in(&mut world.browser(), "ada", &request)
        .await
        .answer();
    assert_eq!(answer.to.as_str(), platform.redirect_uri);
    let verifier = request.verifier.as_deref().unwrap();
    let params = [
        ("grant_type", "authorization_code"),
        ("code", answer.code()),
        ("code_verifier", verifier),
    ];
    platform.token(&params).await.tokens();
}
