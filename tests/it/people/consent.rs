//! Asking the person whether an app may have what it asks for.

use super::acts::{SESSION_COOKIE, after_password};
use crate::harness::{AuthorizationRequest, Browser, Client, Landed, Page, World, email_of};
use serde_json::json;

/// The page that asks.
async fn asked(browser: &mut Browser, request: &AuthorizationRequest) -> Page {
    let page = browser.open(request).await.page();
    assert_eq!(
        (page.status.as_u16(), page.url.path()),
        (200, "/oauth2/consent"),
        "{page:?}"
    );
    page
}

async fn allow(browser: &mut Browser, page: &Page) -> Landed {
    page.form().press("allow").submit(browser).await
}

/// Asks for these scopes, and allows it.
async fn allow_scopes(browser: &mut Browser, client: &Client, scope: &str) {
    let page = asked(browser, &client.authorize(scope)).await;
    allow(browser, &page).await.answer().code();
}

#[tokio::test]
async fn the_page_says_who_asks_whom_for_what_and_where_it_leads() {
    let world = World::new().await;
    let metadata = json!({
        "name": "Wind & Wetter",
        "policy_uri": "https://wind.example/privacy",
        "tos_uri": "https://wind.example/terms",
        "scope": "openid profile email phone offline_access company reports:read",
        "grant_types": ["authorization_code", "refresh_token"],
    });
    let wind = world.register("wind", metadata, true).await;
    let mut browser = world.signed_in("ada").await;
    let scope = "openid profile email offline_access reports:read";
    let page = asked(&mut browser, &wind.authorize(scope).with("prompt", "consent")).await;
    let text = page.text();
    for told in [
        "Allow Wind & Wetter to use your account?",
        "wind.example",
        email_of("ada"),
        "See your name, your language and the rest of your profile",
        "Ada Sommer",
        "See your e-mail address",
        "Keep this access while you are away",
        "reports:read",
        "It never sees your password or your PIN.",
    ] {
        assert!(text.contains(told), "{told}: {text}");
    }
    assert!(
        !text.contains("See your phone number"),
        "what is not asked is not shown: {text}"
    );
    assert!(
        page.has("a[href='https://wind.example/privacy']")
            && page.has("a[href='https://wind.example/terms']")
    );
}

#[tokio::test]
async fn the_app_is_told_of_in_the_page_s_language_where_it_is_registered_so() {
    let world = World::new().await;
    let metadata = json!({
        "name": "Wind",
        "client_name#de": "Wetterbericht",
        "client_uri": "https://wind.example/",
        "logo_uri": "https://wind.example/logo.svg",
        "logo_uri#de": "https://bilder.example/logo.svg",
        "policy_uri": "https://wind.example/privacy",
        "policy_uri#de-DE": "https://wind.example/datenschutz",
        "tos_uri": "https://wind.example/terms",
        "tos_uri#es": "https://wind.example/condiciones",
    });
    let wind = world.register("wind", metadata, true).await;
    let request = wind.authorize("openid email").with("ui_locales", "de");
    let mut browser = world.signed_in("ada").await;
    let page = asked(&mut browser, &request).await;
    assert_eq!(
        page.text_of("h1").as_deref(),
        Some("Darf Wetterbericht Ihr Konto verwenden?")
    );
    assert!(page.has("img[src='https://bilder.example/logo.svg'][referrerpolicy=no-referrer]"));
    let policy = page.header("content-security-policy");
    assert!(
        policy.contains("img-src 'self' https://bilder.example;"),
        "{policy}"
    );
    for address in ["/", "/datenschutz", "/terms"] {
        assert!(
            page.has(&format!("a[href='https://wind.example{address}']")),
            "{address}"
        );
    }
    let login = world.browser().open(&request).await.page();
    assert!(
        login.text().contains("um mit Wetterbericht fortzufahren"),
        "{login:?}"
    );
    let spanish = asked(&mut browser, &request.with("ui_locales", "es")).await;
    assert!(
        spanish.text().contains("¿Permites que Wind use tu cuenta?"),
        "{spanish:?}"
    );
    assert!(spanish.has("a[href='https://wind.example/condiciones']"));
}

