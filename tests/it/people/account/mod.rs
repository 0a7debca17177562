//! A person's own account: the profile, the password, the address, the second factor, devices and apps.

mod about;
mod activity;
mod address;
mod apps;
mod devices;
mod enter;
pub mod every;
mod not_me;
mod password;
mod profile;
mod recovery_codes;
mod replace;
mod second_factor;
mod way_back;

use super::acts::{first_pin, post_bare, post_with};
use super::cast;
use crate::harness::{Browser, FilledForm, Landed, PASSWORD, Page, World, email_of};
use serde_json::Value;
use voltkey_flows::jobs::{PasswordResetMail, Task};
use voltkey_store::authenticators;

const ACCOUNT: &str = "/account";
const PASSWORD_PAGE: &str = "/account/password";
const SECOND_FACTOR: &str = "/account/second-factor";
const DEVICES: &str = "/account/devices";
const APPS: &str = "/account/apps";
/// Every page of the account.
const PAGES: [&str; 6] = [
    ACCOUNT,
    PASSWORD_PAGE,
    SECOND_FACTOR,
    DEVICES,
    APPS,
    "/account/activity",
];
const EMAIL: &str = "/account/email";
/// What somebody chooses instead of their password.
const CHOSEN: &str = "Kraftwerk-7 Berlin";
const BROWSER_COOKIE: &str = "__Host-vk_browser";

/// One of the pages, which is shown.
async fn shown(browser: &mut Browser, address: &str) -> Page {
    let page = browser.get(address).await.page();
    let path = address.split('?').next().unwrap_or_default();
    assert_eq!(
        (page.status.as_u16(), page.url.path()),
        (200, path),
        "{address}: {page:?}"
    );
    page
}

/// Which page an address leads to.
async fn leads_to(browser: &mut Browser, address: &str) -> String {
    browser.get(address).await.page().url.path().to_owned()
}

/// Path and query of a page.
fn address_of(page: &Page) -> &str {
    &page.url[url::Position::BeforePath..]
}

/// Whether an app finds somebody signed in in this browser.
async fn is_signed_in(world: &World, browser: &mut Browser) -> bool {
    let request = world
        .client("platform")
        .authorize("openid")
        .with("prompt", "none");
    browser.open(&request).await.answer().get("code").is_some()
}

/// Logs in on the login page with that address and password.
async fn log_in(browser: &mut Browser, email: &str, password: &str) -> Landed {
    let login = browser.get("/login").await.page();
    let form = login.form().fill("email", email).fill("password", password);
    form.submit(browser).await
}

/// The page of the password, filled in.
fn new_password(page: &Page, current: &str, new: &str) -> FilledForm {
    page.form()
        .fill("current_password", current)
        .fill("password", new)
}

/// Asks for another address on the profile.
async fn ask_for_address(browser: &mut Browser, email: &str, password: &str) -> Page {
    let page = shown(browser, ACCOUNT).await;
    page.form_to(EMAIL)
        .fill("new_email", email)
        .fill("current_password", password)
        .submit(browser)
        .await
        .page()
}

/// Asks for a link for a new password, and gives it.
async fn reset_link_for(world: &World, email: &str) -> String {
    let mut browser = world.browser();
    let page = browser.get("/forgot-password").await.page();
    page.form().fill("email", email).submit(&mut browser).await.page();
    match <[Task; 1]>::try_from(world.mails().await) {
        Ok([Task::PasswordReset(PasswordResetMail { token, .. })]) => {
            format!("/reset-password?token={}", token.as_str())
        }
        other => panic!("not one link for a new password: {other:?}"),
    }
}

async fn has_authenticator(world: &World, name: &str) -> bool {
    let person = world.person(name).await;
    let found = authenticators::of_person(world.store().await, &person.id).await;
    !found.unwrap().is_empty()
}

/// What an app is told of somebody at this moment.
async fn told(world: &World, access_token: &str) -> Value {
    world.client("platform").userinfo(access_token).await.ok()
}

/// No form is taken without its token, with that of another browser, or from another site. `address` is the page that
/// it stands on.
pub async fn is_guarded(browser: &mut Browser, address: &str, form: &FilledForm) {
    let path = form.action.path();
    // The same session in a browser of another name: the same form, but for the token.
    let mut other = browser.clone();
    other.lose_cookie(BROWSER_COOKIE);
    let foreign = other.get(address).await.page().form_to(path);
    let foreign = foreign.value("csrf");
    assert_ne!(foreign, form.value("csrf"));
    let tampered = [
        form.clone().without("csrf"),
        form.clone().fill("csrf", ""),
        form.clone().fill("csrf", foreign),
    ];
    for tampered in tampered {
        let reply = post_bare(browser, &tampered).await;
        assert_eq!(reply.status, 403, "{path}: {tampered:?}");
        assert!(!reply.headers.contains_key("set-cookie"), "{path}");
    }
    let reply = post_with(browser, form, &[("sec-fetch-site", "cross-site")]).await;
    assert_eq!(reply.status, 403, "{path} from another site");
}
