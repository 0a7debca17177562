//! Changing the password (S7): what is asked, what ends, and what goes on.

use super::*;
use crate::harness::{minutes, seconds};
use crate::people::acts::SESSION_COOKIE;

/// Opens the page and changes the password.
async fn change(browser: &mut Browser, current: &str, new: &str) -> Page {
    let page = shown(browser, PASSWORD_PAGE).await;
    new_password(&page, current, new).submit(browser).await.page()
}

/// Changes it from the right one to [`CHOSEN`].
async fn changed(browser: &mut Browser) -> Page {
    let page = change(browser, PASSWORD, CHOSEN).await;
    assert_eq!((page.status.as_u16(), page.url.path()), (200, PASSWORD_PAGE));
    assert!(page.has(".notice--success"), "{page:?}");
    page
}

fn cookie_of(browser: &Browser) -> String {
    let cookie = browser.cookie(SESSION_COOKIE).expect("a session");
    cookie.value().to_owned()
}

#[tokio::test]
async fn the_page_asks_for_both_as_password_managers_know_them() {
    let world = World::new().await;
    let mut browser = world.signed_in("ada").await;
    let page = shown(&mut browser, PASSWORD_PAGE).await;
    for (name, purpose) in [
        ("current_password", "current-password"),
        ("password", "new-password"),
    ] {
        let found = page.attribute_of(&format!("input[name={name}]"), "autocomplete");
        assert_eq!(found.as_deref(), Some(purpose));
    }
    let username = page.attribute_of("input[autocomplete=username]", "value");
    assert_eq!(username.as_deref(), Some(email_of("ada")));
}

#[tokio::test]
async fn the_new_password_logs_in_and_the_old_one_does_not() {
    let world = World::new().await;
    let mut browser = world.signed_in("carla").await;
    let page = changed(&mut browser).await;
    assert!(!page.html.contains(CHOSEN) && !page.html.contains(PASSWORD));
    let refused = log_in(&mut world.browser(), email_of("carla"), PASSWORD)
        .await
        .page();
    assert_eq!(refused.status, 422);
    log_in(&mut world.browser(), email_of("carla"), CHOSEN)
        .await
        .away();
}

#[tokio::test]
async fn each_rule_that_is_broken_is_told_and_nothing_is_changed() {
    let world = World::new().await;
    let mut browser = world.signed_in("ada").await;
    world.mails().await;
    let cookie = cookie_of(&browser);
    let long = format!("Aa1!{}", "x".repeat(253));
    for (new, rules) in [
        ("", "5 rules are not met"),
        ("Ab1!xyz", "1 rule is not met"),
        ("kraftwerk-7 berlin", "1 rule is not met"),
        ("KRAFTWERK-7 BERLIN", "1 rule is not met"),
        ("Kraftwerk-x Berlin", "1 rule is not met"),
        ("Kraftwerk7Berlin", "1 rule is not met"),
        ("Passw0rd!", "easily guessed"),
        ("Ada-Sommer-1", "easily guessed"),
        (&*long, "up to 256 characters"),
    ] {
        let page = change(&mut browser, PASSWORD, new).await;
        assert_eq!(
            (page.status.as_u16(), page.url.path()),
            (422, PASSWORD_PAGE),
            "{new}"
        );
        assert!(page.text().contains(rules), "{new}: {page:?}");
        assert!(page.has("input[name=password][aria-invalid=true]"), "{new}");
        for field in ["current_password", "password"] {
            assert_eq!(page.form().value(field), "", "{new}");
        }
    }
    assert_eq!(cookie_of(&browser), cookie);
    assert!(world.mails().await.is_empty());
    log_in(&mut world.browser(), email_of("ada"), PASSWORD)
        .await
        .page();
}

#[tokio::test]
async fn spaces_and_letters_of_any_script_count_however_they_are_composed() {
    let world = World::new().await;
    let mut browser = world.signed_in("carla").await;
    change(&mut browser, PASSWORD, "Cafe\u{301} mit 7 Birnen").await;
    log_in(&mut world.browser(), email_of("carla"), "Café mit 7 Birnen")
        .await
        .away();
}

#[tokio::test]
async fn a_wrong_current_password_is_told_and_throttled() {
    let world = World::new().await;
    let mut browser = world.signed_in("carla").await;
    world.mails().await;
    for _ in 0..5 {
        let page = change(&mut browser, cast::WRONG, CHOSEN).await;
        assert_eq!((page.status.as_u16(), page.url.path()), (422, PASSWORD_PAGE));
        assert!(
            page.has("input[name=current_password][aria-invalid=true]"),
            "{page:?}"
        );
        assert!(!page.html.contains(cast::WRONG) && !page.html.contains(CHOSEN));
    }
    let page = change(&mut browser, PASSWORD, CHOSEN).await;
    assert_eq!(page.status, 429);
    assert_eq!(page.header("retry-after"), "30");
    assert!(world.mails().await.is_empty());
    world.clock.advance(seconds(30));
    changed(&mut browser).await;
    // What has succeeded is forgotten.
    for _ in 0..5 {
        assert_eq!(change(&mut browser, cast::WRONG, PASSWORD).await.status, 422);
    }
}