#[tokio::test]
async fn the_first_button_is_the_way_on() {
    let world = World::new().await;
    let mut browser = world.signed_in("ada").await;
    let page = asked(
        &mut browser,
        &world.client("solar-reports").authorize("openid email"),
    )
    .await;
    let sent = page.form().sent();
    assert_eq!(sent.last(), Some(&("decision".to_owned(), "allow".to_owned())));
    page.form().submit(&mut browser).await.answer().code();
}

#[tokio::test]
async fn whatever_is_not_allow_is_no_consent() {
    let world = World::new().await;
    let solar = world.client("solar-reports");
    for button in ["deny", "Allow", "allow ", "yes", ""] {
        let mut browser = world.signed_in("ada").await;
        let request = solar.authorize("openid email");
        let page = asked(&mut browser, &request).await;
        let mut fields = page.form().sent();
        fields.last_mut().unwrap().1 = button.to_owned();
        let action = page.form().action;
        let answer = post(&mut browser, &action, &fields).await;
        assert!(answer.contains("error=access_denied"), "{button:?}: {answer}");
        assert!(
            answer.contains(&format!("state={}", request.get("state"))),
            "{answer}"
        );
        assert!(answer.contains("iss=https%3A%2F%2Fid.example"), "{answer}");
    }
}

/// Where a form with those fields leads.
async fn post(browser: &mut Browser, action: &url::Url, fields: &[(String, String)]) -> String {
    let body = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    let request = http::Request::post(&action[url::Position::BeforePath..])
        .header("content-type", "application/x-www-form-urlencoded")
        .body(axum::body::Body::from(body))
        .unwrap();
    browser.send(request).await.header("location").to_owned()
}

#[tokio::test]
async fn it_is_remembered_and_asked_again_for_more() {
    let world = World::new().await;
    let solar = world.client("solar-reports");
    let mut browser = world.signed_in("ada").await;
    allow_scopes(&mut browser, &solar, "openid email").await;
    for scope in ["openid email", "openid", "email openid"] {
        browser.open(&solar.authorize(scope)).await.answer().code();
    }
    allow_scopes(&mut browser, &solar, "openid email profile").await;
    // Allowed one after the other, it counts together; in another browser too.
    allow_scopes(&mut browser, &solar, "openid phone").await;
    let mut other = world.signed_in("ada").await;
    other
        .open(&solar.authorize("openid email profile phone"))
        .await
        .answer()
        .code();
}

#[tokio::test]
async fn a_denial_is_not_remembered_and_takes_nothing_back() {
    let world = World::new().await;
    let solar = world.client("solar-reports");
    let mut browser = world.signed_in("ada").await;
    allow_scopes(&mut browser, &solar, "openid email").await;
    let page = asked(&mut browser, &solar.authorize("openid profile")).await;
    page.form()
        .press("deny")
        .submit(&mut browser)
        .await
        .answer()
        .error();
    browser
        .open(&solar.authorize("openid email"))
        .await
        .answer()
        .code();
    asked(&mut browser, &solar.authorize("openid profile")).await;
}

#[tokio::test]
async fn prompt_consent_asks_again_also_for_a_first_party() {
    let world = World::new().await;
    let mut browser = world.signed_in("ada").await;
    for client in [world.client("solar-reports"), world.client("platform")] {
        let request = || client.authorize("openid email").with("prompt", "consent");
        for _ in 0..2 {
            let page = asked(&mut browser, &request()).await;
            allow(&mut browser, &page).await.answer().code();
        }
    }
}

#[tokio::test]
async fn an_app_that_any_program_can_pose_as_is_asked_for_each_time() {
    let world = World::new().await;
    let native = world.client("native");
    let mut browser = world.signed_in("ada").await;
    for redirect_uri in [
        "http://127.0.0.1:49152/callback",
        "http://127.0.0.1:5000/callback",
        "com.example.app:/callback",
    ] {
        for _ in 0..2 {
            let request = native.authorize("openid").with("redirect_uri", redirect_uri);
            let page = asked(&mut browser, &request).await;
            let away = allow(&mut browser, &page).await.away();
            assert!(away.as_str().starts_with(redirect_uri), "{away}");
        }
    }
}

