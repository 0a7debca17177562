//! `max_age` and `auth_time` (OpenID Connect Core, 3.1.2.1 and 2), and `acr_values` (RFC 9470).

use crate::harness::{AuthorizationRequest, Browser, Landed, World, minutes, pin_at, read_part, seconds};
use serde_json::json;
use voltkey_protocol::error::Rule;

/// Whether the request asks ada, who is signed in, to log in again.
async fn asks(browser: &mut Browser, request: &AuthorizationRequest) -> bool {
    match browser.open(request).await {
        Landed::Page(page) => page.url.path() == "/login",
        _ => false,
    }
}

#[tokio::test]
async fn an_authentication_that_is_young_enough_counts() {
    let world = World::new().await;
    let request = world
        .client("platform")
        .authorize("openid")
        .with("max_age", "600");
    let mut browser = world.signed_in("ada").await;
    world.clock.advance(minutes(10));
    assert!(!asks(&mut browser, &request).await);
    world.clock.advance(seconds(1));
    assert!(asks(&mut browser, &request).await);
}

#[tokio::test]
async fn zero_asks_each_time_and_once() {
    let world = World::new().await;
    let platform = world.client("platform");
    let mut browser = world.signed_in("ada").await;
    for _ in 0..2 {
        world.clock.advance(minutes(1));
        let request = platform.authorize("openid").with("max_age", "0");
        let login = browser.open(&request).await.page();
        assert_eq!(login.url.path(), "/login");
        let answer = world.log_in(&mut browser, login, "ada").await.answer();
        let tokens = platform.exchange(&request, answer.code()).await.tokens();
        assert_eq!(
            platform.verify(&tokens.id).await.claims["auth_time"],
            world.now().as_seconds()
        );
    }
}

#[tokio::test]
async fn a_silent_request_for_a_younger_one_is_refused() {
    let world = World::new().await;
    let mut browser = world.signed_in("ada").await;
    world.clock.advance(minutes(11));
    let request = world
        .client("platform")
        .authorize("openid")
        .with("max_age", "600")
        .with("prompt", "none");
    let answer = browser.open(&request).await.answer();
    assert_eq!(answer.error(), "login_required");
    assert_eq!(world.rule(&answer.reference()).await, Rule::LoginRequired);
}

#[tokio::test]
async fn auth_time_stays_while_the_session_is_used() {
    let world = World::new().await;
    let platform = world.client("platform");
    let mut browser = world.browser();
    let first = world
        .tokens_by(&platform, &mut browser, "ada", &platform.authorize("openid"))
        .await;
    world.clock.advance(minutes(30));
    let request = platform.authorize("openid").with("max_age", "3600");
    let second = world.tokens_by(&platform, &mut browser, "ada", &request).await;
    let (id_token, access) = (
        platform.verify(&second.id).await,
        platform.verify(&second.access).await,
    );
    assert_eq!(id_token.claims["iat"], world.now().as_seconds());
    assert_eq!(
        id_token.claims["auth_time"],
        (world.now() - minutes(30)).as_seconds()
    );
    assert_eq!(access.claims["auth_time"], id_token.claims["auth_time"]);
    assert_eq!(
        id_token.claims["sid"],
        read_part(&first.id, 1)["sid"],
        "it is the same session"
    );
}

#[tokio::test]
async fn a_client_s_default_counts_where_the_request_names_none() {
    let world = World::new().await;
    let bank = world
        .register("bank", json!({ "trusted": true, "default_max_age": 60 }), true)
        .await;
    let mut browser = world.signed_in("ada").await;
    world.clock.advance(minutes(5));
    assert!(asks(&mut browser, &bank.authorize("openid")).await);
    assert!(!asks(&mut browser, &bank.authorize("openid").with("max_age", "3600")).await);
}

#[tokio::test]
async fn acr_and_amr_say_how_somebody_logged_in() {
    let world = World::new().await;
    let platform = world.client("platform");
    for (name, acr, amr) in [
        ("ada", "urn:voltkey:acr:2fa", json!(["pwd", "otp", "mfa"])),
        ("carla", "urn:voltkey:acr:1fa", json!(["pwd"])),
    ] {
        let tokens = world.tokens(&platform, name, "openid").await;
        for token in [&tokens.id, &tokens.access] {
            let claims = platform.verify(token).await.claims;
            assert_eq!(
                (claims["acr"].as_str(), &claims["amr"]),
                (Some(acr), &amr),
                "{name}"
            );
        }
    }
}

#[tokio::test]
async fn a_request_for_two_factors_makes_somebody_set_the_second_up() {
    let world = World::new().await;
    let platform = world.client("platform");
    let mut browser = world.signed_in("carla").await;
    let request = platform
        .authorize("openid")
        .with("acr_values", "urn:voltkey:acr:2fa");
    let login = browser.open(&request).await.page();
    assert_eq!(login.url.path(), "/login", "setting one up takes the password");
    let enroll = world.log_in(&mut browser, login, "carla").await.page();
    assert_eq!(enroll.url.path(), "/login/enroll");
    let secret = enroll.text_of("[data-otp-secret]").unwrap();
    let pin = pin_at(&secret, world.now());
    let answer = enroll
        .form()
        .fill("pin", &pin)
        .submit(&mut browser)
        .await
        .answer();
    let tokens = platform.exchange(&request, answer.code()).await.tokens();
    assert_eq!(
        platform.verify(&tokens.id).await.claims["acr"],
        "urn:voltkey:acr:2fa"
    );
}

#[tokio::test]
async fn a_wish_that_one_factor_fulfils_asks_for_nothing() {
    let world = World::new().await;
    let platform = world.client("platform");
    let mut browser = world.signed_in("carla").await;
    for wish in [
        "urn:voltkey:acr:2fa urn:voltkey:acr:1fa",
        "urn:unheard-of",
        "urn:voltkey:acr:1fa",
    ] {
        let request = platform.authorize("openid").with("acr_values", wish);
        browser.open(&request).await.answer().code();
    }
}

#[tokio::test]
async fn a_client_s_default_class_counts_where_the_request_names_none() {
    let world = World::new().await;
    let metadata = json!({ "trusted": true, "default_acr_values": ["urn:voltkey:acr:2fa"] });
    let vault = world.register("vault", metadata, true).await;
    for mut browser in [world.browser(), world.signed_in("carla").await] {
        let login = browser.open(&vault.authorize("openid")).await.page();
        let enroll = world.log_in(&mut browser, login, "carla").await.page();
        assert_eq!(enroll.url.path(), "/login/enroll");
    }
    let less = vault
        .authorize("openid")
        .with("acr_values", "urn:voltkey:acr:1fa");
    world.signed_in("carla").await.open(&less).await.answer().code();
}
