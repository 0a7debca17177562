//! What a new password ends, what it leaves, and where its person goes on.

use super::*;
use crate::harness::{PASSWORD, email_of, seconds};
use crate::people::acts::{SESSION_COOKIE, after_password, enter_pin};
use serde_json::json;
use voltkey_store::authenticators;

#[tokio::test]
async fn the_new_password_logs_in_and_the_old_one_does_not() {
    let world = World::new().await;
    replace(&world, email_of("carla")).await;
    let refused = log_in(&mut world.browser(), email_of("carla"), PASSWORD)
        .await
        .page();
    assert_eq!(refused.status, 422);
    log_in(&mut world.browser(), email_of("carla"), CHOSEN)
        .await
        .away();
}

#[tokio::test]
async fn the_person_is_told_of_the_change() {
    let world = World::new().await;
    let link = reset_link_for(&world, email_of("carla")).await;
    let mut browser = world.browser().at("203.0.113.5");
    choose(&mut browser, &link, CHOSEN).await;
    match &world.mails().await[..] {
        [Task::PasswordChanged(notice)] => {
            assert_eq!(
                (notice.email.as_str(), notice.language.as_str()),
                (email_of("carla"), "es")
            );
            assert_eq!((notice.network.as_str(), notice.at), ("203.0.113.5", world.now()));
        }
        other => panic!("one mail: {other:?}"),
    }
}

#[tokio::test]
async fn it_ends_every_session_and_the_other_links() {
    let world = World::new().await;
    let mut at_the_desk = world.signed_in("carla").await;
    let mut on_the_phone = world.signed_in("carla").await;
    let mut of_ben = world.signed_in("ben").await;
    world.mails().await;
    let other_link = reset_link_for(&world, email_of("carla")).await;
    let link = reset_link_for(&world, email_of("carla")).await;
    choose(&mut at_the_desk, &link, CHOSEN).await;
    assert!(at_the_desk.cookie(SESSION_COOKIE).is_none());
    for browser in [&mut at_the_desk, &mut on_the_phone] {
        assert!(!is_signed_in(&world, browser).await);
    }
    assert!(is_signed_in(&world, &mut of_ben).await);
    let dead = on_the_phone.get(&other_link).await.page();
    assert_eq!(dead.status, 410);
}

#[tokio::test]
async fn it_ends_what_apps_were_given() {
    let world = World::new().await;
    let platform = world.client("platform");
    let of_carla = world.tokens(&platform, "carla", "openid offline_access").await;
    let of_ben = world.tokens(&platform, "ben", "openid offline_access").await;
    world.mails().await;
    assert_eq!(platform.introspect(&of_carla.access).await["active"], true);
    replace(&world, email_of("carla")).await;
    let refused = platform.refresh(&of_carla.refresh).await;
    assert_eq!(refused.refusal(), (400, "invalid_grant".to_owned()));
    for token in [&of_carla.access, &of_carla.refresh] {
        assert_eq!(platform.introspect(token).await["active"], false);
    }
    assert_eq!(platform.introspect(&of_ben.access).await["active"], true);
    platform.refresh(&of_ben.refresh).await.tokens();
}

/// Where a PIN alone began the next session, the password is asked again.
#[tokio::test]
async fn it_ends_what_a_pin_alone_would_open() {
    let world = World::new().await;
    let request = world.client("platform").authorize("openid");
    let mut browser = world.signed_in("ben").await;
    world.mails().await;
    world.clock.advance(minutes(8 * 60));
    assert_eq!(browser.open(&request).await.page().url.path(), "/login/pin");
    replace(&world, email_of("ben")).await;
    assert_eq!(browser.open(&request).await.page().url.path(), "/login");
}

#[tokio::test]
async fn a_login_that_had_the_old_password_gets_no_further() {
    let world = World::new().await;
    let mut browser = world.browser();
    let pin = after_password(&mut browser, "ada").await;
    world.clock.advance(seconds(1));
    replace(&world, email_of("ada")).await;
    let landed = enter_pin(&mut browser, &pin, &world.fresh_pin("ada"))
        .await
        .page();
    assert_eq!(landed.url.path(), "/login");
    assert!(!is_signed_in(&world, &mut browser).await);
}

#[tokio::test]
async fn the_authenticator_stays_as_it_is() {
    let world = World::new().await;
    let ada = world.person("ada").await;
    let store = world.store().await;
    let before = authenticators::of_person(store, &ada.id).await.unwrap();
    replace(&world, email_of("ada")).await;
    let after = authenticators::of_person(store, &ada.id).await.unwrap();
    assert_eq!((after.len(), &after[0].id), (1, &before[0].id));
    let mut browser = world.browser();
    let pin = log_in(&mut browser, email_of("ada"), CHOSEN).await.page();
    assert_eq!(pin.url.path(), "/login/pin");
    world.enter_pin(&mut browser, pin, "ada").await.away();
}

#[tokio::test]
async fn a_blocked_account_stays_blocked() {
    let world = World::new().await;
    world.block("carla").await;
    replace(&world, email_of("carla")).await;
    let refused = log_in(&mut world.browser(), email_of("carla"), CHOSEN)
        .await
        .page();
    assert!(refused.text().contains("This account is blocked"), "{refused:?}");
}

#[tokio::test]
async fn the_address_is_verified_by_it() {
    let world = World::new().await;
    let carla = world.person("carla").await;
    let (store, email) = (world.store().await, email_of("carla"));
    people::set_email(store, &carla.id, email, email, false, world.now())
        .await
        .unwrap();
    replace(&world, email).await;
    assert!(world.person("carla").await.email_verified);
}

#[tokio::test]
async fn it_ends_at_the_app_whose_login_was_under_way() {
    let world = World::new().await;
    let login_uri = json!({ "initiate_login_uri": "https://platform.example/sign-in" });
    world.change_client("platform", login_uri).await;
    world.worker_tick().await;
    let mut browser = world.browser();
    let login = browser
        .open(&world.client("platform").authorize("openid"))
        .await
        .page();
    let forgot = login
        .attribute_of("a[href^='/forgot-password']", "href")
        .expect("a link");
    let page = browser.follow(&forgot).await.page();
    let back = page
        .attribute_of("main a[href^='/login']", "href")
        .expect("the way back");
    assert_eq!(browser.follow(&back).await.page().url, login.url);
    let form = page.form().fill("email", email_of("carla"));
    form.submit(&mut browser).await.page();
    let link = reset_link(&reset_mail(&world).await);
    let done = choose(&mut world.browser(), &link, CHOSEN).await;
    let way_on = done.attribute_of("main a.button", "href").expect("a way on");
    assert!(
        way_on.starts_with("https://platform.example/sign-in?iss=https%3A%2F%2Fid.example"),
        "{way_on}"
    );
    assert!(way_on.contains("login_hint=carla%40solluna.example"), "{way_on}");
}

#[tokio::test]
async fn else_at_the_platform_s_login() {
    let world = World::new().await;
    let link = reset_link_for(&world, email_of("carla")).await;
    let done = choose(&mut world.browser(), &link, CHOSEN).await;
    assert_eq!(
        done.attribute_of("main a.button", "href").as_deref(),
        Some(PLATFORM_LOGIN)
    );
}
