//! Replacing the authenticator: the old one works until the first PIN of the new one has confirmed it.

use super::*;
use crate::harness::{OTP_SECRET, days, minutes, pin_at, seconds};
use crate::people::acts::enter_pin as type_pin;
use crate::people::acts::{WRONG_PIN, after_password, enter_bad_pin, make_codes, shown_codes, shown_secret};
use tokio::task::JoinSet;
use voltkey_flows::admin::reset_otp::reset_otp;
use voltkey_store::recovery_codes;

const REPLACE: &str = "/account/second-factor/replace";

/// The first step, filled in.
async fn proof(browser: &mut Browser, password: &str, code: &str) -> FilledForm {
    let page = shown(browser, REPLACE).await;
    filled(&page, password, code)
}

fn filled(page: &Page, password: &str, code: &str) -> FilledForm {
    let form = page.form_to(REPLACE);
    form.fill("current_password", password).fill("code", code)
}

/// The second step, which shows the new secret.
async fn waiting(world: &World, browser: &mut Browser, name: &str) -> Page {
    let form = proof(browser, PASSWORD, &world.fresh_pin(name)).await;
    let page = form.submit(browser).await.page();
    assert!(page.has("[data-otp-secret]"), "{page:?}");
    assert_eq!((page.status.as_u16(), page.url.path()), (200, REPLACE));
    page
}

/// Whether the first step is shown, and says that nothing was replaced.
fn is_begun_anew(page: &Page) -> bool {
    page.text().contains("Nothing was replaced") && page.has("input[name=current_password]")
}

/// The secrets of somebody's authenticators, sealed.
async fn secrets(world: &World, name: &str) -> Vec<Vec<u8>> {
    let person = world.person(name).await;
    let found = authenticators::of_person(world.store().await, &person.id).await;
    found.unwrap().into_iter().map(|row| row.secret).collect()
}

async fn is_let_in(world: &World, name: &str, pin: &str) -> bool {
    let mut browser = world.browser();
    let page = after_password(&mut browser, name).await;
    matches!(type_pin(&mut browser, &page, pin).await, Landed::Away(_))
}

#[tokio::test]
async fn the_old_one_works_until_the_new_one_is_confirmed() {
    let world = World::new().await;
    let mut elsewhere = world.signed_in("ben").await;
    let mut browser = world.signed_in("ben").await;
    let page = shown(&mut browser, "/account/second-factor?ui_locales=en").await;
    assert!(page.has("a[href^='/account/second-factor/replace']"), "{page:?}");
    let page = waiting(&world, &mut browser, "ben").await;
    let new = shown_secret(&page);
    assert_ne!(new, OTP_SECRET);
    assert!(
        is_let_in(&world, "ben", &world.fresh_pin("ben")).await,
        "the old one"
    );
    world.mails().await;

    world.clock.advance(seconds(30));
    assert!(
        !is_let_in(&world, "ben", &pin_at(&new, world.now())).await,
        "not yet"
    );
    world.mails().await;
    let done = type_pin(&mut browser, &page, &pin_at(&new, world.now()))
        .await
        .page();
    assert_eq!((done.status.as_u16(), done.url.path()), (200, SECOND_FACTOR));
    assert!(done.has(".notice--success"), "{done:?}");
    match &world.mails().await[..] {
        [Task::AuthenticatorReplaced(notice)] => assert_eq!(notice.email, email_of("ben")),
        other => panic!("one mail: {other:?}"),
    }

    assert!(!is_let_in(&world, "ben", &pin_at(OTP_SECRET, world.now())).await);
    assert!(
        !is_let_in(&world, "ben", &pin_at(&new, world.now())).await,
        "the first PIN is used"
    );
    world.clock.advance(seconds(30));
    assert!(is_let_in(&world, "ben", &pin_at(&new, world.now())).await);
    // Who is signed in stays so, but the PIN alone opens nothing any more.
    for browser in [&mut browser, &mut elsewhere] {
        assert!(is_signed_in(&world, browser).await);
    }
    world.clock.advance(days(1));
    for browser in [&mut browser, &mut elsewhere] {
        assert_eq!(leads_to(browser, ACCOUNT).await, "/login");
    }
}

