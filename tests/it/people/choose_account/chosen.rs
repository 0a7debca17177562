//! What follows the choice.

use super::{choose, current, enter_chosen, page, select, sub, sub_of, two};
use crate::harness::{PASSWORD, World, minutes};
use crate::people::acts::first_pin;

#[tokio::test]
async fn an_account_that_is_signed_in_goes_on_without_a_password_and_is_the_current_one_then() {
    let world = World::new().await;
    let mut browser = two(&world).await;
    assert_eq!(sub(&world, &mut browser).await, sub_of(&world, "ben").await);
    let before = current(&world, &mut browser).await.unwrap();
    for (text, name) in [("ada@", "ada"), ("ben@", "ben")] {
        world.clock.advance(minutes(30));
        let request = select(&world);
        let page = browser.open(&request).await.page();
        let answer = choose(&mut browser, &page, text).await.answer();
        let platform = world.client("platform");
        let tokens = platform.exchange(&request, answer.code()).await.tokens();
        let claims = platform.verify(&tokens.id).await.claims;
        assert_eq!(
            claims["sub"].as_str().map(str::to_owned),
            sub_of(&world, name).await
        );
        assert_eq!(sub(&world, &mut browser).await, sub_of(&world, name).await);
    }
    let after = current(&world, &mut browser).await.unwrap();
    assert_eq!(
        (&before["sid"], &before["auth_time"]),
        (&after["sid"], &after["auth_time"])
    );
}

#[tokio::test]
async fn the_current_one_can_be_chosen_again() {
    let world = World::new().await;
    let mut browser = two(&world).await;
    let page = page(&world, &mut browser).await;
    choose(&mut browser, &page, "ben@").await.answer().code();
    assert_eq!(sub(&world, &mut browser).await, sub_of(&world, "ben").await);
}

#[tokio::test]
async fn each_request_asks_anew() {
    let world = World::new().await;
    let mut browser = two(&world).await;
    for _ in 0..2 {
        let page = page(&world, &mut browser).await;
        choose(&mut browser, &page, "ada@").await.answer().code();
    }
}

#[tokio::test]
async fn one_that_is_too_old_for_the_request_enters_its_password() {
    let world = World::new().await;
    for (name, value) in [("max_age", "60"), ("prompt", "login select_account")] {
        let mut browser = two(&world).await;
        world.clock.advance(minutes(10));
        let request = select(&world).with(name, value);
        let page = browser.open(&request).await.page();
        assert_eq!(page.url.path(), "/login/account");
        let login = choose(&mut browser, &page, "ada@").await.page();
        assert_eq!(login.url.path(), "/login");
        assert!(login.text().contains("ada@sonnenfeld.example"), "{login:?}");
        assert!(!login.has("input[name=email]"), "{login:?}");
        let pin = enter_chosen(&mut browser, &login, PASSWORD).await.page();
        let answer = world.enter_pin(&mut browser, pin, "ada").await.answer();
        let platform = world.client("platform");
        let tokens = platform.exchange(&request, answer.code()).await.tokens();
        let claims = platform.verify(&tokens.id).await.claims;
        assert_eq!(claims["auth_time"], world.now().as_seconds());
        let rows = super::accounts(&super::page(&world, &mut browser).await);
        assert!(
            rows.iter().all(|row| row.contains("Signed in")),
            "Ben stays: {rows:?}"
        );
    }
}

#[tokio::test]
async fn one_of_one_factor_is_raised_where_two_are_asked_for() {
    let world = World::new().await;
    let mut browser = world.signed_in("carla").await;
    super::add(&world, &mut browser, "ada").await;
    let request = select(&world).with("acr_values", "urn:voltkey:acr:2fa");
    let page = browser.open(&request).await.page();
    let login = choose(&mut browser, &page, "carla@").await.page();
    assert_eq!(login.url.path(), "/login", "setting one up takes the password");
    let enroll = enter_chosen(&mut browser, &login, PASSWORD).await.page();
    assert_eq!(enroll.url.path(), "/login/enroll");
    let form = enroll.form().fill("pin", &first_pin(&world, &enroll));
    let answer = form.submit(&mut browser).await.answer();
    let platform = world.client("platform");
    let tokens = platform.exchange(&request, answer.code()).await.tokens();
    let claims = platform.verify(&tokens.id).await.claims;
    assert_eq!(claims["acr"], "urn:voltkey:acr:2fa");
    assert_eq!(claims["sub"], world.person("carla").await.sub);
}

