//! Access tokens as resource servers read them (RFC 9068; RFC 8707).

use crate::harness::{AuthorizationRequest, Client, ISSUER, Reply, World};
use serde_json::{Value, json};
use voltkey_protocol::error::Rule;

const API: &str = "https://api.platform.example";
const ARCHIVE: &str = "https://archive.platform.example";

async fn audience(world: &World, client: &Client, request: AuthorizationRequest) -> Value {
    let tokens = world
        .tokens_by(client, &mut world.browser(), "ada", &request)
        .await;
    client.verify(&tokens.access).await.claims["aud"].clone()
}

/// Exchanges ada's code, naming a resource.
async fn exchange_for(world: &World, request: AuthorizationRequest, resource: &str) -> Reply {
    let platform = world.client("platform");
    let answer = world
        .sign_in(&mut world.browser(), "ada", &request)
        .await
        .answer();
    let params = [
        ("grant_type", "authorization_code"),
        ("code", answer.code()),
        ("redirect_uri", request.get("redirect_uri")),
        ("code_verifier", request.verifier.as_deref().unwrap()),
        ("resource", resource),
    ];
    platform.token(&params).await
}

#[tokio::test]
async fn it_has_the_header_and_claims_of_rfc_9068() {
    let world = World::new().await;
    let platform = world.client("platform");
    let tokens = world.tokens(&platform, "ada", "openid email").await;
    let jwt = platform.verify(&tokens.access).await;
    assert_eq!(
        (&jwt.header["typ"], &jwt.header["alg"]),
        (&json!("at+jwt"), &json!("ES256"))
    );
    let now = world.now().as_seconds();
    assert_eq!(
        (&jwt.claims["iss"], &jwt.claims["client_id"]),
        (&json!(ISSUER), &json!("platform"))
    );
    assert_eq!(
        (&jwt.claims["iat"], &jwt.claims["exp"]),
        (&json!(now), &json!(now + 900))
    );
    assert_eq!(
        (&jwt.claims["scope"], &jwt.claims["auth_time"]),
        (&json!("openid email"), &json!(now))
    );
    assert_eq!(jwt.claims["sub"], platform.verify(&tokens.id).await.claims["sub"]);
    assert!(jwt.claims["jti"].as_str().is_some_and(|jti| jti.len() >= 16));
    for personal in ["email", "name", "companies"] {
        assert!(jwt.claims.get(personal).is_none(), "{personal} is for userinfo");
    }
}

#[tokio::test]
async fn each_has_an_identifier_of_its_own() {
    let world = World::new().await;
    let platform = world.client("platform");
    let first = world.tokens(&platform, "ada", "openid offline_access").await;
    let next = platform.refresh(&first.refresh).await.tokens();
    let (first, next) = (
        platform.verify(&first.access).await.claims,
        platform.verify(&next.access).await.claims,
    );
    assert_ne!(first["jti"], next["jti"]);
}

#[tokio::test]
async fn without_a_resource_it_is_for_the_client_s_own_and_with_openid_for_userinfo() {
    let world = World::new().await;
    let (platform, solar) = (world.client("platform"), world.client("solar-reports"));
    let userinfo = format!("{ISSUER}/oauth2/userinfo");
    assert_eq!(
        audience(&world, &platform, platform.authorize("openid")).await,
        json!([API, userinfo])
    );
    assert_eq!(
        audience(&world, &platform, platform.authorize("email")).await,
        API
    );
    assert_eq!(
        audience(&world, &solar, solar.authorize("openid")).await,
        userinfo.as_str()
    );
    assert_eq!(audience(&world, &solar, solar.authorize("email")).await, ISSUER);
}

#[tokio::test]
async fn with_resources_it_is_for_them_and_nobody_else() {
    let world = World::new().await;
    let platform = world.client("platform");
    let one = platform.authorize("openid").with("resource", ARCHIVE);
    assert_eq!(audience(&world, &platform, one).await, ARCHIVE);
    let both = platform
        .authorize("openid")
        .with("resource", ARCHIVE)
        .and("resource", API);
    assert_eq!(audience(&world, &platform, both).await, json!([ARCHIVE, API]));
}

#[tokio::test]
async fn the_exchange_may_narrow_the_resources_and_not_widen_them() {
    let world = World::new().await;
    let platform = world.client("platform");
    let both = platform
        .authorize("openid")
        .with("resource", ARCHIVE)
        .and("resource", API);
    let narrowed = exchange_for(&world, both, API).await.tokens();
    assert_eq!(platform.verify(&narrowed.access).await.claims["aud"], API);
    let any = exchange_for(&world, platform.authorize("openid"), ARCHIVE)
        .await
        .tokens();
    assert_eq!(platform.verify(&any.access).await.claims["aud"], ARCHIVE);
    let one = platform.authorize("openid").with("resource", API);
    for (request, resource) in [
        (one, ARCHIVE),
        (platform.authorize("openid"), "https://api.other.example"),
    ] {
        let reply = exchange_for(&world, request, resource).await;
        assert_eq!(reply.refusal(), (400, "invalid_target".into()));
        assert_eq!(world.rule(&reply.reference()).await, Rule::ResourceNotRegistered);
    }
}

#[tokio::test]
async fn a_refresh_keeps_the_resources_and_may_choose_among_them() {
    let world = World::new().await;
    let platform = world.client("platform");
    let request = platform
        .authorize("openid offline_access")
        .with("resource", ARCHIVE)
        .and("resource", API);
    let first = world
        .tokens_by(&platform, &mut world.browser(), "ada", &request)
        .await;
    let kept = platform.refresh(&first.refresh).await.tokens();
    assert_eq!(
        platform.verify(&kept.access).await.claims["aud"],
        json!([ARCHIVE, API])
    );
    let params = [
        ("grant_type", "refresh_token"),
        ("refresh_token", kept.refresh.as_str()),
        ("resource", API),
    ];
    let one = platform.token(&params).await.tokens();
    assert_eq!(platform.verify(&one.access).await.claims["aud"], API);
    let params = [
        ("grant_type", "refresh_token"),
        ("refresh_token", one.refresh.as_str()),
        ("resource", ISSUER),
    ];
    assert_eq!(
        platform.token(&params).await.refusal(),
        (400, "invalid_target".into())
    );
}

#[tokio::test]
async fn the_instance_or_the_client_chooses_what_signs_it() {
    let world = World::with("[tokens]\naccess_alg = \"EdDSA\"").await;
    let platform = world.client("platform");
    let tokens = world.tokens(&platform, "ada", "openid").await;
    assert_eq!(platform.verify(&tokens.access).await.header["alg"], "EdDSA");
    let metadata = json!({ "trusted": true, "access_token_signed_response_alg": "RS256" });
    let old = world.register("old", metadata, true).await;
    let tokens = world.tokens(&old, "ada", "openid").await;
    assert_eq!(old.verify(&tokens.access).await.header["alg"], "RS256");
}

#[tokio::test]
async fn its_lifetime_is_the_operator_s_choice() {
    let world = World::with("[tokens]\naccess = \"5m\"\nid = \"10m\"").await;
    let platform = world.client("platform");
    let request = platform.authorize("openid");
    let answer = world
        .sign_in(&mut world.browser(), "ada", &request)
        .await
        .answer();
    let reply = platform.exchange(&request, answer.code()).await;
    assert_eq!(reply.json()["expires_in"], 300);
    let now = world.now().as_seconds();
    let tokens = reply.tokens();
    assert_eq!(platform.verify(&tokens.access).await.claims["exp"], now + 300);
    assert_eq!(platform.verify(&tokens.id).await.claims["exp"], now + 600);
}
