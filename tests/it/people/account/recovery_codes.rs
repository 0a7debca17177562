//! Making recovery codes: ten, shown once.

use super::*;
use crate::harness::{minutes, seconds};
use crate::people::acts::after_password;
use crate::people::acts::{enter_code, make_codes, shown_codes, to_recovery_code};
use std::collections::BTreeSet;
use tokio::task::JoinSet;
use voltkey_flows::admin::reset_otp::reset_otp;
use voltkey_store::recovery_codes;

const CODES: &str = "/account/recovery-codes";
const FILE: &str = "/account/recovery-codes/file";

async fn left(world: &World, name: &str) -> i64 {
    let person = world.person(name).await;
    let standing = recovery_codes::standing(world.store().await, &person.id).await;
    standing.unwrap().unused
}

/// Logs in with that code in a new browser: whether it was taken.
async fn is_taken(world: &World, name: &str, code: &str) -> bool {
    let mut browser = world.browser();
    let pin = after_password(&mut browser, name).await;
    let page = to_recovery_code(&mut browser, &pin).await;
    match enter_code(&mut browser, &page, code).await {
        Landed::Page(page) => {
            assert_eq!(page.status, 422, "{page:?}");
            false
        }
        landed => landed.away().as_str() == "https://platform.example/login",
    }
}

async fn second_factor(browser: &mut Browser) -> String {
    shown(browser, "/account/second-factor?ui_locales=en")
        .await
        .text()
}

#[tokio::test]
async fn ten_are_shown_once_and_only_there() {
    let world = World::new().await;
    let mut browser = world.signed_in("ada").await;
    let told = second_factor(&mut browser).await;
    assert!(told.contains("You have no recovery codes"), "{told}");
    let page = make_codes(&mut browser).await;
    assert_eq!((page.status.as_u16(), page.url.path()), (200, CODES));
    assert_eq!(page.header("cache-control"), "no-store");
    let codes = shown_codes(&page);
    let different: BTreeSet<_> = codes.iter().collect();
    assert_eq!((codes.len(), different.len()), (10, 10));
    for code in &codes {
        assert!(code.len() == 9 && code.as_bytes()[4] == b'-', "{code}");
        assert!(!page.url.as_str().contains(code.as_str()));
    }
    assert_eq!(left(&world, "ada").await, 10);

    let link = page.attribute_of("main a.button", "href").expect("a way on");
    let on = browser.follow(&link).await.page();
    assert!(on.text().contains("The new recovery codes are valid"), "{on:?}");
    assert!(on.text().contains("10 recovery codes are left"), "{on:?}");
    let again = shown(&mut browser, CODES).await;
    assert!(again.text().contains("10 recovery codes are left"), "{again:?}");
    for page in [&on, &again] {
        assert!(codes.iter().all(|code| !page.html.contains(code.as_str())));
    }
}

#[tokio::test]
async fn a_form_that_is_sent_again_makes_none() {
    let world = World::new().await;
    let mut browser = world.signed_in("ada").await;
    let form = shown(&mut browser, CODES).await.form_to(CODES);
    let codes = shown_codes(&form.submit(&mut browser).await.page());
    world.clock.advance(seconds(1));
    let again = form.submit(&mut browser).await.page();
    assert_eq!(again.status, 422);
    assert!(
        again.text().contains("New codes were made just before"),
        "{again:?}"
    );
    assert!(!again.has("[data-recovery-codes]"));
    assert!(is_taken(&world, "ada", &codes[0]).await, "the first ones stay");
    // What the page offers now makes new ones.
    let new = again.form_to(CODES).submit(&mut browser).await.page();
    assert_eq!(shown_codes(&new).len(), 10);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_forms_that_are_sent_at_once_one_makes_codes() {
    let world = World::new().await;
    let mut browser = world.signed_in("ada").await;
    let form = shown(&mut browser, CODES).await.form_to(CODES);
    let mut tabs = JoinSet::new();
    for _ in 0..4 {
        let (mut tab, form) = (browser.clone(), form.clone());
        tabs.spawn(async move { post_bare(&mut tab, &form).await.status.as_u16() });
    }
    let mut statuses = tabs.join_all().await;
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 422, 422, 422]);
    assert_eq!(left(&world, "ada").await, 10);
}