#[tokio::test]
async fn one_that_is_signed_out_enters_its_password_and_its_address_stays_masked() {
    let world = World::new().await;
    let mut browser = world.signed_in("ada").await;
    world.clock.advance(minutes(8 * 60));
    let page = page(&world, &mut browser).await;
    let login = choose(&mut browser, &page, "a•••@").await.page();
    assert_eq!(login.url.path(), "/login");
    assert!(login.text().contains("a•••@sonnenfeld.example"), "{login:?}");
    assert!(!login.html.contains("ada@"), "{}", login.html);
    let again = enter_chosen(&mut browser, &login, "wrong").await.page();
    assert_eq!(again.status, 422);
    assert!(!again.html.contains("ada@"), "{}", again.html);
    let pin = enter_chosen(&mut browser, &again, PASSWORD).await.page();
    world.enter_pin(&mut browser, pin, "ada").await.answer().code();
}

#[tokio::test]
async fn from_the_password_there_is_a_way_back_to_the_choice() {
    let world = World::new().await;
    let mut browser = world.signed_in("ada").await;
    world.clock.advance(minutes(8 * 60));
    let page = page(&world, &mut browser).await;
    let login = choose(&mut browser, &page, "a•••@").await.page();
    let link = login.attribute_of("a[href^='/login/account']", "href").unwrap();
    let page = browser.follow(&link).await.page();
    let login = page.form().press("yes").submit(&mut browser).await.page();
    assert!(login.has("input[name=email]"), "{login:?}");
    world.log_in(&mut browser, login, "ben").await.answer().code();
    assert_eq!(sub(&world, &mut browser).await, sub_of(&world, "ben").await);
}

#[tokio::test]
async fn the_consent_of_one_is_not_that_of_the_other() {
    let world = World::new().await;
    let mut browser = two(&world).await;
    let solar = world.client("solar-reports");
    let request = solar
        .authorize("openid email")
        .with("prompt", "select_account consent");
    let page = browser.open(&request).await.page();
    let consent = choose(&mut browser, &page, "ada@").await.page();
    assert!(consent.text().contains("ada@sonnenfeld.example"), "{consent:?}");
    // In another tab the browser becomes Ben's again; then the first one is gone on with.
    let other = super::page(&world, &mut browser).await;
    choose(&mut browser, &other, "ben@").await.answer().code();
    let again = consent.form().press("allow").submit(&mut browser).await.page();
    assert_eq!(
        again.url.path(),
        "/login/account",
        "it was asked for as Ada's: {again:?}"
    );
    let consent = choose(&mut browser, &again, "ben@").await.page();
    assert!(consent.text().contains("ben@sonnenfeld.example"), "{consent:?}");
    consent
        .form()
        .press("allow")
        .submit(&mut browser)
        .await
        .answer()
        .code();
}

#[tokio::test]
async fn not_you_leads_to_the_choice_where_several_are_signed_in() {
    let world = World::new().await;
    let mut browser = two(&world).await;
    let request = world.client("solar-reports").authorize("openid email");
    let consent = browser.open(&request).await.page();
    let page = consent.form_to("/login/switch").submit(&mut browser).await.page();
    assert_eq!(page.url.path(), "/login/account");
    let consent = choose(&mut browser, &page, "ada@").await.page();
    assert!(consent.text().contains("ada@sonnenfeld.example"), "{consent:?}");
    consent
        .form()
        .press("allow")
        .submit(&mut browser)
        .await
        .answer()
        .code();
}

#[tokio::test]
async fn another_account_after_not_you_is_signed_in_beside_the_others() {
    let world = World::new().await;
    crate::people::cast::add(&world, "nora@sonnenfeld.example", PASSWORD).await;
    let mut browser = two(&world).await;
    let request = world.client("solar-reports").authorize("openid email");
    let consent = browser.open(&request).await.page();
    let page = consent.form_to("/login/switch").submit(&mut browser).await.page();
    let login = page.form().press("yes").submit(&mut browser).await.page();
    let form = login.form().fill("email", "nora@sonnenfeld.example");
    let consent = form.fill("password", PASSWORD).submit(&mut browser).await.page();
    assert!(consent.text().contains("nora@"), "{consent:?}");
    let rows = super::accounts(&super::page(&world, &mut browser).await);
    assert_eq!(rows.len(), 3, "{rows:?}");
    assert!(rows.iter().all(|row| row.contains("Signed in")), "{rows:?}");
}
