//! What people do to their own account is told to their companies.

use super::{append, append_soon, chain, details, events, last, words_after};
use crate::harness::{Browser, PASSWORD, Page, World, minutes};
use crate::people::acts::{
    after_password, enter_code, enter_pin, first_pin, make_codes, shown_codes, to_recovery_code,
};
use voltkey_flows::audit::Entry;
use voltkey_flows::jobs::Task;

/// Ben, signed in, and how many events his company has had until then.
async fn ben(world: &World) -> (Browser, usize) {
    let browser = world.signed_in("ben").await;
    append(world).await;
    let before = events(world, &chain(world, "sonnenfeld").await).await.len();
    (browser, before)
}

/// Sends the form of a page of the account, with those fields.
async fn send(browser: &mut Browser, page: &str, form: &str, fields: &[(&str, &str)]) -> Page {
    let form = browser.get(page).await.page().form_to(form);
    let filled = fields
        .iter()
        .fold(form, |form, (name, value)| form.fill(name, value));
    filled.submit(browser).await.page()
}

/// The last event of Ben's company, which he did himself.
async fn by_ben(world: &World) -> Entry {
    let event = last(world, &chain(world, "sonnenfeld").await).await;
    assert_eq!(event.subject.as_deref(), Some(&*event.actor));
    assert_eq!(details(&event)["subject"]["name"], "Ben Berger");
    assert_eq!(event.request_id.as_ref().map(String::len), Some(16));
    event
}

#[tokio::test]
async fn a_changed_profile_tells_which_claims_and_not_what_they_say() {
    let world = World::new().await;
    let (mut browser, before) = ben(&world).await;
    let names = [("given_name", "Benjamin"), ("tel", "+49 30 1234567")];
    send(&mut browser, "/account", "/account", &names).await;
    let event = by_ben(&world).await;
    assert_eq!(event.action, "profile.changed");
    let told = details(&event);
    assert_eq!(told["changed"], serde_json::json!(["given_name", "phone_number"]));
    assert!(!told.to_string().contains("1234567"), "{told}");

    send(&mut browser, "/account", "/account", &[]).await;
    send(&mut browser, "/account", "/account", &[("given_name", "")]).await;
    let words = words_after(&world, &chain(&world, "sonnenfeld").await, before).await;
    assert_eq!(words, ["profile.changed"], "nothing changed since");
}

#[tokio::test]
async fn what_somebody_tells_of_themselves_is_named_by_its_claims_alone() {
    let world = World::new().await;
    let (mut browser, before) = ben(&world).await;
    let told = [
        ("birthdate", "1990-12-10"),
        ("locality", "Potsdam"),
        ("country", "DE"),
    ];
    send(&mut browser, "/account", "/account/about", &told).await;
    let event = by_ben(&world).await;
    assert_eq!(event.action, "profile.changed");
    let named = details(&event);
    assert_eq!(named["changed"], serde_json::json!(["birthdate", "address"]));
    assert!(
        !named.to_string().contains("1990") && !named.to_string().contains("Potsdam"),
        "{named}"
    );

    send(&mut browser, "/account", "/account/about", &[]).await;
    send(
        &mut browser,
        "/account",
        "/account/about",
        &[("nickname", "\u{202e}")],
    )
    .await;
    let words = words_after(&world, &chain(&world, "sonnenfeld").await, before).await;
    assert_eq!(words, ["profile.changed"], "nothing changed since");
}

#[tokio::test]
async fn a_changed_password_is_told_and_a_refused_one_is_not() {
    let world = World::new().await;
    let (mut browser, before) = ben(&world).await;
    let page = "/account/password";
    for (current, new) in [
        ("wrong", "Kraftwerk-7 Berlin"),
        (PASSWORD, "short"),
        (PASSWORD, "Kraftwerk-7 Berlin"),
    ] {
        let fields = [("current_password", current), ("password", new)];
        send(&mut browser, page, page, &fields).await;
    }
    by_ben(&world).await;
    let words = words_after(&world, &chain(&world, "sonnenfeld").await, before).await;
    assert_eq!(words, ["password.changed"]);
}

#[tokio::test]
async fn a_new_address_is_told_once_it_is_confirmed() {
    let world = World::new().await;
    let (mut browser, before) = ben(&world).await;
    world.mails().await;
    let fields = [
        ("new_email", "benjamin@sonnenfeld.example"),
        ("current_password", PASSWORD),
    ];
    send(&mut browser, "/account", "/account/email", &fields).await;
    let Some(Task::ConfirmEmail(mail)) = world.mails().await.into_iter().next() else {
        panic!("no link to confirm an address");
    };
    let sonnenfeld = chain(&world, "sonnenfeld").await;
    assert!(words_after(&world, &sonnenfeld, before).await.is_empty());
    let link = format!("/account/email/confirm?token={}", mail.token.as_str());
    let confirm = browser.get(&link).await.page();
    confirm.form().submit(&mut browser).await.page();
    let event = by_ben(&world).await;
    assert_eq!(event.action, "email.changed");
    assert_eq!(details(&event)["subject"]["email"], "ben@sonnenfeld.example");
    assert_eq!(details(&event)["new_email"], "benjamin@sonnenfeld.example");
}

