//! What the authenticator app is told: one secret in three forms.

use crate::harness::{PASSWORD, Page, World};
use crate::people::acts::{WRONG_PIN, after_password, post_bare, shown_secret};
use crate::people::cast;
use std::collections::HashMap;
use url::Url;
use voltkey_crypto::totp::{Secret, qr_svg};

async fn page_for_carla(world: &World) -> Page {
    cast::must_enroll(world, "carla", true).await;
    after_password(&mut world.browser(), "carla").await
}

#[tokio::test]
async fn text_link_and_picture_hold_the_same_secret() {
    let world = World::new().await;
    let page = page_for_carla(&world).await;
    let address = page.attribute_of("a[href^='otpauth:']", "href").expect("a link");
    let link: Url = address.parse().unwrap();
    assert_eq!(link.host_str(), Some("totp"));
    assert_eq!(link.path(), "/Amperecloud:carla@solluna.example");
    let parameters: HashMap<_, _> = link.query_pairs().into_owned().collect();
    assert_eq!(parameters["secret"], shown_secret(&page));
    assert_eq!(parameters["issuer"], "Amperecloud");
    assert_eq!(
        [
            &parameters["algorithm"],
            &parameters["digits"],
            &parameters["period"]
        ],
        ["SHA1", "6", "30"]
    );
    let picture = qr_svg(&address).expect("a picture");
    let modules = picture
        .split(" d=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .expect("a path");
    assert!(page.html.contains(modules), "the picture shows that very address");
    assert!(
        page.attribute_of("a[href^='otpauth:']", "aria-label").is_some(),
        "and has a name"
    );
}

#[tokio::test]
async fn it_has_160_bits_and_is_everybody_s_own() {
    let world = World::new().await;
    let one = shown_secret(&page_for_carla(&world).await);
    let other = shown_secret(&after_password(&mut world.browser(), "carla").await);
    assert_eq!(Secret::from_base32(&one).unwrap().as_bytes().len(), 20);
    assert_ne!(one, other, "each login has a secret of its own");
}

#[tokio::test]
async fn it_is_the_same_when_the_page_is_loaded_again_or_refuses() {
    let world = World::new().await;
    cast::must_enroll(&world, "carla", true).await;
    let mut browser = world.browser();
    let page = after_password(&mut browser, "carla").await;
    let secret = shown_secret(&page);
    assert_eq!(
        shown_secret(&browser.follow(page.url.as_str()).await.page()),
        secret
    );
    let spanish = page
        .attribute_of("a[hreflang=es]", "href")
        .expect("a language switch");
    let spanish = page.url.join(&spanish).unwrap();
    assert_eq!(
        shown_secret(&browser.follow(spanish.as_str()).await.page()),
        secret
    );
    let refused = page
        .form()
        .fill("pin", WRONG_PIN)
        .submit(&mut browser)
        .await
        .page();
    assert_eq!(shown_secret(&refused), secret);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn it_is_the_same_when_the_page_is_loaded_twice_at_once() {
    let world = World::new().await;
    cast::must_enroll(&world, "carla", true).await;
    let mut browser = world.browser();
    let login = browser.get("/login").await.page();
    let form = login
        .form()
        .fill("email", "carla@solluna.example")
        .fill("password", PASSWORD);
    let reply = post_bare(&mut browser, &form).await;
    let path = reply.header("location").to_owned();
    let mut loads = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let (mut browser, path) = (browser.clone(), path.clone());
        loads.spawn(async move { shown_secret(&browser.follow(&path).await.page()) });
    }
    let secrets = loads.join_all().await;
    assert!(secrets.iter().all(|secret| *secret == secrets[0]), "{secrets:?}");
}

#[tokio::test]
async fn only_the_browser_whose_password_was_right_sees_it() {
    let world = World::new().await;
    cast::must_enroll(&world, "carla", true).await;
    let page = page_for_carla(&world).await;
    let mut stranger = world.browser();
    stranger.get("/login").await;
    let refused = stranger.get(page.url.as_str()).await.page();
    assert_eq!(refused.status, 400);
    assert!(!refused.html.contains(&shown_secret(&page)));
}