#[tokio::test]
async fn a_recovery_code_will_do_in_place_of_the_old_one_s_pin() {
    let world = World::new().await;
    let mut browser = world.signed_in("ada").await;
    let codes = shown_codes(&make_codes(&mut browser).await);
    world.mails().await;
    let form = proof(&mut browser, PASSWORD, &codes[0].to_lowercase()).await;
    let page = form.submit(&mut browser).await.page();
    assert!(matches!(&world.mails().await[..], [Task::RecoveryCodeUsed(used)] if used.left == 9));
    let again = proof(&mut browser, PASSWORD, &codes[0]).await;
    let again = again.submit(&mut browser).await.page();
    assert_eq!(again.status, 422);
    assert!(again.text().contains("it was used already"), "{again:?}");

    let pin = first_pin(&world, &page);
    let done = type_pin(&mut browser, &page, &pin).await.page();
    assert_eq!(done.url.path(), SECOND_FACTOR);
    let ada = world.person("ada").await.id;
    let standing = recovery_codes::standing(world.store().await, &ada).await;
    assert_eq!(standing.unwrap().unused, 9, "the others stay");
}

#[tokio::test]
async fn the_first_step_tells_what_is_wrong_and_shows_no_secret() {
    let world = World::new().await;
    let mut browser = world.signed_in("ada").await;
    let before = secrets(&world, "ada").await;
    let used = pin_at(OTP_SECRET, world.now());
    world.clock.advance(seconds(30));
    let right = pin_at(OTP_SECRET, world.now());
    let fast = pin_at(OTP_SECRET, world.now() + minutes(3));
    for (password, code, told) in [
        (cast::WRONG, right.as_str(), "not your current password"),
        ("", right.as_str(), "not your current password"),
        (PASSWORD, WRONG_PIN, "That PIN is not right."),
        (PASSWORD, used.as_str(), "This PIN was used already."),
        (PASSWORD, fast.as_str(), "about 3 minutes fast"),
        (PASSWORD, "", "eight letters and digits"),
        (PASSWORD, "12345", "eight letters and digits"),
    ] {
        let form = proof(&mut browser, password, code).await;
        let page = form.submit(&mut browser).await.page();
        assert_eq!((page.status.as_u16(), page.url.path()), (422, REPLACE), "{told}");
        assert!(page.text().contains(told), "{told}: {page:?}");
        assert!(!page.has("[data-otp-secret]"));
        assert!(page.form_to(REPLACE).value("current_password").is_empty());
        assert!(page.form_to(REPLACE).value("code").is_empty());
    }
    assert_eq!(secrets(&world, "ada").await, before);
    // A wrong password has used no PIN up.
    let form = proof(&mut browser, PASSWORD, &right).await;
    assert!(form.submit(&mut browser).await.page().has("[data-otp-secret]"));
}

#[tokio::test]
async fn guesses_are_counted_in_both_steps() {
    let world = World::new().await;
    let mut browser = world.signed_in("ada").await;
    let form = proof(&mut browser, PASSWORD, WRONG_PIN).await;
    let code = form.clone().fill("code", "AAAA-AAAA");
    world.mails().await;
    for form in [&form, &code, &form, &code, &form] {
        assert_eq!(form.submit(&mut browser).await.page().status, 422);
    }
    assert!(matches!(&world.mails().await[..], [Task::WrongPins(_)]));
    let locked = form.submit(&mut browser).await.page();
    assert_eq!(
        (locked.status.as_u16(), locked.header("retry-after")),
        (429, "900")
    );
    assert!(locked.text().contains("Try again in 15 minutes."), "{locked:?}");

    world.clock.advance(minutes(15));
    let page = waiting(&world, &mut browser, "ada").await;
    for _ in 0..5 {
        assert_eq!(enter_bad_pin(&mut browser, &page, WRONG_PIN).await.status, 422);
    }
    let locked = enter_bad_pin(&mut browser, &page, &first_pin(&world, &page)).await;
    assert_eq!(
        (locked.status.as_u16(), locked.header("retry-after")),
        (429, "900")
    );
    assert!(matches!(&world.mails().await[..], [Task::WrongPins(_)]));

    let mut browser = world.signed_in("ben").await;
    let form = proof(&mut browser, cast::WRONG, "123456").await;
    for _ in 0..5 {
        assert_eq!(form.submit(&mut browser).await.page().status, 422);
    }
    let locked = form
        .fill("current_password", PASSWORD)
        .submit(&mut browser)
        .await
        .page();
    assert_eq!(locked.status, 429);
}

