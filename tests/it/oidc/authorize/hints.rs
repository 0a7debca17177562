//! `login_hint`, `ui_locales`, `id_token_hint` (OpenID Connect Core, 3.1.2.1).

use crate::harness::{PASSWORD, World, email_of, minutes};
use voltkey_protocol::error::Rule;

#[tokio::test]
async fn a_login_hint_is_filled_in() {
    let world = World::new().await;
    let request = world
        .client("platform")
        .authorize("openid")
        .with("login_hint", "ada@sonnenfeld.example");
    let login = world.browser().open(&request).await.page();
    assert_eq!(login.form().value("email"), "ada@sonnenfeld.example");
    let odd = world
        .client("platform")
        .authorize("openid")
        .with("login_hint", "\"><script>x</script>");
    let login = world.browser().open(&odd).await.page();
    assert_eq!(login.form().value("email"), "\"><script>x</script>");
}

#[tokio::test]
async fn the_first_language_that_is_spoken_wins() {
    let world = World::new().await;
    let platform = world.client("platform");
    for (wish, spoken) in [
        ("fr de en", "de"),
        ("es-MX", "es"),
        ("fr", "en"),
        ("xx-!! de", "de"),
    ] {
        let request = platform.authorize("openid").with("ui_locales", wish);
        let page = world.browser().open(&request).await.page();
        assert_eq!(
            page.attribute_of("html", "lang").as_deref(),
            Some(spoken),
            "{wish}"
        );
    }
}

#[tokio::test]
async fn the_language_stays_through_the_pages() {
    let world = World::new().await;
    let mut browser = world.browser();
    let request = world
        .client("solar-reports")
        .authorize("openid email")
        .with("ui_locales", "de");
    let login = browser.open(&request).await.page();
    let form = login
        .form()
        .fill("email", email_of("ada"))
        .fill("password", PASSWORD);
    let pin = form.submit(&mut browser).await.page();
    assert_eq!(pin.attribute_of("html", "lang").as_deref(), Some("de"));
    let consent = world.enter_pin(&mut browser, pin, "ada").await.page();
    assert_eq!(consent.attribute_of("html", "lang").as_deref(), Some("de"));
}

#[tokio::test]
async fn an_id_token_hint_of_the_person_who_is_signed_in_is_answered_silently() {
    let world = World::new().await;
    let platform = world.client("platform");
    let mut browser = world.browser();
    let tokens = world
        .tokens_by(&platform, &mut browser, "ada", &platform.authorize("openid"))
        .await;
    world.clock.advance(minutes(3 * 60));
    let request = platform
        .authorize("openid")
        .with("prompt", "none")
        .with("id_token_hint", &tokens.id);
    browser.open(&request).await.answer().code();
}

#[tokio::test]
async fn an_id_token_hint_of_somebody_else_asks_for_that_person() {
    let world = World::new().await;
    let platform = world.client("platform");
    let ada = world.tokens(&platform, "ada", "openid").await;
    let mut browser = world.signed_in("ben").await;
    let silent = platform
        .authorize("openid")
        .with("prompt", "none")
        .with("id_token_hint", &ada.id);
    assert_eq!(browser.open(&silent).await.answer().error(), "login_required");
    let request = platform.authorize("openid").with("id_token_hint", &ada.id);
    let login = browser.open(&request).await.page();
    assert_eq!(login.url.path(), "/login");
    world.log_in(&mut browser, login, "ada").await.answer().code();
}

#[tokio::test]
async fn an_id_token_hint_is_not_fulfilled_by_whoever_logs_in() {
    let world = World::new().await;
    let platform = world.client("platform");
    let ada = world.tokens(&platform, "ada", "openid").await;
    let mut browser = world.browser();
    let request = platform.authorize("openid").with("id_token_hint", &ada.id);
    let login = browser.open(&request).await.page();
    let answer = world.log_in(&mut browser, login, "ben").await.answer();
    assert_eq!(answer.error(), "login_required");
    assert_eq!(world.rule(&answer.reference()).await, Rule::LoginRequired);
}

#[tokio::test]
async fn what_is_no_id_token_of_this_provider_is_no_hint() {
    let world = World::new().await;
    let platform = world.client("platform");
    let tokens = world.tokens(&platform, "ada", "openid").await;
    let (head, tail) = tokens.id.split_at(tokens.id.len() - 4);
    let altered = format!("{head}{}", if tail == "AAAA" { "BBBB" } else { "AAAA" });
    for hint in ["garbage", "a.b.c", &altered, &tokens.access] {
        let request = platform.authorize("openid").with("id_token_hint", hint);
        let answer = world.browser().open(&request).await.answer();
        assert_eq!(answer.error(), "invalid_request", "{hint}");
        assert_eq!(world.rule(&answer.reference()).await, Rule::IdTokenHint, "{hint}");
    }
}
