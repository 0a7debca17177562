//! `/auth/logout`: clears every trace of the login in this browser, whatever shape it is in.

use super::acts::{SESSION_COOKIE, ask_bare};
use crate::harness::{Browser, Page, World};
use axum::body::Body;
use http::{HeaderMap, Method, Request};

/// Every name that a cookie ever had.
const NAMES: [&str; 10] = [
    "__Host-vk_browser",
    "__Host-vk_others",
    "__Host-vk_pin",
    "__Host-vk_session",
    "vk_browser",
    "vk_others",
    "vk_pin",
    "vk_session",
    "__Host-vk_state",
    "vk_state",
];

fn assert_cleared(headers: &HeaderMap) {
    assert_eq!(headers["clear-site-data"], "\"cookies\", \"storage\"");
    let cookies: Vec<_> = headers
        .get_all("set-cookie")
        .iter()
        .map(|value| value.to_str().unwrap())
        .collect();
    assert_eq!(cookies.len(), NAMES.len(), "{cookies:?}");
    for name in NAMES {
        let cookie = cookies
            .iter()
            .find(|cookie| cookie.starts_with(&format!("{name}=;")));
        assert!(
            cookie.is_some_and(|cookie| cookie.contains("Max-Age=0")),
            "{name}: {cookies:?}"
        );
    }
}

async fn is_signed_in(world: &World, browser: &mut Browser) -> bool {
    let request = world
        .client("platform")
        .authorize("openid")
        .with("prompt", "none");
    browser.open(&request).await.answer().get("code").is_some()
}

#[tokio::test]
async fn typed_into_the_address_bar_it_acts_and_leads_to_a_login_that_works() {
    let world = World::new().await;
    let mut browser = world.signed_in("ada").await;
    let page = browser.get("/auth/logout").await.page();
    assert_eq!(page.status, 200);
    assert_cleared(&page.headers);
    assert!(
        page.text().contains("Every trace of your sign-in was removed"),
        "{page:?}"
    );
    assert!(
        page.has("main a[href='https://platform.example/login']"),
        "{page:?}"
    );
    assert!(NAMES.iter().all(|name| browser.cookie(name).is_none()));
    let login = browser.get("/login").await.page();
    world.log_in(&mut browser, login, "ada").await.away();
    assert!(is_signed_in(&world, &mut browser).await);
}

#[tokio::test]
async fn without_a_session_it_does_the_same() {
    let world = World::new().await;
    for mut browser in [world.browser(), world.browser().without_cookies()] {
        assert_cleared(&browser.get("/auth/logout").await.page().headers);
    }
}

#[tokio::test]
async fn it_acts_for_own_pages_and_for_browsers_that_say_nothing() {
    let world = World::new().await;
    for site in [Some("none"), Some("same-origin"), None] {
        let mut browser = world.signed_in("ada").await;
        let mut request = Request::get("/auth/logout");
        if let Some(site) = site {
            request = request.header("sec-fetch-site", site);
        }
        let reply = browser.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(reply.status, 200);
        assert_cleared(&reply.headers);
    }
}

#[tokio::test]
async fn a_link_on_another_site_leads_to_a_page_with_one_button() {
    let world = World::new().await;
    for site in ["cross-site", "same-site", "nonsense"] {
        let mut browser = world.signed_in("ada").await;
        let request = Request::get("/auth/logout").header("sec-fetch-site", site);
        let reply = browser.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(
            (reply.status.as_u16(), reply.header("clear-site-data")),
            (200, ""),
            "{site}"
        );
        assert!(browser.cookie(SESSION_COOKIE).is_some(), "{site}");
        assert!(is_signed_in(&world, &mut browser).await, "{site}");
    }
    let mut browser = world.signed_in("ada").await;
    let page = browser.arrive("/auth/logout").await.page();
    assert_eq!(
        (page.text_of("h1").as_deref(), page.forms().len()),
        (Some("Sign out?"), 1)
    );
    let done = page.form().submit(&mut browser).await.page();
    assert_cleared(&done.headers);
    assert!(!is_signed_in(&world, &mut browser).await);
}

#[tokio::test]
async fn it_survives_cookies_in_whatever_shape() {
    let world = World::new().await;
    let oversized = format!(
        "__Host-vk_session={}; vk_browser={}",
        "A".repeat(50_000),
        "x".repeat(50_000)
    );
    for cookies in [
        oversized.as_bytes(),
        b"__Host-vk_session=\xff\xfe\x80",
        b"=;;=;\t,\"",
        b"__Host-vk_session=%00; __Host-vk_session=%zz; __Host-vk_browser=\"\"",
        b"__Host-vk_session",
    ] {
        let mut request = Request::get("/auth/logout").body(Body::empty()).unwrap();
        request
            .headers_mut()
            .insert("cookie", http::HeaderValue::from_bytes(cookies).unwrap());
        let reply = world.provider().send([192, 0, 2, 1].into(), request).await;
        assert_eq!(reply.status, 200, "{}", String::from_utf8_lossy(cookies));
        assert_cleared(&reply.headers);
    }
}

#[tokio::test]
async fn the_session_is_found_behind_garbage_and_ended() {
    let world = World::new().await;
    let mut browser = world.signed_in("ada").await;
    let cookie = browser
        .cookie(SESSION_COOKIE)
        .expect("a session")
        .value()
        .to_owned();
    let request = Request::get("/auth/logout")
        .header(
            "cookie",
            format!("__Host-vk_session=garbage; x; __Host-vk_session={cookie}"),
        )
        .body(Body::empty())
        .unwrap();
    world.provider().send([192, 0, 2, 1].into(), request).await;
    assert!(!is_signed_in(&world, &mut browser).await);
}

#[tokio::test]
async fn nothing_else_clears_the_whole_site() {
    let world = World::new().await;
    let solar = world.client("solar-reports");
    let mut browser = world.browser();
    let tokens = world
        .tokens_by(&solar, &mut browser, "ada", &solar.authorize("openid"))
        .await;
    let path = format!("/oauth2/logout?id_token_hint={}", tokens.id);
    let reply = ask_bare(&mut browser, Method::GET, &world.provider().address(&path)).await;
    assert_eq!(
        (reply.status.as_u16(), reply.header("clear-site-data")),
        (200, "")
    );
    assert!(
        !is_signed_in(&world, &mut browser).await,
        "it has ended the session all the same"
    );
}

#[tokio::test]
async fn asked_by_an_app_without_proof_the_person_decides() {
    let world = World::new().await;
    let mut browser = world.signed_in("ada").await;
    let address = "/oauth2/logout?client_id=platform&state=s&post_logout_redirect_uri=https%3A%2F%2Fplatform.example%2F";
    let page: Page = browser.arrive(address).await.page();
    assert!(
        page.text().contains("Sign out of Amperecloud Platform?"),
        "{page:?}"
    );
    assert!(page.text().contains("ada@sonnenfeld.example"), "{page:?}");
    assert!(is_signed_in(&world, &mut browser).await);
    let away = page.form().submit(&mut browser).await.away();
    assert_eq!(away.as_str(), "https://platform.example/?state=s");
    assert!(!is_signed_in(&world, &mut browser).await);
}
