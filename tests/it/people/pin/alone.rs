//! After the session has expired, the PIN alone (S12): in a browser in which password and PIN were shown before.

use crate::harness::{
    AuthorizationRequest, Browser, OTP_SECRET, PASSWORD, Page, World, days, email_of, minutes, pin_at,
    seconds,
};
use crate::people::acts::{SESSION_COOKIE, WRONG_PIN, enter, enter_bad_pin, enter_pin, first_pin};
use crate::people::cast;
use serde_json::json;
use voltkey_flows::admin::apply::InstanceRole;
use voltkey_flows::admin::reset_otp::reset_otp;
use voltkey_flows::jobs::Task;
use voltkey_store::memberships::{self, Role};
use voltkey_store::{authenticators, pin_logins};

const COOKIE: &str = "__Host-vk_pin";

fn request(world: &World) -> AuthorizationRequest {
    world.client("platform").authorize("openid")
}

/// A browser in which somebody has signed in, and whose session has lain idle for too long since.
async fn expired(world: &World, name: &str) -> Browser {
    let browser = world.signed_in(name).await;
    world.clock.advance(minutes(8 * 60));
    browser
}

/// Which page a request leads to.
async fn leads_to(browser: &mut Browser, request: &AuthorizationRequest) -> String {
    browser.open(request).await.page().url.path().to_owned()
}

/// Whether the PIN alone would do in this browser.
async fn is_trusted(world: &World, browser: &mut Browser) -> bool {
    leads_to(browser, &request(world)).await == "/login/pin"
}

/// The page that asks for the PIN alone.
async fn pin_page(world: &World, browser: &mut Browser) -> Page {
    let page = browser.open(&request(world)).await.page();
    assert_eq!(page.url.path(), "/login/pin");
    page
}

fn cookie_of(browser: &Browser) -> String {
    browser.cookie(COOKIE).expect("a cookie").value().to_owned()
}

#[tokio::test]
async fn after_the_session_has_expired_the_pin_alone_leads_back_in() {
    let world = World::new().await;
    let mut browser = expired(&world, "ben").await;
    let request = request(&world);
    let page = browser.open(&request).await.page();
    assert_eq!(page.url.path(), "/login/pin");
    assert!(page.text().contains("Your session has ended."), "{page:?}");
    assert!(page.text().contains("b•••@sonnenfeld.example"), "{page:?}");
    assert!(
        !page.html.contains(email_of("ben")) && !page.html.contains("Berger"),
        "{page:?}"
    );
    let again = enter_bad_pin(&mut browser, &page, WRONG_PIN).await;
    assert_eq!(again.status, 422);
    assert!(!again.html.contains(email_of("ben")), "{again:?}");

    let answer = world.enter_pin(&mut browser, again, "ben").await.answer();
    let platform = world.client("platform");
    let tokens = platform.exchange(&request, answer.code()).await.tokens();
    let claims = platform.verify(&tokens.id).await.claims;
    assert_eq!(claims["amr"], json!(["otp"]));
    assert_eq!(claims["acr"], "urn:voltkey:acr:1fa");
    assert_eq!(claims["auth_time"], world.now().as_seconds());
}

#[tokio::test]
async fn whoever_comes_to_the_login_page_is_let_in_so_too() {
    let world = World::new().await;
    let mut browser = expired(&world, "ben").await;
    let login = browser.get("/login").await.page();
    let page = browser.get("/oauth2/authorize/resume?request=gone").await.page();
    assert_eq!(page.status, 410);
    let resumed = login.url.query().expect("a request").to_owned();
    let page = browser
        .get(&format!("/oauth2/authorize/resume?{resumed}"))
        .await
        .page();
    assert_eq!(page.url.path(), "/login/pin");
    world.enter_pin(&mut browser, page, "ben").await.away();
}

