//! After the second factor was reset (S14, S15): a new one is set up with the password and the code that was mailed.

use crate::harness::{Browser, Landed, Page, World, days, email_of, seconds};
use crate::people::acts::{WRONG_PIN, after_password, first_pin};
use voltkey_flows::admin::reset_otp::{ResetOtpError, reset_otp};
use voltkey_flows::jobs::{OtpResetMail, Task};

/// Resets somebody's second factor: the mail that tells them.
async fn reset(world: &World, name: &str) -> OtpResetMail {
    world.mails().await;
    reset_otp(world.ctx(), email_of(name)).await.unwrap();
    let mut mails = world.mails().await;
    match (mails.pop(), mails.is_empty()) {
        (Some(Task::OtpReset(mail)), true) => mail,
        other => panic!("{other:?}"),
    }
}

async fn enter(browser: &mut Browser, page: &Page, code: &str, pin: &str) -> Landed {
    page.form()
        .fill("code", code)
        .fill("pin", pin)
        .submit(browser)
        .await
}

#[tokio::test]
async fn the_mail_tells_the_code_and_until_when_it_counts() {
    let world = World::new().await;
    let mail = reset(&world, "ben").await;
    assert_eq!(
        (mail.email.as_str(), mail.language.as_str()),
        (email_of("ben"), "de")
    );
    assert_eq!(mail.until, world.now() + days(7));
    assert_eq!(mail.code.as_str().len(), 9);
    assert!(
        !format!("{mail:?}").contains(mail.code.as_str()),
        "nor does a log show it"
    );
}

#[tokio::test]
async fn password_code_and_first_pin_together_set_up_a_new_one() {
    let world = World::new().await;
    let mail = reset(&world, "ben").await;
    let mut browser = world.browser();
    let page = after_password(&mut browser, "ben").await;
    assert_eq!(page.url.path(), "/login/enroll");
    assert!(page.form_to("/login/enroll").value("code").is_empty());
    assert!(
        page.forms()
            .iter()
            .all(|form| form.action.path() != "/login/enroll/later")
    );

    let pin = first_pin(&world, &page);
    let again = enter(&mut browser, &page, "AAAA-BBBB", &pin).await.page();
    assert_eq!(again.status, 422);
    assert!(again.has("input[name=code][aria-invalid=true]"), "{again:?}");
    let again = enter(&mut browser, &page, mail.code.as_str(), WRONG_PIN)
        .await
        .page();
    assert!(again.has("input[name=pin][aria-invalid=true]"), "{again:?}");
    assert_eq!(
        again.form().value("code"),
        mail.code.as_str(),
        "it need not be typed again"
    );

    // However it is typed.
    let typed = mail.code.as_str().replace('-', " ").to_lowercase();
    enter(&mut browser, &again, &typed, &pin).await.away();
    let mails = world.mails().await;
    assert!(
        mails.iter().any(|mail| matches!(mail, Task::Enrolled(_))),
        "{mails:?}"
    );

    world.clock.advance(seconds(30));
    let page = after_password(&mut world.browser(), "ben").await;
    assert_eq!(page.url.path(), "/login/pin", "it is over");
}

#[tokio::test]
async fn codes_are_guessed_as_seldom_as_pins() {
    let world = World::new().await;
    let mail = reset(&world, "ben").await;
    let mut browser = world.browser();
    let page = after_password(&mut browser, "ben").await;
    let pin = first_pin(&world, &page);
    for number in 0..5 {
        let guess = format!("AAAA-AAA{number}");
        assert_eq!(enter(&mut browser, &page, &guess, &pin).await.page().status, 422);
    }
    let right = enter(&mut browser, &page, mail.code.as_str(), &pin).await.page();
    assert_eq!(right.status, 429);
}

