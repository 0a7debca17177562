//! A recovery code in the place of the PIN: by whoever knows the password, and has lost the phone.

use super::acts::{
    WRONG_PIN, after_password, enter_bad_pin, enter_code, enter_password, enter_pin, make_codes, post_bare,
    shown_codes, to_recovery_code,
};
use super::cast;
use crate::harness::{Browser, Page, World, days, email_of, minutes, seconds};
use serde_json::json;
use tokio::task::JoinSet;
use voltkey_flows::admin::reset_otp::reset_otp;
use voltkey_flows::jobs::Task;

const PIN_COOKIE: &str = "__Host-vk_pin";

/// Somebody's codes, made in a browser of their own.
async fn codes_of(world: &World, name: &str) -> Vec<String> {
    let mut browser = world.signed_in(name).await;
    let codes = shown_codes(&make_codes(&mut browser).await);
    world.mails().await;
    codes
}

/// A new browser after the right password, on the page that takes a code.
async fn asked(world: &World, name: &str) -> (Browser, Page) {
    let mut browser = world.browser();
    let pin = after_password(&mut browser, name).await;
    let page = to_recovery_code(&mut browser, &pin).await;
    assert_eq!(
        (page.status.as_u16(), page.url.path()),
        (200, "/login/recovery-code")
    );
    (browser, page)
}

#[tokio::test]
async fn it_logs_in_with_two_factors_and_is_told_by_mail() {
    let world = World::new().await;
    let codes = codes_of(&world, "ada").await;
    let platform = world.client("platform");
    let request = platform.authorize("openid");
    let mut browser = world.browser().at("203.0.113.5");
    let login = browser.open(&request).await.page();
    let pin = enter_password(&mut browser, &login, "ada").await;
    let page = to_recovery_code(&mut browser, &pin).await;
    assert!(page.text().contains(email_of("ada")), "{page:?}");
    let answer = enter_code(&mut browser, &page, &codes[3]).await.answer();
    let tokens = platform.exchange(&request, answer.code()).await.tokens();
    let claims = platform.verify(&tokens.id).await.claims;
    assert_eq!(claims["amr"], json!(["pwd", "otp", "mfa"]));
    assert_eq!(claims["acr"], "urn:voltkey:acr:2fa");
    assert_eq!(claims["auth_time"], world.now().as_seconds());

    let mails = world.mails().await;
    let used = mails.iter().find_map(|mail| match mail {
        Task::RecoveryCodeUsed(used) => Some(used),
        _ => None,
    });
    let used = used.unwrap_or_else(|| panic!("{mails:?}"));
    assert_eq!((used.notice.email.as_str(), used.left), (email_of("ada"), 9));
    assert_eq!(used.notice.network, "203.0.113.5");
}

#[tokio::test]
async fn the_pin_alone_does_not_do_afterwards() {
    let world = World::new().await;
    let codes = codes_of(&world, "ben").await;
    let (mut browser, page) = asked(&world, "ben").await;
    enter_code(&mut browser, &page, &codes[0]).await.away();
    assert!(browser.cookie(PIN_COOKIE).is_none());
    world.clock.advance(days(1));
    assert_eq!(browser.get("/account").await.page().url.path(), "/login");
}

#[tokio::test]
async fn each_works_once_however_it_is_typed() {
    let world = World::new().await;
    let codes = codes_of(&world, "ada").await;
    for typed in [
        codes[0].to_lowercase(),
        codes[1].replace('-', ""),
        format!("  {} ", codes[2].replace('-', " ")),
    ] {
        let (mut browser, page) = asked(&world, "ada").await;
        enter_code(&mut browser, &page, &typed).await.away();
    }
    for used in &codes[..3] {
        let (mut browser, page) = asked(&world, "ada").await;
        let refused = enter_code(&mut browser, &page, used).await.page();
        assert_eq!(refused.status, 422);
        assert!(refused.text().contains("it was used already"), "{refused:?}");
        assert!(!refused.html.contains(used.as_str()), "it is not sent back");
        enter_code(&mut browser, &refused, &codes[3 + used_index(&codes, used)])
            .await
            .away();
    }
}

