//! What a client gets of a grant of which an operator has taken something since the person signed in.

use super::refresh::{ada, assert_refused};
use crate::harness::{World, read_part};
use serde_json::json;
use voltkey_protocol::error::Rule;

const ARCHIVE: &str = "https://archive.platform.example";
const API: &str = "https://api.platform.example";

#[tokio::test]
async fn a_scope_is_given_no_more() {
    let world = World::new().await;
    let (platform, first) = ada(&world).await;
    world
        .change_client("platform", json!({ "scope": "openid offline_access" }))
        .await;
    let before = platform.userinfo(&first.access).await.ok();
    assert!(before.get("email").is_none(), "not even for a token of before");
    assert_eq!(
        platform.introspect(&first.access).await["scope"],
        "openid offline_access"
    );
    assert_eq!(
        platform.introspect(&first.refresh).await["scope"],
        "openid offline_access"
    );
    let next = platform.refresh(&first.refresh).await.tokens();
    assert_eq!(next.scope, "openid offline_access");
    assert_eq!(
        platform.verify(&next.access).await.claims["scope"],
        "openid offline_access"
    );
    world
        .change_client("platform", json!({ "scope": "email offline_access" }))
        .await;
    let refused = platform.userinfo(&next.access).await;
    assert_eq!(refused.status, 403, "a login it is no longer");
    assert_eq!(world.rule(&refused.reference()).await, Rule::BearerScope);
    assert_eq!(platform.refresh(&next.refresh).await.tokens().id, "");
}

#[tokio::test]
async fn so_are_claims_that_were_asked_for_by_name() {
    let world = World::new().await;
    let platform = world.client("platform");
    let claims = json!({ "id_token": { "email": null }, "userinfo": { "given_name": null } });
    let request = platform
        .authorize("openid offline_access")
        .with("claims", &claims.to_string());
    let first = world
        .tokens_by(&platform, &mut world.browser(), "ada", &request)
        .await;
    assert_eq!(read_part(&first.id, 1)["email"], "ada@sonnenfeld.example");
    world
        .change_client("platform", json!({ "scope": "openid offline_access" }))
        .await;
    let next = platform.refresh(&first.refresh).await.tokens();
    assert!(read_part(&next.id, 1).get("email").is_none());
    for access in [&first.access, &next.access] {
        assert!(platform.userinfo(access).await.ok().get("given_name").is_none());
    }
}

#[tokio::test]
async fn a_resource_is_given_no_more() {
    let world = World::new().await;
    let platform = world.client("platform");
    let request = platform
        .authorize("openid offline_access")
        .with("resource", ARCHIVE)
        .and("resource", API);
    let mut browser = world.browser();
    let first = world.tokens_by(&platform, &mut browser, "ada", &request).await;
    let api = world
        .register(API, json!({ "grant_types": ["client_credentials"] }), true)
        .await;
    assert_eq!(api.introspect(&first.access).await["active"], true);
    world
        .change_client("platform", json!({ "audience": [ARCHIVE] }))
        .await;
    assert_eq!(api.introspect(&first.access).await, json!({ "active": false }));
    let next = platform.refresh(&first.refresh).await.tokens();
    assert_eq!(platform.verify(&next.access).await.claims["aud"], ARCHIVE);
    world
        .change_client("platform", json!({ "audience": ["https://other.example"] }))
        .await;
    let reply = platform.refresh(&next.refresh).await;
    assert_eq!(reply.refusal(), (400, "invalid_target".into()));
    assert_eq!(world.rule(&reply.reference()).await, Rule::ResourceNotRegistered);
}

#[tokio::test]
async fn without_offline_access_nothing_is_refreshed() {
    let world = World::new().await;
    let (platform, first) = ada(&world).await;
    world
        .change_client("platform", json!({ "scope": "openid email" }))
        .await;
    assert_eq!(
        platform.introspect(&first.refresh).await,
        json!({ "active": false })
    );
    let reply = platform.refresh(&first.refresh).await;
    assert_refused(&world, reply, Rule::RefreshWithdrawn).await;
}

#[tokio::test]
async fn without_trust_the_person_must_have_been_asked() {
    let world = World::new().await;
    let (platform, unasked) = ada(&world).await;
    let request = platform
        .authorize("openid email offline_access")
        .with("prompt", "consent");
    let mut browser = world.browser();
    let asked = world.tokens_by(&platform, &mut browser, "ben", &request).await;
    world.change_client("platform", json!({ "trusted": false })).await;
    assert_eq!(
        platform.introspect(&unasked.refresh).await,
        json!({ "active": false })
    );
    let reply = platform.refresh(&unasked.refresh).await;
    assert_refused(&world, reply, Rule::RefreshWithdrawn).await;
    platform.refresh(&asked.refresh).await.tokens();
    world.change_client("platform", json!({})).await;
    platform.refresh(&unasked.refresh).await.tokens();
}
