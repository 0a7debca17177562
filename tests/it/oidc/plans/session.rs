//! `oidcc-session-management-certification-test-plan`.

use super::rp_initiated::SignedIn;
use super::*;
use voltkey_protocol::logout::session_state::session_state;

/// What the frame answers to the suite's page: its script looks at this cookie, and computes the same.
fn answer_of_the_frame(module: &SignedIn) -> &'static str {
    let suite = &module.suite;
    let cookie = suite.browser.cookie("__Host-vk_state");
    let state = cookie.map_or("", |cookie| cookie.value());
    let (_, salt) = suite.session_state.rsplit_once('.').expect("a salt");
    let now = session_state(&module.app.client.id, &at("rp_session_iframe"), state, salt);
    match now == Some(suite.session_state.clone()) {
        true => "unchanged",
        false => "changed",
    }
}

/// oidcc-session-management-discovery-endpoint-verification
#[tokio::test]
async fn discovery_endpoint_verification() {
    let document = Suite::new().await.discovery().await;
    // The suite's page takes answers of the issuer's origin only.
    assert_eq!(
        document["check_session_iframe"],
        format!("{ISSUER}/oauth2/check-session")
    );
    assert!(document["end_session_endpoint"].is_string());
}

/// oidcc-session-management-rp-initiated-logout
#[tokio::test]
async fn rp_initiated_logout() {
    let mut module = SignedIn::new().await;
    // The frame is of another site than the page that holds it, and its script reads the cookie.
    let cookie = module.suite.browser.cookie("__Host-vk_state");
    let cookie = cookie.expect("the state of the login");
    assert_eq!(cookie.same_site(), Some(cookie::SameSite::None));
    assert!(cookie.secure() == Some(true) && cookie.http_only() != Some(true));
    assert_eq!(answer_of_the_frame(&module), "unchanged");
    let away = module.log_out(&[("state", Some("7"))]).await.away();
    module.assert_sent_back(&away, Some("7"));
    assert_eq!(answer_of_the_frame(&module), "changed");
    module.assert_signed_out().await;
}
