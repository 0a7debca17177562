//! Refreshing (RFC 6749, 6; OpenID Connect Core, 11 and 12).

use crate::harness::{Client, Reply, Tokens, World, days, read_part, seconds};
use serde_json::json;
use voltkey_protocol::error::Rule;

/// Signs ada in at the platform for a long time.
pub(super) async fn ada(world: &World) -> (Client, Tokens) {
    let platform = world.client("platform");
    let tokens = world
        .tokens(&platform, "ada", "openid email offline_access")
        .await;
    (platform, tokens)
}

pub(super) async fn assert_refused(world: &World, reply: Reply, rule: Rule) {
    assert_eq!(reply.refusal(), (400, "invalid_grant".into()), "{rule}");
    assert_eq!(world.rule(&reply.reference()).await, rule);
}

#[tokio::test]
async fn a_refresh_token_needs_offline_access() {
    let world = World::new().await;
    let platform = world.client("platform");
    assert_eq!(world.tokens(&platform, "ada", "openid").await.refresh, "");
    assert_ne!(
        world
            .tokens(&platform, "ada", "openid offline_access")
            .await
            .refresh,
        ""
    );
}

#[tokio::test]
async fn a_third_party_gets_one_when_the_person_has_been_asked() {
    let world = World::new().await;
    let solar = world.client("solar-reports");
    let unasked = world.tokens(&solar, "ada", "openid offline_access").await;
    assert_eq!((unasked.refresh.as_str(), unasked.scope.as_str()), ("", "openid"));
    let request = solar.authorize("openid offline_access").with("prompt", "consent");
    let asked = world
        .tokens_by(&solar, &mut world.browser(), "ada", &request)
        .await;
    assert_eq!(asked.scope, "openid offline_access");
    solar.refresh(&asked.refresh).await.tokens();
}

#[tokio::test]
async fn a_client_without_the_grant_type_gets_none() {
    let world = World::new().await;
    let client = world.client("post-client");
    let request = client
        .authorize("openid offline_access")
        .with("prompt", "consent");
    let tokens = world
        .tokens_by(&client, &mut world.browser(), "ada", &request)
        .await;
    assert_eq!((tokens.refresh.as_str(), tokens.scope.as_str()), ("", "openid"));
}

#[tokio::test]
async fn a_public_client_refreshes_by_its_name() {
    let world = World::new().await;
    let spa = world.client("spa");
    let request = spa.authorize("openid offline_access").with("prompt", "consent");
    let tokens = world.tokens_by(&spa, &mut world.browser(), "ada", &request).await;
    let next = spa.refresh(&tokens.refresh).await.tokens();
    assert_ne!(next.refresh, tokens.refresh);
}

#[tokio::test]
async fn a_refreshed_id_token_is_about_the_same_login() {
    let world = World::new().await;
    let (platform, first) = ada(&world).await;
    world.clock.advance(days(3));
    let next = platform.refresh(&first.refresh).await.tokens();
    let (before, after) = (read_part(&first.id, 1), platform.verify(&next.id).await.claims);
    for claim in ["iss", "sub", "aud", "auth_time", "acr", "amr", "sid"] {
        assert_eq!(after[claim], before[claim], "{claim}");
    }
    assert!(after.get("nonce").is_none(), "OpenID Connect Core, 12.2");
    assert_eq!(after["iat"], world.now().as_seconds());
}

#[tokio::test]
async fn less_may_be_asked_for_and_the_rest_is_not_lost() {
    let world = World::new().await;
    let (platform, first) = ada(&world).await;
    let params = [
        ("grant_type", "refresh_token"),
        ("refresh_token", first.refresh.as_str()),
        ("scope", "openid"),
    ];
    let less = platform.token(&params).await.tokens();
    assert_eq!(less.scope, "openid");
    assert!(platform.userinfo(&less.access).await.ok().get("email").is_none());
    let all = platform.refresh(&less.refresh).await.tokens();
    assert_eq!(all.scope, "openid email offline_access");
}