#[tokio::test]
async fn what_asks_for_more_gets_the_login_page() {
    let world = World::new().await;
    let mut browser = expired(&world, "ben").await;
    for (name, value) in [
        ("prompt", "login"),
        ("max_age", "1000000"),
        ("acr_values", "urn:voltkey:acr:2fa"),
        ("login_hint", "ada@sonnenfeld.example"),
    ] {
        let asked = request(&world).with(name, value);
        assert_eq!(leads_to(&mut browser, &asked).await, "/login", "{name}={value}");
    }
    let chosen = request(&world).with("prompt", "select_account");
    assert_eq!(leads_to(&mut browser, &chosen).await, "/login/account");
    for hint in ["ben@sonnenfeld.example", "BEN@Sonnenfeld.Example"] {
        let asked = request(&world).with("login_hint", hint);
        assert_eq!(leads_to(&mut browser, &asked).await, "/login/pin", "{hint}");
    }
    for metadata in [
        json!({ "default_max_age": 1_000_000 }),
        json!({ "default_acr_values": ["urn:voltkey:acr:2fa"] }),
    ] {
        world.change_client("solar-reports", metadata.clone()).await;
        world.worker_tick().await;
        let asked = world.client("solar-reports").authorize("openid");
        assert_eq!(leads_to(&mut browser, &asked).await, "/login", "{metadata}");
    }
    assert_eq!(leads_to(&mut browser, &request(&world)).await, "/login/pin");
}

#[tokio::test]
async fn an_id_token_hint_must_name_the_person() {
    let world = World::new().await;
    let platform = world.client("platform");
    let mut others = Vec::new();
    for name in ["ada", "ben"] {
        others.push(world.tokens(&platform, name, "openid").await.id);
    }
    let mut browser = expired(&world, "ben").await;
    let hinted = |id: &str| request(&world).with("id_token_hint", id);
    assert_eq!(leads_to(&mut browser, &hinted(&others[0])).await, "/login");
    assert_eq!(leads_to(&mut browser, &hinted(&others[1])).await, "/login/pin");
}

#[tokio::test]
async fn prompt_none_is_told_that_somebody_must_log_in() {
    let world = World::new().await;
    let mut browser = expired(&world, "ben").await;
    let silent = request(&world).with("prompt", "none");
    assert_eq!(browser.open(&silent).await.answer().error(), "login_required");
}

#[tokio::test]
async fn whoever_manages_others_enters_the_password() {
    let world = World::new().await;
    assert!(
        !is_trusted(&world, &mut expired(&world, "ada").await).await,
        "a company's admin"
    );
    for roles in [InstanceRole::Support, InstanceRole::Operator] {
        let mut browser = expired(&world, "ben").await;
        assert!(is_trusted(&world, &mut browser).await);
        cast::give_role(&world, "ben", &[roles]).await;
        assert!(!is_trusted(&world, &mut browser).await, "{roles:?}");
        cast::give_role(&world, "ben", &[]).await;
    }
}

#[tokio::test]
async fn a_session_of_the_pin_alone_satisfies_nothing_that_wants_more() {
    let world = World::new().await;
    let mut browser = expired(&world, "ben").await;
    let page = pin_page(&world, &mut browser).await;
    world.enter_pin(&mut browser, page, "ben").await.answer().code();
    browser.open(&request(&world)).await.answer().code();
    for (name, value) in [("max_age", "1000000"), ("acr_values", "urn:voltkey:acr:2fa")] {
        let asked = request(&world).with(name, value);
        let login = browser.open(&asked).await.page();
        assert_eq!(login.url.path(), "/login", "{name}: the password too");
        let silent = asked.with("prompt", "none");
        let refused = browser.open(&silent).await.answer();
        assert_eq!(refused.error(), "login_required", "{name}");
    }
    let login = browser
        .open(&request(&world).with("acr_values", "urn:voltkey:acr:2fa"))
        .await
        .page();
    let raised = world.log_in(&mut browser, login, "ben").await.answer();
    raised.code();
}

#[tokio::test]
async fn a_role_that_came_later_ends_such_a_session_s_use() {
    let world = World::new().await;
    let mut browser = expired(&world, "ben").await;
    let page = pin_page(&world, &mut browser).await;
    world.enter_pin(&mut browser, page, "ben").await.answer().code();
    cast::give_role(&world, "ben", &[InstanceRole::Support]).await;
    assert_eq!(leads_to(&mut browser, &request(&world)).await, "/login");
    cast::give_role(&world, "ben", &[]).await;
    browser.open(&request(&world)).await.answer().code();
    let (store, ben) = (world.store().await, world.person("ben").await);
    let company = memberships::of_person(store, &ben.id)
        .await
        .unwrap()
        .remove(0)
        .company_id;
    memberships::put(store, &ben.id, &company, Role::Admin, world.now())
        .await
        .unwrap();
    assert_eq!(
        leads_to(&mut browser, &request(&world)).await,
        "/login",
        "a company's admin"
    );
}

