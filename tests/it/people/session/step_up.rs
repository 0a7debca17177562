//! An app that asks for two factors of somebody who has shown one.

use super::{cookie_of, is_signed_in, sid_and_sub, thief_of};
use crate::harness::{AuthorizationRequest, Browser, Client, Page, World, email_of, minutes, seconds};
use crate::people::acts::{after_password, enter_password, enter_pin, first_pin};
use crate::people::cast;
use serde_json::json;
use voltkey_protocol::error::Rule;

fn wants_two(world: &World) -> AuthorizationRequest {
    world
        .client("platform")
        .authorize("openid")
        .with("acr_values", "urn:voltkey:acr:2fa")
}

/// A request that is content with one of these classes only (OpenID Connect Core, 5.5.1.1).
fn insists(client: &Client, acr: &[&str]) -> AuthorizationRequest {
    let claims = json!({ "id_token": { "acr": { "essential": true, "values": acr } } });
    client.authorize("openid").with("claims", &claims.to_string())
}

/// Carla, signed in with her password alone.
async fn carla(world: &World) -> Browser {
    let mut browser = world.browser();
    let login = browser.get("/login").await.page();
    world.log_in(&mut browser, login, "carla").await.away();
    browser
}

#[tokio::test]
async fn who_has_no_authenticator_logs_in_anew_to_set_one_up_and_keeps_the_sid() {
    let world = World::new().await;
    let mut browser = carla(&world).await;
    let cookie = cookie_of(&browser);
    let known = sid_and_sub(&world, &mut browser).await;
    let login = browser.open(&wants_two(&world)).await.page();
    assert_eq!(login.url.path(), "/login", "setting one up takes the password");
    let page = world.log_in(&mut browser, login, "carla").await.page();
    assert_eq!(page.url.path(), "/login/enroll");
    let pin = first_pin(&world, &page);
    enter_pin(&mut browser, &page, &pin).await.answer().code();
    assert_ne!(cookie_of(&browser), cookie);
    assert_eq!(sid_and_sub(&world, &mut browser).await, known);
    let mut thief = thief_of(&world, &cookie);
    assert!(
        !is_signed_in(&world, &mut thief).await,
        "the old cookie is worth nothing"
    );
}

/// Carla sets up an authenticator in another browser: the page that showed its secret.
async fn set_up_elsewhere(world: &World) -> Page {
    cast::must_enroll(world, "carla", true).await;
    let mut elsewhere = world.browser();
    let page = after_password(&mut elsewhere, "carla").await;
    let pin = first_pin(world, &page);
    enter_pin(&mut elsewhere, &page, &pin).await.away();
    world.clock.advance(seconds(30));
    page
}

#[tokio::test]
async fn who_has_one_is_asked_for_the_pin_alone() {
    let world = World::new().await;
    let mut browser = carla(&world).await;
    let set_up = set_up_elsewhere(&world).await;
    let page = browser.open(&wants_two(&world)).await.page();
    assert_eq!(page.url.path(), "/login/pin");
    let cookie = cookie_of(&browser);
    let pin = first_pin(&world, &set_up);
    enter_pin(&mut browser, &page, &pin).await.answer().code();
    assert_ne!(cookie_of(&browser), cookie);
}

