//! The PIN of the authenticator: the second step of a login.

mod alone;
mod clock_off;
mod locked;
mod once;

use super::acts::{WRONG_PIN, after_password, enter_bad_pin, enter_pin};
use crate::harness::{OTP_SECRET, World, pin_at, seconds};

#[tokio::test]
async fn the_right_pin_leads_in_and_a_wrong_one_does_not() {
    let world = World::new().await;
    let mut browser = world.browser();
    let pin = after_password(&mut browser, "ada").await;
    assert_eq!(
        pin.attribute_of("input[name=pin]", "autocomplete").as_deref(),
        Some("one-time-code")
    );
    let again = enter_bad_pin(&mut browser, &pin, WRONG_PIN).await;
    assert_eq!((again.status.as_u16(), again.url.path()), (422, "/login/pin"));
    assert!(again.text().contains("That PIN is not right."), "{again:?}");
    assert!(again.has("input[name=pin][aria-invalid=true]") && again.form().value("pin").is_empty());
    let away = world.enter_pin(&mut browser, again, "ada").await.away();
    assert_eq!(away.as_str(), "https://platform.example/login");
}

#[tokio::test]
async fn spaces_in_a_pin_do_not_matter() {
    let world = World::new().await;
    for spaced in [
        |pin: &str| format!("{} {}", &pin[..3], &pin[3..]),
        |pin: &str| format!(" {pin}\t"),
    ] {
        let mut browser = world.browser();
        let page = after_password(&mut browser, "ada").await;
        enter_pin(&mut browser, &page, &spaced(&world.fresh_pin("ada")))
            .await
            .away();
    }
}

#[tokio::test]
async fn what_is_no_pin_is_not_counted_as_an_attempt() {
    let world = World::new().await;
    let mut browser = world.browser();
    let page = after_password(&mut browser, "ada").await;
    let right = pin_at(OTP_SECRET, world.now());
    for typed in [
        "",
        "12345",
        "1234567",
        "12345a",
        "１２３４５６",
        &right[..5],
        &format!("{right}0"),
    ] {
        let again = enter_bad_pin(&mut browser, &page, typed).await;
        assert_eq!(again.status, 422);
        assert!(
            again.text().contains("A PIN has six digits."),
            "{typed}: {again:?}"
        );
    }
    world.enter_pin(&mut browser, page, "ada").await.away();
}

#[tokio::test]
async fn a_pin_without_a_password_leads_nowhere() {
    let world = World::new().await;
    let mut browser = world.browser();
    let login = browser.get("/login").await.page();
    let pin = browser
        .follow(&login.url.as_str().replace("/login", "/login/pin"))
        .await
        .page();
    assert_eq!(pin.url.path(), "/login", "the page is not shown");
    let mut form = login.form().without("email").without("password");
    form.action.set_path("/login/pin");
    assert_eq!(
        form.submit(&mut browser).await.page().url.path(),
        "/login",
        "and takes nothing"
    );
}

#[tokio::test]
async fn who_has_no_authenticator_is_not_asked() {
    let world = World::new().await;
    let mut browser = world.browser();
    let login = browser.get("/login").await.page();
    let path = login.url.as_str().replace("/login", "/login/pin");
    world.log_in(&mut browser, login, "carla").await.away();
    assert_eq!(
        browser.follow(&path).await.page().status,
        410,
        "the request is answered"
    );
}

#[tokio::test]
async fn a_block_between_password_and_pin_counts() {
    let world = World::new().await;
    let mut browser = world.browser();
    let page = after_password(&mut browser, "ada").await;
    world.block("ada").await;
    assert_eq!(
        browser.follow(page.url.as_str()).await.page().url.path(),
        "/login"
    );
    assert_eq!(
        world.enter_pin(&mut browser, page, "ada").await.page().url.path(),
        "/login"
    );
}

#[tokio::test]
async fn a_new_password_between_password_and_pin_counts() {
    let world = World::new().await;
    let mut browser = world.browser();
    let page = after_password(&mut browser, "ada").await;
    let ada = world.person("ada").await;
    let (store, hash) = (world.store().await, ada.password_hash.expect("a password"));
    voltkey_store::people::set_password(store, &ada.id, &hash, world.now() + seconds(1))
        .await
        .unwrap();
    assert_eq!(
        world.enter_pin(&mut browser, page, "ada").await.page().url.path(),
        "/login"
    );
}