#[tokio::test]
async fn another_reset_s_code_counts_no_more() {
    let world = World::new().await;
    let first = reset(&world, "ben").await;
    let mut browser = world.browser();
    let page = after_password(&mut browser, "ben").await;
    let pin = first_pin(&world, &page);
    let second = reset(&world, "ben").await;
    assert_ne!(first.code.as_str(), second.code.as_str());
    let again = enter(&mut browser, &page, first.code.as_str(), &pin).await.page();
    assert!(again.has("input[name=code][aria-invalid=true]"), "{again:?}");
    enter(&mut browser, &page, second.code.as_str(), &pin)
        .await
        .away();
}

#[tokio::test]
async fn after_seven_days_it_has_to_be_asked_for_again() {
    let world = World::new().await;
    let mail = reset(&world, "ben").await;
    world.clock.advance(days(7) - seconds(1));
    let mut browser = world.browser();
    let page = after_password(&mut browser, "ben").await;
    assert_eq!(page.url.path(), "/login/enroll");
    let pin = first_pin(&world, &page);
    world.clock.advance(seconds(1));
    let late = enter(&mut browser, &page, mail.code.as_str(), &pin).await.page();
    assert_eq!(late.url.path(), "/help/lost-phone", "{late:?}");
    assert!(
        late.text().contains("Ada Sommer"),
        "who can do it again: {late:?}"
    );
    let page = after_password(&mut world.browser(), "ben").await;
    assert_eq!(page.url.path(), "/help/lost-phone");
    assert!(page.has(".notice--warning"), "{page:?}");

    let mail = reset(&world, "ben").await;
    let mut browser = world.browser();
    let page = after_password(&mut browser, "ben").await;
    let pin = first_pin(&world, &page);
    enter(&mut browser, &page, mail.code.as_str(), &pin).await.away();
}

#[tokio::test]
async fn it_ends_what_the_old_one_had_opened() {
    let world = World::new().await;
    let platform = world.client("platform");
    let mut browser = world.browser();
    let asked = platform.authorize("openid offline_access");
    let tokens = world.tokens_by(&platform, &mut browser, "ben", &asked).await;
    let before = after_password(&mut world.browser(), "ben").await;
    assert_eq!(before.url.path(), "/login/pin");

    reset(&world, "ben").await;
    let silent = platform.authorize("openid").with("prompt", "none");
    assert_eq!(browser.open(&silent).await.answer().error(), "login_required");
    let refreshed = platform.refresh(&tokens.refresh).await;
    assert_eq!(refreshed.status, 400);
    assert_eq!(platform.userinfo(&tokens.access).await.status, 401);
    let ada = world.tokens(&platform, "ada", "openid").await;
    assert_eq!(platform.userinfo(&ada.access).await.status, 200, "nobody else's");
}

#[tokio::test]
async fn a_login_under_way_can_only_go_on_with_the_code() {
    let world = World::new().await;
    let mut browser = world.browser();
    let pin_page = after_password(&mut browser, "ben").await;
    let pin = world.fresh_pin("ben");
    reset(&world, "ben").await;
    let page = pin_page
        .form()
        .fill("pin", &pin)
        .submit(&mut browser)
        .await
        .page();
    assert_eq!(page.url.path(), "/login/enroll");
    assert!(page.has("input[name=code]"), "{page:?}");
}

#[tokio::test]
async fn who_always_needs_one_needs_the_code_too() {
    let world = World::new().await;
    reset(&world, "sam").await;
    let page = after_password(&mut world.browser(), "sam").await;
    assert_eq!(page.url.path(), "/login/enroll");
    assert!(page.has("input[name=code]"), "{page:?}");
}

#[tokio::test]
async fn nobody_of_that_address_is_told() {
    let world = World::new().await;
    for address in ["nobody@sonnenfeld.example", "no address", ""] {
        let outcome = reset_otp(world.ctx(), address).await;
        assert!(matches!(outcome, Err(ResetOtpError::Unknown(_))), "{outcome:?}");
    }
    assert!(world.mails().await.is_empty());
}
