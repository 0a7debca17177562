//! No other site can send a form of ours in a person's name.

use super::acts::{
    after_password, enter_password, first_pin, make_codes, post_bare, post_with, shown_codes,
    to_recovery_code,
};
use super::ways_in::every;
use super::{cast, stewards};
use crate::harness::{Browser, FilledForm, PASSWORD, Page, Reply, World, email_of};
use jiff::civil::date;
use voltkey_protocol::error::Rule;

/// A form that would be taken, and the browser whose it is.
struct Ready {
    name: &'static str,
    browser: Browser,
    form: FilledForm,
    /// A token that the same browser was given for something else.
    other_token: String,
    /// Where it leads when it is taken; empty: to a page at once.
    leads_to: &'static str,
}

impl Ready {
    async fn new(name: &'static str, mut browser: Browser, form: FilledForm, leads_to: &'static str) -> Self {
        let other_token = token_of(&browser.get("/login").await.page());
        Self {
            name,
            browser,
            form,
            other_token,
            leads_to,
        }
    }

    /// Sends it with these headers, and expects it to be refused.
    async fn is_refused(&mut self, form: &FilledForm, headers: &[(&str, &str)]) {
        let reply = post_with(&mut self.browser, form, headers).await;
        assert_eq!(reply.status, 403, "{}: {form:?} {headers:?}", self.name);
        assert!(!reply.headers.contains_key("set-cookie"), "{}", self.name);
    }

    /// Sends it with these headers, and expects it to find everything as it was.
    async fn is_taken(&mut self, headers: &[(&str, &str)]) {
        let reply = post_with(&mut self.browser, &self.form, headers).await;
        let (location, status) = (reply.header("location"), reply.status.as_u16());
        let expected = if self.leads_to.is_empty() { 200 } else { 303 };
        assert_eq!(status, expected, "{}: {location}", self.name);
        assert!(location.starts_with(self.leads_to), "{}: {location}", self.name);
    }
}

/// Every form that there is, each ready to be sent.
async fn every_form(world: &World) -> Vec<Ready> {
    let with_code = with_a_recovery_code(world).await;
    let grace_until = Some(date(2027, 2, 6));
    cast::company_requires(world, "solluna", "Sol y Luna SL", grace_until).await;
    let mut ready = of_a_session(world).await;
    ready.push(with_code);
    for (name, browser, form, leads_to) in every::forms(world).await {
        ready.push(Ready::new(name, browser, form, leads_to).await);
    }
    for (name, browser, form, leads_to) in stewards::every::forms(world).await {
        ready.push(Ready::new(name, browser, form, leads_to).await);
    }
    for (name, path, who, leads_to) in [
        ("login", "/login", None, "/login/pin?"),
        (
            "cancel",
            "/login/cancel",
            None,
            "https://platform.example/callback?error=access_denied&",
        ),
        ("not you?", "/login/switch", Some("ben"), "/login?"),
        (
            "later",
            "/login/enroll/later",
            Some("carla"),
            "/oauth2/authorize/resume?",
        ),
        (
            "enroll",
            "/login/enroll",
            Some("carla"),
            "/oauth2/authorize/resume?",
        ),
        ("pin", "/login/pin", Some("ada"), "/oauth2/authorize/resume?"),
    ] {
        let mut browser = world.browser();
        let page = of_a_login(world, &mut browser, who).await;
        let form = fill(world, &page, page.form_to(path));
        ready.push(Ready::new(name, browser, form, leads_to).await);
    }
    ready
}

async fn of_a_login(world: &World, browser: &mut Browser, who: Option<&str>) -> Page {
    let request = world.client("platform").authorize("openid");
    let login = browser.open(&request).await.page();
    match who {
        Some(name) => enter_password(browser, &login, name).await,
        None => login,
    }
}

async fn with_a_recovery_code(world: &World) -> Ready {
    let codes = shown_codes(&make_codes(&mut world.signed_in("ada").await).await);
    let mut browser = world.browser();
    let pin = of_a_login(world, &mut browser, Some("ada")).await;
    let page = to_recovery_code(&mut browser, &pin).await;
    let form = page.form().fill("code", &codes[0]);
    Ready::new("recovery code", browser, form, "/oauth2/authorize/resume?").await
}

async fn of_a_session(world: &World) -> Vec<Ready> {
    let consent = world.client("solar-reports").authorize("openid email").url();
    let mut ready = Vec::new();
    for (name, from, leads_to) in [
        ("consent", consent.as_str(), "/oauth2/authorize/resume?"),
        ("log out", "/auth/logout", ""),
        ("log out, asked by an app", "/oauth2/logout", ""),
    ] {
        let mut browser = world.signed_in("ben").await;
        let form = browser.arrive(from).await.page().form();
        ready.push(Ready::new(name, browser, form, leads_to).await);
    }
    ready
}