#[tokio::test]
async fn new_ones_take_the_place_of_the_old_ones() {
    let world = World::new().await;
    let mut browser = world.signed_in("ada").await;
    let old = shown_codes(&make_codes(&mut browser).await);
    world.clock.advance(minutes(1));
    let page = shown(&mut browser, CODES).await;
    assert!(page.text().contains("10 unused codes stop working"), "{page:?}");
    let new = shown_codes(&make_codes(&mut browser).await);
    assert!(new.iter().all(|code| !old.contains(code)));
    assert_eq!(left(&world, "ada").await, 10);
    for code in &old[..3] {
        assert!(!is_taken(&world, "ada", code).await);
    }
    assert!(is_taken(&world, "ada", &new[0]).await);
}

#[tokio::test]
async fn who_has_no_authenticator_has_none() {
    let world = World::new().await;
    let mut browser = world.signed_in("carla").await;
    assert_eq!(leads_to(&mut browser, CODES).await, SECOND_FACTOR);
    let told = second_factor(&mut browser).await;
    assert!(!told.contains("ecovery codes"), "{told}");

    // Nor from a form that was there while there was one.
    let mut browser = world.signed_in("ben").await;
    let form = shown(&mut browser, CODES).await.form_to(CODES);
    let off = shown(&mut browser, SECOND_FACTOR).await;
    let off = off.form_to("/account/second-factor/off");
    off.submit(&mut browser).await.page();
    let page = form.submit(&mut browser).await.page();
    assert_eq!(page.url.path(), SECOND_FACTOR);
    assert_eq!(left(&world, "ben").await, 0);
}

#[tokio::test]
async fn a_fresh_proof_is_asked_for() {
    let world = World::new().await;
    let mut browser = world.signed_in("ada").await;
    let form = shown(&mut browser, CODES).await.form_to(CODES);
    world.clock.advance(minutes(10));
    assert_eq!(leads_to(&mut browser, CODES).await, "/login/pin");
    let pin = form.submit(&mut browser).await.page();
    assert_eq!(pin.url.path(), "/login/pin");
    assert_eq!(left(&world, "ada").await, 0);
    let page = world.enter_pin(&mut browser, pin, "ada").await.page();
    assert_eq!(page.url.path(), CODES, "{page:?}");
    assert_eq!(left(&world, "ada").await, 0, "the way there makes none");
}

#[tokio::test]
async fn a_mail_tells_of_it_without_the_codes() {
    let world = World::new().await;
    let mut browser = world.signed_in("ben").await.at("203.0.113.5");
    world.mails().await;
    let codes = shown_codes(&make_codes(&mut browser).await);
    let mails = world.mails().await;
    let [Task::RecoveryCodesMade(notice)] = &mails[..] else {
        panic!("{mails:?}")
    };
    assert_eq!(notice.email, email_of("ben"));
    assert_eq!((notice.network.as_str(), notice.at), ("203.0.113.5", world.now()));
    let written = serde_json::to_string(&mails).unwrap();
    assert!(codes.iter().all(|code| !written.contains(code.as_str())));
}

