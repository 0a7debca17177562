//! Exchanging an authorization code (RFC 6749, 4.1.3 and 10.5; RFC 9700, 4.5).

use crate::harness::{AuthorizationRequest, Client, Reply, World, seconds};
use serde_json::json;
use voltkey_protocol::error::Rule;

/// Signs ada in at the platform, with a refresh token to come.
async fn code(world: &World, client: &Client) -> (AuthorizationRequest, String) {
    let request = client.authorize("openid offline_access");
    let answer = world
        .sign_in(&mut world.browser(), "ada", &request)
        .await
        .answer();
    let code = answer.code().to_owned();
    (request, code)
}

async fn assert_refused(world: &World, reply: Reply, rule: Rule) {
    assert_eq!(reply.refusal(), (400, "invalid_grant".into()), "{rule}");
    assert_eq!(world.rule(&reply.reference()).await, rule);
}

#[tokio::test]
async fn a_code_counts_once_and_its_replay_revokes_what_it_gave() {
    let world = World::new().await;
    let platform = world.client("platform");
    let (request, code) = code(&world, &platform).await;
    let tokens = platform.exchange(&request, &code).await.tokens();
    platform.userinfo(&tokens.access).await.ok();
    assert_refused(
        &world,
        platform.exchange(&request, &code).await,
        Rule::CodeReplayed,
    )
    .await;
    assert_eq!(
        platform.userinfo(&tokens.access).await.refusal(),
        (401, "invalid_token".into())
    );
    assert_eq!(platform.introspect(&tokens.access).await["active"], false);
    assert_refused(
        &world,
        platform.refresh(&tokens.refresh).await,
        Rule::GrantRevoked,
    )
    .await;
}

#[tokio::test]
async fn a_replay_also_revokes_what_was_refreshed_meanwhile() {
    let world = World::new().await;
    let platform = world.client("platform");
    let (request, code) = code(&world, &platform).await;
    let tokens = platform.exchange(&request, &code).await.tokens();
    let next = platform.refresh(&tokens.refresh).await.tokens();
    assert_refused(
        &world,
        platform.exchange(&request, &code).await,
        Rule::CodeReplayed,
    )
    .await;
    assert_eq!(platform.userinfo(&next.access).await.status, 401);
    assert_refused(&world, platform.refresh(&next.refresh).await, Rule::GrantRevoked).await;
}

#[tokio::test]
async fn a_replay_that_proves_nothing_ends_nobody_s_session() {
    let world = World::new().await;
    let (platform, solar) = (world.client("platform"), world.client("solar-reports"));
    let (request, code) = code(&world, &platform).await;
    let tokens = platform.exchange(&request, &code).await.tokens();
    assert_refused(&world, solar.exchange(&request, &code).await, Rule::CodeForeign).await;
    let other_address = request.clone().with("redirect_uri", "https://evil.example/");
    assert_refused(
        &world,
        platform.exchange(&other_address, &code).await,
        Rule::CodeRedirectUri,
    )
    .await;
    let other_verifier = platform.authorize("openid");
    assert_refused(
        &world,
        platform.exchange(&other_verifier, &code).await,
        Rule::PkceVerifier,
    )
    .await;
    platform.userinfo(&tokens.access).await.ok();
}

#[tokio::test]
async fn a_late_replay_is_still_known_as_one() {
    let world = World::new().await;
    let platform = world.client("platform");
    let (request, code) = code(&world, &platform).await;
    let tokens = platform.exchange(&request, &code).await.tokens();
    world.clock.advance(seconds(60));
    assert_refused(
        &world,
        platform.exchange(&request, &code).await,
        Rule::CodeReplayed,
    )
    .await;
    assert_eq!(platform.userinfo(&tokens.access).await.status, 401);
}

#[tokio::test]
async fn of_several_exchanges_at_once_one_wins() {
    let world = World::new().await;
    let platform = world.client("platform");
    let (request, code) = code(&world, &platform).await;
    let exchange = || platform.exchange(&request, &code);
    let (a, b, c, d) = tokio::join!(exchange(), exchange(), exchange(), exchange());
    let won = [a, b, c, d].iter().filter(|reply| reply.status == 200).count();
    assert_eq!(won, 1);
}