#[tokio::test]
async fn the_second_step_takes_the_first_pin_of_the_new_one_only() {
    let world = World::new().await;
    let mut browser = world.signed_in("ada").await;
    let before = secrets(&world, "ada").await;
    let page = waiting(&world, &mut browser, "ada").await;
    let new = shown_secret(&page);
    world.clock.advance(seconds(30));
    for (pin, told) in [
        (WRONG_PIN.to_owned(), "That PIN is not right."),
        (pin_at(OTP_SECRET, world.now()), "That PIN is not right."),
        (pin_at(&new, world.now() + minutes(4)), "about 4 minutes fast"),
        ("12 34".to_owned(), "A PIN has six digits."),
        (String::new(), "A PIN has six digits."),
    ] {
        let again = enter_bad_pin(&mut browser, &page, &pin).await;
        assert_eq!((again.status.as_u16(), again.url.path()), (422, REPLACE));
        assert!(again.text().contains(told), "{told}: {again:?}");
        assert_eq!(shown_secret(&again), new, "the same secret as before");
    }
    assert_eq!(secrets(&world, "ada").await, before);
    let done = type_pin(&mut browser, &page, &pin_at(&new, world.now()))
        .await
        .page();
    assert_eq!(done.url.path(), SECOND_FACTOR);
}

#[tokio::test]
async fn a_secret_waits_for_a_quarter_of_an_hour() {
    let world = World::new().await;
    let mut browser = world.signed_in("ada").await;
    let before = secrets(&world, "ada").await;
    let page = waiting(&world, &mut browser, "ada").await;
    world.clock.advance(minutes(14));
    let again = browser.follow(page.url.as_str()).await.page();
    assert_eq!(shown_secret(&again), shown_secret(&page));
    world.clock.advance(minutes(1));
    let again = browser.follow(page.url.as_str()).await.page();
    assert!(is_begun_anew(&again), "{again:?}");
    let late = type_pin(&mut browser, &page, &first_pin(&world, &page))
        .await
        .page();
    assert_eq!(late.status, 422);
    assert!(is_begun_anew(&late), "{late:?}");
    assert_eq!(secrets(&world, "ada").await, before);
    // From there it goes on.
    let form = filled(&late, PASSWORD, &world.fresh_pin("ada"));
    assert!(form.submit(&mut browser).await.page().has("[data-otp-secret]"));
}

#[tokio::test]
async fn of_two_tabs_the_first_that_confirms_replaces() {
    let world = World::new().await;
    let mut browser = world.signed_in("ada").await;
    let first = waiting(&world, &mut browser, "ada").await;
    let second = waiting(&world, &mut browser, "ada").await;
    assert_ne!(shown_secret(&first), shown_secret(&second));
    let done = type_pin(&mut browser, &second, &first_pin(&world, &second))
        .await
        .page();
    assert_eq!(done.url.path(), SECOND_FACTOR);
    let replaced = secrets(&world, "ada").await;
    let over = type_pin(&mut browser, &first, &first_pin(&world, &first))
        .await
        .page();
    assert!(is_begun_anew(&over), "{over:?}");
    assert_eq!(secrets(&world, "ada").await, replaced);
}

