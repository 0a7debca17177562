//! Pages that an app sends people to, and the way back to it: `/activate` and `/login/enroll`.

use super::*;
use crate::harness::{FilledForm, email_of, minutes};
use crate::people::acts::{enter_password, first_pin};
use serde_json::json;
use url::Url;
use url::form_urlencoded::Serializer;
use voltkey_protocol::error::Rule;
use voltkey_store::authenticators;

/// Registered for the platform, with a query of its own.
const PROFILE: &str = "https://platform.example/profile?tab=2fa";
/// Registered for somebody else.
const REPORTS: &str = "https://solar.example/reports";
const CANCEL: &str = "/activate/cancel";

/// A world whose apps have registered where people may go back to.
async fn world() -> World {
    let world = World::new().await;
    for (id, uri) in [("platform", PROFILE), ("solar-reports", REPORTS)] {
        world.change_client(id, json!({ "return_uris": [uri] })).await;
    }
    world
}

/// An address with these parameters more.
fn with(path: &str, parameters: &[(&str, &str)]) -> String {
    let query = Serializer::new(String::new()).extend_pairs(parameters).finish();
    let joint = if path.contains('?') { '&' } else { '?' };
    format!("{path}{joint}{query}")
}

/// As the platform sends people.
fn from_platform(path: &str) -> String {
    with(
        path,
        &[
            ("client_id", "platform"),
            ("return_to", PROFILE),
            ("state", "a b&c"),
        ],
    )
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

/// Ways back that are none, each as the parameters of an address.
fn unregistered() -> Vec<Vec<(&'static str, &'static str)>> {
    let back_to = |return_to| vec![("client_id", "platform"), ("return_to", return_to)];
    let mut all: Vec<_> = [
        "https://elsewhere.example/",
        REPORTS,
        "https://platform.example/profile",
        "https://platform.example/profile?tab=2fa&x=y",
        "https://platform.example/profile?tab=2fa#x",
        "HTTPS://platform.example/profile?tab=2fa",
        "https://platform.example/callback",
        "//elsewhere.example/",
        "javascript:alert(1)",
        "/login",
        " https://platform.example/profile?tab=2fa",
    ]
    .into_iter()
    .map(back_to)
    .collect();
    let good = back_to(PROFILE);
    all.push(vec![("client_id", "nobody"), ("return_to", PROFILE)]);
    all.push(vec![("return_to", PROFILE)]);
    all.push(vec![("client_id", ""), ("return_to", PROFILE)]);
    for repeated in [
        ("client_id", "platform"),
        ("client_id", "solar-reports"),
        ("return_to", PROFILE),
        ("return_to", "https://elsewhere.example/"),
        ("state", "two"),
    ] {
        all.push([good.clone(), vec![("state", "one"), repeated]].concat());
    }
    all
}

#[tokio::test]
async fn activation_leads_back_with_its_result() {
    let world = world().await;
    let link = from_platform(&link_of(&world, &dora()).await);
    let mut browser = world.browser();
    let page = browser.arrive(&link).await.page();
    assert!(
        page.text().contains("Amperecloud Platform"),
        "where it leads: {page:?}"
    );
    let cancelled = page.form_to(CANCEL).submit(&mut browser).await;
    assert_back(cancelled, "cancelled");
    assert!(account(&world, DORA).await.is_none());

    let refused = filled(&page)
        .fill("password", "weak")
        .submit(&mut browser)
        .await
        .page();
    assert!(
        refused.has(&format!("form[action^='{CANCEL}']")),
        "the way back stays: {refused:?}"
    );
    assert_back(filled(&refused).submit(&mut browser).await, "done");
    assert!(account(&world, DORA).await.is_some());
}

#[tokio::test]
async fn it_goes_before_the_client_that_the_invitation_was_for() {
    let world = world().await;
    let metadata = json!({ "initiate_login_uri": "https://reports.example/login" });
    world.register("reports", metadata, true).await;
    let invitee = Invitee {
        client_id: Some("reports".to_owned()),
        ..dora()
    };
    let link = from_platform(&link_of(&world, &invitee).await);
    assert_back(activate(&mut world.browser(), &link).await, "done");
}

#[tokio::test]
async fn without_a_state_none_comes_back() {
    let world = world().await;
    let link = link_of(&world, &dora()).await;
    let link = with(&link, &[("client_id", "platform"), ("return_to", PROFILE)]);
    let away = activate(&mut world.browser(), &link).await.away();
    assert_eq!(away.as_str(), format!("{PROFILE}&result=done"));
}

#[tokio::test]
async fn an_unregistered_way_back_is_none_and_put_on_record() {
    let world = world().await;
    let link = link_of(&world, &dora()).await;
    let mut browser = world.browser();
    let mut page = browser.get(&link).await.page();
    for (number, parameters) in unregistered().iter().enumerate() {
        page = browser.arrive(&with(&link, parameters)).await.page();
        assert_eq!(page.status, 200, "{parameters:?}");
        assert!(
            !page.has(&format!("form[action^='{CANCEL}']")),
            "{parameters:?}: {page:?}"
        );
        assert!(!leads_out(&page), "{parameters:?}: {}", page.html);
        let rules = world.rules_on_record().await;
        assert_eq!(
            rules,
            vec![Rule::ReturnToUnregistered; number + 1],
            "{parameters:?}"
        );
    }
    // Also by the form of the way back, which the page does not have.
    let mut forged = page.form();
    let with_way_back = browser.get(&from_platform(&link)).await.page();
    forged.action.set_path(CANCEL);
    let forged = forged.fill("csrf", with_way_back.form_to(CANCEL).value("csrf"));
    assert_eq!(forged.submit(&mut browser).await.away().as_str(), PLATFORM_LOGIN);
    let away = filled(&page).submit(&mut browser).await.away();
    assert_eq!(away.as_str(), PLATFORM_LOGIN);
}

/// Whether a link or a form of the page leads anywhere but to the platform's login.
fn leads_out(page: &Page) -> bool {
    let is_ours = |url: &Url| url.origin() == page.url.origin();
    let is_out = |form: &FilledForm| !is_ours(&form.action);
    page.forms().iter().any(is_out)
        || page.has("a[href^='https:']:not([href='https://platform.example/login'])")
        || page.has("a[href^='javascript:'], a[href^='//']")
}

#[tokio::test]
async fn joining_leads_back_with_its_result() {
    let world = world().await;
    let link = from_platform(&link_of(&world, &known("carla", "sonnenfeld")).await);
    let mut browser = world.signed_in("carla").await;
    let page = browser.arrive(&link).await.page();
    assert_back(page.form_to(CANCEL).submit(&mut browser).await, "cancelled");
    let done = page.form_to("/activate/confirm").submit(&mut browser).await;
    assert_back(done, "done");
}

#[tokio::test]
async fn also_from_each_page_of_the_login_before_it() {
    let world = world().await;
    let link = from_platform(&link_of(&world, &known("ada", "solluna")).await);
    for turns_back_at in ["/login", "/login/pin", "/activate/join", "nowhere"] {
        let mut browser = world.browser();
        let page = browser.arrive(&link).await.page();
        let login = page
            .form_to("/activate/sign-in")
            .submit(&mut browser)
            .await
            .page();
        assert_eq!(login.form().value("email"), email_of("ada"));
        let mut page = login;
        while page.url.path() != turns_back_at {
            page = match page.url.path() {
                "/login" => enter_password(&mut browser, &page, "ada").await,
                "/login/pin" => world.enter_pin(&mut browser, page, "ada").await.page(),
                _ => break,
            };
        }
        if turns_back_at == "nowhere" {
            assert_back(page.form_to("/activate/join").submit(&mut browser).await, "done");
        } else {
            assert_back(
                page.form_to("/login/cancel").submit(&mut browser).await,
                "cancelled",
            );
            assert_eq!(
                browser.get(page.url.as_str()).await.page().status,
                410,
                "that was the answer"
            );
        }
    }
}

#[tokio::test]
async fn languages_and_the_switch_keep_the_way_back() {
    let world = world().await;
    let link = from_platform(&link_of(&world, &dora()).await);
    let mut browser = world.browser();
    let page = browser.get(&with(&link, &[("ui_locales", "fr es")])).await.page();
    assert!(page.has("html[lang=es]"), "{page:?}");
    let switch = page
        .attribute_of("footer a[hreflang=de]", "href")
        .expect("a switch");
    let page = browser
        .follow(page.url.join(&switch).unwrap().as_str())
        .await
        .page();
    assert!(page.has("html[lang=de]"), "{page:?}");
    assert_back(filled(&page).submit(&mut browser).await, "done");
}

#[tokio::test]
async fn whoever_comes_to_enroll_logs_in_sets_it_up_and_goes_back() {
    let world = world().await;
    let mut browser = world.browser();
    let address = with(
        &from_platform("/login/enroll"),
        &[("login_hint", email_of("carla")), ("ui_locales", "de")],
    );
    let login = browser.arrive(&address).await.page();
    assert_eq!(
        (login.url.path(), login.form().value("email")),
        ("/login", email_of("carla"))
    );
    assert!(login.has("html[lang=de]"), "{login:?}");
    assert!(
        login.text().contains("Amperecloud Platform"),
        "where it leads: {login:?}"
    );
    let enroll = enter_password(&mut browser, &login, "carla").await;
    assert_eq!(enroll.url.path(), "/login/enroll");
    assert!(enroll.has("html[lang=de]"), "{enroll:?}");
    let pin = first_pin(&world, &enroll);
    assert_back(enroll.form().fill("pin", &pin).submit(&mut browser).await, "done");
    assert!(is_signed_in(&world, &mut browser).await);
    assert_eq!(
        browser.get(enroll.url.as_str()).await.page().status,
        410,
        "that was the answer"
    );
    let carla = world.person("carla").await;
    let factors = authenticators::of_person(world.store().await, &carla.id)
        .await
        .unwrap();
    assert_eq!(factors.len(), 1);
}

#[tokio::test]
async fn whoever_has_an_authenticator_goes_back_after_the_login() {
    let world = world().await;
    let mut browser = world.browser();
    let login = browser.arrive(&from_platform("/login/enroll")).await.page();
    assert_eq!(login.url.path(), "/login");
    assert_back(world.log_in(&mut browser, login, "ada").await, "done");
    assert_back(browser.arrive(&from_platform("/login/enroll")).await, "done");
}

#[tokio::test]
async fn setting_it_up_takes_the_password_though_one_is_signed_in() {
    let world = world().await;
    let mut browser = world.signed_in("carla").await;
    let login = browser.arrive(&from_platform("/login/enroll")).await.page();
    assert_eq!(login.url.path(), "/login");
    let enroll = enter_password(&mut browser, &login, "carla").await;
    let pin = first_pin(&world, &enroll);
    assert_back(enroll.form().fill("pin", &pin).submit(&mut browser).await, "done");
}

/// Each of those errands gives something away.
#[tokio::test]
async fn a_pin_alone_is_not_enough_for_it() {
    let world = world().await;
    let mut browser = world.signed_in("ben").await;
    world.clock.advance(minutes(8 * 60));
    let by_pin = browser
        .open(&world.client("platform").authorize("openid"))
        .await
        .page();
    assert_eq!(by_pin.url.path(), "/login/pin");
    let login = browser.arrive(&from_platform("/login/enroll")).await.page();
    assert_eq!(login.url.path(), "/login");
}

#[tokio::test]
async fn turning_back_on_either_page_cancels() {
    let world = world().await;
    for enters_password in [false, true] {
        let mut browser = world.browser();
        let mut page = browser.arrive(&from_platform("/login/enroll")).await.page();
        if enters_password {
            page = enter_password(&mut browser, &page, "carla").await;
        }
        assert_back(
            page.form_to("/login/cancel").submit(&mut browser).await,
            "cancelled",
        );
        assert!(!is_signed_in(&world, &mut browser).await);
    }
    let carla = world.person("carla").await;
    let factors = authenticators::of_person(world.store().await, &carla.id)
        .await
        .unwrap();
    assert!(factors.is_empty());
}

#[tokio::test]
async fn without_a_way_back_the_page_says_that_it_is_set_up() {
    let world = world().await;
    let mut browser = world.browser();
    let login = browser.get("/login/enroll").await.page();
    assert!(
        !login.has("form[action^='/login/cancel']"),
        "there is no app: {login:?}"
    );
    let enroll = enter_password(&mut browser, &login, "carla").await;
    let pin = first_pin(&world, &enroll);
    let done = enroll.form().fill("pin", &pin).submit(&mut browser).await.page();
    assert_eq!(
        (done.url.path(), done.status.as_u16()),
        ("/login/enroll/done", 200)
    );
    assert!(done.has("html[lang=es]"), "in Carla's language: {done:?}");
    assert!(done.text().contains(email_of("carla")), "{done:?}");
    let ada = &mut world.browser();
    let login = ada.get("/login/enroll").await.page();
    let done = world.log_in(ada, login, "ada").await.page();
    assert_eq!(heading(&done), "Two-factor authentication is set up");
    let nobody = world.browser().get("/login/enroll/done").await.page();
    assert_eq!(
        nobody.url.path(),
        "/login",
        "whoever is not signed in begins anew"
    );
}

#[tokio::test]
async fn an_unregistered_way_back_from_it_is_none_either() {
    let world = world().await;
    for (number, parameters) in unregistered().iter().enumerate() {
        let mut browser = world.browser();
        let login = browser.arrive(&with("/login/enroll", parameters)).await.page();
        assert!(!leads_out(&login), "{parameters:?}: {}", login.html);
        assert!(!login.has("form[action^='/login/cancel']"), "{parameters:?}");
        let rules = world.rules_on_record().await;
        assert_eq!(
            rules,
            vec![Rule::ReturnToUnregistered; number + 1],
            "{parameters:?}"
        );
    }
    let mut browser = world.browser();
    let login = browser
        .arrive(&with("/login/enroll", &unregistered()[0]))
        .await
        .page();
    let done = world.log_in(&mut browser, login, "ada").await.page();
    assert_eq!(done.url.path(), "/login/enroll/done");
}

/// What is registered is looked at when somebody comes, and the result goes nowhere else.
#[tokio::test]
async fn each_app_has_its_own_ways_back() {
    let world = world().await;
    let mut browser = world.signed_in("ada").await;
    for (id, uri) in [("platform", PROFILE), ("solar-reports", REPORTS)] {
        let address = with("/login/enroll", &[("client_id", id), ("return_to", uri)]);
        let away = browser.arrive(&address).await.away();
        assert!(away.as_str().starts_with(uri), "{away}");
    }
    assert!(world.rules_on_record().await.is_empty());
}
