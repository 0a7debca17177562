//! The cookies of a login: their names, their attributes, and when they are given.

use super::acts::{SESSION_COOKIE, ask_bare, post_bare};
use crate::harness::{Browser, PASSWORD, World, email_of};
use cookie::Cookie;
use http::{HeaderMap, Method};

fn set_cookies(headers: &HeaderMap) -> Vec<Cookie<'static>> {
    let values = headers.get_all("set-cookie").iter();
    values
        .map(|value| Cookie::parse(value.to_str().unwrap().to_owned()).unwrap())
        .collect()
}

/// The cookies that a first visit and a login bring, in the order in which they come.
async fn given(world: &World) -> (Vec<Cookie<'static>>, Vec<Cookie<'static>>) {
    let mut browser = world.browser();
    let first = ask_bare(&mut browser, Method::GET, &world.provider().address("/login")).await;
    let login = browser.get(first.header("location")).await.page();
    assert!(
        set_cookies(&login.headers).is_empty(),
        "a browser is given its cookie once"
    );
    let form = login
        .form()
        .fill("email", email_of("carla"))
        .fill("password", PASSWORD);
    let in_at_once = post_bare(&mut browser, &form).await;
    (set_cookies(&first.headers), set_cookies(&in_at_once.headers))
}

fn assert_attributes(cookie: &Cookie<'_>, name: &str, secure: bool, days: i64) {
    assert_eq!(cookie.name(), name);
    assert_eq!(cookie.http_only(), Some(true));
    assert_eq!(cookie.same_site(), Some(cookie::SameSite::Lax));
    assert_eq!(cookie.secure().unwrap_or(false), secure);
    assert_eq!((cookie.path(), cookie.domain()), (Some("/"), None));
    assert_eq!(cookie.max_age().map(|age| age.whole_days()), Some(days));
    assert_eq!(cookie.value().len(), 43, "256 bits in base64url");
}

/// The one that a script of ours reads in a frame on apps' pages, which are other sites.
fn assert_readable(cookie: &Cookie<'_>, name: &str, secure: bool) {
    assert_eq!(cookie.name(), name);
    assert_eq!(cookie.http_only(), None);
    let same_site = match secure {
        true => cookie::SameSite::None,
        false => cookie::SameSite::Lax,
    };
    assert_eq!(cookie.same_site(), Some(same_site));
    assert_eq!(cookie.secure().unwrap_or(false), secure);
    assert_eq!((cookie.path(), cookie.domain()), (Some("/"), None));
}

#[tokio::test]
async fn by_https_they_are_bound_to_the_host() {
    let (of_visit, of_login) = given(&World::new().await).await;
    let ([browser], [session, state]) = (&of_visit[..], &of_login[..]) else {
        panic!("{of_visit:?} {of_login:?}")
    };
    assert_attributes(browser, "__Host-vk_browser", true, 400);
    assert_attributes(session, "__Host-vk_session", true, 30);
    assert_readable(state, "__Host-vk_state", true);
}

#[tokio::test]
async fn by_plain_http_on_localhost_they_have_neither_prefix_nor_secure() {
    let (of_visit, of_login) =
        given(&World::with("[server]\npublic_url = \"http://localhost:8080\"").await).await;
    let ([browser], [session, state]) = (&of_visit[..], &of_login[..]) else {
        panic!("{of_visit:?} {of_login:?}")
    };
    assert_attributes(browser, "vk_browser", false, 400);
    assert_attributes(session, "vk_session", false, 30);
    assert_readable(state, "vk_state", false);
}

#[tokio::test]
async fn by_https_names_without_the_prefix_are_worth_nothing() {
    let world = World::new().await;
    let browser = world.signed_in("ada").await;
    let cookie = browser.cookie(SESSION_COOKIE).expect("a session");
    let mut planted = world.browser();
    planted.plant_cookie(&format!("vk_session={}; Path=/", cookie.value()));
    let silent = world
        .client("platform")
        .authorize("openid")
        .with("prompt", "none");
    assert_eq!(planted.open(&silent).await.answer().error(), "login_required");
}

#[tokio::test]
async fn a_post_from_elsewhere_does_not_replace_the_browser_s_cookie() {
    let world = World::new().await;
    let mut browser = world.browser();
    browser.get("/login").await;
    let known = |browser: &Browser| {
        browser
            .cookie("__Host-vk_browser")
            .expect("known")
            .value()
            .to_owned()
    };
    let before = known(&browser);
    let request = world.client("platform").authorize("openid");
    browser
        .post_from_elsewhere("/oauth2/authorize", request.params())
        .await
        .page();
    assert_eq!(known(&browser), before);
}

#[tokio::test]
async fn what_is_not_for_people_sets_none() {
    let world = World::new().await;
    for path in [
        "/oauth2/jwks",
        "/.well-known/openid-configuration",
        "/assets/app.css",
        "/health/live",
        "/nowhere",
    ] {
        let reply = ask_bare(&mut world.browser(), Method::GET, &world.provider().address(path)).await;
        assert!(set_cookies(&reply.headers).is_empty(), "{path}");
    }
}