fn used_index(codes: &[String], code: &str) -> usize {
    codes.iter().position(|own| own == code).expect("a code")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_logins_that_race_for_one_code_exactly_one_wins() {
    let world = World::new().await;
    let codes = codes_of(&world, "ada").await;
    let mut logins = JoinSet::new();
    for _ in 0..4 {
        let (mut browser, page) = asked(&world, "ada").await;
        let form = page.form().fill("code", &codes[0]);
        logins.spawn(async move { post_bare(&mut browser, &form).await.status.as_u16() });
    }
    let mut statuses = logins.join_all().await;
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 422, 422, 422]);
    let told = world.mails().await;
    let used = told
        .iter()
        .filter(|mail| matches!(mail, Task::RecoveryCodeUsed(_)));
    assert_eq!(used.count(), 1);
}

#[tokio::test]
async fn a_button_that_is_pressed_twice_logs_in_once_and_uses_one() {
    let world = World::new().await;
    let codes = codes_of(&world, "ada").await;
    let platform = world.client("platform");
    let request = platform.authorize("openid");
    let mut browser = world.browser();
    let login = browser.open(&request).await.page();
    let pin = enter_password(&mut browser, &login, "ada").await;
    let form = to_recovery_code(&mut browser, &pin).await.form();
    let form = form.fill("code", &codes[0]);
    assert_eq!(post_bare(&mut browser, &form).await.status, 303);
    let answer = form.submit(&mut browser).await.answer();
    platform.exchange(&request, answer.code()).await.tokens();
    assert_eq!(form.submit(&mut browser).await.page().status, 410);
}

#[tokio::test]
async fn somebody_else_s_is_worth_nothing() {
    let world = World::new().await;
    let of_ada = codes_of(&world, "ada").await;
    let of_ben = codes_of(&world, "ben").await;
    let (mut browser, page) = asked(&world, "ben").await;
    let refused = enter_code(&mut browser, &page, &of_ada[0]).await.page();
    assert_eq!(refused.status, 422);
    enter_code(&mut browser, &refused, &of_ben[0]).await.away();
    let (mut browser, page) = asked(&world, "ada").await;
    enter_code(&mut browser, &page, &of_ada[0]).await.away();
}

#[tokio::test]
async fn what_is_no_code_is_not_counted_and_a_pin_is_none() {
    let world = World::new().await;
    let codes = codes_of(&world, "ada").await;
    let (mut browser, page) = asked(&world, "ada").await;
    let pin = world.fresh_pin("ada");
    for typed in ["", "AAAA", "AAAA-AAAA-A", "<b>", &pin, &"x".repeat(5000)] {
        let refused = enter_code(&mut browser, &page, typed).await.page();
        assert_eq!(refused.status, 422, "{typed}");
        assert!(refused.text().contains("eight letters and digits"), "{refused:?}");
    }
    let refused = page.form().without("code").submit(&mut browser).await.page();
    assert_eq!(refused.status, 422);
    enter_code(&mut browser, &page, &codes[0]).await.away();
}

#[tokio::test]
async fn wrong_ones_count_like_wrong_pins() {
    let world = World::new().await;
    let codes = codes_of(&world, "ada").await;
    let mut browser = world.browser();
    let pin = after_password(&mut browser, "ada").await;
    for _ in 0..3 {
        assert_eq!(enter_bad_pin(&mut browser, &pin, WRONG_PIN).await.status, 422);
    }
    let page = to_recovery_code(&mut browser, &pin).await;
    for _ in 0..2 {
        let refused = enter_code(&mut browser, &page, "AAAA-AAAA").await.page();
        assert_eq!(refused.status, 422);
    }
    let mails = world.mails().await;
    assert!(matches!(&mails[..], [Task::WrongPins(_)]), "{mails:?}");
    let locked = enter_code(&mut browser, &page, &codes[0]).await.page();
    assert_eq!(
        (locked.status.as_u16(), locked.header("retry-after")),
        (429, "900")
    );
    assert!(locked.text().contains("Try again in 15 minutes."), "{locked:?}");
    let again = enter_bad_pin(&mut browser, &pin, &world.fresh_pin("ada")).await;
    assert_eq!(again.status, 429);

    world.clock.advance(minutes(15));
    let (mut browser, page) = asked(&world, "ada").await;
    enter_code(&mut browser, &page, &codes[0]).await.away();
}

