//! The userinfo endpoint (OpenID Connect Core, 5.3; RFC 6750).

use crate::harness::{Client, ISSUER, Reply, World, minutes, seconds};
use axum::body::Body;
use http::Request;
use serde_json::json;
use std::collections::BTreeSet;
use voltkey_protocol::error::Rule;

const FORM: &str = "application/x-www-form-urlencoded";

/// Shows that a request is refused with exactly that challenge, by that rule.
async fn assert_challenged(world: &World, reply: Reply, status: u16, error: &str, rule: Rule) {
    assert_eq!(reply.refusal(), (status, error.to_owned()), "{rule}");
    let description = reply.json()["error_description"].as_str().unwrap().to_owned();
    let challenge =
        format!("Bearer realm=\"voltkey\", error=\"{error}\", error_description=\"{description}\"");
    assert_eq!(reply.header("www-authenticate"), challenge);
    assert_eq!(world.rule(&reply.reference()).await, rule);
}

async fn ada_at(world: &World, client: &Client, scope: &str) -> String {
    world.tokens(client, "ada", scope).await.access
}

#[tokio::test]
async fn the_token_may_stand_in_the_header_or_in_a_form() {
    let world = World::new().await;
    let platform = world.client("platform");
    let token = ada_at(&world, &platform, "openid email").await;
    let bearer = format!("Bearer {token}");
    let by_get = platform.userinfo(&token).await.ok();
    let by_post = platform
        .post_as_is("/oauth2/userinfo", Some(&bearer), &[])
        .await
        .ok();
    let in_body = platform
        .post_as_is("/oauth2/userinfo", None, &[("access_token", &token)])
        .await
        .ok();
    let without_body = Request::post("/oauth2/userinfo")
        .header("authorization", &bearer)
        .body(Body::empty())
        .unwrap();
    let empty = platform.send(without_body).await.ok();
    let other_case = platform.userinfo_with(&format!("bearer {token}")).await.ok();
    for claims in [by_post, in_body, empty, other_case] {
        assert_eq!(claims, by_get);
    }
}

#[tokio::test]
async fn sub_is_the_id_token_s() {
    let world = World::new().await;
    let solar = world.client("solar-reports");
    let tokens = world.tokens(&solar, "ada", "openid").await;
    let claims = solar.userinfo(&tokens.access).await.ok();
    assert_eq!(claims["sub"], solar.verify(&tokens.id).await.claims["sub"]);
}

#[tokio::test]
async fn each_scope_gives_its_own_claims() {
    let world = World::new().await;
    let platform = world.client("platform");
    let cases: [(&str, &[&str]); 6] = [
        ("openid", &[]),
        ("openid email", &["email", "email_verified"]),
        (
            "openid profile",
            &["name", "given_name", "family_name", "locale", "updated_at"],
        ),
        ("openid address", &[]),
        ("openid phone", &[]),
        ("openid company", &["companies"]),
    ];
    for (scope, expected) in cases {
        let token = ada_at(&world, &platform, scope).await;
        let claims = platform.userinfo(&token).await.ok();
        let names: BTreeSet<_> = claims.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(
            names,
            expected.iter().copied().chain(["sub"]).collect(),
            "{scope}"
        );
    }
}

