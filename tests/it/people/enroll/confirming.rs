//! The first PIN confirms that phone and account belong together.

use crate::harness::{Browser, FilledForm, OTP_SECRET, World, email_of, minutes, pin_at, seconds};
use crate::people::acts::{
    SESSION_COOKIE, WRONG_PIN, after_password, enter_bad_pin, enter_pin, first_pin, lock_pins, post_bare,
    shown_secret,
};
use crate::people::cast;
use voltkey_store::authenticators;

async fn authenticators_of(world: &World, name: &str) -> usize {
    let person = world.person(name).await;
    authenticators::of_person(world.store().await, &person.id)
        .await
        .unwrap()
        .len()
}

#[tokio::test]
async fn it_logs_in_with_two_factors_and_is_asked_from_then_on() {
    let world = World::new().await;
    cast::must_enroll(&world, "carla", true).await;
    let platform = world.client("platform");
    let request = platform.authorize("openid");
    let mut browser = world.browser();
    let login = browser.open(&request).await.page();
    let page = world.log_in(&mut browser, login, "carla").await.page();
    let answer = enter_pin(&mut browser, &page, &first_pin(&world, &page))
        .await
        .answer();
    let tokens = platform.exchange(&request, answer.code()).await.tokens();
    let claims = platform.verify(&tokens.id).await.claims;
    assert_eq!(claims["amr"], serde_json::json!(["pwd", "otp", "mfa"]));
    assert_eq!(claims["acr"], "urn:voltkey:acr:2fa");
    assert!(!world.person("carla").await.must_enroll, "the duty is done");

    let mut next = world.browser();
    let pin = after_password(&mut next, "carla").await;
    assert_eq!(pin.url.path(), "/login/pin");
    let used = enter_bad_pin(&mut next, &pin, &first_pin(&world, &page)).await;
    assert!(
        used.text().contains("This PIN was used already."),
        "the first PIN counts as used: {used:?}"
    );
    world.clock.advance(seconds(30));
    enter_pin(&mut next, &pin, &first_pin(&world, &page)).await.away();
}

#[tokio::test]
async fn a_wrong_one_changes_nothing() {
    let world = World::new().await;
    cast::must_enroll(&world, "carla", true).await;
    let mut browser = world.browser();
    let page = after_password(&mut browser, "carla").await;
    for (typed, told) in [
        (WRONG_PIN.to_owned(), "That PIN is not right."),
        ("12 34".to_owned(), "A PIN has six digits."),
        (
            pin_at(&shown_secret(&page), world.now() - minutes(4)),
            "about 4 minutes slow",
        ),
        (pin_at(OTP_SECRET, world.now()), "That PIN is not right."),
    ] {
        let refused = enter_bad_pin(&mut browser, &page, &typed).await;
        assert_eq!(
            (refused.status.as_u16(), refused.url.path()),
            (422, "/login/enroll")
        );
        assert!(refused.text().contains(told), "{refused:?}");
    }
    assert_eq!(authenticators_of(&world, "carla").await, 0);
    assert!(world.person("carla").await.must_enroll);
    enter_pin(&mut browser, &page, &first_pin(&world, &page))
        .await
        .away();
    assert_eq!(authenticators_of(&world, "carla").await, 1);
}

#[tokio::test]
async fn five_wrong_ones_are_enough_here_too() {
    let world = World::new().await;
    cast::must_enroll(&world, "carla", true).await;
    let mut browser = world.browser();
    let page = after_password(&mut browser, "carla").await;
    lock_pins(&mut browser, &page).await;
    let refused = enter_bad_pin(&mut browser, &page, &first_pin(&world, &page)).await;
    assert_eq!(
        (refused.status.as_u16(), refused.header("retry-after")),
        (429, "900")
    );
    assert_eq!(authenticators_of(&world, "carla").await, 0);
}

#[tokio::test]
async fn an_old_secret_that_waits_dies_with_its_login() {
    let world = World::new().await;
    cast::must_enroll(&world, "carla", true).await;
    let mut browser = world.browser();
    let page = after_password(&mut browser, "carla").await;
    let login = page.form_to("/login/switch").submit(&mut browser).await.page();
    let anew = world.log_in(&mut browser, login, "carla").await.page();
    assert_ne!(shown_secret(&anew), shown_secret(&page));
    let refused = enter_bad_pin(&mut browser, &anew, &first_pin(&world, &page)).await;
    assert_eq!(refused.status, 422);
}

/// Two tabs of one browser, each with a login of its own that has come to the set-up page.
async fn two_tabs(world: &World) -> (Browser, [FilledForm; 2]) {
    cast::must_enroll(world, "carla", true).await;
    let mut browser = world.browser();
    let (one, other) = (
        after_password(&mut browser, "carla").await,
        after_password(&mut browser, "carla").await,
    );
    let forms = [one, other].map(|page| page.form().fill("pin", &first_pin(world, &page)));
    (browser, forms)
}

#[tokio::test]
async fn of_two_tabs_one_after_the_other_the_second_is_asked_for_a_pin() {
    let world = World::new().await;
    let (mut browser, [one, other]) = two_tabs(&world).await;
    one.submit(&mut browser).await.away();
    // The browser has a session by now, so the visit of the second tab has nothing left to do.
    let away = other.submit(&mut browser).await.away();
    assert_eq!(away.as_str(), "https://platform.example/login");
    assert_eq!(authenticators_of(&world, "carla").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_tabs_at_the_same_instant_one_sets_it_up() {
    let world = World::new().await;
    let (browser, [one, other]) = two_tabs(&world).await;
    let (mut left, mut right) = (browser.clone(), browser);
    let (first, second) = tokio::join!(post_bare(&mut left, &one), post_bare(&mut right, &other));
    assert_eq!((first.status.as_u16(), second.status.as_u16()), (303, 303));
    assert_eq!(authenticators_of(&world, "carla").await, 1);
    let has_session = |browser: &Browser| browser.cookie(SESSION_COOKIE).is_some();
    assert_eq!(
        u8::from(has_session(&left)) + u8::from(has_session(&right)),
        1,
        "one of them is in"
    );
}

#[tokio::test]
async fn another_browser_that_was_slower_is_asked_for_a_pin_of_the_new_authenticator() {
    let world = World::new().await;
    cast::must_enroll(&world, "carla", true).await;
    let (mut fast, mut slow) = (world.browser(), world.browser());
    let (of_fast, of_slow) = (
        after_password(&mut fast, "carla").await,
        after_password(&mut slow, "carla").await,
    );
    enter_pin(&mut fast, &of_fast, &first_pin(&world, &of_fast))
        .await
        .away();
    let pin = enter_pin(&mut slow, &of_slow, &first_pin(&world, &of_slow))
        .await
        .page();
    assert_eq!(pin.url.path(), "/login/pin");
    assert!(pin.text().contains(email_of("carla")), "{pin:?}");
    world.clock.advance(seconds(30));
    assert_eq!(
        enter_bad_pin(&mut slow, &pin, &first_pin(&world, &of_slow))
            .await
            .status,
        422
    );
    enter_pin(&mut slow, &pin, &first_pin(&world, &of_fast))
        .await
        .away();
}