#[tokio::test]
async fn the_switch_of_the_second_factor_is_told() {
    let world = World::new().await;
    let mut browser = world.signed_in("carla").await;
    append(&world).await;
    let solluna = chain(&world, "solluna").await;
    let before = events(&world, &solluna).await.len();
    let page = "/account/second-factor";
    send(&mut browser, page, "/account/second-factor/on", &[]).await;
    send(&mut browser, page, "/account/second-factor/off", &[]).await;
    let words = words_after(&world, &solluna, before).await;
    assert_eq!(words, ["second_factor.on", "second_factor.off"]);
}

#[tokio::test]
async fn recovery_codes_and_another_authenticator_are_told() {
    let world = World::new().await;
    let (mut browser, before) = ben(&world).await;
    let page = "/account/recovery-codes";
    let made = send(&mut browser, page, page, &[]).await;
    let code = shown_codes(&made)[0].clone();
    world.clock.advance(minutes(1));
    let page = "/account/second-factor/replace";
    let fields = [("current_password", PASSWORD), ("code", &*code)];
    let connect = send(&mut browser, page, page, &fields).await;
    let event = by_ben(&world).await;
    assert_eq!(event.action, "recovery_codes.used");
    assert_eq!(details(&event)["left"], 9);
    assert!(!details(&event).to_string().contains(&code));
    world.clock.advance(minutes(1));
    let pin = first_pin(&world, &connect);
    enter_pin(&mut browser, &connect, &pin).await.page();
    by_ben(&world).await;
    let words = words_after(&world, &chain(&world, "sonnenfeld").await, before).await;
    assert_eq!(
        words,
        ["recovery_codes.made", "recovery_codes.used", "otp.replaced"]
    );
}

#[tokio::test]
async fn a_login_with_a_recovery_code_is_told_by_its_name() {
    let world = World::new().await;
    let (mut browser, _) = ben(&world).await;
    let codes = shown_codes(&make_codes(&mut browser).await);
    world.clock.advance(minutes(1));
    let sonnenfeld = chain(&world, "sonnenfeld").await;
    append(&world).await;
    let before = events(&world, &sonnenfeld).await.len();
    let mut browser = world.browser();
    let pin = after_password(&mut browser, "ben").await;
    let page = to_recovery_code(&mut browser, &pin).await;
    enter_code(&mut browser, &page, "AAAA-AAAA").await.page();
    append_soon(&world).await;
    let failed = last(&world, &sonnenfeld).await;
    assert_eq!(
        (failed.action.as_str(), &details(&failed)["why"]),
        ("login.failed", &"recovery_code".into())
    );
    world.clock.advance(minutes(1));
    enter_code(&mut browser, &page, &codes[0]).await.away();
    append(&world).await;
    let told = events(&world, &sonnenfeld).await;
    let login = told.iter().find(|event| event.action == "login.succeeded");
    let by = &details(login.expect("a login"))["by"];
    assert_eq!(by, "password_and_recovery_code");
    // Of what was done at one instant, either comes first.
    let mut words = words_after(&world, &sonnenfeld, before).await;
    words.sort();
    assert_eq!(words, ["login.failed", "login.succeeded", "recovery_codes.used"]);
}

#[tokio::test]
async fn each_device_that_is_signed_out_is_told() {
    let world = World::new().await;
    let (mut browser, before) = ben(&world).await;
    for _ in 0..3 {
        world.clock.advance(minutes(1));
        world.signed_in("ben").await;
    }
    let page = "/account/devices";
    send(&mut browser, page, "/account/devices/sign-out", &[]).await;
    send(&mut browser, page, "/account/devices/sign-out-others", &[]).await;
    let words = words_after(&world, &chain(&world, "sonnenfeld").await, before).await;
    let ended = words.iter().filter(|word| *word == "session.ended").count();
    assert_eq!((ended, words.len()), (3, 6), "{words:?}");
}

#[tokio::test]
async fn an_app_that_loses_its_access_is_told() {
    let world = World::new().await;
    let (mut browser, before) = ben(&world).await;
    let solar = world.client("solar-reports");
    let request = solar.authorize("openid email");
    world.sign_in(&mut browser, "ben", &request).await.answer().code();
    world.clock.advance(minutes(1));
    send(&mut browser, "/account/apps", "/account/apps/withdraw", &[]).await;
    let event = by_ben(&world).await;
    assert_eq!(
        (event.action.as_str(), event.object.as_deref()),
        ("consent.withdrawn", Some("solar-reports"))
    );
    let words = words_after(&world, &chain(&world, "sonnenfeld").await, before).await;
    assert_eq!(words, ["consent.given", "consent.withdrawn"]);
}
