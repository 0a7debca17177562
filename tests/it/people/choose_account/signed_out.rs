//! Signing out where several are signed in: one of them, or all.

use super::{OTHERS, accounts, choose, key, page, select, sub, sub_of, thief_of, two};
use crate::harness::{Page, World};
use crate::people::acts::SESSION_COOKIE;
use serde_json::json;
use url::Url;
use voltkey_protocol::error::Rule;

#[tokio::test]
async fn the_log_out_ends_all() {
    let world = World::new().await;
    for path in ["/auth/logout", "/oauth2/logout"] {
        let mut browser = two(&world).await;
        let mut thief = thief_of(&world, &browser, &[SESSION_COOKIE, OTHERS]);
        let page = browser.get(path).await.page();
        if path == "/oauth2/logout" {
            assert!(
                page.text()
                    .contains("The other accounts in this browser are signed out, too.")
            );
            page.form().submit(&mut browser).await.page();
        }
        for name in [SESSION_COOKIE, OTHERS] {
            assert!(browser.cookie(name).is_none(), "{name} after {path}");
        }
        assert_eq!(sub(&world, &mut thief).await, None);
        let login = thief.open(&select(&world)).await.page();
        assert_eq!(login.url.path(), "/login", "nor is the other one left");
    }
}

#[tokio::test]
async fn one_can_be_signed_out_and_the_other_stays() {
    let world = World::new().await;
    for (gone, mask, stays) in [("ada@", "a•••@", "ben"), ("ben@", "b•••@", "ada")] {
        let mut browser = two(&world).await;
        let before = page(&world, &mut browser).await;
        let sign_out = before
            .form()
            .press_nothing()
            .with("sign_out", &key(&before, gone));
        let after = sign_out.submit(&mut browser).await.page();
        let rows = accounts(&after);
        assert!(
            rows.iter()
                .any(|row| row.contains(mask) && row.contains("Signed out")),
            "{rows:?}"
        );
        assert_eq!(rows.iter().filter(|row| row.contains("Signed in")).count(), 1);
        assert_eq!(sub(&world, &mut browser).await, sub_of(&world, stays).await);
    }
}

#[tokio::test]
async fn where_the_current_one_was_ended_elsewhere_the_other_is_not_taken_unasked() {
    let world = World::new().await;
    let mut browser = two(&world).await;
    let mut elsewhere = world.signed_in("ben").await;
    let devices = elsewhere.get("/account/devices").await.page();
    let form = devices.form_to("/account/devices/sign-out-others");
    form.submit(&mut elsewhere).await.page();
    let request = world.client("platform").authorize("openid");
    let silent = request.clone().with("prompt", "none");
    let answer = browser.open(&silent).await.answer();
    assert_eq!(answer.error(), "account_selection_required");
    assert_eq!(
        world.rule(&answer.reference()).await,
        Rule::AccountSelectionRequired
    );
    let page = browser.open(&request).await.page();
    assert_eq!(page.url.path(), "/login/account");
    choose(&mut browser, &page, "ada@").await.answer().code();
    assert_eq!(sub(&world, &mut browser).await, sub_of(&world, "ada").await);
}

#[tokio::test]
async fn the_page_leads_to_the_log_out_of_all() {
    let world = World::new().await;
    let mut browser = two(&world).await;
    let page = page(&world, &mut browser).await;
    assert!(page.has("a[href^='/auth/logout']"), "{page:?}");
    let mut alone = world.signed_in("ada").await;
    let page = super::page(&world, &mut alone).await;
    assert!(!page.has("a[href^='/auth/logout']"), "{page:?}");
}

