//! The way back to the app that sent a person here: `/account`, `/account/password`, `/account/second-factor`.

use super::*;
use crate::harness::minutes;
use serde_json::json;
use url::form_urlencoded::Serializer;

/// Registered for the platform, with a query of its own.
const PROFILE: &str = "https://platform.example/profile?tab=2fa";
/// Registered for somebody else.
const REPORTS: &str = "https://solar.example/reports";
const CANCEL: &str = "/account/cancel";
const DEEP_LINKS: [&str; 3] = [ACCOUNT, PASSWORD_PAGE, SECOND_FACTOR];

/// A world whose apps have registered where people may go back to.
async fn world() -> World {
    let world = World::new().await;
    for (id, uri) in [("platform", PROFILE), ("solar-reports", REPORTS)] {
        world.change_client(id, json!({ "return_uris": [uri] })).await;
    }
    world
}

/// An address with these parameters.
fn with(path: &str, parameters: &[(&str, &str)]) -> String {
    let query = Serializer::new(String::new()).extend_pairs(parameters).finish();
    format!("{path}?{query}")
}

/// As the platform sends people.
fn from_platform(path: &str) -> String {
    let parameters = [
        ("client_id", "platform"),
        ("return_to", PROFILE),
        ("state", "a b&c"),
    ];
    with(path, &parameters)
}

/// The browser is back at the platform, which is told this result, and gets its state and its own query as they were.
fn assert_back(landed: Landed, result: &str) {
    let url = landed.away();
    assert!(url.as_str().starts_with(&format!("{PROFILE}&")), "{url}");
    let told: Vec<_> = url.query_pairs().into_owned().collect();
    let expected = [("tab", "2fa"), ("result", result), ("state", "a b&c")];
    assert_eq!(
        told,
        expected.map(|(name, value)| (name.to_owned(), value.to_owned()))
    );
}

/// The deed of a page, ready to be sent.
fn deed(page: &Page) -> FilledForm {
    match page.url.path() {
        PASSWORD_PAGE => new_password(page, PASSWORD, CHOSEN),
        SECOND_FACTOR => page.form_to("/account/second-factor/on"),
        _ => page.form_to(ACCOUNT),
    }
}

#[tokio::test]
async fn after_the_deed_it_leads_back_done() {
    let world = world().await;
    for path in DEEP_LINKS {
        let mut browser = world.browser();
        let login = browser.arrive(&from_platform(path)).await.page();
        let form = login.form().fill("email", email_of("carla"));
        let password = if path == SECOND_FACTOR { CHOSEN } else { PASSWORD };
        let page = form.fill("password", password).submit(&mut browser).await.page();
        assert_eq!(page.url.path(), path);
        assert!(
            page.text().contains("Amperecloud Platform"),
            "where it leads: {page:?}"
        );
        assert_back(deed(&page).submit(&mut browser).await, "done");
        assert!(is_signed_in(&world, &mut browser).await, "{path}");
    }
    assert!(world.person("carla").await.must_enroll);
}

#[tokio::test]
async fn switched_off_it_leads_back_too() {
    let world = world().await;
    let mut browser = world.signed_in("ben").await;
    let page = shown(&mut browser, &from_platform(SECOND_FACTOR)).await;
    let off = page.form_to("/account/second-factor/off");
    assert_back(off.submit(&mut browser).await, "done");
    assert!(!has_authenticator(&world, "ben").await);
}

#[tokio::test]
async fn cancelled_it_leads_back_and_changes_nothing() {
    let world = world().await;
    let before = world.person("carla").await;
    let mut browser = world.signed_in("carla").await;
    for path in DEEP_LINKS {
        let page = browser.arrive(&from_platform(path)).await.page();
        let form = page.form_to(CANCEL);
        is_guarded(&mut browser, &from_platform(path), &form).await;
        assert_back(form.submit(&mut browser).await, "cancelled");
    }
    let after = world.person("carla").await;
    assert_eq!(before.password_hash, after.password_hash);
    assert!(!after.must_enroll);
}