#[tokio::test]
async fn they_are_given_as_a_file_by_a_form() {
    let world = World::new().await;
    let mut browser = world.signed_in("ada").await;
    let page = make_codes(&mut browser).await;
    // A page that was left open for a while still gives them.
    world.clock.advance(minutes(60));
    let form = page.form_to(FILE);
    let file = form.submit(&mut browser).await.page();
    assert_eq!((file.status.as_u16(), file.url.path()), (200, FILE));
    assert_eq!(file.header("content-type"), "text/plain; charset=utf-8");
    assert_eq!(
        file.header("content-disposition"),
        "attachment; filename=\"recovery-codes.txt\""
    );
    assert_eq!(file.header("cache-control"), "no-store");
    let lines: Vec<_> = file.html.lines().collect();
    assert!(
        lines[0].contains("Amperecloud") && lines[0].contains(email_of("ada")),
        "{lines:?}"
    );
    assert_eq!(lines[3..13], shown_codes(&page));

    // Nothing but codes gets into it.
    let strange = format!("{} <b>\u{202e} https://evil.example", shown_codes(&page)[0]);
    let file = form
        .clone()
        .fill("codes", &strange)
        .submit(&mut browser)
        .await
        .page();
    assert!(
        !file.html.contains("evil") && !file.html.contains('<'),
        "{}",
        file.html
    );
    world.clock.advance(minutes(1));
    for nothing in ["", "=cmd|' /C calc'!A0"] {
        let form = form.clone().fill("codes", nothing);
        let reply = post_bare(&mut browser, &form).await;
        assert_eq!((reply.status.as_u16(), reply.header("location")), (303, CODES));
    }
    is_guarded_file(&world, &mut browser, &form).await;
}

/// The file is given to nobody whose page it was not.
async fn is_guarded_file(world: &World, browser: &mut Browser, form: &FilledForm) {
    for tampered in [form.clone().without("csrf"), form.clone().fill("csrf", "")] {
        assert_eq!(post_bare(browser, &tampered).await.status, 403);
    }
    let reply = post_with(browser, form, &[("sec-fetch-site", "cross-site")]).await;
    assert_eq!(reply.status, 403);
    let mut stranger = world.browser();
    stranger.get("/login").await;
    assert_eq!(post_bare(&mut stranger, form).await.status, 403);
}

#[tokio::test]
async fn forms_of_somebody_else_s_making_make_none() {
    let world = World::new().await;
    let mut browser = world.signed_in("ada").await;
    let form = shown(&mut browser, CODES).await.form_to(CODES);
    is_guarded(&mut browser, CODES, &form).await;
    assert_eq!(left(&world, "ada").await, 0);
    // The page of whoever was signed in here before.
    let mut of_ben = browser.clone();
    of_ben.get("/auth/logout").await.page();
    let login = of_ben.get("/login").await.page();
    world.log_in(&mut of_ben, login, "ben").await.away();
    form.submit(&mut of_ben).await.page();
    assert_eq!((left(&world, "ada").await, left(&world, "ben").await), (0, 0));
}

#[tokio::test]
async fn it_is_told_when_few_are_left() {
    let world = World::new().await;
    let mut browser = world.signed_in("ada").await;
    let codes = shown_codes(&make_codes(&mut browser).await);
    for (number, code) in codes.iter().enumerate() {
        assert!(is_taken(&world, "ada", code).await);
        let told = second_factor(&mut browser).await;
        let is_few = told.contains("Make new ones while you can sign in");
        assert_eq!(is_few, number >= 6, "after {}: {told}", number + 1);
    }
    let told = second_factor(&mut browser).await;
    assert!(told.contains("No recovery code is left"), "{told}");
}

#[tokio::test]
async fn they_die_with_the_authenticator() {
    let world = World::new().await;
    let mut browser = world.signed_in("ada").await;
    make_codes(&mut browser).await;
    reset_otp(world.ctx(), email_of("ada")).await.unwrap();
    assert_eq!(left(&world, "ada").await, 0);

    let mut browser = world.signed_in("ben").await;
    make_codes(&mut browser).await;
    let page = shown(&mut browser, SECOND_FACTOR).await;
    let off = page.form_to("/account/second-factor/off");
    off.submit(&mut browser).await.page();
    assert_eq!(left(&world, "ben").await, 0);
}
