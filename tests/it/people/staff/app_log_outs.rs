//! What an app was told of log-outs in vain: why, and that it is told again.

use super::*;
use crate::harness::{Tokens, minutes};
use serde_json::json;
use voltkey_flows::audit::{self, Action, Chain, Filter};
use voltkey_flows::outbound::OutboundError;

const PAGE: &str = "/operator/apps/app/log-outs?app=solar-reports";
const TELL_AGAIN: &str = "/operator/apps/app/log-outs/tell-again";
const URI: &str = "https://solar.example/back-channel";

/// Somebody signs in at Solar Reports, which wants to be told of log-outs, and signs out.
async fn log_out(world: &World, name: &str) {
    let solar = world.client("solar-reports");
    let mut browser = world.browser();
    let request = solar.authorize("openid").with("prompt", "consent");
    let Tokens { id, .. } = world.tokens_by(&solar, &mut browser, name, &request).await;
    browser
        .get(&format!("/oauth2/logout?id_token_hint={id}"))
        .await
        .page();
}

async fn world() -> World {
    let world = World::new().await;
    let metadata = json!({ "backchannel_logout_uri": URI });
    world.change_client("solar-reports", metadata).await;
    world
}

#[tokio::test]
async fn the_page_says_what_the_app_did_not_take_and_why() {
    let world = world().await;
    let mut olga = of_staff(&world, "olga").await;
    let page = shown(&mut olga, PAGE).await;
    assert!(page.text().contains("has taken every call"), "{page:?}");
    assert!(page.text().contains(URI), "{page:?}");

    log_out(&world, "ada").await;
    world.servers().fail(URI, OutboundError::TimedOut);
    world.call_clients().await;
    log_out(&world, "ben").await;
    let reason = r#"{"error": "invalid_request", "error_description": "<b>no</b> such session"}"#;
    world.servers().answer(URI, 400, "application/json", reason);
    world.call_clients().await;

    let page = shown(&mut olga, PAGE).await;
    let text = page.text();
    for said in [
        "Refused by the app",
        "invalid_request: <b>no</b> such session",
        "Not accepted yet; will be tried again",
        "the server did not answer in time",
        "tried once",
        "Next attempt:",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert!(!page.html.contains("<b>no</b>"), "{}", page.html);
    let overview = shown(&mut olga, "/operator").await;
    let text = overview.text();
    assert!(
        text.contains("Apps were not told of sign-outs") && text.contains("Solar Reports (2 times)"),
        "{text}"
    );
    assert!(links(&overview, "/operator/apps/app/log-outs"));
    let platform = shown(&mut olga, "/operator/apps/app/log-outs?app=platform").await;
    assert!(!platform.text().contains("Refused by the app"), "{platform:?}");
}

#[tokio::test]
async fn trouble_of_long_ago_is_no_news() {
    let world = world().await;
    log_out(&world, "ada").await;
    world.servers().fail(URI, OutboundError::NotHttps);
    world.call_clients().await;
    world.clock.advance(minutes(8 * 24 * 60));
    let mut olga = of_staff(&world, "olga").await;
    let overview = shown(&mut olga, "/operator").await;
    assert!(!overview.text().contains("Solar Reports"), "{overview:?}");
    let page = shown(&mut olga, PAGE).await;
    assert!(page.text().contains("Given up"), "{page:?}");
}

#[tokio::test]
async fn the_app_is_told_again_and_that_is_noted() {
    let world = world().await;
    log_out(&world, "ada").await;
    world.servers().fail(URI, OutboundError::NotHttps);
    world.call_clients().await;
    let mut olga = of_staff(&world, "olga").await;
    let form = shown(&mut olga, PAGE).await.form_to(TELL_AGAIN);
    world.servers().answer(URI, 204, "text/plain", "");
    let done = form.submit(&mut olga).await.page();
    assert!(done.has(".notice--success"), "{done:?}");
    let text = done.text();
    assert!(!text.contains("Reason:") && !text.contains("tried 0"), "{text}");
    world.call_clients().await;
    assert_eq!(world.servers().calls_of(URI).len(), 2);
    let again = form.submit(&mut olga).await.page();
    assert!(again.has(".notice--info"), "it was told: {again:?}");
    assert!(again.text().contains("has taken every call"), "{again:?}");

    audit::append(world.ctx()).await.unwrap();
    let filter = Filter {
        action: Some(Action::ClientToldAgain),
        ..Filter::default()
    };
    let events = audit::list(world.ctx(), &Chain::Instance, &filter, None, 9).await;
    assert_eq!(events.unwrap().entries.len(), 1);
}

#[tokio::test]
async fn its_addresses_are_registered_by_the_form() {
    let world = World::new().await;
    let mut olga = of_staff(&world, "olga").await;
    let page = shown(&mut olga, "/operator/apps/app?app=solar-reports").await;
    let form = page
        .form_to("/operator/apps/app")
        .fill("backchannel_logout_uri", "https://solar.example/back")
        .fill("frontchannel_logout_uri", "https://solar.example/front");
    form.submit(&mut olga).await.page();
    let page = shown(&mut olga, PAGE).await;
    let text = page.text();
    assert!(
        text.contains("https://solar.example/back") && text.contains("https://solar.example/front"),
        "{text}"
    );
}