#[tokio::test]
async fn a_policy_that_demands_two_factors_is_content_with_it() {
    let world = World::with("[second_factor]\npolicy = \"required\"").await;
    let mut browser = expired(&world, "ben").await;
    let page = pin_page(&world, &mut browser).await;
    world.enter_pin(&mut browser, page, "ben").await.answer().code();
    browser.open(&request(&world)).await.answer().code();
}

#[tokio::test]
async fn only_password_and_pin_together_make_a_browser_trusted() {
    let world = World::new().await;
    let carla = expired(&world, "carla").await;
    assert!(carla.cookie(COOKIE).is_none(), "the password alone");
    // The set-up shows both.
    cast::must_enroll(&world, "carla", true).await;
    let mut browser = world.browser();
    let login = browser.get("/login").await.page();
    let page = enter(&mut browser, &login, email_of("carla"), PASSWORD).await;
    let pin = first_pin(&world, &page);
    enter_pin(&mut browser, &page, &pin).await.away();
    world.clock.advance(minutes(8 * 60));
    assert!(is_trusted(&world, &mut browser).await);
}

#[tokio::test]
async fn it_ends_thirty_days_after_the_password_however_often_it_is_used() {
    let world = World::new().await;
    let mut browser = world.signed_in("ben").await;
    let password_at = world.now();
    for _ in 0..9 {
        world.clock.advance(days(3));
        let page = pin_page(&world, &mut browser).await;
        world.enter_pin(&mut browser, page, "ben").await.answer().code();
    }
    let left = (password_at + days(30)).saturating_since(world.now());
    world.clock.advance(left - seconds(1));
    assert!(is_trusted(&world, &mut browser).await);
    let stolen = cookie_of(&browser);
    world.clock.advance(seconds(1));
    assert!(!is_trusted(&world, &mut browser).await);
    browser.plant_cookie(&format!("{COOKIE}={stolen}; Secure; HttpOnly; Path=/"));
    assert!(!is_trusted(&world, &mut browser).await, "the row is over too");
}

#[tokio::test]
async fn its_time_is_configured() {
    let world = World::with("[session]\npin_only = \"2d\"").await;
    let mut browser = world.signed_in("ben").await;
    world.clock.advance(days(2) - seconds(1));
    assert!(is_trusted(&world, &mut browser).await);
    world.clock.advance(seconds(1));
    assert!(!is_trusted(&world, &mut browser).await);
}

#[tokio::test]
async fn the_cookie_changes_with_each_use_and_is_worth_nothing_in_another_browser() {
    let world = World::new().await;
    let mut browser = expired(&world, "ben").await;
    let first = cookie_of(&browser);
    let mut thief = world.browser();
    thief.plant_cookie(&format!("{COOKIE}={first}; Secure; HttpOnly; Path=/"));
    assert!(
        !is_trusted(&world, &mut thief).await,
        "without the browser's own cookie"
    );

    let page = pin_page(&world, &mut browser).await;
    world.enter_pin(&mut browser, page, "ben").await.answer().code();
    let second = cookie_of(&browser);
    assert_ne!(first, second);
    world.clock.advance(minutes(8 * 60));
    let mut copy = browser.clone();
    copy.plant_cookie(&format!("{COOKIE}={first}; Secure; HttpOnly; Path=/"));
    assert!(!is_trusted(&world, &mut copy).await, "the old value");
    assert!(is_trusted(&world, &mut browser).await);
}

