//! The person's own switch of the second factor (S8), the time of grace, and what comes after it (S9).

use super::*;
use crate::harness::{days, minutes};
use crate::people::acts::enter_pin as type_pin;
use jiff::civil::date;
use voltkey_flows::admin::apply::InstanceRole;
use voltkey_flows::admin::reset_otp::reset_otp;
use voltkey_store::otp_resets::{self, OtpReset};

const ON: &str = "/account/second-factor/on";
const OFF: &str = "/account/second-factor/off";
/// Required, and enforced after the sixth of February; the tests begin on the fifteenth of January.
const IN_GRACE: &str = "[second_factor]\npolicy = \"required\"\ngrace_until = \"2027-02-06\"";
const REQUIRED: &str = "[second_factor]\npolicy = \"required\"";

async fn factor(browser: &mut Browser) -> Page {
    shown(browser, &format!("{SECOND_FACTOR}?ui_locales=en")).await
}

/// What the switch says: `true`, `false`, or none when there is no switch.
fn switch(page: &Page) -> Option<String> {
    page.attribute_of("[role=switch]", "aria-checked")
}

fn has_form_to(page: &Page, path: &str) -> bool {
    page.forms().iter().any(|form| form.action.path() == path)
}

/// A form of another page, sent to the switch.
async fn forged(browser: &mut Browser, path: &str) -> FilledForm {
    let mut form = shown(browser, ACCOUNT).await.form_to(ACCOUNT);
    form.action.set_path(path);
    form.without("given_name")
}

#[tokio::test]
async fn switched_on_the_person_stays_signed_in_and_sets_it_up_at_the_next_login() {
    let world = World::new().await;
    let mut browser = world.signed_in("carla").await;
    let page = factor(&mut browser).await;
    assert_eq!(switch(&page).as_deref(), Some("false"));
    let page = page.form_to(ON).submit(&mut browser).await.page();
    assert_eq!((page.status.as_u16(), page.url.path()), (200, SECOND_FACTOR));
    assert_eq!(switch(&page).as_deref(), Some("true"));
    assert!(page.text().contains("Sign out to finish"), "{page:?}");
    for path in PAGES {
        shown(&mut browser, path).await;
    }
    assert!(is_signed_in(&world, &mut browser).await);
    assert!(!has_authenticator(&world, "carla").await);

    let page = factor(&mut browser).await;
    let out = page.form_to("/auth/logout");
    out.submit(&mut browser).await;
    assert!(!is_signed_in(&world, &mut browser).await);
    let page = log_in(&mut browser, email_of("carla"), PASSWORD).await.page();
    assert_eq!(page.url.path(), "/login/enroll");
    let pin = first_pin(&world, &page);
    type_pin(&mut browser, &page, &pin).await.away();
    assert!(has_authenticator(&world, "carla").await);
    let page = factor(&mut browser).await;
    assert_eq!(switch(&page).as_deref(), Some("true"));
    assert!(has_form_to(&page, OFF) && !has_form_to(&page, ON));
}

#[tokio::test]
async fn looking_at_it_changes_nothing() {
    let world = World::new().await;
    let mut browser = world.signed_in("carla").await;
    for path in [SECOND_FACTOR, ON, OFF] {
        browser.get(path).await.page();
        assert!(!world.person("carla").await.must_enroll, "{path}");
    }
}

#[tokio::test]
async fn before_it_is_set_up_it_can_be_taken_back() {
    let world = World::new().await;
    let mut browser = world.signed_in("carla").await;
    let page = factor(&mut browser).await;
    let page = page.form_to(ON).submit(&mut browser).await.page();
    let page = page.form_to(OFF).submit(&mut browser).await.page();
    assert_eq!(switch(&page).as_deref(), Some("false"));
    assert!(
        page.text().contains("Two-factor authentication is off."),
        "{page:?}"
    );
    log_in(&mut world.browser(), email_of("carla"), PASSWORD)
        .await
        .away();
}

#[tokio::test]
async fn in_the_time_of_grace_the_date_is_told() {
    let world = World::with(IN_GRACE).await;
    let mut browser = world.browser();
    let told = log_in(&mut browser, email_of("carla"), PASSWORD).await.page();
    assert_eq!(told.url.path(), "/login/enroll");
    told.form_to("/login/enroll/later")
        .submit(&mut browser)
        .await
        .away();
    let page = factor(&mut browser).await;
    assert_eq!(switch(&page).as_deref(), Some("false"));
    for words in ["Required after 6 February 2027", "22 days are left"] {
        assert!(page.text().contains(words), "{words}: {page:?}");
    }
    let page = page.form_to(ON).submit(&mut browser).await.page();
    assert_eq!(switch(&page).as_deref(), Some("true"));
    let page = page.form_to(OFF).submit(&mut browser).await.page();
    assert!(page.text().contains("22 days are left"), "{page:?}");
}

