//! Apps that may act for a person, and taking that back.

use super::*;
use crate::harness::{Tokens, minutes};
use serde_json::json;

const WITHDRAW: &str = "/account/apps/withdraw";
const SCOPE: &str = "openid email offline_access";

async fn apps(browser: &mut Browser) -> Page {
    shown(browser, "/account/apps?ui_locales=en").await
}

/// The form that takes everything back from an app.
fn withdrawal(page: &Page, client_id: &str) -> FilledForm {
    let mut forms = page.forms().into_iter();
    let found = forms.find(|form| form.action.path() == WITHDRAW && form.value("client_id") == client_id);
    found.unwrap_or_else(|| panic!("no form for {client_id}: {page:?}"))
}

/// What Carla has allowed an app, which may keep it while she is away.
async fn allowed(world: &World, id: &str, browser: &mut Browser) -> Tokens {
    let client = world.client(id);
    let request = client.authorize(SCOPE).with("prompt", "consent");
    let tokens = world.tokens_by(&client, browser, "carla", &request).await;
    assert!(!tokens.refresh.is_empty());
    tokens
}

#[tokio::test]
async fn nothing_is_listed_where_nothing_was_allowed() {
    let world = World::new().await;
    let mut browser = world.signed_in("carla").await;
    let page = apps(&mut browser).await;
    assert!(page.text().contains("No app has access"), "{page:?}");
    let client = world.client("solar-reports");
    let asked = browser.open(&client.authorize("openid email")).await.page();
    asked.form().press("deny").submit(&mut browser).await.answer();
    let page = apps(&mut browser).await;
    assert!(!page.text().contains("Solar Reports"), "{page:?}");
}

#[tokio::test]
async fn apps_with_consent_and_trusted_ones_are_listed_with_what_they_can() {
    let world = World::new().await;
    let mut browser = world.signed_in("carla").await;
    allowed(&world, "solar-reports", &mut browser).await;
    let platform = world.client("platform");
    let request = platform.authorize(SCOPE);
    world.tokens_by(&platform, &mut browser, "carla", &request).await;
    let page = apps(&mut browser).await;
    for told in ["Solar Reports", "Amperecloud Platform", "See your e-mail address"] {
        assert!(page.text().contains(told), "{told}: {page:?}");
    }
    assert!(page.has("a[href='https://solar.example/']"), "{page:?}");
    withdrawal(&page, "solar-reports");
    withdrawal(&page, "platform");
    let page = apps(&mut world.signed_in("ben").await).await;
    assert!(
        page.text().contains("No app has access"),
        "whose they are: {page:?}"
    );
}