#[tokio::test]
async fn signing_out_another_while_none_is_the_current_one_makes_nobody_that() {
    let world = World::new().await;
    let mut browser = world.signed_in("carla").await;
    for name in ["ada", "ben"] {
        super::add(&world, &mut browser, name).await;
    }
    let mut elsewhere = world.signed_in("ben").await;
    let devices = elsewhere.get("/account/devices").await.page();
    let form = devices.form_to("/account/devices/sign-out-others");
    form.submit(&mut elsewhere).await.page();
    let before = page(&world, &mut browser).await;
    let sign_out = before
        .form()
        .press_nothing()
        .with("sign_out", &key(&before, "ada@"));
    let after = sign_out.submit(&mut browser).await.page();
    let signed_in = |row: &&String| row.contains("Signed in");
    let rows = accounts(&after);
    assert_eq!(rows.iter().filter(signed_in).count(), 1, "{rows:?}");
    let refused = super::current(&world, &mut browser).await;
    assert_eq!(refused, Err("account_selection_required".to_owned()));
    choose(&mut browser, &after, "carla@").await.answer().code();
    assert_eq!(sub(&world, &mut browser).await, sub_of(&world, "carla").await);
}

/// What the page after a sign-out has the browser load, and where it goes on.
fn told_and_way_on(page: &Page) -> (Option<String>, Option<String>) {
    let host = |address: String| address.parse::<Url>().ok()?.host_str().map(str::to_owned);
    let frame = page.attribute_of("iframe[hidden]", "src").and_then(host);
    (frame, page.attribute_of("a[data-go-on]", "href"))
}

#[tokio::test]
async fn apps_that_are_told_by_the_browser_are_told_and_then_the_login_goes_on() {
    let world = World::new().await;
    let uri = json!({ "frontchannel_logout_uri": "https://platform.example/bye" });
    world.change_client("platform", uri).await;
    let mut browser = two(&world).await;
    let before = page(&world, &mut browser).await;
    let sign_out = before
        .form()
        .press_nothing()
        .with("sign_out", &key(&before, "ben@"));
    let told = sign_out.submit(&mut browser).await.page();
    assert_eq!(told.url.path(), "/signed-out");
    let (frame, way_on) = told_and_way_on(&told);
    assert_eq!(frame.as_deref(), Some("platform.example"));
    let choice = browser.follow(&way_on.unwrap()).await.page();
    assert_eq!(choice.url, before.url);
    choose(&mut browser, &choice, "ada@").await.answer().code();

    let request = world.client("solar-reports").authorize("openid email");
    let consent = browser.open(&request).await.page();
    let told = consent.form_to("/login/switch").submit(&mut browser).await.page();
    assert_eq!(told.url.path(), "/signed-out");
    assert!(told.text().contains("Continue to Solar Reports"), "{told:?}");
    let (frame, way_on) = told_and_way_on(&told);
    assert_eq!(frame.as_deref(), Some("platform.example"));
    let login = browser.follow(&way_on.unwrap()).await.page();
    assert_eq!(login.url.path(), "/login");
    let consent = world.log_in(&mut browser, login, "ben").await.page();
    assert!(consent.text().contains("ben@"), "{consent:?}");
}

#[tokio::test]
async fn a_login_is_gone_on_with_in_its_own_browser_only() {
    let world = World::new().await;
    let uri = json!({ "frontchannel_logout_uri": "https://platform.example/bye" });
    world.change_client("platform", uri).await;
    let mut browser = two(&world).await;
    let before = page(&world, &mut browser).await;
    let form = before
        .form()
        .press_nothing()
        .with("sign_out", &key(&before, "ben@"));
    let told = form.submit(&mut browser).await.page();
    let foreign = world.browser().follow(told.url.as_str()).await.page();
    assert_eq!(told_and_way_on(&foreign), (None, None), "{foreign:?}");
}

#[tokio::test]
async fn after_not_you_no_app_takes_the_browser_for_signed_in() {
    let world = World::new().await;
    let mut browser = world.signed_in("ada").await;
    let request = world.client("solar-reports").authorize("openid email");
    let consent = browser.open(&request).await.page();
    consent.form_to("/login/switch").submit(&mut browser).await.page();
    for name in [SESSION_COOKIE, "__Host-vk_state"] {
        assert!(browser.cookie(name).is_none(), "{name}");
    }
}
