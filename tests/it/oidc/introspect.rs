//! Introspection (RFC 7662).

use crate::harness::{ISSUER, World, minutes};
use serde_json::json;
use voltkey_protocol::error::Rule;

#[tokio::test]
async fn a_valid_access_token_is_told_to_the_client_that_holds_it() {
    let world = World::new().await;
    let platform = world.client("platform");
    let tokens = world.tokens(&platform, "ada", "openid email").await;
    let claims = platform.verify(&tokens.access).await.claims;
    let told = platform.introspect(&tokens.access).await;
    assert_eq!(
        (&told["active"], &told["token_type"]),
        (&json!(true), &json!("Bearer"))
    );
    for name in [
        "iss",
        "sub",
        "aud",
        "client_id",
        "scope",
        "exp",
        "iat",
        "jti",
        "acr",
        "amr",
        "auth_time",
    ] {
        assert_eq!(told[name], claims[name], "{name}");
    }
    assert!(told.get("grant_id").is_none(), "our own row is nobody's business");
}

#[tokio::test]
async fn a_valid_refresh_token_is_told_to_its_own_client_only() {
    let world = World::new().await;
    let platform = world.client("platform");
    let tokens = world.tokens(&platform, "ada", "openid offline_access").await;
    let told = platform.introspect(&tokens.refresh).await;
    assert_eq!((&told["active"], &told["iss"]), (&json!(true), &json!(ISSUER)));
    assert_eq!(
        (&told["client_id"], &told["scope"]),
        (&json!("platform"), &json!("openid offline_access"))
    );
    assert_eq!(told["sub"], platform.verify(&tokens.id).await.claims["sub"]);
    assert!(told.get("token_type").is_none(), "it is no Bearer token");
    let other = world.client("solar-reports").introspect(&tokens.refresh).await;
    assert_eq!(other, json!({ "active": false }));
}

#[tokio::test]
async fn a_resource_server_is_told_of_tokens_that_are_meant_for_it() {
    let world = World::new().await;
    let metadata = json!({ "grant_types": ["client_credentials"] });
    let api = world
        .register("https://api.platform.example", metadata, true)
        .await;
    let person = world
        .tokens(&world.client("platform"), "ada", "openid")
        .await
        .access;
    let machine = world
        .client("service")
        .token(&[("grant_type", "client_credentials")])
        .await
        .tokens()
        .access;
    assert_eq!(api.introspect(&person).await["client_id"], "platform");
    assert_eq!(api.introspect(&machine).await["client_id"], "service");
    let elsewhere = world
        .tokens(&world.client("solar-reports"), "ada", "openid")
        .await
        .access;
    assert_eq!(api.introspect(&elsewhere).await, json!({ "active": false }));
}

#[tokio::test]
async fn every_other_token_is_inactive_and_nothing_more() {
    let world = World::new().await;
    let (platform, solar) = (world.client("platform"), world.client("solar-reports"));
    let tokens = world.tokens(&platform, "ada", "openid offline_access").await;
    let inactive = json!({ "active": false });
    for unknown in [
        "garbage",
        "a.b.c",
        &tokens.id,
        "A".repeat(43).as_str(),
        &"x".repeat(8000),
    ] {
        assert_eq!(platform.introspect(unknown).await, inactive, "{unknown}");
    }
    assert_eq!(
        solar.introspect(&tokens.access).await,
        inactive,
        "another client's"
    );
    let next = platform.refresh(&tokens.refresh).await.tokens();
    assert_eq!(platform.introspect(&tokens.refresh).await, inactive, "used");
    platform.revoke(&next.access).await;
    assert_eq!(platform.introspect(&next.access).await, inactive, "revoked");
    world.clock.advance(minutes(15));
    assert_eq!(platform.introspect(&tokens.access).await, inactive, "expired");
    world.clock.advance(minutes(30 * 24 * 60));
    assert_eq!(platform.introspect(&next.refresh).await, inactive, "expired");
}

#[tokio::test]
async fn the_tokens_of_somebody_who_is_blocked_are_inactive() {
    let world = World::new().await;
    let platform = world.client("platform");
    let tokens = world.tokens(&platform, "ada", "openid offline_access").await;
    world.block("ada").await;
    assert_eq!(
        platform.introspect(&tokens.access).await,
        json!({ "active": false })
    );
    assert_eq!(
        platform.introspect(&tokens.refresh).await,
        json!({ "active": false })
    );
}

#[tokio::test]
async fn a_machine_s_token_dies_by_revocation() {
    let world = World::new().await;
    let service = world.client("service");
    let token = service
        .token(&[("grant_type", "client_credentials")])
        .await
        .tokens()
        .access;
    assert_eq!(service.introspect(&token).await["active"], true);
    service.revoke(&token).await;
    assert_eq!(service.introspect(&token).await, json!({ "active": false }));
}

#[tokio::test]
async fn nobody_is_told_without_authentication() {
    let world = World::new().await;
    let platform = world.client("platform");
    let token = world.tokens(&platform, "ada", "openid").await.access;
    let params = [("token", token.as_str())];
    let nobody = platform.post_as_is("/oauth2/introspect", None, &params).await;
    let wrong = platform
        .clone()
        .with_secret(Some("wrong"))
        .post("/oauth2/introspect", &params)
        .await;
    let public = world.client("spa").post("/oauth2/introspect", &params).await;
    for (reply, rule) in [
        (nobody, Rule::ClientAuthMissing),
        (wrong, Rule::ClientAuthFailed),
        (public, Rule::ClientAuthMethod),
    ] {
        assert_eq!(reply.refusal(), (401, "invalid_client".into()));
        assert_eq!(reply.header("www-authenticate"), "Basic realm=\"voltkey\"");
        assert_eq!(world.rule(&reply.reference()).await, rule);
    }
}

#[tokio::test]
async fn a_request_without_a_token_is_invalid() {
    let world = World::new().await;
    let platform = world.client("platform");
    for params in [&[][..], &[("token", "")]] {
        let reply = platform.post("/oauth2/introspect", params).await;
        assert_eq!(reply.refusal(), (400, "invalid_request".into()));
        assert_eq!(world.rule(&reply.reference()).await, Rule::ParameterMissing);
    }
    let twice = platform
        .post("/oauth2/introspect", &[("token", "a"), ("token", "b")])
        .await;
    assert_eq!(twice.refusal(), (400, "invalid_request".into()));
    assert_eq!(platform.get("/oauth2/introspect?token=x").await.status, 405);
}

#[tokio::test]
async fn scripts_in_browsers_are_not_answered() {
    let world = World::new().await;
    let platform = world.client("platform");
    let reply = platform.post("/oauth2/introspect", &[("token", "x")]).await;
    assert_eq!(reply.header("access-control-allow-origin"), "");
    assert_eq!(reply.header("cache-control"), "no-store");
}
