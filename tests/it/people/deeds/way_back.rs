//! An app sends an admin to the reset of a member, and gets them back.

use super::*;
use serde_json::json;
use url::form_urlencoded::Serializer;

const TEAM: &str = "https://platform.example/team?tab=members";
const CANCEL: &str = "/account/cancel";

async fn world_with_app() -> World {
    let world = world().await;
    world
        .change_client("platform", json!({ "return_uris": [TEAM] }))
        .await;
    world
}

/// The reset of Ben, as the platform links to it.
async fn linked(world: &World, return_to: &str) -> String {
    let sub = world.person("ben").await.sub;
    let query = Serializer::new(String::new())
        .extend_pairs([
            ("client_id", "platform"),
            ("return_to", return_to),
            ("state", "a b&c"),
            ("ui_locales", "en"),
        ])
        .finish();
    format!("{MEMBERS}/{sub}/reset-otp?{query}")
}

fn assert_back(landed: Landed, result: &str) {
    let away = landed.away();
    assert_eq!(away.as_str(), format!("{TEAM}&result={result}&state=a+b%26c"));
}

#[tokio::test]
async fn done_it_leads_back() {
    let world = world_with_app().await;
    let mut browser = world.browser();
    let login = browser.arrive(&linked(&world, TEAM).await).await.page();
    let page = world.log_in(&mut browser, login, "ada").await.page();
    assert!(page.url.path().ends_with("/reset-otp"), "{page:?}");
    assert!(
        page.text().contains("Amperecloud Platform"),
        "where it leads: {page:?}"
    );
    assert_back(page.form().submit(&mut browser).await, "done");
    assert!(world.person("ben").await.must_enroll);
}

#[tokio::test]
async fn cancelled_it_leads_back_and_nothing_is_reset() {
    let world = world_with_app().await;
    let mut ada = world.signed_in("ada").await;
    let page = ada.arrive(&linked(&world, TEAM).await).await.page();
    assert!(
        !page.has(&format!("main a[href^='{MEMBERS}?']")),
        "one way back: {page:?}"
    );
    assert_back(page.form_to(CANCEL).submit(&mut ada).await, "cancelled");
    // Also from where it can't be done.
    put(&world, "ben", "solluna", Role::Member).await;
    let page = ada.arrive(&linked(&world, TEAM).await).await.page();
    assert!(page.text().contains("Our support has to do this"), "{page:?}");
    assert_back(page.form_to(CANCEL).submit(&mut ada).await, "cancelled");
    assert!(!world.person("ben").await.must_enroll);
}

#[tokio::test]
async fn an_address_that_is_not_registered_is_no_way_back() {
    let world = world_with_app().await;
    let mut ada = world.signed_in("ada").await;
    for return_to in [
        "https://elsewhere.example/",
        "https://platform.example/team",
        "//elsewhere.example",
    ] {
        let page = ada.arrive(&linked(&world, return_to).await).await.page();
        assert_eq!(page.status, 200);
        assert!(page.forms().iter().all(|form| form.action.path() != CANCEL));
        assert!(page.has(&format!("main a[href^='{MEMBERS}?']")), "{page:?}");
        let page = page.form().submit(&mut ada).await.page();
        assert_done(&page, "reset-otp", &[]);
    }
}

#[tokio::test]
async fn an_app_that_sends_a_member_learns_nothing() {
    let world = world_with_app().await;
    let mut mia = world.signed_in("mia").await;
    let page = mia.arrive(&linked(&world, TEAM).await).await.page();
    assert_eq!(page.status, 404);
}
