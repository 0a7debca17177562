//! Every page that there is, once: for what all of them have in common.

use super::acts::{
    WRONG_PIN, after_password, ask_bare, enter, enter_code, enter_password, make_codes, post_bare,
    request_id, to_recovery_code,
};
use super::ways_in::every;
use super::{account, company, deeds, staff, stewards};
use crate::harness::{Browser, Page, Reply, World, email_of};
use http::Method;
use url::Url;

/// A page, and what it is called in a failed test.
pub struct Shown {
    pub name: &'static str,
    pub page: Page,
    pub place: Place,
}

/// What of a page's safety depends on where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Its forms end here.
    Own,
    /// A form of it may end at an app.
    Leaving,
    /// The same, and nobody else may learn its address.
    Secret,
    /// Its forms end here, and nobody else may learn its address.
    SecretOwn,
}

/// A world in which every page can be seen: Carla has to set up a second factor, and may wait.
pub async fn world(more: &str) -> World {
    World::with(&format!(
        "[second_factor]\npolicy = \"required\"\ngrace_until = \"2027-02-06\"\n{more}"
    ))
    .await
}

/// Every page of that [`world`].
pub async fn all(world: &World) -> Vec<Shown> {
    let mut pages = Vec::new();
    let mut add = |name, page, place| pages.push(Shown { name, page, place });
    for (name, page) in of_a_login(world).await {
        add(name, page, Place::Leaving);
    }
    for (name, page) in of_accounts(world).await {
        add(name, page, Place::Leaving);
    }
    for (name, page, place) in of_a_session(world).await {
        add(name, page, place);
    }
    for (name, page, place) in deeds::every::pages(world).await {
        add(name, page, place);
    }
    for (name, page) in of_failures(world).await {
        add(name, page, Place::Own);
    }
    for (name, page, place) in company::every::pages(world).await {
        add(name, page, place);
    }
    for (name, page, place) in every::pages(world).await {
        add(name, page, place);
    }
    for (name, page, place) in account::every::pages(world).await {
        add(name, page, place);
    }
    for (name, page, place) in stewards::every::pages(world).await {
        add(name, page, place);
    }
    for (name, page, place) in staff::every::pages(world).await {
        add(name, page, place);
    }
    pages
}

async fn of_a_login(world: &World) -> Vec<(&'static str, Page)> {
    let mut browser = world.browser();
    let login = browser
        .open(&world.client("platform").authorize("openid"))
        .await
        .page();
    let incomplete = enter(&mut browser, &login, "", "").await;
    let wrong = enter(&mut browser, &login, email_of("ada"), "wrong").await;
    let pin = enter_password(&mut browser, &login, "ada").await;
    let wrong_pin = pin
        .form()
        .fill("pin", WRONG_PIN)
        .submit(&mut browser)
        .await
        .page();
    let (code, wrong_code) = recovery_code(world).await;
    let mut browser = world.browser();
    let enroll = after_password(&mut browser, "carla").await;
    let wrong_first_pin = enroll
        .form()
        .fill("pin", WRONG_PIN)
        .submit(&mut browser)
        .await
        .page();
    vec![
        ("login", login),
        ("login, incomplete", incomplete),
        ("login, wrong", wrong),
        ("login, throttled", throttled(world).await),
        ("pin", pin),
        ("pin, wrong", wrong_pin),
        ("recovery code", code),
        ("recovery code, wrong", wrong_code),
        ("enroll", enroll),
        ("enroll, wrong", wrong_first_pin),
    ]
}

async fn recovery_code(world: &World) -> (Page, Page) {
    make_codes(&mut world.signed_in("ada").await).await;
    let mut browser = world.browser();
    let pin = after_password(&mut browser, "ada").await;
    let page = to_recovery_code(&mut browser, &pin).await;
    let wrong = enter_code(&mut browser, &page, "AAAA-AAAA").await.page();
    (page, wrong)
}

