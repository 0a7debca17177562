//! The ways out of a login: back to the app, and "not you?".

use super::acts::{after_password, enter_password, first_pin};
use super::cast;
use crate::harness::{
    Answer, AuthorizationRequest, ISSUER, Landed, OTP_SECRET, World, email_of, minutes, pin_at,
};
use voltkey_protocol::error::Rule;

fn assert_denied(answer: &Answer, request: &AuthorizationRequest) {
    assert_eq!(answer.error(), "access_denied");
    assert_eq!(answer.get("state"), Some(request.get("state")));
    assert_eq!(answer.get("iss"), Some(ISSUER));
    assert_eq!(answer.to.as_str(), request.get("redirect_uri"));
}

#[tokio::test]
async fn each_page_of_a_login_leads_back_to_the_app() {
    let world = World::new().await;
    cast::must_enroll(&world, "carla", true).await;
    let platform = world.client("platform");
    for who in [None, Some("ada"), Some("carla")] {
        let request = platform.authorize("openid");
        let mut browser = world.browser();
        let mut page = browser.open(&request).await.page();
        if let Some(name) = who {
            page = enter_password(&mut browser, &page, name).await;
        }
        assert!(page.text().contains("Back to Amperecloud Platform"), "{page:?}");
        let answer = page.form_to("/login/cancel").submit(&mut browser).await.answer();
        assert_denied(&answer, &request);
        assert_eq!(world.rule(&answer.reference()).await, Rule::LoginCancelled);
        assert_eq!(
            browser.follow(page.url.as_str()).await.page().status,
            410,
            "that was the answer"
        );
    }
}

#[tokio::test]
async fn by_form_post_the_refusal_travels_as_the_code_would() {
    let world = World::new().await;
    let request = world
        .client("platform")
        .authorize("openid")
        .with("response_mode", "form_post");
    let mut browser = world.browser();
    let login = browser.open(&request).await.page();
    let landed = login.form_to("/login/cancel").submit(&mut browser).await;
    assert!(matches!(landed, Landed::Posted(_)), "{landed:?}");
    assert_denied(&landed.answer(), &request);
}

#[tokio::test]
async fn who_came_without_an_app_has_none_to_go_back_to() {
    let world = World::new().await;
    let login = world.browser().get("/login").await.page();
    assert!(
        login
            .forms()
            .iter()
            .all(|form| form.action.path() != "/login/cancel"),
        "{login:?}"
    );
}

#[tokio::test]
async fn a_session_is_not_ended_by_turning_back() {
    let world = World::new().await;
    let mut browser = world.signed_in("ada").await;
    world.clock.advance(minutes(1));
    let login = browser
        .open(
            &world
                .client("platform")
                .authorize("openid")
                .with("prompt", "login"),
        )
        .await
        .page();
    login
        .form_to("/login/cancel")
        .submit(&mut browser)
        .await
        .answer()
        .error();
    browser
        .open(&world.client("platform").authorize("openid"))
        .await
        .answer()
        .code();
}

#[tokio::test]
async fn not_you_leads_to_the_login_page_of_the_same_request() {
    let world = World::new().await;
    cast::must_enroll(&world, "carla", true).await;
    let platform = world.client("platform");
    for name in ["ada", "carla"] {
        let request = platform.authorize("openid");
        let mut browser = world.browser();
        let login = browser.open(&request).await.page();
        let page = enter_password(&mut browser, &login, name).await;
        let again = page.form_to("/login/switch").submit(&mut browser).await.page();
        assert_eq!(again.url, login.url);
        assert_eq!(
            browser.follow(page.url.as_str()).await.page().url.path(),
            "/login",
            "it is forgotten"
        );
        let answer = world.log_in(&mut browser, again, "ben").await.answer();
        let tokens = platform.exchange(&request, answer.code()).await.tokens();
        assert_eq!(
            platform.verify(&tokens.id).await.claims["sub"],
            world.person("ben").await.sub
        );
    }
}

#[tokio::test]
async fn not_you_on_the_consent_page_ends_the_session() {
    let world = World::new().await;
    let solar = world.client("solar-reports");
    let mut browser = world.signed_in("ada").await;
    let mut thief = browser.clone();
    let request = solar.authorize("openid email");
    let consent = browser.open(&request).await.page();
    assert!(consent.text().contains(email_of("ada")), "{consent:?}");
    let login = consent.form_to("/login/switch").submit(&mut browser).await.page();
    assert_eq!(login.url.path(), "/login");
    let silent = world
        .client("platform")
        .authorize("openid")
        .with("prompt", "none");
    assert_eq!(thief.open(&silent).await.answer().error(), "login_required");
    let consent = world.log_in(&mut browser, login, "ben").await.page();
    assert!(consent.text().contains(email_of("ben")), "{consent:?}");
    let answer = consent.form().press("allow").submit(&mut browser).await.answer();
    let tokens = solar.exchange(&request, answer.code()).await.tokens();
    assert_eq!(
        solar.verify(&tokens.id).await.claims["sub"],
        world.person("ben").await.sub
    );
}

#[tokio::test]
async fn a_password_that_was_right_before_not_you_counts_no_more() {
    let world = World::new().await;
    let mut browser = world.browser();
    let pin = after_password(&mut browser, "ada").await;
    pin.form_to("/login/switch").submit(&mut browser).await.page();
    let form = pin.form().fill("pin", &world.fresh_pin("ada"));
    assert_eq!(form.submit(&mut browser).await.page().url.path(), "/login");
    let unused = first_pin_is_free(&world).await;
    assert!(unused, "the PIN was not looked at");
}

/// Whether Ada's PIN of this moment still works.
async fn first_pin_is_free(world: &World) -> bool {
    let mut browser = world.browser();
    let page = after_password(&mut browser, "ada").await;
    let pin = pin_at(OTP_SECRET, world.now());
    matches!(
        page.form().fill("pin", &pin).submit(&mut browser).await,
        Landed::Away(_)
    )
}

#[tokio::test]
async fn a_set_up_that_was_turned_back_from_leaves_nothing_behind() {
    let world = World::new().await;
    cast::must_enroll(&world, "carla", true).await;
    let mut browser = world.browser();
    let login = browser
        .open(&world.client("platform").authorize("openid"))
        .await
        .page();
    let page = enter_password(&mut browser, &login, "carla").await;
    page.form_to("/login/cancel")
        .submit(&mut browser)
        .await
        .answer()
        .error();
    let late = page
        .form()
        .fill("pin", &first_pin(&world, &page))
        .submit(&mut browser)
        .await
        .page();
    assert_eq!(late.status, 410);
    assert!(world.person("carla").await.must_enroll);
}