#[tokio::test]
async fn a_public_app_on_the_web_is_asked_for_once() {
    let world = World::new().await;
    let spa = world.client("spa");
    let mut browser = world.signed_in("ada").await;
    allow_scopes(&mut browser, &spa, "openid email").await;
    browser.open(&spa.authorize("openid email")).await.answer().code();
}

#[tokio::test]
async fn another_person_on_the_same_browser_is_asked_too() {
    let world = World::new().await;
    let solar = world.client("solar-reports");
    let mut browser = world.signed_in("ada").await;
    allow_scopes(&mut browser, &solar, "openid email").await;
    let pin = after_password(&mut browser, "ben").await;
    world.enter_pin(&mut browser, pin, "ben").await.away();
    let page = asked(&mut browser, &solar.authorize("openid email")).await;
    assert!(page.text().contains(email_of("ben")), "{page:?}");
}

#[tokio::test]
async fn a_page_that_asked_ada_does_not_speak_for_ben() {
    let world = World::new().await;
    let solar = world.client("solar-reports");
    let mut browser = world.signed_in("ada").await;
    let of_ada = asked(&mut browser, &solar.authorize("openid email")).await;
    let pin = after_password(&mut browser, "ben").await;
    world.enter_pin(&mut browser, pin, "ben").await.away();
    let of_ben = allow(&mut browser, &of_ada).await.page();
    assert_eq!(of_ben.url.path(), "/oauth2/consent");
    assert!(of_ben.text().contains(email_of("ben")), "{of_ben:?}");
    allow(&mut browser, &of_ben).await.answer().code();
}

#[tokio::test]
async fn a_page_that_asked_ada_still_speaks_for_her_after_she_logged_in_again() {
    let world = World::new().await;
    let mut browser = world.signed_in("ada").await;
    let page = asked(
        &mut browser,
        &world.client("solar-reports").authorize("openid email"),
    )
    .await;
    let pin = after_password(&mut browser, "ada").await;
    world.enter_pin(&mut browser, pin, "ada").await.away();
    allow(&mut browser, &page).await.answer().code();
}

#[tokio::test]
async fn without_a_session_the_page_leads_to_the_login_and_back() {
    let world = World::new().await;
    let mut browser = world.signed_in("ada").await;
    let page = asked(
        &mut browser,
        &world.client("solar-reports").authorize("openid email"),
    )
    .await;
    browser.lose_cookie(SESSION_COOKIE);
    let login = allow(&mut browser, &page).await.page();
    assert_eq!(login.url.path(), "/login");
    let again = world.log_in(&mut browser, login, "ada").await.page();
    assert_eq!(
        again.url.path(),
        "/oauth2/consent",
        "what nobody was signed in for was not allowed"
    );
}

#[tokio::test]
async fn a_button_that_is_pressed_twice_gives_one_answer() {
    let world = World::new().await;
    let mut browser = world.signed_in("ada").await;
    let page = asked(
        &mut browser,
        &world.client("solar-reports").authorize("openid email"),
    )
    .await;
    allow(&mut browser, &page).await.answer().code();
    assert_eq!(allow(&mut browser, &page).await.page().status, 410);
}

#[tokio::test]
async fn a_logo_comes_from_its_own_site_and_by_https_only() {
    let world = World::new().await;
    let mut browser = world.signed_in("ada").await;
    for (id, logo, is_shown) in [
        ("bright", "https://cdn.bright.example/l.svg", true),
        ("dim", "http://cdn.dim.example/l.svg", false),
    ] {
        let client = world
            .register(id, json!({ "name": id, "logo_uri": logo }), true)
            .await;
        let page = asked(&mut browser, &client.authorize("openid email")).await;
        assert_eq!(page.has(&format!("img[src='{logo}']")), is_shown, "{logo}");
        let policy = page.header("content-security-policy");
        assert_eq!(
            policy.contains("img-src 'self' https://cdn.bright.example;"),
            is_shown,
            "{policy}"
        );
    }
}