#[tokio::test]
async fn a_right_one_clears_the_count() {
    let world = World::new().await;
    let codes = codes_of(&world, "ada").await;
    for code in &codes[..3] {
        let (mut browser, page) = asked(&world, "ada").await;
        for _ in 0..4 {
            enter_code(&mut browser, &page, "AAAA-AAAA").await.page();
        }
        enter_code(&mut browser, &page, code).await.away();
    }
}

#[tokio::test]
async fn it_is_a_fresh_proof_in_a_session_too() {
    let world = World::new().await;
    let codes = codes_of(&world, "ada").await;
    let mut browser = world.signed_in("ada").await;
    world.clock.advance(minutes(11));
    let pin = browser.get("/account/password").await.page();
    assert_eq!(pin.url.path(), "/login/pin");
    let page = to_recovery_code(&mut browser, &pin).await;
    let page = enter_code(&mut browser, &page, &codes[0]).await.page();
    assert_eq!(
        (page.status.as_u16(), page.url.path()),
        (200, "/account/password")
    );
}

#[tokio::test]
async fn without_the_password_it_opens_nothing() {
    let world = World::new().await;
    let codes = codes_of(&world, "ben").await;
    let mut browser = world.signed_in("ben").await;
    world.clock.advance(days(1));
    // Here the PIN alone would do.
    let pin = browser
        .open(&world.client("platform").authorize("openid"))
        .await
        .page();
    assert_eq!(pin.url.path(), "/login/pin");
    let login = to_recovery_code(&mut browser, &pin).await;
    assert_eq!(login.url.path(), "/login", "{login:?}");
    let mut form = pin.form().fill("pin", &codes[0]);
    form.action.set_path("/login/recovery-code");
    let sent = [
        ("csrf", form.value("csrf").to_owned()),
        ("code", codes[0].clone()),
    ];
    let answer = browser_posts(&mut browser, &form.action, &sent).await;
    assert!(answer.header("location").starts_with("/oauth2/authorize/resume?"));
    assert!(!answer.headers.contains_key("set-cookie"));

    let pin = enter_password(&mut browser, &login, "ben").await;
    let page = to_recovery_code(&mut browser, &pin).await;
    enter_code(&mut browser, &page, &codes[0]).await.answer().code();

    // Nor in a login that has not begun.
    let login = world.browser().get("/login").await.page();
    let path = login.url.as_str().replace("/login", "/login/recovery-code");
    let foreign = world.browser().get(&path).await.page();
    assert_eq!(foreign.status, 400);
}

async fn browser_posts(
    browser: &mut Browser,
    action: &url::Url,
    fields: &[(&str, String)],
) -> crate::harness::Reply {
    let body = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    let request = http::Request::post(&action[url::Position::BeforePath..])
        .header("content-type", "application/x-www-form-urlencoded")
        .body(axum::body::Body::from(body))
        .unwrap();
    browser.send(request).await
}

#[tokio::test]
async fn who_has_none_is_not_sent_there_and_the_page_says_so() {
    let world = World::new().await;
    let mut browser = world.browser();
    let pin = after_password(&mut browser, "ada").await;
    assert!(!pin.has("a[href^='/login/recovery-code']"), "{pin:?}");
    let path = pin.url.as_str().replace("/login/pin", "/login/recovery-code");
    let page = browser.follow(&path).await.page();
    assert!(page.text().contains("You have no recovery code left"), "{page:?}");
    assert!(!page.has("input[name=code]"));
    // Somebody without a second factor is not asked for one.
    let mut browser = world.browser();
    let login = browser.get("/login").await.page();
    let path = login.url.as_str().replace("/login", "/login/recovery-code");
    assert_eq!(browser.follow(&path).await.page().url.path(), "/login");
}

