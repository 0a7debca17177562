//! Consent (OpenID Connect Core, 3.1.2.4; RFC 8252, 8.6).

use crate::harness::{Browser, Page, World};
use serde_json::json;
use voltkey_protocol::error::Rule;

/// Signs ada in at that client and ends on the consent page.
async fn asked(world: &World, browser: &mut Browser, client_id: &str, scope: &str) -> Page {
    let login = browser
        .open(&world.client(client_id).authorize(scope))
        .await
        .page();
    let page = world.log_in(browser, login, "ada").await.page();
    assert_eq!(page.url.path(), "/oauth2/consent");
    page
}

#[tokio::test]
async fn a_third_party_s_wish_is_shown_before_it_is_granted() {
    let world = World::new().await;
    let page = asked(
        &world,
        &mut world.browser(),
        "solar-reports",
        "openid profile email",
    )
    .await;
    let text = page.text();
    for shown in [
        "Solar Reports",
        "solar.example",
        "ada@sonnenfeld.example",
        "Ada Sommer",
    ] {
        assert!(text.contains(shown), "{shown} is shown: {text}");
    }
}

#[tokio::test]
async fn what_the_person_tells_is_shown_where_the_app_gets_it() {
    let world = World::new().await;
    let mut browser = world.signed_in("carla").await;
    let account = browser.get("/account").await.page();
    let form = account.form_to("/account/about");
    let told = [
        ("nickname", "Caro <b>"),
        ("birthdate", "1990-12-10"),
        ("street_address", "Calle Mayor 7"),
        ("country", "España"),
    ];
    let form = told
        .iter()
        .fold(form, |form, (name, value)| form.fill(name, value));
    assert_eq!(form.submit(&mut browser).await.page().status, 200);
    let solar = world.client("solar-reports");
    let consent = async |browser: &mut Browser, scope: &str| {
        let page = browser.open(&solar.authorize(scope)).await.page();
        assert_eq!(page.url.path(), "/oauth2/consent");
        page.text()
    };
    world
        .change_client(
            "solar-reports",
            json!({ "scope": "openid email profile address" }),
        )
        .await;
    let text = consent(&mut browser, "openid profile address").await;
    for shown in [" · Caro <b> · 1990-12-10", "Calle Mayor 7 · España"] {
        assert!(text.contains(shown), "{shown}: {text}");
    }
    let text = consent(&mut browser, "openid email").await;
    for (_, told) in told {
        assert!(!text.contains(told), "{told} is not given: {text}");
    }
}

#[tokio::test]
async fn what_the_app_may_have_since_the_page_was_shown_is_asked_anew() {
    let world = World::new().await;
    let mut browser = world.browser();
    world
        .change_client("solar-reports", json!({ "scope": "openid email" }))
        .await;
    let page = asked(&world, &mut browser, "solar-reports", "openid email profile").await;
    assert!(!page.text().contains("Ada Sommer"), "{page:?}");
    world
        .change_client("solar-reports", json!({ "scope": "openid email profile" }))
        .await;
    let anew = page.form().press("allow").submit(&mut browser).await.page();
    assert_eq!(anew.url.path(), "/oauth2/consent");
    assert!(anew.text().contains("Ada Sommer"), "{anew:?}");
    let answer = anew.form().press("allow").submit(&mut browser).await.answer();
    answer.code();
}

#[tokio::test]
async fn what_two_tabs_grant_at_once_is_granted_together() {
    let world = World::new().await;
    let solar = world.client("solar-reports");
    let mut one = world.browser();
    let email = asked(&world, &mut one, "solar-reports", "openid email").await;
    let mut two = one.clone();
    let profile = two.open(&solar.authorize("openid profile")).await.page();
    let (email, profile) = (email.form().press("allow"), profile.form().press("allow"));
    let (email, profile) = tokio::join!(email.submit(&mut one), profile.submit(&mut two));
    email.answer().code();
    profile.answer().code();
    let both = one.open(&solar.authorize("openid email profile")).await;
    both.answer().code();
}

#[tokio::test]
async fn what_was_granted_is_not_asked_again_but_more_is() {
    let world = World::new().await;
    let solar = world.client("solar-reports");
    let mut browser = world.browser();
    let page = asked(&world, &mut browser, "solar-reports", "openid email").await;
    page.form()
        .press("allow")
        .submit(&mut browser)
        .await
        .answer()
        .code();
    for less_or_same in ["openid email", "openid", "email"] {
        browser.open(&solar.authorize(less_or_same)).await.answer().code();
    }
    let more = browser
        .open(&solar.authorize("openid email profile"))
        .await
        .page();
    assert_eq!(more.url.path(), "/oauth2/consent");
    more.form()
        .press("allow")
        .submit(&mut browser)
        .await
        .answer()
        .code();
    let both = solar.authorize("openid email profile").with("prompt", "none");
    browser.open(&both).await.answer().code();
}

