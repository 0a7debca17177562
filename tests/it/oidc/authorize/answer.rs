//! The answer: what stands in it, and how it travels.

use crate::harness::{ISSUER, World};
use axum::body::Body;
use http::Request;
use serde_json::json;
use url::Position;

#[tokio::test]
async fn it_carries_code_state_and_issuer_and_nothing_else() {
    let world = World::new().await;
    let platform = world.client("platform");
    let request = platform.authorize("openid").with("state", "a b&c=d/ü");
    let answer = world
        .sign_in(&mut world.browser(), "ada", &request)
        .await
        .answer();
    assert_eq!(answer.to.as_str(), platform.redirect_uri);
    let names: Vec<_> = answer.fields.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["code", "session_state", "state", "iss"]);
    assert_eq!(answer.get("state"), Some("a b&c=d/ü"));
    assert_eq!(answer.get("iss"), Some(ISSUER));
}

#[tokio::test]
async fn without_a_state_it_brings_none() {
    let world = World::new().await;
    let platform = world.client("platform");
    let request = platform.authorize("openid").without("state");
    let answer = world
        .sign_in(&mut world.browser(), "ada", &request)
        .await
        .answer();
    assert_eq!(answer.get("state"), None);
}

#[tokio::test]
async fn a_registered_address_keeps_its_own_query() {
    let world = World::new().await;
    let client = world
        .register(
            "tenant",
            json!({ "trusted": true, "redirect_uris": ["https://a.example/cb?t=7"] }),
            true,
        )
        .await;
    let request = client
        .authorize("openid")
        .with("redirect_uri", "https://a.example/cb?t=7");
    let away = world.sign_in(&mut world.browser(), "ada", &request).await.away();
    assert!(
        away.as_str().starts_with("https://a.example/cb?t=7&code="),
        "{away}"
    );
}

#[tokio::test]
async fn with_form_post_the_browser_posts_it() {
    let world = World::new().await;
    let platform = world.client("platform");
    let request = platform.authorize("openid").with("response_mode", "form_post");
    let landed = world.sign_in(&mut world.browser(), "ada", &request).await;
    let answer = landed.answer();
    assert_eq!(answer.to.as_str(), platform.redirect_uri);
    let names: Vec<_> = answer.fields.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["code", "session_state", "state", "iss"]);
    platform.exchange(&request, answer.code()).await.tokens();
}

#[tokio::test]
async fn a_page_that_posts_an_answer_may_leave_the_site_and_tells_no_path() {
    let world = World::new().await;
    let platform = world.client("platform");
    let mut browser = world.signed_in("ada").await;
    let path = platform
        .authorize("openid")
        .with("response_mode", "form_post")
        .url();
    let path = &path[Position::BeforePath..];
    let reply = browser
        .send(Request::get(path).body(Body::empty()).unwrap())
        .await;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.header("referrer-policy"), "strict-origin");
    assert_eq!(reply.header("cache-control"), "no-store");
    let policy = reply.header("content-security-policy");
    assert!(
        !policy.contains("form-action") && policy.contains("frame-ancestors 'none'"),
        "{policy}"
    );
}

#[tokio::test]
async fn with_query_it_may_be_asked_for_by_name() {
    let world = World::new().await;
    let platform = world.client("platform");
    let request = platform.authorize("openid").with("response_mode", "query");
    world.sign_in(&mut world.browser(), "ada", &request).await.away();
}

#[tokio::test]
async fn the_code_comes_at_once_to_somebody_who_is_signed_in() {
    let world = World::new().await;
    let platform = world.client("platform");
    let mut browser = world.signed_in("ada").await;
    let request = platform.authorize("openid");
    let answer = browser.open(&request).await.answer();
    let tokens = platform.exchange(&request, answer.code()).await.tokens();
    let claims = platform.userinfo(&tokens.access).await.ok();
    assert_eq!(claims["sub"], platform.verify(&tokens.id).await.claims["sub"]);
}

#[tokio::test]
async fn a_request_that_comes_by_post_finds_the_session_all_the_same() {
    let world = World::new().await;
    let platform = world.client("platform");
    let mut browser = world.signed_in("ada").await;
    let request = platform.authorize("openid");
    // The browser sends no cookies with a form of another site.
    let landed = browser
        .post_from_elsewhere("/oauth2/authorize", request.params())
        .await;
    platform.exchange(&request, landed.answer().code()).await.tokens();
}

#[tokio::test]
async fn a_request_that_comes_by_post_goes_through_the_pages() {
    let world = World::new().await;
    let platform = world.client("platform");
    let mut browser = world.browser();
    let request = platform.authorize("openid").with("response_mode", "form_post");
    let login = browser
        .post_from_elsewhere("/oauth2/authorize", request.params())
        .await
        .page();
    let answer = world.log_in(&mut browser, login, "ada").await.answer();
    platform.exchange(&request, answer.code()).await.tokens();
}

#[tokio::test]
async fn a_request_without_openid_is_plain_oauth() {
    let world = World::new().await;
    let platform = world.client("platform");
    let tokens = world.tokens(&platform, "ada", "email").await;
    assert_eq!((tokens.id.as_str(), tokens.scope.as_str()), ("", "email"));
}

#[tokio::test]
async fn scopes_that_nobody_knows_are_passed_over() {
    let world = World::new().await;
    let platform = world.client("platform");
    let tokens = world.tokens(&platform, "ada", "openid fax email").await;
    assert_eq!(tokens.scope, "openid email");
}

#[tokio::test]
async fn scopes_that_the_client_is_not_registered_for_are_passed_over() {
    let world = World::new().await;
    let narrow = world
        .register(
            "narrow",
            json!({ "trusted": true, "scope": "openid email" }),
            true,
        )
        .await;
    let tokens = world.tokens(&narrow, "ada", "openid profile email").await;
    assert_eq!(tokens.scope, "openid email");
}

#[tokio::test]
async fn an_answer_for_one_issuer_names_it_also_when_it_is_a_refusal() {
    let world = World::new().await;
    let platform = world.client("platform");
    for mode in ["query", "form_post"] {
        let request = platform
            .authorize("openid")
            .with("prompt", "none")
            .with("response_mode", mode);
        let answer = world.browser().open(&request).await.answer();
        assert_eq!(answer.error(), "login_required");
        assert_eq!(answer.get("iss"), Some(ISSUER), "RFC 9207, 2: {mode}");
        assert_eq!(answer.get("state"), Some(request.get("state")), "{mode}");
    }
}