#[tokio::test]
async fn after_a_reset_they_are_worth_nothing() {
    let world = World::new().await;
    let codes = codes_of(&world, "ada").await;
    let (mut browser, page) = asked(&world, "ada").await;
    reset_otp(world.ctx(), email_of("ada")).await.unwrap();
    let page = enter_code(&mut browser, &page, &codes[0]).await.page();
    assert_eq!(page.url.path(), "/login/enroll");
}

#[tokio::test]
async fn a_block_or_a_new_password_in_between_counts() {
    let world = World::new().await;
    let codes = codes_of(&world, "ada").await;
    let (mut browser, page) = asked(&world, "ada").await;
    world.block("ada").await;
    let back = enter_code(&mut browser, &page, &codes[0]).await.page();
    assert_eq!(back.url.path(), "/login");

    let codes = codes_of(&world, "ben").await;
    let (mut browser, page) = asked(&world, "ben").await;
    let ben = world.person("ben").await;
    let hash = ben.password_hash.expect("a password");
    voltkey_store::people::set_password(world.store().await, &ben.id, &hash, world.now() + seconds(1))
        .await
        .unwrap();
    let back = enter_code(&mut browser, &page, &codes[0]).await.page();
    assert_eq!(back.url.path(), "/login");
}

#[tokio::test]
async fn a_password_of_long_ago_is_asked_for_again() {
    let world = World::new().await;
    let codes = codes_of(&world, "ada").await;
    let (mut browser, page) = asked(&world, "ada").await;
    world.clock.advance(minutes(15));
    let back = enter_code(&mut browser, &page, &codes[0]).await.page();
    assert_eq!(back.url.path(), "/login");
}

#[tokio::test]
async fn the_page_of_a_lost_phone_leads_there() {
    let world = World::new().await;
    let mut browser = world.browser();
    let page = browser.get("/help/lost-phone").await.page();
    assert!(page.text().contains("Did you make any?"), "{page:?}");
    let pin = after_password(&mut browser, "ada").await;
    let help = pin.url.as_str().replace("/login/pin", "/help/lost-phone");
    let page = browser.follow(&help).await.page();
    assert!(!page.text().contains("ecovery code"), "Ada has none: {page:?}");

    let codes = codes_of(&world, "ada").await;
    let page = browser.follow(&help).await.page();
    assert!(page.text().contains("You have recovery codes"), "{page:?}");
    let page = to_recovery_code(&mut browser, &page).await;
    enter_code(&mut browser, &page, &codes[0]).await.away();
}

#[tokio::test]
async fn who_must_set_up_a_second_factor_cannot_do_so_with_a_code() {
    let world = World::new().await;
    let codes = codes_of(&world, "ada").await;
    cast::must_enroll(&world, "carla", true).await;
    let mut browser = world.browser();
    let enroll = after_password(&mut browser, "carla").await;
    let path = enroll
        .url
        .as_str()
        .replace("/login/enroll", "/login/recovery-code");
    let page = browser.follow(&path).await.page();
    assert_eq!(page.url.path(), "/login/enroll");
    let mut form = enroll.form();
    form.action.set_path("/login/recovery-code");
    let sent = [
        ("csrf", form.value("csrf").to_owned()),
        ("code", codes[0].clone()),
    ];
    let answer = browser_posts(&mut browser, &form.action, &sent).await;
    assert!(!answer.headers.contains_key("set-cookie"));
    enter_pin(&mut browser, &page, WRONG_PIN).await.page();
}

#[tokio::test]
async fn no_address_ever_holds_a_code() {
    let world = World::new().await;
    let codes = codes_of(&world, "ada").await;
    let (mut browser, page) = asked(&world, "ada").await;
    for code in ["AAAA-AAAA", &codes[0]] {
        let reply = post_bare(&mut browser, &page.form().fill("code", code)).await;
        assert!(!reply.header("location").contains(code), "{reply:?}");
    }
}
