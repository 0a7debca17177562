//! An authenticator whose clock is off (RFC 6238, 6).

use crate::harness::{OTP_SECRET, World, minutes, pin_at, seconds};
use crate::people::acts::{after_password, enter_bad_pin, enter_pin};

#[tokio::test]
async fn half_a_minute_either_way_does_not_matter() {
    let world = World::new().await;
    let mut browser = world.browser();
    let page = after_password(&mut browser, "ada").await;
    enter_pin(
        &mut browser,
        &page,
        &pin_at(OTP_SECRET, world.now() + seconds(30)),
    )
    .await
    .away();
    let mut browser = world.browser();
    let page = after_password(&mut browser, "ben").await;
    enter_pin(
        &mut browser,
        &page,
        &pin_at(OTP_SECRET, world.now() - seconds(30)),
    )
    .await
    .away();
}

#[tokio::test]
async fn a_drift_is_remembered() {
    let world = World::new().await;
    let fast = |by: u64| pin_at(OTP_SECRET, world.now() + seconds(by));
    let mut browser = world.browser();
    let page = after_password(&mut browser, "ada").await;
    enter_pin(&mut browser, &page, &fast(30)).await.away();
    // By now the phone is a minute fast: too much for a stranger, and no surprise from this one.
    world.clock.advance(minutes(5));
    let mut browser = world.browser();
    let page = after_password(&mut browser, "ada").await;
    enter_pin(&mut browser, &page, &fast(60)).await.away();
    let mut browser = world.browser();
    let page = after_password(&mut browser, "ben").await;
    assert_eq!(enter_bad_pin(&mut browser, &page, &fast(60)).await.status, 422);
}

#[tokio::test]
async fn minutes_either_way_are_told() {
    let world = World::new().await;
    let mut browser = world.browser();
    let page = after_password(&mut browser, "ada").await;
    for (moment, told) in [
        (world.now() + minutes(3), "about 3 minutes fast"),
        (world.now() - minutes(8), "about 8 minutes slow"),
        (world.now() + minutes(1), "about 1 minute fast"),
    ] {
        let again = enter_bad_pin(&mut browser, &page, &pin_at(OTP_SECRET, moment)).await;
        assert_eq!(again.status, 422);
        assert!(again.text().contains(told), "{told}: {again:?}");
    }
    let hours_away = pin_at(OTP_SECRET, world.now() + minutes(180));
    let again = enter_bad_pin(&mut browser, &page, &hours_away).await;
    assert!(again.text().contains("That PIN is not right."), "{again:?}");
}

#[tokio::test]
async fn a_pin_that_was_told_to_be_early_never_logs_in() {
    let world = World::new().await;
    let early = pin_at(OTP_SECRET, world.now() + minutes(3));
    let mut browser = world.browser();
    let page = after_password(&mut browser, "ada").await;
    assert_eq!(enter_bad_pin(&mut browser, &page, &early).await.status, 422);
    world.clock.advance(minutes(3));
    let again = enter_bad_pin(&mut browser, &page, &early).await;
    assert!(again.text().contains("This PIN was used already."), "{again:?}");
    world.clock.advance(seconds(30));
    world.enter_pin(&mut browser, again, "ada").await.away();
}

#[tokio::test]
async fn a_pin_of_minutes_ago_that_was_used_is_not_told_to_be_slow() {
    let world = World::new().await;
    let used = world.fresh_pin("ada");
    let mut browser = world.browser();
    let page = after_password(&mut browser, "ada").await;
    enter_pin(&mut browser, &page, &used).await.away();
    world.clock.advance(minutes(5));
    let mut browser = world.browser();
    let page = after_password(&mut browser, "ada").await;
    let again = enter_bad_pin(&mut browser, &page, &used).await;
    assert!(again.text().contains("This PIN was used already."), "{again:?}");
}
