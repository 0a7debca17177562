//! The `prompt` parameter (OpenID Connect Core, 3.1.2.1).

use crate::harness::{AuthorizationRequest, Browser, World, days, minutes};
use voltkey_protocol::error::Rule;

/// How a request is refused that may show nothing: what the client is told, and which rule is on record.
async fn refused(world: &World, browser: &mut Browser, request: AuthorizationRequest) -> (String, Rule) {
    let answer = browser.open(&request.with("prompt", "none")).await.answer();
    (answer.error().to_owned(), world.rule(&answer.reference()).await)
}

#[tokio::test]
async fn none_shows_nothing_and_answers_where_nothing_has_to_be_asked() {
    let world = World::new().await;
    let platform = world.client("platform");
    let mut browser = world.signed_in("ada").await;
    let request = platform.authorize("openid").with("prompt", "none");
    let answer = browser.open(&request).await.answer();
    platform.exchange(&request, answer.code()).await.tokens();
}

#[tokio::test]
async fn none_says_what_would_have_to_be_asked() {
    let world = World::new().await;
    let (platform, solar) = (world.client("platform"), world.client("solar-reports"));
    let told = refused(&world, &mut world.browser(), platform.authorize("openid")).await;
    assert_eq!(told, ("login_required".into(), Rule::LoginRequired));
    let told = refused(
        &world,
        &mut world.signed_in("ada").await,
        solar.authorize("openid email"),
    )
    .await;
    assert_eq!(told, ("consent_required".into(), Rule::ConsentRequired));
    let two_factors = platform
        .authorize("openid")
        .with("acr_values", "urn:voltkey:acr:2fa");
    let told = refused(&world, &mut world.signed_in("carla").await, two_factors).await;
    assert_eq!(told, ("interaction_required".into(), Rule::InteractionRequired));
}

#[tokio::test]
async fn none_finds_no_session_that_was_idle_for_too_long() {
    let world = World::new().await;
    let platform = world.client("platform");
    let mut browser = world.signed_in("ada").await;
    let request = platform.authorize("openid").with("prompt", "none");
    for _ in 0..2 {
        world.clock.advance(minutes(8 * 60 - 1));
        browser.open(&request).await.answer().code();
    }
    world.clock.advance(minutes(8 * 60));
    assert_eq!(
        refused(&world, &mut browser, request).await.1,
        Rule::LoginRequired
    );
}

#[tokio::test]
async fn none_finds_no_session_beyond_its_absolute_end_however_often_it_was_used() {
    let world = World::with("[session]\nidle = \"20d\"\nabsolute = \"30d\"").await;
    let request = world
        .client("platform")
        .authorize("openid")
        .with("prompt", "none");
    let mut browser = world.signed_in("ada").await;
    // A browser that forgets to forget.
    let token = browser.cookie("__Host-vk_session").unwrap().value().to_owned();
    browser.plant_cookie(&format!("__Host-vk_session={token}; Secure; Path=/"));
    world.clock.advance(days(19));
    browser.open(&request).await.answer().code();
    world.clock.advance(days(11));
    assert_eq!(
        refused(&world, &mut browser, request).await.1,
        Rule::LoginRequired
    );
}

#[tokio::test]
async fn none_keeps_no_request() {
    let world = World::new().await;
    world.use_up_requests("192.0.2.1", 1000).await;
    let request = world.client("platform").authorize("openid");
    let kept = world.browser().open(&request).await.page();
    assert_eq!(kept.status, 429, "nothing more is kept for this network");
    assert_eq!(
        refused(&world, &mut world.browser(), request).await.1,
        Rule::LoginRequired
    );
}

#[tokio::test]
async fn login_asks_somebody_who_is_signed_in_and_then_says_when() {
    let world = World::new().await;
    let platform = world.client("platform");
    let mut browser = world.signed_in("ada").await;
    world.clock.advance(minutes(10));
    let request = platform.authorize("openid").with("prompt", "login");
    let login = browser.open(&request).await.page();
    assert_eq!(login.url.path(), "/login");
    let answer = world.log_in(&mut browser, login, "ada").await.answer();
    let tokens = platform.exchange(&request, answer.code()).await.tokens();
    let claims = platform.verify(&tokens.id).await.claims;
    assert_eq!(claims["auth_time"], world.now().as_seconds());
}

#[tokio::test]
async fn login_lets_somebody_else_sign_in() {
    let world = World::new().await;
    let platform = world.client("platform");
    let mut browser = world.browser();
    let ada = world
        .tokens_by(&platform, &mut browser, "ada", &platform.authorize("openid"))
        .await;
    world.clock.advance(minutes(1));
    let request = platform.authorize("openid").with("prompt", "login");
    let ben = world.tokens_by(&platform, &mut browser, "ben", &request).await;
    let (ada, ben) = (
        platform.verify(&ada.id).await.claims,
        platform.verify(&ben.id).await.claims,
    );
    assert_ne!(ada["sub"], ben["sub"]);
    assert_ne!(ada["sid"], ben["sid"], "another person's session is another");
}

#[tokio::test]
async fn select_account_asks_who_it_shall_be() {
    let world = World::new().await;
    let platform = world.client("platform");
    let mut browser = world.signed_in("ada").await;
    world.clock.advance(minutes(1));
    let request = platform.authorize("openid").with("prompt", "select_account");
    let page = browser.open(&request).await.page();
    assert_eq!(page.url.path(), "/login/account");
    let login = page.form().press("yes").submit(&mut browser).await.page();
    world.log_in(&mut browser, login, "ben").await.answer().code();
}

#[tokio::test]
async fn consent_asks_also_for_a_first_party_and_each_time() {
    let world = World::new().await;
    let platform = world.client("platform");
    let mut browser = world.signed_in("ada").await;
    for _ in 0..2 {
        let request = platform.authorize("openid email").with("prompt", "consent");
        let consent = browser.open(&request).await.page();
        assert_eq!(consent.url.path(), "/oauth2/consent");
        consent
            .form()
            .press("allow")
            .submit(&mut browser)
            .await
            .answer()
            .code();
    }
}

#[tokio::test]
async fn login_and_consent_go_together() {
    let world = World::new().await;
    let platform = world.client("platform");
    let mut browser = world.signed_in("ada").await;
    world.clock.advance(minutes(1));
    let request = platform.authorize("openid email").with("prompt", "login consent");
    let login = browser.open(&request).await.page();
    assert_eq!(login.url.path(), "/login");
    let consent = world.log_in(&mut browser, login, "ada").await.page();
    assert_eq!(consent.url.path(), "/oauth2/consent");
    consent
        .form()
        .press("allow")
        .submit(&mut browser)
        .await
        .answer()
        .code();
}