#[tokio::test]
async fn more_is_refused_and_spends_nothing() {
    let world = World::new().await;
    let (platform, first) = ada(&world).await;
    for scope in ["openid profile", "unheard-of"] {
        let params = [
            ("grant_type", "refresh_token"),
            ("refresh_token", first.refresh.as_str()),
            ("scope", scope),
        ];
        let reply = platform.token(&params).await;
        assert_eq!(reply.refusal(), (400, "invalid_scope".into()));
        assert_eq!(world.rule(&reply.reference()).await, Rule::ScopeExceedsGrant);
    }
    let params = [
        ("grant_type", "refresh_token"),
        ("refresh_token", first.refresh.as_str()),
        ("scope", "a\"b"),
    ];
    let malformed = platform.token(&params).await;
    assert_eq!(world.rule(&malformed.reference()).await, Rule::ScopeMalformed);
    platform.refresh(&first.refresh).await.tokens();
    platform.refresh(&first.refresh).await.tokens();
}

#[tokio::test]
async fn an_unused_token_ends_after_thirty_days() {
    let world = World::new().await;
    let (platform, first) = ada(&world).await;
    world.clock.advance(days(30) - seconds(1));
    let next = platform.refresh(&first.refresh).await.tokens();
    world.clock.advance(days(30));
    assert_refused(
        &world,
        platform.refresh(&next.refresh).await,
        Rule::RefreshExpired,
    )
    .await;
}

#[tokio::test]
async fn a_token_that_is_used_slides_to_its_absolute_end() {
    let world = World::new().await;
    let (platform, mut tokens) = ada(&world).await;
    let code_came_at = world.now();
    for _ in 0..6 {
        world.clock.advance(days(29));
        tokens = platform.refresh(&tokens.refresh).await.tokens();
    }
    world.clock.set(code_came_at + days(180) - seconds(1));
    tokens = platform.refresh(&tokens.refresh).await.tokens();
    world.clock.advance(seconds(1));
    assert_refused(
        &world,
        platform.refresh(&tokens.refresh).await,
        Rule::RefreshExpired,
    )
    .await;
}

#[tokio::test]
async fn another_client_s_token_is_refused_and_not_spent() {
    let world = World::new().await;
    let (platform, tokens) = ada(&world).await;
    let solar = world.client("solar-reports");
    assert_refused(&world, solar.refresh(&tokens.refresh).await, Rule::RefreshForeign).await;
    platform.refresh(&tokens.refresh).await.tokens();
}

#[tokio::test]
async fn what_was_never_a_refresh_token_is_none() {
    let world = World::new().await;
    let (platform, tokens) = ada(&world).await;
    for token in ["x", "ü", &"A".repeat(43), &tokens.access, &tokens.id] {
        assert_refused(&world, platform.refresh(token).await, Rule::RefreshUnknown).await;
    }
}

#[tokio::test]
async fn somebody_who_is_blocked_is_refreshed_no_more() {
    let world = World::new().await;
    let (platform, tokens) = ada(&world).await;
    world.block("ada").await;
    assert_refused(
        &world,
        platform.refresh(&tokens.refresh).await,
        Rule::PersonBlocked,
    )
    .await;
}

#[tokio::test]
async fn the_end_of_the_session_is_not_the_end_of_the_family() {
    let world = World::new().await;
    let (platform, tokens) = ada(&world).await;
    world.clock.advance(days(20));
    platform.refresh(&tokens.refresh).await.tokens();
}

#[tokio::test]
async fn a_client_that_lost_the_grant_type_refreshes_no_more() {
    let world = World::new().await;
    let (platform, tokens) = ada(&world).await;
    world
        .change_client("platform", json!({ "grant_types": ["authorization_code"] }))
        .await;
    let reply = platform.refresh(&tokens.refresh).await;
    assert_eq!(reply.refusal(), (400, "unauthorized_client".into()));
}
