//! An app that asks for a new account (`prompt=create`, Initiating User Registration 1.0): accounts come by invitation.

use crate::harness::{AuthorizationRequest, World, email_of};

fn create(world: &World) -> AuthorizationRequest {
    let request = world.client("platform").authorize("openid");
    request.with("prompt", "create")
}

#[tokio::test]
async fn it_is_told_how_one_gets_an_account() {
    let world = World::new().await;
    for mut browser in [world.browser(), world.signed_in("ada").await] {
        let page = browser.open(&create(&world)).await.page();
        assert_eq!(page.url.path(), "/login/new-account");
        assert_eq!(page.text_of("h1").as_deref(), Some("Accounts come by invitation"));
        assert!(page.has("a[href^='/help/no-invitation?request=']"), "{page:?}");
    }
}

#[tokio::test]
async fn who_has_an_account_signs_in_within_the_request() {
    let world = World::new().await;
    let platform = world.client("platform");
    let mut browser = world.browser();
    let request = create(&world).with("login_hint", email_of("ada"));
    let page = browser.open(&request).await.page();
    let link = page.attribute_of("main a.button", "href").unwrap();
    let login = browser.follow(&link).await.page();
    assert_eq!(login.form().value("email"), email_of("ada"));
    let answer = world.log_in(&mut browser, login, "ada").await.answer();
    platform.exchange(&request, answer.code()).await.tokens();
}

#[tokio::test]
async fn who_wants_none_goes_back_to_the_app() {
    let world = World::new().await;
    let mut browser = world.browser();
    let request = create(&world);
    let page = browser.open(&request).await.page();
    let answer = page.form_to("/login/cancel").submit(&mut browser).await.answer();
    assert_eq!(answer.error(), "access_denied");
    assert_eq!(answer.get("state"), Some(request.get("state")));
}

#[tokio::test]
async fn with_other_prompts_it_comes_first_and_with_none_it_is_refused() {
    let world = World::new().await;
    let mut browser = world.signed_in("ada").await;
    for prompt in ["create login", "select_account create", "create consent"] {
        let request = create(&world).with("prompt", prompt);
        let page = browser.open(&request).await.page();
        assert_eq!(page.url.path(), "/login/new-account", "{prompt}");
    }
    let request = create(&world).with("prompt", "none create");
    let answer = browser.open(&request).await.answer();
    assert_eq!(answer.error(), "invalid_request");
    let request = create(&world).with("prompt", "create consent");
    let page = browser.open(&request).await.page();
    let link = page.attribute_of("main a.button", "href").unwrap();
    let login = browser.follow(&link).await.page();
    let consent = world.log_in(&mut browser, login, "ada").await.page();
    assert_eq!(consent.url.path(), "/oauth2/consent");
}