#[tokio::test]
async fn once_required_there_is_no_switch_and_a_forged_form_switches_nothing() {
    let world = World::with(IN_GRACE).await;
    let mut browser = world.signed_in("ben").await;
    let off = factor(&mut browser).await.form_to(OFF);
    world.clock.advance(days(22));
    // The last day: it can still be switched off.
    let mut browser = world.signed_in("ben").await;
    assert!(has_form_to(&factor(&mut browser).await, OFF));
    let kept = factor(&mut browser).await.form_to(OFF);
    world.clock.advance(days(1));
    let login = browser.get("/login").await.page();
    world.log_in(&mut browser, login, "ben").await.away();
    let page = factor(&mut browser).await;
    assert_eq!(switch(&page), None);
    assert!(!has_form_to(&page, ON) && !has_form_to(&page, OFF), "{page:?}");
    for words in [
        "has been required since 7 February 2027",
        "It is on, and can’t be switched off.",
    ] {
        assert!(page.text().contains(words), "{words}: {page:?}");
    }
    assert_ne!(kept.action.path(), ACCOUNT);
    for form in [&kept, &off] {
        form.submit(&mut browser).await;
        assert!(has_authenticator(&world, "ben").await);
    }
    let page = kept.submit(&mut browser).await.page();
    assert!(
        !page.text().contains("Two-factor authentication is off."),
        "{page:?}"
    );
}

#[tokio::test]
async fn who_has_a_role_or_a_strict_company_cannot_switch_it_off() {
    let world = World::new().await;
    let mut browser = world.signed_in("ben").await;
    let off = factor(&mut browser).await.form_to(OFF);
    for role in [InstanceRole::Support, InstanceRole::Operator] {
        cast::give_role(&world, "ben", &[role]).await;
        assert_eq!(switch(&factor(&mut browser).await), None);
        off.submit(&mut browser).await.page();
        assert!(has_authenticator(&world, "ben").await);
    }
    cast::give_role(&world, "ben", &[]).await;
    cast::company_requires(&world, "sonnenfeld", "Sonnenfeld GmbH", None).await;
    assert_eq!(switch(&factor(&mut browser).await), None);
    off.submit(&mut browser).await.page();
    assert!(has_authenticator(&world, "ben").await);
    // What another company asks is none of theirs.
    let world = World::new().await;
    cast::company_requires(&world, "solluna", "Sol y Luna SL", Some(date(2026, 1, 1))).await;
    let mut browser = world.signed_in("ben").await;
    assert_eq!(switch(&factor(&mut browser).await).as_deref(), Some("true"));
}

#[tokio::test]
async fn it_is_switched_off_after_a_fresh_proof_only() {
    let world = World::new().await;
    let mut browser = world.signed_in("ben").await;
    world.clock.advance(minutes(10));
    let page = factor(&mut browser).await;
    let pin = page.form_to(OFF).submit(&mut browser).await.page();
    assert_eq!(pin.url.path(), "/login/pin");
    assert!(has_authenticator(&world, "ben").await);
    let page = world.enter_pin(&mut browser, pin, "ben").await.page();
    assert_eq!((page.status.as_u16(), page.url.path()), (200, SECOND_FACTOR));
    assert!(
        has_authenticator(&world, "ben").await,
        "the way there switches nothing"
    );
    let page = page.form_to(OFF).submit(&mut browser).await.page();
    assert!(
        page.text().contains("Two-factor authentication is off."),
        "{page:?}"
    );
    assert!(!has_authenticator(&world, "ben").await);
}

#[tokio::test]
async fn a_mail_tells_that_it_is_off_if_it_was_set_up() {
    let world = World::new().await;
    let mut browser = world.signed_in("carla").await;
    world.mails().await;
    let page = factor(&mut browser).await;
    let page = page.form_to(ON).submit(&mut browser).await.page();
    page.form_to(OFF).submit(&mut browser).await.page();
    assert!(world.mails().await.is_empty(), "none was set up");

    let mut browser = world.signed_in("ben").await.at("203.0.113.5");
    world.mails().await;
    let page = factor(&mut browser).await;
    page.form_to(OFF).submit(&mut browser).await.page();
    match &world.mails().await[..] {
        [Task::SecondFactorOff(notice)] => {
            assert_eq!(notice.email, email_of("ben"));
            assert_eq!((notice.network.as_str(), notice.at), ("203.0.113.5", world.now()));
        }
        other => panic!("one mail: {other:?}"),
    }
}

