//! Being signed in: in one browser, for a while, as one person.

mod end;
mod re_keyed;
mod single_sign_on;
mod step_up;
mod walked_away;

use crate::harness::{Browser, World};
use crate::people::acts::SESSION_COOKIE;

/// The session cookie that a browser keeps.
fn cookie_of(browser: &Browser) -> String {
    browser
        .cookie(SESSION_COOKIE)
        .expect("a session")
        .value()
        .to_owned()
}

/// A new browser with somebody else's session cookie.
fn thief_of(world: &World, cookie: &str) -> Browser {
    let mut thief = world.browser();
    thief.plant_cookie(&format!("{SESSION_COOKIE}={cookie}; Secure; HttpOnly; Path=/"));
    thief
}

/// Whether a browser is signed in, as a client that asks without pages sees it. Counts as using the session.
async fn is_signed_in(world: &World, browser: &mut Browser) -> bool {
    let request = world
        .client("platform")
        .authorize("openid")
        .with("prompt", "none");
    let answer = browser.open(&request).await.answer();
    match answer.get("error") {
        None => true,
        Some("login_required") => false,
        Some(other) => panic!("{other}"),
    }
}

/// How relying parties name the session of a browser, and whose it is.
async fn sid_and_sub(world: &World, browser: &mut Browser) -> (String, String) {
    let platform = world.client("platform");
    let request = platform.authorize("openid").with("prompt", "none");
    let answer = browser.open(&request).await.answer();
    let tokens = platform.exchange(&request, answer.code()).await.tokens();
    let claims = platform.verify(&tokens.id).await.claims;
    let text = |name: &str| claims[name].as_str().expect("a text").to_owned();
    (text("sid"), text("sub"))
}
