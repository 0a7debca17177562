//! What people do on the pages.

use crate::harness::{Browser, FilledForm, Landed, PASSWORD, Page, Reply, World, email_of, pin_at};
use axum::body::Body;
use http::header::CONTENT_TYPE;
use http::request::Builder;
use http::{Method, Request};
use url::form_urlencoded::Serializer;
use url::{Position, Url};

/// The cookie of a session, where the site is reached by https.
pub const SESSION_COOKIE: &str = "__Host-vk_session";

/// Fills in and sends the login page.
pub async fn enter(browser: &mut Browser, login: &Page, email: &str, password: &str) -> Page {
    let form = login.form().fill("email", email).fill("password", password);
    form.submit(browser).await.page()
}

/// As [`enter`], with somebody's address and right password.
pub async fn enter_password(browser: &mut Browser, login: &Page, name: &str) -> Page {
    enter(browser, login, email_of(name), PASSWORD).await
}

/// Opens the login page and enters the right password of somebody: the page that follows it.
pub async fn after_password(browser: &mut Browser, name: &str) -> Page {
    let login = browser.get("/login").await.page();
    enter_password(browser, &login, name).await
}

/// Enters a PIN on the page that asks for it.
pub async fn enter_pin(browser: &mut Browser, page: &Page, pin: &str) -> Landed {
    page.form().fill("pin", pin).submit(browser).await
}

/// As [`enter_pin`], where the page comes again.
pub async fn enter_bad_pin(browser: &mut Browser, page: &Page, pin: &str) -> Page {
    enter_pin(browser, page, pin).await.page()
}

/// A PIN that no authenticator of the test world shows within an hour of the beginning.
pub const WRONG_PIN: &str = "000000";

/// Enters one wrong PIN after the other, until none is taken any more.
pub async fn lock_pins(browser: &mut Browser, page: &Page) {
    for _ in 0..5 {
        assert_eq!(enter_bad_pin(browser, page, WRONG_PIN).await.status, 422);
    }
    assert_eq!(enter_bad_pin(browser, page, WRONG_PIN).await.status, 429);
}

/// A browser in which somebody of the platform's staff is signed in for the first time, and has set up the second factor
/// that they always need.
pub async fn of_staff(world: &World, name: &str) -> Browser {
    let mut browser = world.browser();
    let enroll = after_password(&mut browser, name).await;
    let pin = first_pin(world, &enroll);
    enter_pin(&mut browser, &enroll, &pin).await.away();
    browser
}

/// The id of the request that a page is about.
pub fn request_id(page: &Page) -> String {
    let found = page.url.query_pairs().find(|(name, _)| name == "request");
    found
        .unwrap_or_else(|| panic!("no request: {page:?}"))
        .1
        .into_owned()
}

/// The secret that the page of an enrollment shows as text.
pub fn shown_secret(page: &Page) -> String {
    page.text_of("[data-otp-secret]").expect("a secret")
}

/// The PIN that an authenticator shows which has just learned the secret of that page.
pub fn first_pin(world: &World, page: &Page) -> String {
    pin_at(&shown_secret(page), world.now())
}

/// Sends a form without anything that browsers add to it, and does not follow the answer.
pub async fn post_bare(browser: &mut Browser, form: &FilledForm) -> Reply {
    post_with(browser, form, &[]).await
}

/// Sends a form with just these headers, and does not follow the answer.
pub async fn post_with(browser: &mut Browser, form: &FilledForm, headers: &[(&str, &str)]) -> Reply {
    let body = Serializer::new(String::new()).extend_pairs(form.sent()).finish();
    let request = headers
        .iter()
        .fold(at(Method::POST, &form.action), |request, (name, value)| {
            request.header(*name, *value)
        });
    let request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
    browser.send(request.body(Body::from(body)).unwrap()).await
}

/// Asks for an address without anything that browsers add, and does not follow the answer.
pub async fn ask_bare(browser: &mut Browser, method: Method, url: &Url) -> Reply {
    browser.send(at(method, url).body(Body::empty()).unwrap()).await
}

fn at(method: Method, url: &Url) -> Builder {
    Request::builder()
        .method(method)
        .uri(&url[Position::BeforePath..Position::AfterQuery])
}

/// Makes recovery codes: the page that shows them.
pub async fn make_codes(browser: &mut Browser) -> Page {
    let page = browser.get("/account/recovery-codes").await.page();
    let form = page.form_to("/account/recovery-codes");
    form.submit(browser).await.page()
}

/// The recovery codes that a page shows.
pub fn shown_codes(page: &Page) -> Vec<String> {
    let shown = page.text_of("[data-recovery-codes]").expect("codes");
    shown.split(' ').map(str::to_owned).collect()
}

/// From the page that asks for the PIN to the one that takes a recovery code.
pub async fn to_recovery_code(browser: &mut Browser, pin: &Page) -> Page {
    let link = pin.attribute_of("a[href^='/login/recovery-code']", "href");
    let link = link.unwrap_or_else(|| panic!("no way to a recovery code: {pin:?}"));
    browser.follow(&link).await.page()
}

/// Enters a recovery code in the place of a PIN.
pub async fn enter_code(browser: &mut Browser, page: &Page, code: &str) -> Landed {
    page.form().fill("code", code).submit(browser).await
}
