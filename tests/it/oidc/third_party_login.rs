//! Logins that begin here instead of at the app (OpenID Connect Core, 4): a client that has registered its
//! `initiate_login_uri` is sent there, and told by whom (`iss`). Invitations that lead there are told of in
//! `people::ways_in`.

use crate::harness::{Browser, Client, ISSUER, Page, World, minutes};
use serde_json::json;
use std::collections::BTreeMap;
use url::Url;

const START: &str = "https://reports.example/login?from=provider";

async fn reports(world: &World, initiate_login_uri: Option<&str>) -> Client {
    let metadata = json!({
        "name": "Reports",
        "trusted": true,
        "client_uri": "https://reports.example/",
        "initiate_login_uri": initiate_login_uri,
    });
    world.register("reports", metadata, true).await
}

/// Where the page leads to the app.
fn way_on(page: &Page) -> Url {
    let link = page.attribute_of("a[href^='https://reports.example/']", "href");
    let link = link.unwrap_or_else(|| panic!("no way on: {page:?}"));
    link.parse().expect("an address")
}

/// The registered address stays as it is, and `iss` names the provider; nothing tells who the person is.
fn assert_begins_login(address: &Url) {
    assert!(address.as_str().starts_with(START), "{address}");
    let query: BTreeMap<_, _> = address.query_pairs().into_owned().collect();
    let names: Vec<_> = query.keys().map(String::as_str).collect();
    assert_eq!(names, ["from", "iss"]);
    assert_eq!(query["iss"], ISSUER);
}

async fn use_app(client: &Client, browser: &mut Browser) {
    let request = client.authorize("openid");
    let answer = browser.open(&request).await.answer();
    client.exchange(&request, answer.code()).await.tokens();
}

#[tokio::test]
async fn the_page_of_a_person_s_apps_begins_one() {
    let world = World::new().await;
    let reports = reports(&world, Some(START)).await;
    let mut browser = world.signed_in("carla").await;
    use_app(&reports, &mut browser).await;
    let page = browser.get("/account/apps").await.page();
    assert_begins_login(&way_on(&page));
    // What the app does then: nobody is asked anything.
    use_app(&reports, &mut browser).await;
}

#[tokio::test]
async fn without_an_address_for_it_the_app_s_own_page_is_named() {
    let world = World::new().await;
    let reports = reports(&world, None).await;
    let mut browser = world.signed_in("carla").await;
    use_app(&reports, &mut browser).await;
    let page = browser.get("/account/apps").await.page();
    assert_eq!(way_on(&page).as_str(), "https://reports.example/");
}

#[tokio::test]
async fn a_request_that_has_been_answered_begins_one_anew() {
    let world = World::new().await;
    let reports = reports(&world, Some(START)).await;
    let mut browser = world.browser();
    let login = browser.open(&reports.authorize("openid")).await.page();
    let address = login.url.clone();
    world.log_in(&mut browser, login, "carla").await.answer().code();
    world.clock.advance(minutes(1));
    let over = browser.follow(address.as_str()).await.page();
    assert_eq!(over.status, 410);
    assert_begins_login(&way_on(&over));
}
