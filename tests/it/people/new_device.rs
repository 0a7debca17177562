//! A mail tells a person of a browser that was not known.

use super::acts::{WRONG_PIN, after_password, enter, enter_pin};
use crate::harness::{World, email_of, minutes};
use voltkey_flows::jobs::Task;

#[tokio::test]
async fn the_first_login_of_a_browser_is_told_and_the_next_are_not() {
    let world = World::new().await;
    let mut browser = world.browser().at("203.0.113.5");
    browser.user_agent = "Sunflower/1.0".to_owned();
    let page = after_password(&mut browser, "ben").await;
    assert!(world.mails().await.is_empty(), "not before the second factor");
    world.enter_pin(&mut browser, page, "ben").await.away();
    let mails = world.mails().await;
    let [Task::NewDevice(notice)] = &mails[..] else {
        panic!("{mails:?}")
    };
    assert_eq!(
        (notice.email.as_str(), notice.name.as_str()),
        ("ben@sonnenfeld.example", "Ben Berger")
    );
    assert_eq!(
        (notice.language.as_str(), notice.network.as_str()),
        ("de", "203.0.113.5")
    );
    assert_eq!(
        (notice.user_agent.as_str(), notice.at),
        ("Sunflower/1.0", world.now())
    );

    world.clock.advance(minutes(1));
    let page = after_password(&mut browser, "ben").await;
    world.enter_pin(&mut browser, page, "ben").await.away();
    assert!(world.mails().await.is_empty(), "it is known by now");
}

#[tokio::test]
async fn a_browser_is_new_to_each_of_its_people() {
    let world = World::new().await;
    let mut browser = world.signed_in("ada").await;
    assert_eq!(world.mails().await.len(), 1);
    let page = after_password(&mut browser, "ben").await;
    world.enter_pin(&mut browser, page, "ben").await.away();
    let mails = world.mails().await;
    assert!(
        matches!(&mails[..], [Task::NewDevice(notice)] if notice.email == email_of("ben")),
        "{mails:?}"
    );
}

#[tokio::test]
async fn the_same_browser_elsewhere_is_not_new() {
    let world = World::new().await;
    let browser = world.signed_in("ada").await;
    world.mails().await;
    let mut browser = browser.at("203.0.113.5");
    let page = after_password(&mut browser, "ada").await;
    world.enter_pin(&mut browser, page, "ada").await.away();
    assert!(world.mails().await.is_empty());
}

#[tokio::test]
async fn after_everything_was_cleared_it_is_new_again() {
    let world = World::new().await;
    let mut browser = world.signed_in("ada").await;
    browser.get("/auth/logout").await.page();
    world.mails().await;
    let page = after_password(&mut browser, "ada").await;
    world.enter_pin(&mut browser, page, "ada").await.away();
    assert_eq!(world.mails().await.len(), 1);
}

#[tokio::test]
async fn failed_logins_are_no_news() {
    let world = World::new().await;
    let mut browser = world.browser();
    let login = browser.get("/login").await.page();
    enter(&mut browser, &login, email_of("ada"), "wrong").await;
    let pin = after_password(&mut browser, "ada").await;
    enter_pin(&mut browser, &pin, WRONG_PIN).await.page();
    assert!(world.mails().await.is_empty());
}
