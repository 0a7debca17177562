//! When a session is over.

use super::{cookie_of, is_signed_in, thief_of};
use crate::harness::{World, days, minutes, seconds};

#[tokio::test]
async fn it_ends_after_eight_hours_without_use() {
    let world = World::new().await;
    let mut browser = world.signed_in("ada").await;
    for _ in 0..3 {
        world.clock.advance(minutes(8 * 60) - seconds(1));
        assert!(is_signed_in(&world, &mut browser).await, "each use counts");
    }
    world.clock.advance(minutes(8 * 60));
    assert!(!is_signed_in(&world, &mut browser).await);
}

#[tokio::test]
async fn a_page_of_ours_does_not_keep_it_alive_for_others() {
    let world = World::with("[session]\nidle = \"10m\"").await;
    let (mut ada, mut ben) = (world.signed_in("ada").await, world.signed_in("ben").await);
    world.clock.advance(minutes(9));
    assert!(is_signed_in(&world, &mut ada).await);
    world.clock.advance(minutes(9));
    assert!(is_signed_in(&world, &mut ada).await);
    assert!(!is_signed_in(&world, &mut ben).await);
}

#[tokio::test]
async fn it_ends_after_thirty_days_of_constant_use() {
    let world = World::new().await;
    let mut browser = world.signed_in("ada").await;
    let begun = world.now();
    let mut others = thief_of(&world, &cookie_of(&browser));
    while world.now() + minutes(7 * 60) < begun + days(30) {
        world.clock.advance(minutes(7 * 60));
        assert!(is_signed_in(&world, &mut browser).await);
    }
    let left = (begun + days(30)).saturating_since(world.now());
    world.clock.advance(left - seconds(1));
    assert!(is_signed_in(&world, &mut browser).await);
    world.clock.advance(seconds(1));
    assert!(
        !is_signed_in(&world, &mut browser).await,
        "the browser has dropped the cookie"
    );
    assert!(
        !is_signed_in(&world, &mut others).await,
        "and the row is worth nothing without that"
    );
}

#[tokio::test]
async fn its_cookie_is_worth_nothing_after_the_log_out() {
    let world = World::new().await;
    let mut browser = world.signed_in("ada").await;
    let mut thief = thief_of(&world, &cookie_of(&browser));
    assert!(is_signed_in(&world, &mut thief).await);
    browser.get("/auth/logout").await.page();
    assert!(!is_signed_in(&world, &mut thief).await);
    assert!(!is_signed_in(&world, &mut browser).await);
}

#[tokio::test]
async fn it_ends_with_a_block() {
    let world = World::new().await;
    let mut browser = world.signed_in("ada").await;
    world.block("ada").await;
    assert!(!is_signed_in(&world, &mut browser).await);
    assert!(
        is_signed_in(&world, &mut world.signed_in("ben").await).await,
        "nobody else's"
    );
}

#[tokio::test]
async fn garbage_is_no_session() {
    let world = World::new().await;
    for cookie in [
        "",
        "x",
        &"A".repeat(43),
        &"A".repeat(5000),
        "%00%0d%0a",
        "\"quoted\"",
    ] {
        assert!(
            !is_signed_in(&world, &mut thief_of(&world, cookie)).await,
            "{cookie}"
        );
    }
}