#[tokio::test]
async fn the_claims_say_who_somebody_is() {
    let world = World::new().await;
    let platform = world.client("platform");
    let token = ada_at(&world, &platform, "openid profile email company").await;
    let claims = platform.userinfo(&token).await.ok();
    assert_eq!(
        (claims["name"].as_str(), claims["locale"].as_str()),
        (Some("Ada Sommer"), Some("en"))
    );
    assert_eq!(
        (&claims["given_name"], &claims["family_name"]),
        (&json!("Ada"), &json!("Sommer"))
    );
    assert_eq!(
        (&claims["email"], &claims["email_verified"]),
        (&json!("ada@sonnenfeld.example"), &json!(true))
    );
    let company = &claims["companies"][0];
    assert_eq!(company["slug"], "sonnenfeld");
    assert_eq!(
        (&company["name"], &company["role"]),
        (&json!("Sonnenfeld GmbH"), &json!("admin"))
    );
    assert_eq!(claims["companies"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn without_a_token_it_says_only_that_one_is_needed() {
    let world = World::new().await;
    let anyone = world.stranger("anyone", None);
    let in_query = anyone.get("/oauth2/userinfo?access_token=x").await;
    let nothing = anyone.get("/oauth2/userinfo").await;
    let empty_form = anyone
        .post_as_is("/oauth2/userinfo", None, &[("access_token", "")])
        .await;
    let other_scheme = anyone.userinfo_with("Basic YTpi").await;
    // RFC 6750, 2.2: only a form's body can hold a token.
    let json = anyone
        .post_body("/oauth2/userinfo", None, "application/json", "access_token=x")
        .await;
    for reply in [in_query, nothing, empty_form, other_scheme, json] {
        assert_eq!(reply.status, 401);
        assert_eq!(reply.header("www-authenticate"), "Bearer realm=\"voltkey\"");
        assert_eq!(reply.body, "");
    }
}

#[tokio::test]
async fn a_token_in_two_places_or_unreadable_is_an_invalid_request() {
    let world = World::new().await;
    let platform = world.client("platform");
    let token = ada_at(&world, &platform, "openid").await;
    let bearer = format!("Bearer {token}");
    let both = platform
        .post_as_is("/oauth2/userinfo", Some(&bearer), &[("access_token", &token)])
        .await;
    assert_challenged(&world, both, 400, "invalid_request", Rule::ParameterRepeated).await;
    let params = [("access_token", token.as_str()); 2];
    let twice = platform.post_as_is("/oauth2/userinfo", None, &params).await;
    assert_challenged(&world, twice, 400, "invalid_request", Rule::ParameterRepeated).await;
    for odd in ["Bearer ", "Bearer a b", "Bearer ä"] {
        let request = Request::get("/oauth2/userinfo").header("authorization", odd.as_bytes());
        let reply = platform.send(request.body(Body::empty()).unwrap()).await;
        assert_challenged(&world, reply, 400, "invalid_request", Rule::BearerInvalid).await;
    }
    let broken = platform
        .post_body("/oauth2/userinfo", None, FORM, "access_token=%")
        .await;
    assert_challenged(&world, broken, 400, "invalid_request", Rule::RequestMalformed).await;
}

#[tokio::test]
async fn what_is_no_access_token_of_this_provider_is_invalid() {
    let world = World::new().await;
    let platform = world.client("platform");
    let tokens = world.tokens(&platform, "ada", "openid").await;
    let parts: Vec<_> = tokens.access.split('.').collect();
    let unsigned = format!("eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0.{}.", parts[1]);
    let altered = format!("{}.{}.{}", parts[0], parts[1].replace('A', "B"), parts[2]);
    for token in [
        "garbage",
        "a.b.c",
        &tokens.id,
        &unsigned,
        &altered,
        &"x".repeat(8000),
    ] {
        let reply = platform.userinfo(token).await;
        assert_challenged(&world, reply, 401, "invalid_token", Rule::BearerInvalid).await;
    }
}

#[tokio::test]
async fn a_token_ends_to_the_second() {
    let world = World::new().await;
    let platform = world.client("platform");
    let token = ada_at(&world, &platform, "openid").await;
    world.clock.advance(minutes(15) - seconds(1));
    platform.userinfo(&token).await.ok();
    world.clock.advance(seconds(1));
    let reply = platform.userinfo(&token).await;
    assert_challenged(&world, reply, 401, "invalid_token", Rule::BearerExpired).await;
}

#[tokio::test]
async fn a_token_that_was_revoked_or_whose_person_is_blocked_is_invalid() {
    let world = World::new().await;
    let platform = world.client("platform");
    let revoked = ada_at(&world, &platform, "openid").await;
    platform.revoke(&revoked).await;
    let reply = platform.userinfo(&revoked).await;
    assert_challenged(&world, reply, 401, "invalid_token", Rule::GrantRevoked).await;
    let blocked = world.tokens(&platform, "ben", "openid").await.access;
    world.block("ben").await;
    let reply = platform.userinfo(&blocked).await;
    assert_challenged(&world, reply, 401, "invalid_token", Rule::GrantRevoked).await;
}

#[tokio::test]
async fn a_token_for_another_resource_is_invalid() {
    let world = World::new().await;
    let platform = world.client("platform");
    let request = platform
        .authorize("openid")
        .with("resource", "https://api.platform.example");
    let person = world
        .tokens_by(&platform, &mut world.browser(), "ada", &request)
        .await
        .access;
    let machine = world
        .client("service")
        .token(&[("grant_type", "client_credentials")])
        .await
        .tokens()
        .access;
    let plain_oauth = ada_at(&world, &platform, "email").await;
    for token in [person, machine, plain_oauth] {
        let reply = platform.userinfo(&token).await;
        assert_challenged(&world, reply, 401, "invalid_token", Rule::BearerAudience).await;
    }
}

#[tokio::test]
async fn a_token_without_openid_lacks_the_scope() {
    let world = World::new().await;
    let metadata = json!({ "trusted": true, "audience": format!("{ISSUER}/oauth2/userinfo") });
    let odd = world.register("odd", metadata, true).await;
    let token = ada_at(&world, &odd, "email").await;
    let reply = odd.userinfo(&token).await;
    assert_challenged(&world, reply, 403, "insufficient_scope", Rule::BearerScope).await;
}

#[tokio::test]
async fn a_refusal_is_recorded_for_the_client_that_the_token_names() {
    let world = World::new().await;
    let platform = world.client("platform");
    let token = ada_at(&world, &platform, "openid").await;
    world.clock.advance(minutes(15));
    let reference = platform.userinfo(&token).await.reference();
    let refusal = world.refusal(&reference).await;
    assert_eq!(refusal.client_id.as_deref(), Some("platform"));
    assert!(!refusal.details.contains(&token), "no token is recorded");
}

#[tokio::test]
async fn scripts_of_any_site_may_ask() {
    let world = World::new().await;
    let platform = world.client("platform");
    let token = ada_at(&world, &platform, "openid").await;
    let preflight = Request::options("/oauth2/userinfo")
        .header("origin", "https://spa.example")
        .header("access-control-request-method", "GET")
        .header("access-control-request-headers", "authorization");
    let reply = platform.send(preflight.body(Body::empty()).unwrap()).await;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.header("access-control-allow-origin"), "*");
    assert!(
        reply
            .header("access-control-allow-headers")
            .contains("authorization")
    );
    let asked = Request::get("/oauth2/userinfo")
        .header("origin", "https://spa.example")
        .header("authorization", format!("Bearer {token}"));
    let reply = platform.send(asked.body(Body::empty()).unwrap()).await;
    assert_eq!(reply.header("access-control-allow-origin"), "*");
    assert_eq!(
        reply.header("access-control-allow-credentials"),
        "",
        "no cookie opens anything here"
    );
    assert!(
        reply
            .header("access-control-expose-headers")
            .contains("www-authenticate")
    );
    assert_eq!(reply.header("cache-control"), "no-store");
}