#[tokio::test]
async fn the_way_back_outlives_what_was_refused_and_a_proof_on_the_way() {
    let world = world().await;
    let mut browser = world.signed_in("ben").await;
    let page = shown(&mut browser, &from_platform(ACCOUNT)).await;
    let form = page.form_to(ACCOUNT).fill("given_name", "");
    let refused = form.submit(&mut browser).await.page();
    assert_eq!(refused.status, 422);
    assert_back(refused.form_to(CANCEL).submit(&mut browser).await, "cancelled");

    world.clock.advance(minutes(10));
    let pin = browser.arrive(&from_platform(PASSWORD_PAGE)).await.page();
    assert_eq!(pin.url.path(), "/login/pin");
    let page = world.enter_pin(&mut browser, pin, "ben").await.page();
    let refused = new_password(&page, cast::WRONG, CHOSEN)
        .submit(&mut browser)
        .await;
    let refused = refused.page();
    assert_eq!(refused.status, 422);
    let form = new_password(&refused, PASSWORD, CHOSEN);
    assert_back(form.submit(&mut browser).await, "done");
}

#[tokio::test]
async fn an_address_that_waits_keeps_the_way_back() {
    let world = world().await;
    let mut browser = world.signed_in("carla").await;
    let page = shown(&mut browser, &from_platform(ACCOUNT)).await;
    let form = page.form_to(EMAIL).fill("new_email", "new@solluna.example");
    let form = form.fill("current_password", PASSWORD);
    let page = form.submit(&mut browser).await.page();
    assert_eq!((page.status.as_u16(), page.url.path()), (200, ACCOUNT));
    assert!(page.text().contains("new@solluna.example"), "{page:?}");
    assert_back(page.form_to(CANCEL).submit(&mut browser).await, "cancelled");
}

#[tokio::test]
async fn without_a_state_none_comes_back() {
    let world = world().await;
    let mut browser = world.signed_in("carla").await;
    let address = with(ACCOUNT, &[("client_id", "platform"), ("return_to", PROFILE)]);
    let page = shown(&mut browser, &address).await;
    let away = page.form_to(ACCOUNT).submit(&mut browser).await.away();
    assert_eq!(away.as_str(), format!("{PROFILE}&result=done"));
}

#[tokio::test]
async fn an_address_that_is_not_registered_is_no_way_back() {
    let world = world().await;
    let mut browser = world.signed_in("carla").await;
    for path in DEEP_LINKS {
        for (client_id, return_to) in [
            ("platform", "https://elsewhere.example/"),
            ("platform", REPORTS),
            ("platform", "https://platform.example/profile"),
            ("platform", "https://platform.example/profile?tab=2fa&x=y"),
            ("platform", "HTTPS://platform.example/profile?tab=2fa"),
            ("platform", "https://platform.example/callback"),
            ("platform", "//elsewhere.example/"),
            ("platform", "javascript:alert(1)"),
            ("nobody", PROFILE),
            ("", PROFILE),
        ] {
            let address = with(path, &[("client_id", client_id), ("return_to", return_to)]);
            let page = shown(&mut browser, &address).await;
            let forms = page.forms();
            assert!(forms.iter().all(|form| form.action.path() != CANCEL), "{address}");
            let href = format!("a[href^='{}']", return_to.split('?').next().unwrap_or_default());
            assert!(!page.has(&href), "{address}");
        }
    }
    let address = with(
        ACCOUNT,
        &[
            ("client_id", "platform"),
            ("return_to", "https://elsewhere.example/"),
        ],
    );
    let page = shown(&mut browser, &address).await;
    let page = page.form_to(ACCOUNT).submit(&mut browser).await.page();
    assert_eq!((page.status.as_u16(), page.url.path()), (200, ACCOUNT));
    // A cancellation that somebody sends all the same stays here.
    let good = shown(&mut browser, &from_platform(ACCOUNT)).await.form_to(CANCEL);
    let mut forged = good;
    forged
        .action
        .set_query(address.split_once('?').map(|(_, query)| query));
    let page = forged.submit(&mut browser).await.page();
    assert_eq!((page.status.as_u16(), page.url.path()), (200, ACCOUNT));
}