/// The pages on which an account is chosen, and its password entered; and the one for whoever has none.
async fn of_accounts(world: &World) -> Vec<(&'static str, Page)> {
    let platform = world.client("platform");
    let request = |prompt| platform.authorize("openid").with("prompt", prompt);
    let mut browser = world.signed_in("ada").await;
    let choice = browser.open(&request("select_account")).await.page();
    let chosen = browser.open(&request("login select_account")).await.page();
    let chosen = chosen.form().submit(&mut browser).await.page();
    let wrong = chosen.form().fill("password", "wrong").submit(&mut browser).await;
    vec![
        ("choose account", choice),
        ("login, chosen", chosen),
        ("login, chosen, wrong", wrong.page()),
        ("new account", browser.open(&request("create")).await.page()),
    ]
}

async fn throttled(world: &World) -> Page {
    let mut browser = world.browser().at("203.0.113.77");
    let login = browser.get("/login").await.page();
    for _ in 0..5 {
        enter(&mut browser, &login, "nobody@sonnenfeld.example", "wrong").await;
    }
    enter(&mut browser, &login, "nobody@sonnenfeld.example", "wrong").await
}

async fn of_a_session(world: &World) -> Vec<(&'static str, Page, Place)> {
    let solar = world.client("solar-reports");
    let mut browser = world.signed_in("ben").await;
    let consent = browser
        .open(&solar.authorize("openid email profile"))
        .await
        .page();
    let by_form = world
        .client("platform")
        .authorize("openid")
        .with("response_mode", "form_post");
    let form_post = as_page(&mut browser, Method::GET, by_form.url()).await;
    let sign_out = browser.arrive("/auth/logout").await.page();
    let sign_out_app = browser
        .arrive("/oauth2/logout?client_id=solar-reports")
        .await
        .page();
    let confirmed = sign_out_app
        .form_to("/oauth2/logout/confirm")
        .submit(&mut browser)
        .await
        .page();
    let signed_out = browser.get("/auth/logout").await.page();
    let login = browser.get("/login/enroll").await.page();
    let enrolled = world.log_in(&mut browser, login, "ada").await.page();
    vec![
        ("consent", consent, Place::Leaving),
        ("form_post", form_post, Place::Secret),
        ("sign out", sign_out, Place::Own),
        ("sign out, asked by an app", sign_out_app, Place::Leaving),
        ("signed out, asked by an app", confirmed, Place::Own),
        ("signed out", signed_out, Place::Own),
        ("enrolled", enrolled, Place::Own),
    ]
}

async fn of_failures(world: &World) -> Vec<(&'static str, Page)> {
    let mut browser = world.browser();
    let url = |path: &str| world.provider().address(path);
    let login = browser
        .open(&world.client("platform").authorize("openid"))
        .await
        .page();
    let foreign = format!("/login?request={}", request_id(&login));
    let mut other = world.browser();
    other.get("/login").await;
    let without_token = post_bare(&mut browser, &login.form().without("csrf")).await;
    let over_large = post_bare(&mut browser, &login.form().fill("email", &"x".repeat(70_000))).await;
    vec![
        (
            "refused",
            browser.get("/oauth2/authorize?client_id=nobody").await.page(),
        ),
        ("no longer valid", browser.get("/login?request=gone").await.page()),
        ("of another browser", other.get(&foreign).await.page()),
        (
            "no cookies",
            world.browser().without_cookies().get("/login").await.page(),
        ),
        ("form refused", page_of(login.url.clone(), without_token)),
        ("too large", page_of(login.url, over_large)),
        ("not found", browser.get("/nowhere").await.page()),
        (
            "method not allowed",
            as_page(&mut browser, Method::DELETE, url("/login")).await,
        ),
    ]
}

async fn as_page(browser: &mut Browser, method: Method, url: Url) -> Page {
    let reply = ask_bare(browser, method, &url).await;
    page_of(url, reply)
}

fn page_of(url: Url, reply: Reply) -> Page {
    Page {
        url,
        status: reply.status,
        headers: reply.headers,
        html: reply.body,
    }
}
