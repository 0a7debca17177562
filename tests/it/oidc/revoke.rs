//! Revocation (RFC 7009).

use crate::harness::World;
use voltkey_protocol::error::Rule;

#[tokio::test]
async fn a_revoked_access_token_ends_alone() {
    let world = World::new().await;
    let platform = world.client("platform");
    let tokens = world.tokens(&platform, "ada", "openid offline_access").await;
    platform.revoke(&tokens.access).await;
    assert_eq!(
        platform.userinfo(&tokens.access).await.refusal(),
        (401, "invalid_token".into())
    );
    let next = platform.refresh(&tokens.refresh).await.tokens();
    platform.userinfo(&next.access).await.ok();
}

#[tokio::test]
async fn a_revoked_refresh_token_takes_its_whole_grant_along() {
    let world = World::new().await;
    let platform = world.client("platform");
    let tokens = world.tokens(&platform, "ada", "openid offline_access").await;
    let other_login = world.tokens(&platform, "ada", "openid offline_access").await;
    platform.revoke(&tokens.refresh).await;
    let reply = platform.refresh(&tokens.refresh).await;
    assert_eq!(reply.refusal(), (400, "invalid_grant".into()));
    assert_eq!(world.rule(&reply.reference()).await, Rule::GrantRevoked);
    assert_eq!(
        platform.userinfo(&tokens.access).await.refusal(),
        (401, "invalid_token".into())
    );
    platform.userinfo(&other_login.access).await.ok();
}

#[tokio::test]
async fn a_token_that_is_unknown_or_over_is_answered_alike() {
    let world = World::new().await;
    let platform = world.client("platform");
    let tokens = world.tokens(&platform, "ada", "openid").await;
    for token in ["garbage", "a.b.c", &"A".repeat(43), &tokens.id] {
        platform.revoke(token).await;
    }
    platform.revoke(&tokens.access).await;
    platform.revoke(&tokens.access).await;
}

#[tokio::test]
async fn another_client_s_token_lives_on() {
    let world = World::new().await;
    let (platform, solar) = (world.client("platform"), world.client("solar-reports"));
    let tokens = world.tokens(&platform, "ada", "openid offline_access").await;
    solar.revoke(&tokens.access).await;
    solar.revoke(&tokens.refresh).await;
    platform.userinfo(&tokens.access).await.ok();
    platform.refresh(&tokens.refresh).await.tokens();
}

#[tokio::test]
async fn a_public_client_revokes_its_own_by_its_name() {
    let world = World::new().await;
    let spa = world.client("spa");
    let tokens = world.tokens(&spa, "ada", "openid").await;
    spa.revoke(&tokens.access).await;
    assert_eq!(
        spa.userinfo(&tokens.access).await.refusal(),
        (401, "invalid_token".into())
    );
}

#[tokio::test]
async fn a_hint_at_the_type_is_no_more_than_a_hint() {
    let world = World::new().await;
    let platform = world.client("platform");
    for hint in ["refresh_token", "access_token", "saml2"] {
        let token = world.tokens(&platform, "ada", "openid").await.access;
        let reply = platform
            .post("/oauth2/revoke", &[("token", &token), ("token_type_hint", hint)])
            .await;
        assert_eq!(reply.status, 200, "{hint}");
        assert_eq!(platform.userinfo(&token).await.status, 401, "{hint}");
    }
}

#[tokio::test]
async fn only_a_client_that_authenticates_revokes() {
    let world = World::new().await;
    let platform = world.client("platform");
    let token = world.tokens(&platform, "ada", "openid").await.access;
    let params = [("token", token.as_str())];
    let nobody = platform.post_as_is("/oauth2/revoke", None, &params).await;
    let wrong = platform
        .clone()
        .with_secret(Some("wrong"))
        .post("/oauth2/revoke", &params)
        .await;
    let no_secret = platform
        .clone()
        .with_secret(None)
        .post("/oauth2/revoke", &params)
        .await;
    for reply in [nobody, wrong, no_secret] {
        assert_eq!(reply.refusal(), (401, "invalid_client".into()));
    }
    platform.userinfo(&token).await.ok();
}

#[tokio::test]
async fn a_request_without_a_token_is_invalid() {
    let world = World::new().await;
    let reply = world.client("platform").post("/oauth2/revoke", &[]).await;
    assert_eq!(reply.refusal(), (400, "invalid_request".into()));
    assert_eq!(world.rule(&reply.reference()).await, Rule::ParameterMissing);
}