#[tokio::test]
async fn what_was_asked_for_by_name_is_listed_and_taken_back_as_well() {
    let world = World::new().await;
    let platform = world.client("platform");
    let mut browser = world.signed_in("carla").await;
    let request = platform
        .authorize("openid")
        .with("claims", r#"{"userinfo":{"companies":null}}"#);
    let tokens = world.tokens_by(&platform, &mut browser, "carla", &request).await;
    // A later grant of less takes nothing back.
    let request = platform.authorize("openid");
    world.tokens_by(&platform, &mut browser, "carla", &request).await;
    let page = apps(&mut browser).await;
    let told = "See which company you belong to";
    assert!(page.text().contains(told), "{page:?}");
    withdrawal(&page, "platform").submit(&mut browser).await.page();
    assert_eq!(platform.userinfo(&tokens.access).await.status, 401);
}

#[tokio::test]
async fn withdrawing_ends_the_tokens_and_consent_is_asked_again() {
    let world = World::new().await;
    let solar = world.client("solar-reports");
    let mut browser = world.signed_in("carla").await;
    let tokens = allowed(&world, "solar-reports", &mut browser).await;
    let of_ben = world.tokens(&solar, "ben", "openid email").await;
    let platform = world.client("platform");
    let request = platform.authorize(SCOPE);
    let of_platform = world.tokens_by(&platform, &mut browser, "carla", &request).await;
    solar.userinfo(&tokens.access).await.ok();
    let silent = solar.authorize("openid email").with("prompt", "none");
    browser.open(&silent).await.answer().code();

    let page = apps(&mut browser).await;
    let page = withdrawal(&page, "solar-reports")
        .submit(&mut browser)
        .await
        .page();
    assert_eq!((page.status.as_u16(), page.url.path()), (200, APPS));
    assert!(
        page.text().contains("Solar Reports"),
        "the page says of which: {page:?}"
    );
    let forms = page.forms();
    let left: Vec<_> = forms
        .iter()
        .filter(|form| form.action.path() == WITHDRAW)
        .map(|form| form.value("client_id"))
        .collect();
    assert_eq!(left, ["platform"]);

    assert_eq!(solar.userinfo(&tokens.access).await.status, 401);
    assert_eq!(
        solar.refresh(&tokens.refresh).await.refusal(),
        (400, "invalid_grant".to_owned())
    );
    for token in [&tokens.access, &tokens.refresh] {
        assert_eq!(solar.introspect(token).await["active"], false);
    }
    assert_eq!(browser.open(&silent).await.answer().error(), "consent_required");
    let asked = browser.open(&solar.authorize("openid email")).await.page();
    assert_eq!(asked.url.path(), "/oauth2/consent");
    // Nobody else's, and no other app's.
    solar.userinfo(&of_ben.access).await.ok();
    platform.userinfo(&of_platform.access).await.ok();
    platform.refresh(&of_platform.refresh).await.tokens();
    assert!(is_signed_in(&world, &mut browser).await);
}

#[tokio::test]
async fn a_code_that_waits_is_worth_nothing_afterwards() {
    let world = World::new().await;
    let solar = world.client("solar-reports");
    let mut browser = world.signed_in("carla").await;
    allowed(&world, "solar-reports", &mut browser).await;
    let request = solar.authorize("openid email");
    let answer = browser.open(&request).await.answer();
    let page = apps(&mut browser).await;
    withdrawal(&page, "solar-reports")
        .submit(&mut browser)
        .await
        .page();
    let reply = solar.exchange(&request, answer.code()).await;
    assert_eq!(reply.refusal(), (400, "invalid_grant".to_owned()));
}

#[tokio::test]
async fn from_a_trusted_app_the_tokens_are_taken_back() {
    let world = World::new().await;
    let platform = world.client("platform");
    let mut browser = world.signed_in("carla").await;
    let request = platform.authorize(SCOPE);
    let tokens = world.tokens_by(&platform, &mut browser, "carla", &request).await;
    let page = apps(&mut browser).await;
    withdrawal(&page, "platform").submit(&mut browser).await.page();
    assert_eq!(platform.userinfo(&tokens.access).await.status, 401);
    assert_eq!(platform.refresh(&tokens.refresh).await.status, 400);
    let page = apps(&mut browser).await;
    assert!(page.text().contains("No app has access"), "{page:?}");
    // It is trusted, so that nothing is asked.
    browser.open(&platform.authorize("openid")).await.answer().code();
}

#[tokio::test]
async fn a_trusted_app_whose_tokens_are_over_is_not_listed() {
    let world = World::new().await;
    let platform = world.client("platform");
    let mut browser = world.signed_in("carla").await;
    let request = platform.authorize("openid");
    world.tokens_by(&platform, &mut browser, "carla", &request).await;
    assert!(apps(&mut browser).await.text().contains("Amperecloud Platform"));
    world.clock.advance(minutes(16));
    assert!(!apps(&mut browser).await.text().contains("Amperecloud Platform"));
}

#[tokio::test]
async fn what_is_no_app_with_access_changes_nothing() {
    let world = World::new().await;
    let mut browser = world.signed_in("carla").await;
    let tokens = allowed(&world, "solar-reports", &mut browser).await;
    let form = withdrawal(&apps(&mut browser).await, "solar-reports");
    for id in ["", "platform", "nobody", "<b>nobody</b>", "SOLAR-REPORTS"] {
        let page = form
            .clone()
            .fill("client_id", id)
            .submit(&mut browser)
            .await
            .page();
        assert_eq!((page.status.as_u16(), page.url.path()), (200, APPS), "{id}");
        assert!(!page.has(".notice--success"), "{id}");
    }
    let page = form
        .clone()
        .without("client_id")
        .submit(&mut browser)
        .await
        .page();
    assert_eq!(page.status, 200);
    // Nor does somebody else's form.
    let mut of_ben = world.signed_in("ben").await;
    let client = world.client("solar-reports");
    let request = client.authorize("openid");
    world.tokens_by(&client, &mut of_ben, "ben", &request).await;
    let page = apps(&mut of_ben).await;
    withdrawal(&page, "solar-reports")
        .submit(&mut of_ben)
        .await
        .page();
    client.userinfo(&tokens.access).await.ok();
}

#[tokio::test]
async fn the_name_of_an_app_stays_text() {
    let world = World::new().await;
    let name = "<img src=x onerror=alert(1)>";
    let strange = world.register("strange", json!({ "name": name }), true).await;
    let mut browser = world.signed_in("carla").await;
    let request = strange.authorize("openid email");
    world.tokens_by(&strange, &mut browser, "carla", &request).await;
    let page = apps(&mut browser).await;
    assert!(page.text().contains(name) && !page.has("[onerror]"), "{page:?}");
    let page = withdrawal(&page, "strange").submit(&mut browser).await.page();
    assert!(page.text().contains(name) && !page.has("[onerror]"), "{page:?}");
}

#[tokio::test]
async fn a_form_of_somebody_else_s_making_withdraws_nothing() {
    let world = World::new().await;
    let mut browser = world.signed_in("carla").await;
    let tokens = allowed(&world, "solar-reports", &mut browser).await;
    let form = withdrawal(&apps(&mut browser).await, "solar-reports");
    is_guarded(&mut browser, APPS, &form).await;
    browser.get(WITHDRAW).await.page();
    world.client("solar-reports").userinfo(&tokens.access).await.ok();
}

#[tokio::test]
async fn the_page_says_nothing_that_a_link_puts_into_its_mouth() {
    let world = World::new().await;
    let mut browser = world.signed_in("carla").await;
    allowed(&world, "solar-reports", &mut browser).await;
    for said in ["Call+0900", "solar-reports", "1", ""] {
        let page = shown(&mut browser, &format!("{APPS}?ui_locales=en&saved={said}")).await;
        assert!(!page.text().contains("has no access any more"), "{page:?}");
        assert!(!page.text().contains("Call"), "{page:?}");
    }
}