#[tokio::test]
async fn this_session_goes_on_under_a_new_cookie() {
    let world = World::new().await;
    let platform = world.client("platform");
    let silent = platform.authorize("openid").with("prompt", "none");
    let mut browser = world.signed_in("ada").await;
    let answer = browser.open(&silent).await.answer();
    let before = platform.exchange(&silent, answer.code()).await.tokens();
    let before = platform.verify(&before.id).await.claims;
    let cookie = cookie_of(&browser);
    world.clock.advance(minutes(5));
    changed(&mut browser).await;
    assert_ne!(cookie_of(&browser), cookie);

    let silent = platform.authorize("openid").with("prompt", "none");
    let answer = browser.open(&silent).await.answer();
    let after = platform.exchange(&silent, answer.code()).await.tokens();
    let after = platform.verify(&after.id).await.claims;
    for claim in ["sid", "sub", "acr", "amr"] {
        assert_eq!(before[claim], after[claim], "{claim}");
    }
    let mut thief = world.browser();
    thief.plant_cookie(&format!("{SESSION_COOKIE}={cookie}; Secure; HttpOnly; Path=/"));
    assert!(!is_signed_in(&world, &mut thief).await, "the old cookie");
}

#[tokio::test]
async fn every_other_session_and_every_token_ends() {
    let world = World::new().await;
    let platform = world.client("platform");
    let of_carla = world.tokens(&platform, "carla", "openid offline_access").await;
    let of_ben = world.tokens(&platform, "ben", "openid offline_access").await;
    let mut browser = world.signed_in("carla").await;
    let mut phone = world.signed_in("carla").await;
    let mut of_somebody = world.signed_in("ben").await;
    changed(&mut browser).await;
    assert!(is_signed_in(&world, &mut browser).await);
    assert!(!is_signed_in(&world, &mut phone).await);
    assert!(is_signed_in(&world, &mut of_somebody).await);
    let refused = platform.refresh(&of_carla.refresh).await;
    assert_eq!(refused.refusal(), (400, "invalid_grant".to_owned()));
    for token in [&of_carla.access, &of_carla.refresh] {
        assert_eq!(platform.introspect(token).await["active"], false);
    }
    platform.refresh(&of_ben.refresh).await.tokens();
}

#[tokio::test]
async fn logins_by_pin_alone_end() {
    let world = World::new().await;
    let mut phone = world.signed_in("ben").await;
    let mut browser = world.signed_in("ben").await;
    changed(&mut browser).await;
    world.clock.advance(minutes(8 * 60));
    for browser in [&mut phone, &mut browser] {
        assert_eq!(leads_to(browser, ACCOUNT).await, "/login");
    }
}

#[tokio::test]
async fn links_for_a_forgotten_password_end() {
    let world = World::new().await;
    let mut browser = world.signed_in("carla").await;
    world.mails().await;
    let link = reset_link_for(&world, email_of("carla")).await;
    changed(&mut browser).await;
    assert_eq!(world.browser().get(&link).await.page().status, 410);
}

#[tokio::test]
async fn the_person_is_told() {
    let world = World::new().await;
    let mut browser = world.signed_in("carla").await.at("203.0.113.5");
    world.mails().await;
    changed(&mut browser).await;
    match &world.mails().await[..] {
        [Task::PasswordChanged(notice)] => {
            assert_eq!(
                (notice.email.as_str(), notice.language.as_str()),
                (email_of("carla"), "es")
            );
            assert_eq!((notice.network.as_str(), notice.at), ("203.0.113.5", world.now()));
        }
        other => panic!("one mail: {other:?}"),
    }
}

#[tokio::test]
async fn the_second_factor_stays_as_it_is() {
    let world = World::new().await;
    let mut browser = world.signed_in("ben").await;
    changed(&mut browser).await;
    let mut browser = world.browser();
    let pin = log_in(&mut browser, email_of("ben"), CHOSEN).await.page();
    assert_eq!(pin.url.path(), "/login/pin");
    world.enter_pin(&mut browser, pin, "ben").await.away();
}

#[tokio::test]
async fn a_form_of_somebody_else_s_making_changes_nothing() {
    let world = World::new().await;
    let mut browser = world.signed_in("carla").await;
    world.mails().await;
    let page = shown(&mut browser, PASSWORD_PAGE).await;
    let form = new_password(&page, PASSWORD, CHOSEN);
    is_guarded(&mut browser, PASSWORD_PAGE, &form).await;
    assert!(world.mails().await.is_empty());
    log_in(&mut world.browser(), email_of("carla"), PASSWORD)
        .await
        .away();
}

#[tokio::test]
async fn it_is_no_fresh_pin() {
    let world = World::new().await;
    let mut browser = world.signed_in("ben").await;
    world.clock.advance(minutes(9));
    changed(&mut browser).await;
    shown(&mut browser, PASSWORD_PAGE).await;
    world.clock.advance(minutes(2));
    assert_eq!(leads_to(&mut browser, PASSWORD_PAGE).await, "/login/pin");
}

#[tokio::test]
async fn password_managers_find_the_page() {
    let world = World::new().await;
    let mut browser = world.signed_in("ben").await;
    let well_known = "/.well-known/change-password";
    assert_eq!(leads_to(&mut browser, well_known).await, PASSWORD_PAGE);
    assert_eq!(leads_to(&mut world.browser(), well_known).await, "/login");
}
