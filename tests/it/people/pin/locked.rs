//! Five wrong PINs: whoever enters them knows the password.

use crate::harness::{World, minutes};
use crate::people::acts::{WRONG_PIN, after_password, enter_bad_pin, enter_pin, first_pin, lock_pins};
use crate::people::cast;
use voltkey_flows::jobs::Task;

#[tokio::test]
async fn after_five_wrong_ones_none_is_taken_for_a_quarter_of_an_hour() {
    let world = World::new().await;
    let mut browser = world.browser();
    let page = after_password(&mut browser, "ada").await;
    lock_pins(&mut browser, &page).await;
    let refused = enter_bad_pin(&mut browser, &page, &world.fresh_pin("ada")).await;
    assert_eq!(
        (refused.status.as_u16(), refused.header("retry-after")),
        (429, "900")
    );
    assert!(refused.text().contains("Try again in 15 minutes."), "{refused:?}");

    world.clock.advance(minutes(15));
    let page = after_password(&mut browser, "ada").await;
    world.enter_pin(&mut browser, page, "ada").await.away();
}

#[tokio::test]
async fn a_new_login_from_elsewhere_does_not_unlock() {
    let world = World::new().await;
    let mut browser = world.browser();
    let page = after_password(&mut browser, "ada").await;
    lock_pins(&mut browser, &page).await;
    let mut elsewhere = world.browser().at("203.0.113.5");
    let page = after_password(&mut elsewhere, "ada").await;
    assert_eq!(enter_bad_pin(&mut elsewhere, &page, WRONG_PIN).await.status, 429);
}

#[tokio::test]
async fn the_person_is_told_by_mail_once() {
    let world = World::new().await;
    let mut browser = world.browser().at("203.0.113.5");
    let page = after_password(&mut browser, "ben").await;
    for _ in 0..4 {
        enter_bad_pin(&mut browser, &page, WRONG_PIN).await;
    }
    assert!(world.mails().await.is_empty(), "four may be slips");
    for _ in 0..4 {
        enter_bad_pin(&mut browser, &page, WRONG_PIN).await;
    }
    let mails = world.mails().await;
    let [Task::WrongPins(notice)] = &mails[..] else {
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
    assert_eq!(notice.at, world.now());
}

#[tokio::test]
async fn a_right_pin_clears_the_count() {
    let world = World::new().await;
    for _ in 0..3 {
        let mut browser = world.browser();
        let page = after_password(&mut browser, "ada").await;
        for _ in 0..4 {
            assert_eq!(enter_bad_pin(&mut browser, &page, WRONG_PIN).await.status, 422);
        }
        world.enter_pin(&mut browser, page, "ada").await.away();
    }
    assert_eq!(wrong_pins(&world).await, 0);
}

#[tokio::test]
async fn whoever_has_the_password_cannot_lock_ada_out_of_her_own_browser() {
    let world = World::new().await;
    let mut ada = world.signed_in("ada").await;
    let mut thief = world.browser().at("203.0.113.5");
    let page = after_password(&mut thief, "ada").await;
    lock_pins(&mut thief, &page).await;
    let page = after_password(&mut ada, "ada").await;
    world.enter_pin(&mut ada, page, "ada").await.away();
}

async fn wrong_pins(world: &World) -> usize {
    world
        .mails()
        .await
        .iter()
        .filter(|task| matches!(task, Task::WrongPins(_)))
        .count()
}

#[tokio::test]
async fn whoever_has_the_password_gets_no_further_pins_by_further_browsers() {
    let world = World::new().await;
    // Before Carla had an authenticator, her password alone made these browsers known.
    let mut known = [world.browser(), world.browser()];
    for browser in &mut known {
        let login = browser.get("/login").await.page();
        world.log_in(browser, login, "carla").await.away();
    }
    cast::must_enroll(&world, "carla", true).await;
    let mut hers = world.browser();
    let set_up = after_password(&mut hers, "carla").await;
    enter_pin(&mut hers, &set_up, &first_pin(&world, &set_up))
        .await
        .away();
    let [first, second] = &mut known;
    let page = after_password(first, "carla").await;
    lock_pins(first, &page).await;
    let page = after_password(second, "carla").await;
    assert_eq!(enter_bad_pin(second, &page, WRONG_PIN).await.status, 429);
}
