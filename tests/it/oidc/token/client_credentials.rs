//! Tokens of a client itself (RFC 6749, 4.4; RFC 9068).

use crate::harness::{ISSUER, Reply, World, seconds};
use serde_json::json;
use voltkey_protocol::error::Rule;

const GRANT: (&str, &str) = ("grant_type", "client_credentials");

async fn assert_refused(world: &World, reply: Reply, error: &str, rule: Rule) {
    assert_eq!(reply.refusal(), (400, error.to_owned()), "{rule}");
    assert_eq!(world.rule(&reply.reference()).await, rule);
}

#[tokio::test]
async fn the_token_is_about_the_client() {
    let world = World::new().await;
    let service = world.client("service");
    let reply = service.token(&[GRANT]).await;
    let tokens = reply.tokens();
    assert_eq!(
        (tokens.refresh.as_str(), tokens.id.as_str()),
        ("", ""),
        "RFC 6749, 4.4.3"
    );
    let jwt = service.verify(&tokens.access).await;
    assert_eq!(jwt.header["typ"], "at+jwt");
    assert_eq!(
        (&jwt.claims["sub"], &jwt.claims["client_id"]),
        (&json!("service"), &json!("service"))
    );
    assert_eq!(jwt.claims["aud"], "https://api.platform.example");
    for absent in ["auth_time", "acr", "amr", "grant_id", "sid"] {
        assert!(jwt.claims.get(absent).is_none(), "nobody has logged in: {absent}");
    }
}

#[tokio::test]
async fn without_a_wish_it_has_all_that_is_registered() {
    let world = World::new().await;
    let service = world.client("service");
    assert_eq!(
        service.token(&[GRANT]).await.tokens().scope,
        "reports:read reports:write"
    );
    let less = service.token(&[GRANT, ("scope", "reports:read")]).await.tokens();
    assert_eq!(less.scope, "reports:read");
    assert_eq!(service.verify(&less.access).await.claims["scope"], "reports:read");
}

#[tokio::test]
async fn a_scope_that_is_not_registered_or_about_people_is_refused() {
    let world = World::new().await;
    let service = world.client("service");
    for scope in [
        "reports:delete",
        "reports:read admin",
        "openid",
        "profile",
        "offline_access",
    ] {
        let reply = service.token(&[GRANT, ("scope", scope)]).await;
        assert_refused(&world, reply, "invalid_scope", Rule::ScopeNotRegistered).await;
    }
    let reply = service.token(&[GRANT, ("scope", "a\\b")]).await;
    assert_refused(&world, reply, "invalid_scope", Rule::ScopeMalformed).await;
}

#[tokio::test]
async fn a_client_without_scopes_gets_a_token_without() {
    let world = World::new().await;
    let machine = world
        .register("machine", json!({ "grant_types": ["client_credentials"] }), true)
        .await;
    let tokens = machine.token(&[GRANT]).await.tokens();
    let claims = machine.verify(&tokens.access).await.claims;
    assert_eq!((tokens.scope.as_str(), claims.get("scope")), ("", None));
    assert_eq!(
        claims["aud"], ISSUER,
        "a token for nothing else is for the provider itself"
    );
}

#[tokio::test]
async fn a_resource_may_be_named() {
    let world = World::new().await;
    let service = world.client("service");
    let reply = service
        .token(&[GRANT, ("resource", "https://api.platform.example")])
        .await;
    assert_eq!(
        service.verify(&reply.tokens().access).await.claims["aud"],
        "https://api.platform.example"
    );
    let other = service
        .token(&[GRANT, ("resource", "https://archive.platform.example")])
        .await;
    assert_refused(&world, other, "invalid_target", Rule::ResourceNotRegistered).await;
}

#[tokio::test]
async fn it_lives_for_a_quarter_of_an_hour() {
    let world = World::new().await;
    let service = world.client("service");
    let token = service.token(&[GRANT]).await.tokens().access;
    world.clock.advance(seconds(15 * 60 - 1));
    assert_eq!(service.introspect(&token).await["active"], true);
    world.clock.advance(seconds(1));
    assert_eq!(service.introspect(&token).await["active"], false);
}
