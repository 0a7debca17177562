//! A request on its way through the pages: bound to its browser, answered once, kept for a day.

use crate::harness::{PASSWORD, Page, World, email_of, minutes};
use serde_json::json;
use voltkey_protocol::error::Rule;

fn request_id(page: &Page) -> String {
    page.url
        .query_pairs()
        .find(|(name, _)| name == "request")
        .expect("request")
        .1
        .into_owned()
}

#[tokio::test]
async fn two_tabs_do_not_disturb_each_other() {
    let world = World::new().await;
    let (platform, solar) = (world.client("platform"), world.client("solar-reports"));
    let mut browser = world.browser();
    let (first, second) = (platform.authorize("openid"), solar.authorize("openid email"));
    let one = browser.open(&first).await.page();
    let other = browser.open(&second).await.page();
    let answer = world.log_in(&mut browser, one, "ada").await.answer();
    platform.exchange(&first, answer.code()).await.tokens();
    // The other tab still shows its login page, and goes on with its own request.
    let consent = world.log_in(&mut browser, other, "ada").await.page();
    let answer = consent.form().press("allow").submit(&mut browser).await.answer();
    assert_eq!(answer.get("state"), Some(second.get("state")));
    solar.exchange(&second, answer.code()).await.tokens();
}

#[tokio::test]
async fn another_browser_learns_nothing_of_it() {
    let world = World::new().await;
    let request = world
        .client("platform")
        .authorize("openid")
        .with("login_hint", "ada@sonnenfeld.example");
    let login = world.browser().open(&request).await.page();
    let path = format!("/login?request={}", request_id(&login));
    let mut other = world.browser();
    other.get("/login").await;
    let page = other.get(&path).await.page();
    assert_eq!(page.status, 400);
    assert!(
        !page.html.contains("ada@") && !page.text().contains("Amperecloud Platform"),
        "{page:?}"
    );
}

#[tokio::test]
async fn a_browser_without_cookies_is_told_so() {
    let world = World::new().await;
    let request = world.client("platform").authorize("openid");
    let page = world.browser().without_cookies().open(&request).await.page();
    assert_eq!(page.status, 400);
    assert!(page.text().to_lowercase().contains("cookie"), "{page:?}");
}

#[tokio::test]
async fn it_has_one_answer() {
    let world = World::new().await;
    let platform = world.client("platform");
    let mut browser = world.browser();
    let login = browser.open(&platform.authorize("openid")).await.page();
    let resume = format!("/oauth2/authorize/resume?request={}", request_id(&login));
    world.log_in(&mut browser, login, "ada").await.answer().code();
    let again = browser.get(&resume).await.page();
    assert_eq!(again.status, 410);
    assert!(
        again.has("a[href='https://platform.example/']"),
        "there is a way back to the app: {again:?}"
    );
}

#[tokio::test]
async fn a_page_that_was_left_open_for_an_hour_goes_on() {
    let world = World::new().await;
    let platform = world.client("platform");
    let mut browser = world.browser();
    let request = platform.authorize("openid");
    let login = browser.open(&request).await.page();
    world.clock.advance(minutes(60));
    let form = login
        .form()
        .fill("email", email_of("ada"))
        .fill("password", PASSWORD);
    let pin = form.submit(&mut browser).await.page();
    // The password counts for a quarter of an hour; then the same request begins anew.
    world.clock.advance(minutes(60));
    let login = pin
        .form()
        .fill("pin", &world.fresh_pin("ada"))
        .submit(&mut browser)
        .await
        .page();
    assert_eq!(login.url.path(), "/login");
    let answer = world.log_in(&mut browser, login, "ada").await.answer();
    platform.exchange(&request, answer.code()).await.tokens();
}

#[tokio::test]
async fn after_a_day_it_is_gone() {
    let world = World::new().await;
    let mut browser = world.browser();
    let login = browser
        .open(&world.client("platform").authorize("openid"))
        .await
        .page();
    world.clock.advance(minutes(24 * 60));
    assert_eq!(browser.get(login.url.as_str()).await.page().status, 410);
    world.worker_tick().await;
    assert_eq!(browser.get(login.url.as_str()).await.page().status, 410);
}

#[tokio::test]
async fn a_request_that_nobody_made_is_not_there() {
    let world = World::new().await;
    let mut browser = world.browser();
    for path in [
        "/oauth2/authorize/resume",
        "/oauth2/authorize/resume?request=",
        "/oauth2/authorize/resume?request=x",
    ] {
        assert_eq!(browser.get(path).await.page().status, 410, "{path}");
    }
}

#[tokio::test]
async fn the_answer_counts_for_the_client_as_it_is_registered_by_then() {
    let world = World::new().await;
    let client = world.register("moving", json!({ "trusted": true }), true).await;
    let mut browser = world.browser();
    let login = browser.open(&client.authorize("openid")).await.page();
    let moved = json!({ "trusted": true, "redirect_uris": ["https://moved.example/callback"] });
    world.register("moving", moved, true).await;
    let page = world.log_in(&mut browser, login, "ada").await.page();
    assert_eq!(page.status, 400, "the old address gets no answer any more");
}

#[tokio::test]
async fn a_session_dies_with_a_block() {
    let world = World::new().await;
    let platform = world.client("platform");
    let mut browser = world.signed_in("ada").await;
    world.block("ada").await;
    let request = platform.authorize("openid").with("prompt", "none");
    assert_eq!(browser.open(&request).await.answer().error(), "login_required");
}

#[tokio::test]
async fn a_network_begins_so_many_in_ten_minutes() {
    let world = World::new().await;
    let request = world.client("platform").authorize("openid");
    let mut known = world.signed_in("carla").await;
    known.lose_cookie("__Host-vk_session");
    world.use_up_requests("192.0.2.1", 998).await;
    assert_eq!(world.browser().open(&request).await.page().status, 200);

    let refused = world.browser().open(&request).await.page();
    assert_eq!(
        (refused.status.as_u16(), refused.header("retry-after")),
        (429, "600")
    );
    assert_eq!(world.rule(&refused.reference()).await, Rule::Quota);
    let elsewhere = world.browser().at("203.0.113.9").open(&request).await.page();
    assert_eq!(elsewhere.status, 200, "another network has its own");
    let page = known.open(&request).await.page();
    assert_eq!(
        page.status, 200,
        "strangers keep nobody out of a browser that is known"
    );
    world.clock.advance(minutes(10));
    assert_eq!(world.browser().open(&request).await.page().status, 200);
}