#[tokio::test]
async fn whichever_way_an_app_asks_the_login_is_raised_and_not_repeated() {
    let world = World::new().await;
    let metadata = json!({ "trusted": true, "default_acr_values": ["urn:voltkey:acr:2fa"] });
    let vault = world.register("vault", metadata, true).await;
    let platform = world.client("platform");
    let two = ["urn:voltkey:acr:2fa", "urn:other:gold"];
    let asked = [
        (carla(&world).await, &platform, insists(&platform, &two)),
        (carla(&world).await, &vault, vault.authorize("openid")),
    ];
    let logged_in_at = world.now().as_seconds();
    let set_up = set_up_elsewhere(&world).await;
    for (mut browser, client, request) in asked {
        let silent = request.clone().with("prompt", "none");
        assert_eq!(
            browser.open(&silent).await.answer().error(),
            "interaction_required"
        );
        let page = browser.open(&request).await.page();
        assert_eq!(page.url.path(), "/login/pin");
        let pin = first_pin(&world, &set_up);
        let answer = enter_pin(&mut browser, &page, &pin).await.answer();
        let tokens = client.exchange(&request, answer.code()).await.tokens();
        let claims = client.verify(&tokens.id).await.claims;
        assert_eq!(claims["acr"], "urn:voltkey:acr:2fa");
        assert_eq!(claims["amr"], json!(["pwd", "otp", "mfa"]));
        assert_eq!(
            claims["auth_time"], logged_in_at,
            "the password is as old as it was"
        );
        browser.open(&silent).await.answer().code();
        world.clock.advance(seconds(30));
    }
}

#[tokio::test]
async fn what_no_login_here_reaches_is_refused_at_once() {
    let world = World::new().await;
    let platform = world.client("platform");
    let gold = insists(&platform, &["urn:other:gold"]);
    for mut browser in [world.browser(), world.signed_in("ada").await] {
        for request in [gold.clone(), gold.clone().with("prompt", "none")] {
            let answer = browser.open(&request).await.answer();
            assert_eq!(answer.error(), "unmet_authentication_requirements");
            assert_eq!(answer.get("state"), Some(request.get("state")));
            assert_eq!(world.rule(&answer.reference()).await, Rule::AcrUnmet);
        }
    }
}

#[tokio::test]
async fn who_must_show_two_factors_and_has_one_sets_the_second_up() {
    let world = World::new().await;
    let platform = world.client("platform");
    let request = insists(&platform, &["urn:voltkey:acr:2fa"]);
    let mut browser = world.browser();
    let login = browser.open(&request).await.page();
    let enroll = world.log_in(&mut browser, login, "carla").await.page();
    assert_eq!(enroll.url.path(), "/login/enroll");
    let pin = first_pin(&world, &enroll);
    let answer = enter_pin(&mut browser, &enroll, &pin).await.answer();
    let tokens = platform.exchange(&request, answer.code()).await.tokens();
    let claims = platform.verify(&tokens.id).await.claims;
    assert_eq!(claims["acr"], "urn:voltkey:acr:2fa");
}

#[tokio::test]
async fn the_page_that_was_left_open_asks_for_the_pin_again() {
    let world = World::new().await;
    let mut browser = carla(&world).await;
    let set_up = set_up_elsewhere(&world).await;
    let page = browser.open(&wants_two(&world)).await.page();
    world.clock.advance(minutes(60));
    let again = enter_pin(&mut browser, &page, &first_pin(&world, &set_up))
        .await
        .page();
    assert_eq!(again.url.path(), "/login/pin");
    let pin = first_pin(&world, &set_up);
    enter_pin(&mut browser, &again, &pin).await.answer().code();
}

#[tokio::test]
async fn somebody_else_s_unfinished_login_is_not_mixed_up_with_it() {
    let world = World::new().await;
    let mut browser = world.browser();
    let login = browser.open(&wants_two(&world)).await.page();
    let resume = login.url.as_str().replace("/login", "/oauth2/authorize/resume");
    enter_password(&mut browser, &login, "ada").await;
    // In another tab Carla signs in; then the first tab goes on, and is still about Ada.
    let login = browser.get("/login").await.page();
    world.log_in(&mut browser, login, "carla").await.away();
    let pin = browser.follow(&resume).await.page();
    assert_eq!(pin.url.path(), "/login/pin");
    assert!(pin.text().contains(email_of("ada")), "{pin:?}");
    world.enter_pin(&mut browser, pin, "ada").await.answer().code();
    let signed_in = sid_and_sub(&world, &mut browser).await.1;
    assert_eq!(signed_in, world.person("ada").await.sub);
}
