//! A client that expects another account than the current one: `id_token_hint` and `login_hint` (OpenID Connect Core,
//! 3.1.2.1).

use super::{choose, select, silently, sub, sub_of, two};
use crate::harness::{World, email_of};
use crate::people::acts::SESSION_COOKIE;

#[tokio::test]
async fn a_silent_request_is_answered_for_whom_it_names_and_nothing_changes() {
    let world = World::new().await;
    let platform = world.client("platform");
    let ada = world.tokens(&platform, "ada", "openid").await;
    let mut browser = two(&world).await;
    let cookie = browser.cookie(SESSION_COOKIE).unwrap().value().to_owned();
    for (name, value) in [("id_token_hint", &*ada.id), ("login_hint", email_of("ada"))] {
        let request = platform.authorize("openid").with(name, value);
        let claims = silently(&world, &mut browser, request).await.unwrap();
        assert_eq!(claims["sub"], world.person("ada").await.sub, "{name}");
        assert_eq!(browser.cookie(SESSION_COOKIE).unwrap().value(), cookie);
    }
    assert_eq!(sub(&world, &mut browser).await, sub_of(&world, "ben").await);
}

#[tokio::test]
async fn a_silent_request_for_somebody_who_is_not_signed_in_is_refused() {
    let world = World::new().await;
    let platform = world.client("platform");
    let carla = world.tokens(&platform, "carla", "openid").await;
    let mut browser = two(&world).await;
    let request = platform.authorize("openid").with("id_token_hint", &carla.id);
    let refused = silently(&world, &mut browser, request).await;
    assert_eq!(refused, Err("login_required".to_owned()));
}

#[tokio::test]
async fn whom_an_id_token_names_becomes_the_current_one() {
    let world = World::new().await;
    let (platform, solar) = (world.client("platform"), world.client("solar-reports"));
    let ada = world.tokens(&platform, "ada", "openid").await;
    let mut browser = two(&world).await;
    let request = solar.authorize("openid email").with("id_token_hint", &ada.id);
    let consent = browser.open(&request).await.page();
    assert_eq!(consent.url.path(), "/oauth2/consent");
    assert!(consent.text().contains(email_of("ada")), "{consent:?}");
    consent
        .form()
        .press("allow")
        .submit(&mut browser)
        .await
        .answer()
        .code();
    assert_eq!(sub(&world, &mut browser).await, sub_of(&world, "ada").await);
}

#[tokio::test]
async fn a_link_with_an_address_makes_nobody_the_current_one_but_lets_the_person_choose() {
    let world = World::new().await;
    let solar = world.client("solar-reports");
    let mut browser = two(&world).await;
    let request = solar
        .authorize("openid email")
        .with("login_hint", email_of("ada"));
    let page = browser.open(&request).await.page();
    assert_eq!(page.url.path(), "/login/account");
    assert_eq!(sub(&world, &mut browser).await, sub_of(&world, "ben").await);
    let consent = choose(&mut browser, &page, "ada@").await.page();
    assert!(consent.text().contains(email_of("ada")), "{consent:?}");
    consent
        .form()
        .press("allow")
        .submit(&mut browser)
        .await
        .answer()
        .code();
}

#[tokio::test]
async fn whoever_wants_an_account_is_told_how_to_get_one_whatever_the_hint() {
    let world = World::new().await;
    let mut browser = two(&world).await;
    let request = world.client("platform").authorize("openid");
    let request = request
        .with("prompt", "create")
        .with("login_hint", email_of("ada"));
    let page = browser.open(&request).await.page();
    assert_eq!(page.url.path(), "/login/new-account");
    assert_eq!(sub(&world, &mut browser).await, sub_of(&world, "ben").await);
}

#[tokio::test]
async fn what_the_person_chooses_wins_over_a_login_hint() {
    let world = World::new().await;
    let platform = world.client("platform");
    let mut browser = two(&world).await;
    let request = select(&world).with("login_hint", email_of("ada"));
    let page = browser.open(&request).await.page();
    let answer = choose(&mut browser, &page, "ben@").await.answer();
    let tokens = platform.exchange(&request, answer.code()).await.tokens();
    assert_eq!(
        platform.verify(&tokens.id).await.claims["sub"],
        world.person("ben").await.sub
    );
}

#[tokio::test]
async fn and_so_does_who_logs_in_for_it() {
    let world = World::new().await;
    let platform = world.client("platform");
    let mut browser = two(&world).await;
    let request = platform
        .authorize("openid")
        .with("prompt", "login")
        .with("login_hint", email_of("ada"));
    let page = browser.open(&request).await.page();
    let login = page.form().press("yes").submit(&mut browser).await.page();
    assert_eq!(login.url.path(), "/login");
    let answer = world.log_in(&mut browser, login, "ben").await.answer();
    let tokens = platform.exchange(&request, answer.code()).await.tokens();
    assert_eq!(
        platform.verify(&tokens.id).await.claims["sub"],
        world.person("ben").await.sub
    );
}
