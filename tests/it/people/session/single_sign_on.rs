//! One login for all apps.

use super::sid_and_sub;
use crate::harness::World;

#[tokio::test]
async fn a_second_app_needs_no_page() {
    let world = World::new().await;
    let (platform, other) = (world.client("platform"), world.client("post-client"));
    let mut browser = world.browser();
    world
        .tokens_by(&platform, &mut browser, "ada", &platform.authorize("openid"))
        .await;
    let request = other.authorize("openid");
    let answer = browser.open(&request).await.answer();
    let tokens = other.exchange(&request, answer.code()).await.tokens();
    let claims = other.verify(&tokens.id).await.claims;
    assert_eq!(claims["sid"], sid_and_sub(&world, &mut browser).await.0);
    assert_eq!(claims["sub"], world.person("ada").await.sub);
}

#[tokio::test]
async fn another_browser_of_the_same_person_has_a_session_of_its_own() {
    let world = World::new().await;
    let (mut one, mut other) = (world.signed_in("ada").await, world.signed_in("ada").await);
    let (of_one, of_other) = (
        sid_and_sub(&world, &mut one).await,
        sid_and_sub(&world, &mut other).await,
    );
    assert_ne!(of_one.0, of_other.0);
    assert_eq!(of_one.1, of_other.1);
}

#[tokio::test]
async fn the_front_door_leads_on_to_the_platform() {
    let world = World::new().await;
    for mut browser in [world.signed_in("ada").await, world.browser()] {
        assert_eq!(
            browser.get("/").await.away().as_str(),
            "https://platform.example/login"
        );
    }
}

#[tokio::test]
async fn without_a_platform_the_front_door_says_who_is_signed_in() {
    let world = World::with("[platform]\nlogin_url = \"\"").await;
    let mut browser = world.browser();
    let login = browser.get("/").await.page();
    assert_eq!(login.url.path(), "/login");
    let home = world.log_in(&mut browser, login, "ada").await.page();
    assert_eq!((home.status.as_u16(), home.url.path()), (200, "/"));
    assert!(home.text().contains("You are signed in") && home.text().contains("ada@sonnenfeld.example"));
    assert!(home.has("main a[href='/account']"));
    let out = home.form_to("/auth/logout").submit(&mut browser).await.page();
    assert!(out.text().contains("You are signed out"), "{out:?}");
    assert_eq!(browser.get("/").await.page().url.path(), "/login");
}