#[tokio::test]
async fn switched_off_the_authenticator_and_the_logins_by_pin_are_gone() {
    let world = World::new().await;
    let mut phone = world.signed_in("ben").await;
    let mut browser = world.signed_in("ben").await;
    let page = factor(&mut browser).await;
    let page = page.form_to(OFF).submit(&mut browser).await.page();
    assert_eq!(switch(&page).as_deref(), Some("false"));
    assert!(is_signed_in(&world, &mut browser).await);
    log_in(&mut world.browser(), email_of("ben"), PASSWORD)
        .await
        .away();
    world.clock.advance(minutes(8 * 60));
    for browser in [&mut phone, &mut browser] {
        assert_eq!(leads_to(browser, ACCOUNT).await, "/login");
    }
    // Switched on again, another secret is shown.
    let mut browser = world.browser();
    log_in(&mut browser, email_of("ben"), PASSWORD).await.away();
    let page = factor(&mut browser).await;
    page.form_to(ON).submit(&mut browser).await.page();
    let page = log_in(&mut world.browser(), email_of("ben"), PASSWORD)
        .await
        .page();
    assert_eq!(page.url.path(), "/login/enroll");
    assert!(!page.html.contains(crate::harness::OTP_SECRET));
}

#[tokio::test]
async fn what_the_operator_has_reset_cannot_be_switched_off() {
    let world = World::new().await;
    let mut browser = world.signed_in("ben").await;
    let off = factor(&mut browser).await.form_to(OFF);
    reset_otp(world.ctx(), email_of("ben")).await.unwrap();
    let login = off.submit(&mut browser).await.page();
    assert_eq!(login.url.path(), "/login", "the session has ended");
    assert!(world.person("ben").await.must_enroll);

    // Nor from a session that is still there.
    let world = World::new().await;
    let mut browser = world.signed_in("carla").await;
    cast::must_enroll(&world, "carla", false).await;
    let reset = OtpReset {
        person_id: world.person("carla").await.id,
        code_mac: [7; 32],
        created_at: world.now(),
        expires_at: world.now() + days(7),
    };
    otp_resets::put(world.store().await, &reset).await.unwrap();
    let page = factor(&mut browser).await;
    if has_form_to(&page, OFF) {
        page.form_to(OFF).submit(&mut browser).await.page();
    }
    assert!(world.person("carla").await.must_enroll);
    let page = log_in(&mut world.browser(), email_of("carla"), PASSWORD)
        .await
        .page();
    assert_eq!(page.url.path(), "/login/enroll");
}

#[tokio::test]
async fn forms_of_somebody_else_s_making_switch_nothing() {
    let world = World::new().await;
    let mut browser = world.signed_in("carla").await;
    let on = factor(&mut browser).await.form_to(ON);
    is_guarded(&mut browser, SECOND_FACTOR, &on).await;
    assert!(!world.person("carla").await.must_enroll);
    let mut browser = world.signed_in("ben").await;
    let off = factor(&mut browser).await.form_to(OFF);
    is_guarded(&mut browser, SECOND_FACTOR, &off).await;
    assert!(has_authenticator(&world, "ben").await);
}

#[tokio::test]
async fn a_world_that_requires_it_from_the_start_has_no_switch() {
    let world = World::with(REQUIRED).await;
    let mut browser = world.signed_in("ben").await;
    let page = factor(&mut browser).await;
    assert_eq!(switch(&page), None);
    for path in [ON, OFF] {
        let form = forged(&mut browser, path).await;
        assert_eq!(form.submit(&mut browser).await.page().status, 403, "{path}");
    }
    assert!(has_authenticator(&world, "ben").await);
    assert!(page.text().contains("is required"), "{page:?}");
}

#[tokio::test]
async fn the_authenticator_is_shown_and_gets_a_name() {
    const RENAME: &str = "/account/second-factor/rename";
    let world = World::new().await;
    let mut browser = world.signed_in("ben").await;
    let page = factor(&mut browser).await;
    assert!(page.text().contains("Last used on"), "{page:?}");
    let form = page.form_to(RENAME);
    for (name, why) in [
        (" ", "Enter a name"),
        (&*"x".repeat(101), "100"),
        ("a\u{202e}b", "can’t be shown"),
    ] {
        let refused = form.clone().fill("name", name).submit(&mut browser).await.page();
        assert_eq!(refused.status, 422, "{name}");
        assert!(refused.text().contains(why), "{name}: {refused:?}");
    }
    let named = form
        .fill("name", " <b>Ben’s phone ")
        .submit(&mut browser)
        .await
        .page();
    assert!(named.text().contains("has its new name"), "{named:?}");
    assert_eq!(named.form_to(RENAME).value("name"), "<b>Ben’s phone");
    assert!(!named.has("main b"));
    is_guarded(&mut browser, SECOND_FACTOR, &named.form_to(RENAME)).await;

    // Ada's is not Ben's to name.
    let mut ada = world.signed_in("ada").await;
    let of_ada = factor(&mut ada).await.form_to(RENAME);
    let id = of_ada.value("authenticator");
    let form = named
        .form_to(RENAME)
        .fill("authenticator", id)
        .fill("name", "mine");
    form.submit(&mut browser).await.page();
    assert_ne!(factor(&mut ada).await.form_to(RENAME).value("name"), "mine");
}