#[tokio::test]
async fn whoever_denies_is_sent_back_with_access_denied() {
    let world = World::new().await;
    let solar = world.client("solar-reports");
    let mut browser = world.browser();
    let page = asked(&world, &mut browser, "solar-reports", "openid email").await;
    let answer = page.form().press("deny").submit(&mut browser).await.answer();
    assert_eq!(answer.error(), "access_denied");
    assert_eq!(world.rule(&answer.reference()).await, Rule::ConsentDenied);
    let page = browser.open(&solar.authorize("openid email")).await.page();
    assert_eq!(page.url.path(), "/oauth2/consent", "nothing was granted");
}

#[tokio::test]
async fn whatever_is_not_allow_is_no_consent() {
    let world = World::new().await;
    let mut browser = world.browser();
    let page = asked(&world, &mut browser, "solar-reports", "openid email").await;
    let tampered = page.html.replace("value=\"allow\"", "value=\"Allow\"");
    let page = Page {
        html: tampered,
        ..page
    };
    let answer = page.form().press("Allow").submit(&mut browser).await.answer();
    assert_eq!(answer.error(), "access_denied");
}

#[tokio::test]
async fn one_person_s_consent_is_not_another_s() {
    let world = World::new().await;
    let solar = world.client("solar-reports");
    world.tokens(&solar, "ada", "openid email").await;
    let mut browser = world.signed_in("ben").await;
    assert_eq!(
        browser
            .open(&solar.authorize("openid email"))
            .await
            .page()
            .url
            .path(),
        "/oauth2/consent"
    );
}

#[tokio::test]
async fn one_client_s_consent_is_not_another_s() {
    let world = World::new().await;
    let mut browser = world.signed_in("ada").await;
    for id in ["solar-reports", "spa"] {
        let page = browser
            .open(&world.client(id).authorize("openid email"))
            .await
            .page();
        assert_eq!(page.url.path(), "/oauth2/consent");
        page.form()
            .press("allow")
            .submit(&mut browser)
            .await
            .answer()
            .code();
    }
}

#[tokio::test]
async fn a_first_party_is_not_asked_for() {
    let world = World::new().await;
    let mut browser = world.signed_in("ada").await;
    let request = world.client("platform").authorize("openid profile email company");
    browser.open(&request).await.answer().code();
}

#[tokio::test]
async fn an_address_that_any_app_can_take_is_asked_for_each_time() {
    let world = World::new().await;
    let native = world.client("native");
    let mut browser = world.signed_in("ada").await;
    for redirect_uri in ["http://127.0.0.1:50000/callback", "com.example.app:/callback"] {
        for _ in 0..2 {
            let request = native
                .authorize("openid email")
                .with("redirect_uri", redirect_uri);
            let page = browser.open(&request).await.page();
            assert_eq!(
                page.url.path(),
                "/oauth2/consent",
                "{redirect_uri}: though the app is a first party"
            );
            page.form()
                .press("allow")
                .submit(&mut browser)
                .await
                .answer()
                .code();
        }
    }
}

#[tokio::test]
async fn nobody_gets_to_the_page_without_logging_in() {
    let world = World::new().await;
    let mut browser = world.browser();
    let login = browser
        .open(&world.client("solar-reports").authorize("openid email"))
        .await
        .page();
    let consent = login.url.as_str().replace("/login", "/oauth2/consent");
    assert_eq!(browser.get(&consent).await.page().url.path(), "/login");
}

#[tokio::test]
async fn a_forged_consent_changes_nothing() {
    let world = World::new().await;
    let mut browser = world.browser();
    let page = asked(&world, &mut browser, "solar-reports", "openid email").await;
    let without_token = page
        .form()
        .press("allow")
        .without("csrf")
        .submit(&mut browser)
        .await
        .page();
    assert_eq!(without_token.status, 403);
    let wrong_token = page
        .form()
        .press("allow")
        .fill("csrf", &"0".repeat(64))
        .submit(&mut browser)
        .await
        .page();
    assert_eq!(wrong_token.status, 403);
    let form = page.form().press("allow");
    let foreign = browser
        .post_from_elsewhere(form.action.as_str(), &form.sent())
        .await
        .page();
    assert_eq!(foreign.status, 403);
    form.submit(&mut browser).await.answer().code();
}