#[tokio::test]
async fn sent_twice_it_replaces_once_and_says_so_twice() {
    let world = World::new().await;
    let mut browser = world.signed_in("ada").await;
    let page = waiting(&world, &mut browser, "ada").await;
    let form = page.form_to(REPLACE).fill("pin", &first_pin(&world, &page));
    assert_eq!(post_bare(&mut browser, &form).await.status, 303);
    let replaced = secrets(&world, "ada").await;
    for again in [
        form.submit(&mut browser).await,
        browser.follow(page.url.as_str()).await,
    ] {
        let again = again.page();
        assert_eq!(again.url.path(), SECOND_FACTOR);
        assert!(again.has(".notice--success"), "{again:?}");
    }
    assert_eq!(secrets(&world, "ada").await, replaced);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sent_at_once_it_replaces_once() {
    let world = World::new().await;
    let mut browser = world.signed_in("ada").await;
    let page = waiting(&world, &mut browser, "ada").await;
    world.mails().await;
    let form = page.form_to(REPLACE).fill("pin", &first_pin(&world, &page));
    let mut tabs = JoinSet::new();
    for _ in 0..4 {
        let (mut tab, form) = (browser.clone(), form.clone());
        tabs.spawn(async move { post_bare(&mut tab, &form).await.status.as_u16() });
    }
    assert_eq!(tabs.join_all().await, [303; 4]);
    assert_eq!(secrets(&world, "ada").await.len(), 1);
    assert_eq!(world.mails().await.len(), 1);
}

#[tokio::test]
async fn the_secret_is_for_this_session_alone() {
    let world = World::new().await;
    let mut browser = world.signed_in("ada").await;
    let page = waiting(&world, &mut browser, "ada").await;
    let secret = shown_secret(&page);
    assert!(!page.url.as_str().contains(&secret));
    assert_eq!(page.header("cache-control"), "no-store");
    // Another session of hers, somebody else's, and nobody's.
    let (mut hers, mut his) = (world.signed_in("ada").await, world.signed_in("ben").await);
    for other in [&mut hers, &mut his, &mut world.browser()] {
        let seen = other.get(page.url.as_str()).await.page();
        assert!(!seen.html.contains(&secret), "{seen:?}");
    }
    // Nor on another page of the same browser, which takes requests too.
    for path in [
        "/login/enroll",
        "/login/pin",
        "/login/recovery-code",
        "/login",
        "/login/join",
    ] {
        let address = page.url.as_str().replace(REPLACE, path);
        if let Landed::Page(seen) = browser.follow(&address).await {
            assert!(!seen.html.contains(&secret), "{path}: {seen:?}");
        }
    }
    let resume = page.url.as_str().replace(REPLACE, "/oauth2/authorize/resume");
    browser.follow(&resume).await.away();
    let still = browser.follow(page.url.as_str()).await.page();
    assert_eq!(shown_secret(&still), secret);
    // Signed out and in again, it is another session.
    browser.get("/auth/logout").await.page();
    let login = browser.get("/login").await.page();
    world.log_in(&mut browser, login, "ada").await.away();
    let over = browser.get(page.url.as_str()).await.page();
    assert!(!over.html.contains(&secret), "{over:?}");
}

#[tokio::test]
async fn what_comes_between_ends_it() {
    let world = World::new().await;
    let mut browser = world.signed_in("ada").await;
    let page = waiting(&world, &mut browser, "ada").await;
    reset_otp(world.ctx(), email_of("ada")).await.unwrap();
    let login = type_pin(&mut browser, &page, &first_pin(&world, &page))
        .await
        .page();
    assert_eq!(login.url.path(), "/login", "the session has ended");
    assert!(!has_authenticator(&world, "ada").await);

    let mut browser = world.signed_in("ben").await;
    let page = waiting(&world, &mut browser, "ben").await;
    let off = shown(&mut browser, SECOND_FACTOR).await;
    let off = off.form_to("/account/second-factor/off");
    off.submit(&mut browser).await.page();
    let over = type_pin(&mut browser, &page, &first_pin(&world, &page))
        .await
        .page();
    assert_eq!(
        over.url.path(),
        SECOND_FACTOR,
        "there is none to replace: {over:?}"
    );
    assert!(!over.has(".notice--success"), "{over:?}");
    assert!(!has_authenticator(&world, "ben").await);
}

#[tokio::test]
async fn who_has_none_has_none_to_replace() {
    let world = World::new().await;
    let mut browser = world.signed_in("carla").await;
    assert_eq!(leads_to(&mut browser, REPLACE).await, SECOND_FACTOR);
    assert_eq!(
        leads_to(&mut browser, &format!("{REPLACE}?request=gone")).await,
        SECOND_FACTOR
    );
    assert_eq!(leads_to(&mut world.browser(), REPLACE).await, "/login");
}

#[tokio::test]
async fn forms_of_somebody_else_s_making_replace_nothing() {
    let world = World::new().await;
    let mut browser = world.signed_in("ada").await;
    let before = secrets(&world, "ada").await;
    let form = proof(&mut browser, PASSWORD, &world.fresh_pin("ada")).await;
    is_guarded(&mut browser, REPLACE, &form).await;
    let page = form.submit(&mut browser).await.page();
    let confirm = page.form_to(REPLACE).fill("pin", &first_pin(&world, &page));
    for tampered in [
        confirm.clone().without("csrf"),
        confirm.clone().fill("csrf", form.value("csrf")),
    ] {
        assert_eq!(post_bare(&mut browser, &tampered).await.status, 403);
    }
    let reply = post_with(&mut browser, &confirm, &[("sec-fetch-site", "cross-site")]).await;
    assert_eq!(reply.status, 403);
    let no_owner = post_bare(&mut browser, &confirm.clone().without("owner")).await;
    assert_eq!(no_owner.status, 303);
    assert_eq!(secrets(&world, "ada").await, before);
    let done = confirm.submit(&mut browser).await.page();
    assert_eq!(done.url.path(), SECOND_FACTOR);
}
