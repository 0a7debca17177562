//! Refusals that are told to the person, because there is no address that could be trusted with them
//! (RFC 6749, 4.1.2.1): status 400, no redirect, a reference number, and a record of the exact rule.

use crate::harness::{AuthorizationRequest, Page, World};
use voltkey_protocol::error::Rule;

/// Shows that a request is refused on a page by that rule.
async fn refused_by(world: &World, request: AuthorizationRequest, rule: Rule) -> Page {
    let page = world.browser().open(&request).await.page();
    assert_eq!(page.status, 400, "{rule}: {page:?}");
    let refusal = world.refusal(&page.reference()).await;
    assert_eq!(
        (refusal.rule.as_str(), refusal.code.as_str()),
        (rule.as_str(), "invalid_request")
    );
    assert_eq!((refusal.at, refusal.network.as_str()), (world.now(), "192.0.2.1"));
    page
}

#[tokio::test]
async fn an_unknown_client() {
    let world = World::new().await;
    let request = world
        .client("platform")
        .authorize("openid")
        .with("client_id", "nobody");
    let page = refused_by(&world, request, Rule::ClientUnknown).await;
    assert!(
        page.text().contains("nobody"),
        "the developer sees what was received: {page:?}"
    );
}

#[tokio::test]
async fn no_client_at_all() {
    let world = World::new().await;
    let request = world.client("platform").authorize("openid");
    refused_by(
        &world,
        request.clone().without("client_id"),
        Rule::ClientIdMissing,
    )
    .await;
    refused_by(&world, request.with("client_id", ""), Rule::ClientIdMissing).await;
}

#[tokio::test]
async fn a_client_that_is_named_twice() {
    let world = World::new().await;
    let request = world.client("platform").authorize("openid");
    refused_by(
        &world,
        request.clone().and("client_id", "solar-reports"),
        Rule::ParameterRepeated,
    )
    .await;
    refused_by(
        &world,
        request.and("client_id", "platform"),
        Rule::ParameterRepeated,
    )
    .await;
}

#[tokio::test]
async fn no_redirect_uri() {
    let world = World::new().await;
    let openid = world
        .client("platform")
        .authorize("openid")
        .without("redirect_uri");
    refused_by(&world, openid, Rule::RedirectUriMissing).await;
    let one_of_two = world.client("native").authorize("email").without("redirect_uri");
    refused_by(&world, one_of_two, Rule::RedirectUriMissing).await;
}

#[tokio::test]
async fn a_redirect_uri_that_is_named_twice() {
    let world = World::new().await;
    let request = world
        .client("platform")
        .authorize("openid")
        .and("redirect_uri", "https://evil.example/");
    refused_by(&world, request, Rule::ParameterRepeated).await;
}

#[tokio::test]
async fn an_unregistered_redirect_uri_and_no_stranger_learns_the_registered_ones() {
    let world = World::new().await;
    let request = world
        .client("platform")
        .authorize("openid")
        .with("redirect_uri", "https://evil.example/");
    let page = refused_by(&world, request, Rule::RedirectUriUnregistered).await;
    assert!(
        page.text().contains("https://evil.example/"),
        "what was received is shown"
    );
    assert!(
        !page.html.contains("https://platform.example/callback"),
        "what is registered is not"
    );
    assert!(
        !page.has("a[href^='https://evil.example']"),
        "nor is there a link to where nobody should go"
    );
    let refusal = world.refusal(&page.reference()).await;
    assert_eq!(refusal.client_id.as_deref(), Some("platform"));
    assert!(
        refusal.details.contains("https://platform.example/callback"),
        "the operator sees both: {refusal:?}"
    );
}

#[tokio::test]
async fn a_request_that_is_no_text() {
    let world = World::new().await;
    for query in ["client_id=%ff", "client_id=%", "client_id=%zz", "client_id=a%00b"] {
        let page = world
            .browser()
            .arrive(&format!("/oauth2/authorize?{query}"))
            .await
            .page();
        assert_eq!(page.status, 400, "{query}");
        assert_eq!(
            world.rule(&page.reference()).await,
            Rule::RequestMalformed,
            "{query}"
        );
    }
}

#[tokio::test]
async fn a_request_longer_than_anything_legitimate() {
    let world = World::new().await;
    let request = world
        .client("platform")
        .authorize("openid")
        .with("state", &"x".repeat(8 * 1024 + 1));
    let many = "&a=1".repeat(100);
    let by_get = world.browser().open(&request).await.page();
    let by_post = world
        .browser()
        .post_from_elsewhere("/oauth2/authorize", request.params())
        .await
        .page();
    let by_count = world
        .browser()
        .arrive(&format!(
            "{}{many}",
            world.client("platform").authorize("openid").url()
        ))
        .await
        .page();
    for page in [by_get, by_post, by_count] {
        assert_eq!(page.status, 413);
        assert_eq!(world.rule(&page.reference()).await, Rule::RequestTooLarge);
    }
}

#[tokio::test]
async fn a_post_that_is_no_form() {
    let world = World::new().await;
    let anyone = world.stranger("anyone", None);
    for content_type in [
        "application/json",
        "multipart/form-data; boundary=x",
        "text/plain",
    ] {
        let reply = anyone
            .post_body("/oauth2/authorize", None, content_type, "client_id=platform")
            .await;
        assert_eq!(reply.status, 400, "{content_type}");
        assert!(
            reply.header("content-type").starts_with("text/html"),
            "{content_type}"
        );
    }
}

#[tokio::test]
async fn a_value_of_the_request_is_shown_as_text_and_never_as_markup() {
    let world = World::new().await;
    let request = world
        .client("platform")
        .authorize("openid")
        .with("client_id", "<script>alert(1)</script>\"'&");
    let page = world.browser().open(&request).await.page();
    assert!(!page.html.contains("<script>alert"), "{}", page.html);
    assert!(page.text().contains("<script>alert(1)</script>\"'&"), "{page:?}");
}

#[tokio::test]
async fn refusals_of_one_network_are_recorded_up_to_a_quota() {
    let world = World::new().await;
    let mut browser = world.browser();
    for _ in 0..300 {
        assert!(
            browser
                .arrive("/oauth2/authorize")
                .await
                .page()
                .has("[data-reference]")
        );
    }
    let beyond = browser.arrive("/oauth2/authorize").await.page();
    assert_eq!(
        (
            beyond.status.as_u16(),
            beyond.text_of("[data-reference]").unwrap_or_default()
        ),
        (400, String::new())
    );
    let elsewhere = world
        .browser()
        .at("203.0.113.9")
        .arrive("/oauth2/authorize")
        .await
        .page();
    assert!(elsewhere.has("[data-reference]"), "another network has its own");
}
