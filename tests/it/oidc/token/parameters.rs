//! Bad input: each parameter missing, repeated, empty, overlong or of the wrong kind has the error that
//! RFC 6749, 5.2 names, and never a 500.

use crate::harness::{Reply, World, basic};
use axum::body::Body;
use http::Request;
use voltkey_protocol::error::Rule;

const FORM: &str = "application/x-www-form-urlencoded";

async fn assert_refused(world: &World, reply: Reply, error: &str, rule: Rule) {
    assert_eq!(reply.refusal(), (400, error.to_owned()), "{rule}");
    assert_eq!(reply.header("content-type"), "application/json");
    assert_eq!(world.rule(&reply.reference()).await, rule);
}

#[tokio::test]
async fn a_grant_type_that_is_missing_empty_or_unknown() {
    let world = World::new().await;
    let platform = world.client("platform");
    assert_refused(
        &world,
        platform.token(&[]).await,
        "invalid_request",
        Rule::ParameterMissing,
    )
    .await;
    let empty = platform.token(&[("grant_type", "")]).await;
    assert_refused(&world, empty, "invalid_request", Rule::ParameterMissing).await;
    for grant_type in [
        "password",
        "implicit",
        "urn:ietf:params:oauth:grant-type:jwt-bearer",
        "AUTHORIZATION_CODE",
        "ü",
    ] {
        let reply = platform.token(&[("grant_type", grant_type)]).await;
        assert_refused(
            &world,
            reply,
            "unsupported_grant_type",
            Rule::GrantTypeUnsupported,
        )
        .await;
    }
}

#[tokio::test]
async fn a_grant_type_that_the_client_is_not_registered_for() {
    let world = World::new().await;
    for (id, grant_type) in [
        ("platform", "client_credentials"),
        ("service", "authorization_code"),
        ("service", "refresh_token"),
        ("native", "refresh_token"),
    ] {
        let reply = world
            .client(id)
            .token(&[("grant_type", grant_type), ("code", "x"), ("refresh_token", "x")])
            .await;
        assert_refused(&world, reply, "unauthorized_client", Rule::GrantTypeNotRegistered).await;
    }
}

#[tokio::test]
async fn a_code_or_refresh_token_that_is_missing_or_empty() {
    let world = World::new().await;
    let platform = world.client("platform");
    for (grant_type, name) in [("authorization_code", "code"), ("refresh_token", "refresh_token")] {
        for params in [
            &[("grant_type", grant_type)][..],
            &[("grant_type", grant_type), (name, "")],
        ] {
            let reply = platform.token(params).await;
            assert_refused(&world, reply, "invalid_request", Rule::ParameterMissing).await;
        }
    }
}

#[tokio::test]
async fn a_parameter_that_stands_twice() {
    let world = World::new().await;
    let platform = world.client("platform");
    for name in [
        "grant_type",
        "code",
        "redirect_uri",
        "code_verifier",
        "refresh_token",
        "scope",
        "client_id",
        "other",
    ] {
        let params = [
            ("grant_type", "authorization_code"),
            (name, "platform"),
            (name, "platform"),
        ];
        let reply = platform.token(&params).await;
        assert_refused(&world, reply, "invalid_request", Rule::ParameterRepeated).await;
    }
}

#[tokio::test]
async fn parameters_longer_or_more_than_anything_legitimate() {
    let world = World::new().await;
    let platform = world.client("platform");
    let long = "x".repeat(8 * 1024 + 1);
    let reply = platform
        .token(&[("grant_type", "authorization_code"), ("code", &long)])
        .await;
    assert_refused(&world, reply, "invalid_request", Rule::RequestTooLarge).await;
    let reply = platform.token(&vec![("a", "1"); 101]).await;
    assert_refused(&world, reply, "invalid_request", Rule::RequestTooLarge).await;
    let reply = platform
        .post_body("/oauth2/token", None, FORM, "a=1&".repeat(64 * 1024))
        .await;
    assert_refused(&world, reply, "invalid_request", Rule::RequestTooLarge).await;
}

#[tokio::test]
async fn a_body_that_is_no_form_of_text() {
    let world = World::new().await;
    let anyone = world.stranger("anyone", None);
    for body in [
        &b"grant_type=%"[..],
        b"grant_type=%zz",
        b"grant_type=%ff",
        b"grant_type=\xff",
        b"grant_type=%00",
    ] {
        let reply = anyone.post_body("/oauth2/token", None, FORM, body.to_vec()).await;
        assert_refused(&world, reply, "invalid_request", Rule::RequestMalformed).await;
    }
    for content_type in [
        "application/json",
        "text/plain",
        "multipart/form-data; boundary=x",
        "",
    ] {
        let reply = anyone
            .post_body("/oauth2/token", None, content_type, "{\"grant_type\":\"x\"}")
            .await;
        assert_refused(&world, reply, "invalid_request", Rule::RequestMalformed).await;
    }
}

#[tokio::test]
async fn a_form_may_name_its_character_set() {
    let world = World::new().await;
    let service = world.client("service");
    let header = basic("service", service.secret.as_deref().unwrap());
    let content_type = "Application/X-WWW-Form-Urlencoded; charset=UTF-8";
    let reply = service
        .post_body(
            "/oauth2/token",
            Some(&header),
            content_type,
            "grant_type=client_credentials",
        )
        .await;
    reply.tokens();
}

#[tokio::test]
async fn only_post_is_taken() {
    let world = World::new().await;
    let anyone = world.stranger("anyone", None);
    for method in ["GET", "PUT", "DELETE", "PATCH"] {
        let request = Request::builder()
            .method(method)
            .uri("/oauth2/token?grant_type=client_credentials");
        let reply = anyone.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(reply.refusal(), (405, "invalid_request".into()), "{method}");
        assert_eq!(reply.header("allow"), "POST", "{method}");
    }
}

#[tokio::test]
async fn scripts_of_any_site_may_exchange_and_read_the_refusal() {
    let world = World::new().await;
    let reply = world
        .client("spa")
        .token(&[("grant_type", "authorization_code"), ("code", "x")])
        .await;
    assert_eq!(reply.refusal(), (400, "invalid_grant".into()));
    assert_eq!(reply.header("access-control-allow-origin"), "*");
    let preflight = Request::options("/oauth2/token")
        .header("origin", "https://spa.example")
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "authorization,content-type");
    let reply = world
        .client("spa")
        .send(preflight.body(Body::empty()).unwrap())
        .await;
    assert_eq!(
        (reply.status.as_u16(), reply.header("access-control-allow-origin")),
        (200, "*")
    );
    assert!(reply.header("access-control-allow-methods").contains("POST"));
}
