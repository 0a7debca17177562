//! The cookie of a session changes with every login; what relying parties call the session does not.

use super::{cookie_of, is_signed_in, sid_and_sub, thief_of};
use crate::harness::{World, minutes};
use crate::people::acts::after_password;

#[tokio::test]
async fn the_same_person_s_next_login_changes_the_cookie_and_keeps_the_sid() {
    let world = World::new().await;
    let mut browser = world.signed_in("ada").await;
    let (cookie, known) = (cookie_of(&browser), sid_and_sub(&world, &mut browser).await);
    world.clock.advance(minutes(1));
    let request = world
        .client("platform")
        .authorize("openid")
        .with("prompt", "login");
    world.sign_in(&mut browser, "ada", &request).await.answer().code();
    assert_ne!(cookie_of(&browser), cookie);
    assert_eq!(sid_and_sub(&world, &mut browser).await, known);
    assert!(
        !is_signed_in(&world, &mut thief_of(&world, &cookie)).await,
        "the old cookie is worth nothing"
    );
}

#[tokio::test]
async fn another_person_s_login_ends_the_first_one_s_session() {
    let world = World::new().await;
    let mut browser = world.signed_in("ada").await;
    let (cookie, of_ada) = (cookie_of(&browser), sid_and_sub(&world, &mut browser).await);
    let login = browser.get("/login").await.page();
    world.log_in(&mut browser, login, "ben").await.away();
    let of_ben = sid_and_sub(&world, &mut browser).await;
    assert_eq!(of_ben.1, world.person("ben").await.sub);
    assert_ne!(of_ben.0, of_ada.0);
    assert!(!is_signed_in(&world, &mut thief_of(&world, &cookie)).await);
}

#[tokio::test]
async fn a_login_that_does_not_get_to_its_end_changes_nothing() {
    let world = World::new().await;
    let mut browser = world.signed_in("ada").await;
    let (cookie, of_ada) = (cookie_of(&browser), sid_and_sub(&world, &mut browser).await);
    after_password(&mut browser, "ben").await;
    assert_eq!(cookie_of(&browser), cookie);
    assert_eq!(sid_and_sub(&world, &mut browser).await, of_ada);
}

#[tokio::test]
async fn an_attacker_s_cookie_is_not_taken_over_by_the_login() {
    let world = World::new().await;
    let attacker = world.signed_in("ben").await;
    let mut victim = thief_of(&world, &cookie_of(&attacker));
    let login = victim.get("/login").await.page();
    world.log_in(&mut victim, login, "ada").await.away();
    assert_ne!(cookie_of(&victim), cookie_of(&attacker), "no session fixation");
    assert_eq!(
        sid_and_sub(&world, &mut victim).await.1,
        world.person("ada").await.sub
    );
    assert!(!is_signed_in(&world, &mut attacker.clone()).await);
}