#[tokio::test]
async fn a_code_lives_for_a_minute() {
    let world = World::new().await;
    let platform = world.client("platform");
    let (request, young) = code(&world, &platform).await;
    world.clock.advance(seconds(59));
    platform.exchange(&request, &young).await.tokens();
    let (request, old) = code(&world, &platform).await;
    world.clock.advance(seconds(60));
    assert_refused(&world, platform.exchange(&request, &old).await, Rule::CodeExpired).await;
}

#[tokio::test]
async fn a_code_is_good_for_its_own_client_only() {
    let world = World::new().await;
    let (platform, solar) = (world.client("platform"), world.client("solar-reports"));
    let (request, code) = code(&world, &platform).await;
    assert_refused(&world, solar.exchange(&request, &code).await, Rule::CodeForeign).await;
    platform.exchange(&request, &code).await.tokens();
}

#[tokio::test]
async fn the_redirect_uri_must_be_the_request_s_to_the_letter() {
    let world = World::new().await;
    let platform = world.client("platform");
    let (request, code) = code(&world, &platform).await;
    let verifier = request.verifier.as_deref().unwrap();
    for redirect_uri in [
        None,
        Some(""),
        Some("https://platform.example/callback/"),
        Some("https://evil.example/"),
    ] {
        let mut params = vec![
            ("grant_type", "authorization_code"),
            ("code", &code),
            ("code_verifier", verifier),
        ];
        params.extend(redirect_uri.map(|uri| ("redirect_uri", uri)));
        assert_refused(&world, platform.token(&params).await, Rule::CodeRedirectUri).await;
    }
    platform.exchange(&request, &code).await.tokens();
}

#[tokio::test]
async fn what_was_never_a_code_is_none() {
    let world = World::new().await;
    let platform = world.client("platform");
    let tokens = world.tokens(&platform, "ada", "openid offline_access").await;
    for code in [
        "x",
        "ü",
        &"A".repeat(43),
        &"A".repeat(44),
        &tokens.access,
        &tokens.refresh,
    ] {
        let reply = platform.exchange(&platform.authorize("openid"), code).await;
        assert_refused(&world, reply, Rule::CodeUnknown).await;
    }
}

#[tokio::test]
async fn a_block_comes_before_the_exchange() {
    let world = World::new().await;
    let platform = world.client("platform");
    let (request, code) = code(&world, &platform).await;
    world.block("ada").await;
    assert_refused(
        &world,
        platform.exchange(&request, &code).await,
        Rule::PersonBlocked,
    )
    .await;
}

#[tokio::test]
async fn what_was_taken_from_the_client_meanwhile_is_not_given() {
    let world = World::new().await;
    let platform = world.client("platform");
    let (request, code) = code(&world, &platform).await;
    world
        .change_client("platform", json!({ "scope": "openid email" }))
        .await;
    let tokens = platform.exchange(&request, &code).await.tokens();
    assert_eq!((&*tokens.scope, &*tokens.refresh), ("openid", ""));
}

#[tokio::test]
async fn a_code_is_nowhere_in_clear() {
    let world = World::new().await;
    let platform = world.client("platform");
    let (request, code) = code(&world, &platform).await;
    platform.exchange(&request, &code).await.tokens();
    let reply = platform.exchange(&request, &code).await;
    assert!(!reply.body.contains(&code), "{}", reply.body);
    assert!(!world.refusal(&reply.reference()).await.details.contains(&code));
}

#[tokio::test]
async fn a_code_ends_with_its_session() {
    let world = World::new().await;
    let platform = world.client("platform");
    for scope in ["openid", "openid offline_access"] {
        let mut browser = world.browser();
        let request = platform.authorize(scope);
        let answer = world.sign_in(&mut browser, "ada", &request).await.answer();
        browser.get("/auth/logout").await.page();
        let reply = platform.exchange(&request, answer.code()).await;
        assert_refused(&world, reply, Rule::SessionEnded).await;
    }
}

#[tokio::test]
async fn it_outlives_a_session_that_has_only_expired() {
    let world = World::with("[session]\nidle = \"20s\"\nabsolute = \"20s\"").await;
    let platform = world.client("platform");
    let (request, code) = code(&world, &platform).await;
    world.clock.advance(seconds(30));
    platform.exchange(&request, &code).await.tokens();
}