fn fill(world: &World, page: &Page, form: FilledForm) -> FilledForm {
    match form.action.path() {
        "/login" => form.fill("email", email_of("ada")).fill("password", PASSWORD),
        "/login/pin" => form.fill("pin", &world.fresh_pin("ada")),
        "/login/enroll" => form.fill("pin", &first_pin(world, page)),
        _ => form,
    }
}

fn token_of(page: &Page) -> String {
    page.form().value("csrf").to_owned()
}

#[tokio::test]
async fn a_form_without_its_own_token_is_refused_and_does_nothing() {
    let world = World::new().await;
    for mut ready in every_form(&world).await {
        let of_another_browser = token_of(&world.browser().get("/login").await.page());
        let form = ready.form.clone();
        for token in [
            "",
            "0",
            &"0".repeat(64),
            &ready.other_token.clone(),
            &of_another_browser,
        ] {
            ready.is_refused(&form.clone().fill("csrf", token), &[]).await;
        }
        ready.is_refused(&form.without("csrf"), &[]).await;
        ready.is_taken(&[]).await;
    }
}

#[tokio::test]
async fn a_form_that_another_site_has_sent_is_refused_and_does_nothing() {
    let world = World::new().await;
    for mut ready in every_form(&world).await {
        let form = ready.form.clone();
        for headers in [
            &[("sec-fetch-site", "cross-site")][..],
            &[("sec-fetch-site", "cross-site"), ("origin", "https://id.example")],
            &[("origin", "https://elsewhere.example")],
            &[("origin", "http://id.example")],
            &[("origin", "https://id.example:8443")],
            &[("origin", "https://id.example.elsewhere.example")],
            &[
                ("sec-fetch-site", "same-site"),
                ("origin", "https://app.id.example"),
            ],
        ] {
            ready.is_refused(&form, headers).await;
        }
        let own = [
            ("sec-fetch-site", "same-origin"),
            ("origin", "https://id.example"),
        ];
        ready.is_taken(&own).await;
    }
}

#[tokio::test]
async fn a_browser_that_hides_its_origin_is_believed_by_the_token() {
    let world = World::new().await;
    for mut ready in every_form(&world).await {
        ready.is_taken(&[("origin", "null")]).await;
    }
}

#[tokio::test]
async fn the_refusal_says_what_to_do() {
    let world = World::new().await;
    let mut browser = world.browser();
    let login = browser.get("/login").await.page();
    let form = login.form().fill("email", email_of("ada"));
    let fields = form.fill("password", PASSWORD).sent();
    let page = browser
        .post_from_elsewhere(login.url.as_str(), &fields)
        .await
        .page();
    assert_eq!(page.status, 403);
    assert!(
        page.text().contains("This form could not be accepted"),
        "{page:?}"
    );
    assert!(page.text().contains("load the page again"), "{page:?}");
    let way_on = page.has("main a[href='https://platform.example/login']");
    assert!(way_on, "{page:?}");
    assert!(!page.html.contains(PASSWORD) && !page.html.contains(email_of("ada")));
}

#[tokio::test]
async fn a_form_stays_good_while_its_browser_signs_in_in_another_tab() {
    let world = World::new().await;
    let mut browser = world.browser();
    let request = world.client("platform").authorize("openid");
    let waiting = browser.open(&request).await.page();
    let page = after_password(&mut browser, "ada").await;
    world.enter_pin(&mut browser, page, "ada").await.away();
    world.log_in(&mut browser, waiting, "ada").await.answer().code();
}

#[tokio::test]
async fn the_page_shows_the_number_under_which_the_reason_is_kept() {
    let world = World::new().await;
    let mut browser = world.browser();
    let login = browser.get("/login").await.page();
    let form = login
        .form_to("/login")
        .fill("email", email_of("ada"))
        .fill("password", PASSWORD);
    let reply = post_with(&mut browser, &form, &[("sec-fetch-site", "cross-site")]).await;
    assert_eq!(world.rule(&shown_number(&reply)).await, Rule::FormOrigin);
    let reply = post_bare(&mut browser, &form.without("csrf")).await;
    assert_eq!(world.rule(&shown_number(&reply)).await, Rule::FormToken);
}

fn shown_number(reply: &Reply) -> String {
    let at = reply.body.find("VK-").expect("a reference number");
    reply.body[at..at + "VK-7Q4M-2XRA".len()].to_owned()
}
