//! What the browser loads of relying parties when a session ends (OpenID Connect Front-Channel Logout 1.0).

use super::{is_signed_in, log_out};
use crate::harness::{Browser, ISSUER, Page, Tokens, World, read_part, seconds};
use serde_json::json;
use url::Url;

const URI: &str = "https://solar.example/front-channel?x=1";
const HOME: &str = "https://platform.example/";

/// A world in which ada has used both apps in one browser, and Solar Reports is told by the browser.
async fn both() -> (World, Browser, Tokens) {
    let world = World::new().await;
    world
        .change_client("solar-reports", json!({ "frontchannel_logout_uri": URI }))
        .await;
    let (solar, platform) = (world.client("solar-reports"), world.client("platform"));
    let mut browser = world.browser();
    world
        .tokens_by(&solar, &mut browser, "ada", &solar.authorize("openid"))
        .await;
    let request = platform.authorize("openid");
    let tokens = world.tokens_by(&platform, &mut browser, "ada", &request).await;
    (world, browser, tokens)
}

fn frame(page: &Page) -> Option<Url> {
    let address = page.attribute_of("iframe[hidden]", "src")?;
    Some(address.parse().expect("an address"))
}

#[tokio::test]
async fn discovery_announces_it() {
    let world = World::new().await;
    let document = world
        .client("platform")
        .get("/.well-known/openid-configuration")
        .await
        .ok();
    for name in [
        "frontchannel_logout_supported",
        "frontchannel_logout_session_supported",
    ] {
        assert_eq!(document[name], true, "{name}");
    }
}

#[tokio::test]
async fn its_page_is_given_the_name_of_the_session_that_the_app_was_told() {
    let (world, mut browser, tokens) = both().await;
    let metadata = json!({ "frontchannel_logout_uri": URI, "subject_type": "pairwise" });
    world.change_client("solar-reports", metadata).await;
    let params = [("id_token_hint", tokens.id.as_str())];
    let page = log_out(&mut browser, &params).await.page();
    let frame = frame(&page).expect("a frame");
    let (_, sid) = frame
        .query_pairs()
        .find(|(name, _)| name == "sid")
        .expect("a sid");
    assert_eq!(read_part(&tokens.id, 1)["sid"], *sid);
}

#[tokio::test]
async fn its_page_is_loaded_with_issuer_and_session_and_then_the_browser_goes_on() {
    let (world, mut browser, tokens) = both().await;
    let params = [
        ("id_token_hint", tokens.id.as_str()),
        ("post_logout_redirect_uri", HOME),
        ("state", "7"),
    ];
    let page = log_out(&mut browser, &params).await.page();
    assert_eq!((page.status.as_u16(), page.url.path()), (200, "/signed-out"));
    let frame = frame(&page).expect("a frame");
    let query: Vec<_> = frame.query_pairs().into_owned().collect();
    let sid = read_part(&tokens.id, 1)["sid"].as_str().unwrap().to_owned();
    let expected = [("x", "1"), ("iss", ISSUER), ("sid", &*sid)];
    assert_eq!(
        query,
        expected.map(|(name, value)| (name.to_owned(), value.to_owned()))
    );
    let way = page.attribute_of("a[data-go-on]", "href");
    assert_eq!(way.as_deref(), Some("https://platform.example/?state=7"));
    assert!(page.has("script[src*='signed_out.js']"));
    assert!(!is_signed_in(&world, &mut browser).await);
}

#[tokio::test]
async fn the_session_is_named_as_the_client_knows_it() {
    let (world, mut browser, _) = both().await;
    let solar = world.client("solar-reports");
    let metadata = json!({ "frontchannel_logout_uri": URI, "subject_type": "pairwise" });
    world.change_client("solar-reports", metadata).await;
    let request = solar.authorize("openid");
    let tokens = world.tokens_by(&solar, &mut browser, "ada", &request).await;
    let page = log_out(&mut browser, &[("id_token_hint", &tokens.id)])
        .await
        .page();
    let frame = frame(&page).expect("the hint names the session: nobody is asked");
    let sid = read_part(&tokens.id, 1)["sid"].as_str().unwrap().to_owned();
    assert!(
        frame
            .query_pairs()
            .any(|(name, value)| name == "sid" && value == sid),
        "{frame}"
    );
}

#[tokio::test]
async fn a_hint_from_before_the_client_was_pairwise_still_proves() {
    let (world, mut browser, tokens) = both().await;
    world
        .change_client("platform", json!({ "subject_type": "pairwise" }))
        .await;
    let params = [("id_token_hint", tokens.id.as_str())];
    let page = log_out(&mut browser, &params).await.page();
    assert!(frame(&page).is_some(), "nobody is asked");
}

#[tokio::test]
async fn only_its_origin_may_be_loaded_and_on_that_page_only() {
    let (_world, mut browser, tokens) = both().await;
    let page = log_out(&mut browser, &[("id_token_hint", &tokens.id)])
        .await
        .page();
    let csp = page.header("content-security-policy");
    assert!(csp.contains(" frame-src https://solar.example;"), "{csp}");
    assert!(
        csp.contains("default-src 'none'") && csp.contains("frame-ancestors 'none'"),
        "{csp}"
    );
    let sandbox = page.attribute_of("iframe", "sandbox").unwrap_or_default();
    assert!(
        !sandbox.contains("top-navigation") && !sandbox.contains("popups"),
        "{sandbox}"
    );
    let login = browser.get("/login").await.page();
    assert!(!login.header("content-security-policy").contains("frame-src"));
}

#[tokio::test]
async fn without_such_an_app_the_browser_goes_on_at_once() {
    let (world, mut browser, tokens) = both().await;
    world.change_client("solar-reports", json!({})).await;
    let params = [("id_token_hint", &*tokens.id), ("post_logout_redirect_uri", HOME)];
    assert_eq!(log_out(&mut browser, &params).await.away().as_str(), HOME);
}

#[tokio::test]
async fn whoever_comes_back_later_tells_no_app_again() {
    let (world, mut browser, tokens) = both().await;
    let params = [("id_token_hint", &*tokens.id), ("post_logout_redirect_uri", HOME)];
    let page = log_out(&mut browser, &params).await.page();
    world.clock.advance(seconds(61));
    let later = browser.get(page.url.as_str()).await.page();
    assert_eq!(
        (frame(&later), later.has("[data-go-on]")),
        (None, false),
        "{later:?}"
    );
    assert!(later.has(&format!("a[href='{HOME}']")), "the way on is a link");
}

#[tokio::test]
async fn the_address_that_clears_everything_tells_the_apps_too() {
    let (_world, mut browser, _) = both().await;
    let page = browser.get("/auth/logout").await.page();
    assert_eq!(
        frame(&page)
            .and_then(|url| url.host_str().map(str::to_owned))
            .as_deref(),
        Some("solar.example")
    );
    assert!(
        page.header("content-security-policy")
            .contains("frame-src https://solar.example")
    );
    assert!(page.header("clear-site-data").contains("cookies"));
}

#[tokio::test]
async fn an_app_that_was_not_used_in_this_session_is_not_loaded() {
    let (world, _, _) = both().await;
    let mut other = world.signed_in("ada").await;
    let page = other.get("/auth/logout").await.page();
    assert_eq!(frame(&page), None);
}
