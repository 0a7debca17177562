//! What the person sees after a log-out: which apps were told, which refused, and which did not answer.

use super::log_out;
use crate::harness::{Browser, Page, Tokens, World, minutes};
use serde_json::json;
use voltkey_flows::outbound::OutboundError;

const SOLAR: &str = "https://solar.example/back-channel";
const SPA: &str = "https://spa.example/back-channel";

/// A world in which ada has used three apps in one browser; two of them want to be told.
async fn three_apps() -> (World, Browser, Tokens) {
    let world = World::new().await;
    for (id, uri) in [("solar-reports", SOLAR), ("spa", SPA)] {
        world
            .change_client(id, json!({ "backchannel_logout_uri": uri }))
            .await;
    }
    let mut browser = world.browser();
    let mut last = None;
    for id in ["solar-reports", "spa", "platform"] {
        let client = world.client(id);
        let tokens = world
            .tokens_by(&client, &mut browser, "ada", &client.authorize("openid"))
            .await;
        last = Some(tokens);
    }
    (world, browser, last.expect("tokens"))
}

fn states(page: &Page) -> Vec<String> {
    page.texts_of("main li")
}

async fn end(browser: &mut Browser, tokens: &Tokens) -> Page {
    log_out(browser, &[("id_token_hint", &tokens.id)]).await.page()
}

/// Follows the link that looks again.
async fn again(browser: &mut Browser, page: &Page) -> Page {
    let link = page.attribute_of("main .note a", "href").expect("a link");
    browser.follow(&link).await.page()
}

#[tokio::test]
async fn it_says_who_was_told_who_refused_and_who_has_not_answered() {
    let (world, mut browser, tokens) = three_apps().await;
    world
        .servers()
        .answer(SOLAR, 400, "application/json", r#"{"error": "invalid_request"}"#);
    let page = end(&mut browser, &tokens).await;
    assert_eq!(
        states(&page),
        ["Browser app Not answered yet", "Solar Reports Not answered yet"]
    );
    world.call_clients().await;
    let page = again(&mut browser, &page).await;
    assert_eq!(
        states(&page),
        [
            "Browser app Not answered yet",
            "Solar Reports Refused the sign-out"
        ]
    );
    let looks_by_itself = |page: &Page| {
        let csp = page.header("content-security-policy");
        page.has("script[src*='signed_out.js']") && csp.contains("connect-src 'self';")
    };
    assert!(looks_by_itself(&page), "{page:?}");
    assert!(
        page.has("main li a[href='https://solar.example/']"),
        "sign out there"
    );
    world.servers().answer(SPA, 204, "text/plain", "");
    world.clock.advance(minutes(1));
    world.call_clients().await;
    let page = again(&mut browser, &page).await;
    assert_eq!(
        states(&page),
        ["Browser app Signed out", "Solar Reports Refused the sign-out"]
    );
    assert!(!page.has("main .note a"), "nothing is waited for any more");
    assert!(!looks_by_itself(&page), "{page:?}");
}

#[tokio::test]
async fn an_app_that_can_t_be_reached_or_told_is_named() {
    let (world, mut browser, tokens) = three_apps().await;
    world.servers().fail(SPA, OutboundError::Address);
    world.servers().answer(SOLAR, 200, "text/plain", "");
    // Whoever asks to be logged out has done so; of one that asks nothing the person must know.
    let native = world.client("native");
    world
        .tokens_by(&native, &mut browser, "ada", &native.authorize("openid"))
        .await;
    let page = end(&mut browser, &tokens).await;
    world.call_clients().await;
    let page = again(&mut browser, &page).await;
    let expected = [
        "Browser app Not reached",
        "Desktop app Not told",
        "Solar Reports Signed out",
    ];
    assert_eq!(states(&page), expected);
}

#[tokio::test]
async fn it_speaks_the_person_s_language() {
    let (_world, mut browser, tokens) = three_apps().await;
    let params = [("id_token_hint", tokens.id.as_str()), ("ui_locales", "es")];
    let page = log_out(&mut browser, &params).await.page();
    assert!(
        page.text()
            .contains("Aplicaciones en las que tenías la sesión abierta"),
        "{page:?}"
    );
}

#[tokio::test]
async fn it_is_for_this_browser_and_not_for_long() {
    let (world, mut browser, tokens) = three_apps().await;
    let page = end(&mut browser, &tokens).await;
    let foreign = world.browser().get(page.url.as_str()).await.page();
    assert_eq!((foreign.status.as_u16(), states(&foreign).len()), (200, 0));
    assert_eq!(states(&browser.get(page.url.as_str()).await.page()).len(), 2);
    world.clock.advance(minutes(30));
    let late = browser.get(page.url.as_str()).await.page();
    assert_eq!((late.status.as_u16(), states(&late).len()), (200, 0));
    assert!(late.text().contains("Your session in this browser has ended."));
}

#[tokio::test]
async fn after_everything_was_cleared_it_is_for_whoever_asks_first() {
    let (world, mut browser, _) = three_apps().await;
    let page = browser.get("/auth/logout").await.page();
    assert_eq!(states(&page).len(), 3);
    world.servers().answer(SOLAR, 200, "text/plain", "");
    world.call_clients().await;
    let page = again(&mut browser, &page).await;
    assert!(
        states(&page).contains(&"Solar Reports Signed out".to_owned()),
        "{page:?}"
    );
    let second = world.browser().get(page.url.as_str()).await.page();
    assert_eq!(states(&second).len(), 0);
}

#[tokio::test]
async fn an_app_that_wants_the_browser_back_gets_it_at_once() {
    let (_world, mut browser, tokens) = three_apps().await;
    let params = [
        ("id_token_hint", tokens.id.as_str()),
        ("post_logout_redirect_uri", "https://platform.example/"),
    ];
    log_out(&mut browser, &params).await.away();
}