#[tokio::test]
async fn it_dies_with_the_log_out() {
    let world = World::new().await;
    for path in ["/auth/logout", "/oauth2/logout"] {
        let mut browser = world.signed_in("ben").await;
        let kept = cookie_of(&browser);
        let page = browser.get(path).await.page();
        if path == "/oauth2/logout" {
            page.form().submit(&mut browser).await.page();
        }
        assert!(browser.cookie(COOKIE).is_none(), "{path}");
        browser.plant_cookie(&format!("{COOKIE}={kept}; Secure; HttpOnly; Path=/"));
        assert!(!is_trusted(&world, &mut browser).await, "{path}");
    }
    // Also when the session had expired before.
    let mut browser = expired(&world, "ben").await;
    browser.get("/auth/logout").await.page();
    assert_eq!(trusted_browsers(&world, "ben").await, 0);
}

/// How many rows a person has, which counts as removing them.
async fn trusted_browsers(world: &World, name: &str) -> u64 {
    let person = world.person(name).await;
    pin_logins::delete_of_person(world.store().await, &person.id)
        .await
        .unwrap()
}

#[tokio::test]
async fn it_dies_with_the_second_factor_and_with_a_block() {
    let world = World::new().await;
    let mut browser = expired(&world, "ben").await;
    reset_otp(world.ctx(), email_of("ben")).await.unwrap();
    assert!(!is_trusted(&world, &mut browser).await);
    assert_eq!(trusted_browsers(&world, "ben").await, 0);

    let world = World::new().await;
    let mut browser = expired(&world, "ben").await;
    world.block("ben").await;
    assert!(!is_trusted(&world, &mut browser).await);
}

#[tokio::test]
async fn five_wrong_pins_end_it_and_are_told() {
    let world = World::new().await;
    let mut browser = expired(&world, "ben").await;
    world.mails().await;
    let page = pin_page(&world, &mut browser).await;
    for _ in 0..4 {
        let again = enter_bad_pin(&mut browser, &page, WRONG_PIN).await;
        assert!(again.text().contains("That PIN is not right."), "{again:?}");
    }
    let login = enter_bad_pin(&mut browser, &page, WRONG_PIN).await;
    assert_eq!(login.status, 422);
    assert!(login.text().contains("Too many wrong PINs"), "{login:?}");
    assert!(login.form_to("/login").value("email").is_empty(), "{login:?}");
    assert!(!is_trusted(&world, &mut browser).await);
    let mails = world.mails().await;
    assert!(matches!(mails.as_slice(), [Task::WrongPins(_)]), "{mails:?}");
}

#[tokio::test]
async fn a_clock_that_is_off_is_not_told_to_who_has_not_shown_the_password() {
    let world = World::new().await;
    let mut browser = expired(&world, "ben").await;
    let page = pin_page(&world, &mut browser).await;
    let early = pin_at(OTP_SECRET, world.now() + minutes(3));
    let again = enter_bad_pin(&mut browser, &page, &early).await;
    assert!(again.text().contains("That PIN is not right."), "{again:?}");
}

#[tokio::test]
async fn not_you_leads_to_the_login_page_of_anybody() {
    let world = World::new().await;
    let mut browser = expired(&world, "ben").await;
    let page = pin_page(&world, &mut browser).await;
    let login = page.form_to("/login/switch").submit(&mut browser).await.page();
    assert_eq!(login.url.path(), "/login");
    assert!(!is_trusted(&world, &mut browser).await);
    world.log_in(&mut browser, login, "carla").await.answer().code();
}

#[tokio::test]
async fn a_pin_works_once_whatever_it_opens() {
    let world = World::new().await;
    let mut browser = expired(&world, "ben").await;
    let mut other = browser.clone();
    let (one, two) = (
        pin_page(&world, &mut browser).await,
        pin_page(&world, &mut other).await,
    );
    let pin = world.fresh_pin("ben");
    enter_pin(&mut browser, &one, &pin).await.answer().code();
    let again = enter_pin(&mut other, &two, &pin).await.page();
    assert!(
        other.cookie(SESSION_COOKIE).is_none() || again.url.path() == "/login",
        "the cookie was used, too: {again:?}"
    );
}

#[tokio::test]
async fn without_an_authenticator_there_is_nothing_to_ask_for() {
    let world = World::new().await;
    let mut browser = expired(&world, "ben").await;
    let person = world.person("ben").await;
    authenticators::delete_of_person(world.store().await, &person.id)
        .await
        .unwrap();
    assert!(!is_trusted(&world, &mut browser).await);
}
