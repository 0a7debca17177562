//! What stands twice where one is meant: of two readers each could take another.

use super::{assertion, machine, proved_by};
use crate::harness::{Client, Reply, Signer, World, basic};
use axum::body::Body;
use http::Request;
use url::form_urlencoded::Serializer;
use voltkey_protocol::jose::ClientAlg;

const OPEN: &str = "[registration]\nmode = \"open\"";

/// Sends a form with these `Authorization` headers.
async fn with_headers(client: &Client, path: &str, headers: &[&str], params: &[(&str, &str)]) -> Reply {
    let body = Serializer::new(String::new()).extend_pairs(params).finish();
    let mut request = Request::post(path).header("content-type", "application/x-www-form-urlencoded");
    for header in headers {
        request = request.header("authorization", *header);
    }
    client.send(request.body(Body::from(body)).unwrap()).await
}

#[tokio::test]
async fn of_two_authorization_headers_none_counts() {
    let world = World::with(OPEN).await;
    let (platform, service) = (world.client("platform"), world.client("service"));
    let right = basic("service", service.secret.as_deref().unwrap());
    let wrong = basic("service", "wrong");
    let grant = [("grant_type", "client_credentials")];
    for headers in [[&right, &wrong], [&wrong, &right], [&right, &right]] {
        let headers = headers.map(String::as_str);
        let reply = with_headers(&service, "/oauth2/token", &headers, &grant).await;
        assert!([400, 401].contains(&reply.status.as_u16()), "{}", reply.body);
    }
    let token = world.tokens(&platform, "ada", "openid").await.access;
    let (bearer, other) = (format!("Bearer {token}"), "Bearer x".to_owned());
    for headers in [
        [&bearer, &other],
        [&other, &bearer],
        [&bearer, &bearer],
        [&bearer, &right],
    ] {
        let headers = headers.map(String::as_str);
        let reply = with_headers(&platform, "/oauth2/userinfo", &headers, &[]).await;
        assert_eq!(reply.refusal(), (400, "invalid_request".to_owned()));
        let both = with_headers(&platform, "/oauth2/introspect", &headers, &[("token", &token)]).await;
        assert!([400, 401].contains(&both.status.as_u16()), "{}", both.body);
    }
    platform.userinfo(&token).await.ok();
}

#[tokio::test]
async fn of_two_tokens_in_a_request_none_counts() {
    let world = World::new().await;
    let platform = world.client("platform");
    let token = world.tokens(&platform, "ada", "openid").await.access;
    for path in ["/oauth2/introspect", "/oauth2/revoke"] {
        for name in ["token", "token_type_hint", "client_id", "client_secret"] {
            let params = [("token", token.as_str()), (name, "platform"), (name, "platform")];
            let reply = platform.post(path, &params).await;
            assert_eq!(
                reply.refusal(),
                (400, "invalid_request".to_owned()),
                "{path} {name}"
            );
        }
    }
    platform.userinfo(&token).await.ok();
}

#[tokio::test]
async fn of_two_claims_of_one_name_none_counts() {
    let world = World::new().await;
    let signer = Signer::new(ClientAlg::ES256);
    let machine = machine(&world, "machine", &signer).await;
    let claims = assertion(&world, "machine").to_string();
    for twice in [
        r#""sub":"platform""#,
        r#""\u0073ub":"machine""#,
        r#""x":{"a":1,"a":1}"#,
    ] {
        let jwt = signer.sign_text(
            &signer.header().to_string(),
            &claims.replacen('{', &format!("{{{twice},"), 1),
        );
        let reply = machine.post_as_is("/oauth2/token", None, &proved_by(&jwt)).await;
        assert_eq!(reply.refusal(), (401, "invalid_client".to_owned()), "{twice}");
    }
    let header = signer.header().to_string().replacen('{', r#"{"alg":"none","#, 1);
    let jwt = signer.sign_text(&header, &claims);
    let reply = machine.post_as_is("/oauth2/token", None, &proved_by(&jwt)).await;
    assert_eq!(reply.refusal(), (401, "invalid_client".to_owned()));
    let jwt = signer.sign_text(&signer.header().to_string(), &claims);
    machine
        .post_as_is("/oauth2/token", None, &proved_by(&jwt))
        .await
        .tokens();

    let twice = r#"{"userinfo":{"email":null,"email":{"essential":true}}}"#;
    let request = world.client("platform").authorize("openid").with("claims", twice);
    assert_eq!(
        world.browser().open(&request).await.answer().error(),
        "invalid_request"
    );
}

#[tokio::test]
async fn a_cookie_of_nearly_our_name_is_not_ours() {
    let world = World::new().await;
    let browser = world.signed_in("ada").await;
    let session = browser.cookie("__Host-vk_session").unwrap().value().to_owned();
    // Sibling domains can set cookies, but none with the prefix; browsers compare it without regard to case.
    for name in [
        "vk_session",
        "__host-vk_session",
        "__HOST-vk_session",
        "__Secure-vk_session",
        "__Host-VK_SESSION",
    ] {
        let request = Request::get("/account").header("cookie", format!("{name}={session}"));
        let reply = world.browser().send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(reply.status, 303, "{name}");
    }
    let request = Request::get("/account").header("cookie", format!("__Host-vk_session={session}"));
    let reply = world.browser().send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(reply.status, 200);
}

#[tokio::test]
async fn a_client_that_is_named_in_two_ways_is_one_or_none() {
    let world = World::new().await;
    let (service, platform) = (world.client("service"), world.client("platform"));
    let header = basic("service", service.secret.as_deref().unwrap());
    let grant = ("grant_type", "client_credentials");
    for more in [
        ("client_id", "platform"),
        ("client_secret", platform.secret.as_deref().unwrap()),
    ] {
        let reply = service
            .post_as_is("/oauth2/token", Some(&header), &[grant, more])
            .await;
        assert_eq!(reply.refusal().1, "invalid_request", "{}", more.0);
    }
    let named = [grant, ("client_id", "service")];
    service
        .post_as_is("/oauth2/token", Some(&header), &named)
        .await
        .tokens();
}
