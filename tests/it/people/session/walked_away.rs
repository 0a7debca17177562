//! What is left behind by somebody who walks away: nothing that the next one at the same browser could go on with.

use crate::harness::{World, minutes, seconds};
use crate::people::acts::{after_password, enter_pin, first_pin};
use crate::people::cast;

const LOG_OUT: &str = "/oauth2/logout";

#[tokio::test]
async fn a_set_up_page_leads_nowhere_after_the_log_out() {
    let world = World::new().await;
    let mut browser = world.browser();
    let page = after_password(&mut browser, "sam").await;
    assert_eq!(page.url.path(), "/login/enroll");
    browser.get(LOG_OUT).await.page();
    // Back, and a PIN of the secret that the page showed.
    let pin = first_pin(&world, &page);
    let asked = enter_pin(&mut browser, &page, &pin).await.page();
    assert_eq!(asked.url.path(), "/login");
    assert!(
        world.mails().await.is_empty(),
        "nobody signed in, and nothing was set up"
    );
}

#[tokio::test]
async fn a_page_for_the_pin_leads_nowhere_after_the_log_out() {
    let world = World::new().await;
    let mut browser = world.browser();
    let page = after_password(&mut browser, "ada").await;
    assert_eq!(page.url.path(), "/login/pin");
    browser.get(LOG_OUT).await.page();
    assert_eq!(
        world.enter_pin(&mut browser, page, "ada").await.page().url.path(),
        "/login"
    );
}

#[tokio::test]
async fn a_login_in_another_tab_is_none_for_an_app_that_asks_anew() {
    let world = World::new().await;
    let platform = world.client("platform");
    for wish in [("prompt", "login"), ("max_age", "0")] {
        let mut browser = world.browser();
        let asked = browser
            .open(&platform.authorize("openid").with(wish.0, wish.1))
            .await
            .page();
        let resume = asked.url.as_str().replace("/login", "/oauth2/authorize/resume");
        let other = browser.get("/login").await.page();
        world.log_in(&mut browser, other, "carla").await.away();
        world.clock.advance(seconds(2));
        let still = browser.follow(&resume).await.page();
        assert_eq!(still.url.path(), "/login", "{wish:?}");
        world.log_in(&mut browser, still, "carla").await.answer().code();
    }
}

#[tokio::test]
async fn a_pin_beside_an_old_password_does_not_make_it_new() {
    let world = World::new().await;
    let platform = world.client("platform");
    let mut browser = world.browser();
    let login = browser.get("/login").await.page();
    world.log_in(&mut browser, login, "carla").await.away();
    let signed_in_at = world.now().as_seconds();
    // She sets an authenticator up in another browser.
    cast::must_enroll(&world, "carla", true).await;
    let mut elsewhere = world.browser();
    let set_up = after_password(&mut elsewhere, "carla").await;
    enter_pin(&mut elsewhere, &set_up, &first_pin(&world, &set_up))
        .await
        .away();
    world.clock.advance(minutes(60) + seconds(30));

    let request = platform
        .authorize("openid")
        .with("acr_values", "urn:voltkey:acr:2fa");
    let page = browser.open(&request).await.page();
    assert_eq!(page.url.path(), "/login/pin");
    let pin = first_pin(&world, &set_up);
    let answer = enter_pin(&mut browser, &page, &pin).await.answer();
    let tokens = platform.exchange(&request, answer.code()).await.tokens();
    let claims = platform.verify(&tokens.id).await.claims;
    assert_eq!(claims["acr"], "urn:voltkey:acr:2fa");
    assert_eq!(
        claims["auth_time"], signed_in_at,
        "the password is as old as it was"
    );
    let young = platform.authorize("openid").with("max_age", "600");
    assert_eq!(browser.open(&young).await.page().url.path(), "/login");
}
