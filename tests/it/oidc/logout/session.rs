//! OpenID Connect Session Management 1.0: what the page of an app learns of the login.

use super::log_out;
use crate::harness::{Answer, AuthorizationRequest, Browser, ISSUER, World};
use voltkey_protocol::logout::session_state::session_state;

const STATE: &str = "__Host-vk_state";

fn login_state(browser: &Browser) -> String {
    let cookie = browser.cookie(STATE);
    cookie.map(|cookie| cookie.value().to_owned()).unwrap_or_default()
}

/// What the frame's script answers, in this browser.
fn is_unchanged(browser: &Browser, request: &AuthorizationRequest, told: &str) -> bool {
    let (_, salt) = told.rsplit_once('.').expect("a salt");
    let now = session_state(
        request.get("client_id"),
        request.get("redirect_uri"),
        &login_state(browser),
        salt,
    );
    now.as_deref() == Some(told)
}

fn told(answer: &Answer) -> &str {
    answer.get("session_state").expect("session_state")
}

#[tokio::test]
async fn discovery_names_its_frame() {
    let world = World::new().await;
    let document = world
        .stranger("anyone", None)
        .get("/.well-known/openid-configuration")
        .await
        .ok();
    let frame = format!("{ISSUER}/oauth2/check-session");
    assert_eq!(document["check_session_iframe"], frame.as_str());
}

#[tokio::test]
async fn any_app_may_hold_the_frame_which_runs_one_script_of_ours() {
    let world = World::new().await;
    let page = world.browser().get("/oauth2/check-session").await.page();
    let csp = page.header("content-security-policy");
    assert!(
        csp.contains("frame-ancestors *") && csp.contains("script-src 'self'"),
        "{csp}"
    );
    assert!(
        csp.contains("default-src 'none'") && !csp.contains("unsafe"),
        "{csp}"
    );
    assert!(page.has("script[src^='/assets/check_session.js']"), "{page:?}");
    assert_eq!(
        world
            .browser()
            .get("/login")
            .await
            .page()
            .header("content-security-policy")
            .matches("frame-ancestors 'none'")
            .count(),
        1
    );
}

#[tokio::test]
async fn it_stays_while_the_person_stays_and_changes_when_they_go() {
    let world = World::new().await;
    let mut browser = world.browser();
    let request = world.client("platform").authorize("openid");
    let answer = world.sign_in(&mut browser, "ben", &request).await.answer();
    let first = told(&answer).to_owned();
    assert!(is_unchanged(&browser, &request, &first));

    let silent = world
        .client("platform")
        .authorize("openid")
        .with("prompt", "none");
    let again = browser.open(&silent).await.answer();
    assert_ne!(told(&again), first, "another salt");
    assert!(is_unchanged(&browser, &silent, told(&again)));
    assert!(is_unchanged(&browser, &request, &first));
    let elsewhere = request.clone().with("client_id", "solar-reports");
    assert!(!is_unchanged(&browser, &elsewhere, &first), "another app");

    let tokens = world
        .client("platform")
        .exchange(&request, answer.code())
        .await
        .tokens();
    log_out(&mut browser, &[("id_token_hint", &tokens.id)]).await;
    assert_eq!(login_state(&browser), "");
    assert!(!is_unchanged(&browser, &request, &first));
    assert_eq!(
        browser.open(&silent).await.answer().get("session_state"),
        None,
        "a refusal"
    );
}

#[tokio::test]
async fn another_person_is_another_state() {
    let world = World::new().await;
    let mut browser = world.browser();
    let request = world.client("platform").authorize("openid");
    let first = told(&world.sign_in(&mut browser, "ben", &request).await.answer()).to_owned();
    let anew = world
        .client("platform")
        .authorize("openid")
        .with("prompt", "login");
    let second = world.sign_in(&mut browser, "ada", &anew).await.answer();
    assert!(!is_unchanged(&browser, &request, &first));
    assert!(is_unchanged(&browser, &anew, told(&second)));
}

#[tokio::test]
async fn a_request_without_openid_is_told_nothing() {
    let world = World::new().await;
    let request = world.client("platform").authorize("email");
    let answer = world
        .sign_in(&mut world.browser(), "ada", &request)
        .await
        .answer();
    assert_eq!(answer.get("session_state"), None);
}
