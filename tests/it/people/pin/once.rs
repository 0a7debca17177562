//! A PIN works once (RFC 6238, 5.2).

use crate::harness::{OTP_SECRET, World, pin_at, seconds};
use crate::people::acts::{after_password, enter_bad_pin, enter_password, enter_pin, post_bare};
use tokio::task::JoinSet;

#[tokio::test]
async fn a_used_pin_is_told_apart_from_a_wrong_one_in_the_next_login() {
    let world = World::new().await;
    let pin = world.fresh_pin("ada");
    let mut first = world.browser();
    let page = after_password(&mut first, "ada").await;
    enter_pin(&mut first, &page, &pin).await.away();

    let mut second = world.browser();
    let page = after_password(&mut second, "ada").await;
    let again = enter_bad_pin(&mut second, &page, &pin).await;
    assert_eq!(again.status, 422);
    assert!(again.text().contains("This PIN was used already."), "{again:?}");
    world.enter_pin(&mut second, again, "ada").await.away();
}

#[tokio::test]
async fn an_older_pin_does_not_work_after_a_newer_one() {
    let world = World::new().await;
    let older = pin_at(OTP_SECRET, world.now());
    world.clock.advance(seconds(30));
    world.signed_in("ada").await;
    let mut browser = world.browser();
    let page = after_password(&mut browser, "ada").await;
    assert_eq!(enter_bad_pin(&mut browser, &page, &older).await.status, 422);
}

#[tokio::test]
async fn one_authenticator_s_pin_is_nobody_else_s_loss() {
    // Ada's and Ben's authenticators show the same PIN, and each uses it once.
    let world = World::new().await;
    for name in ["ada", "ben"] {
        let mut browser = world.browser();
        let page = after_password(&mut browser, name).await;
        enter_pin(&mut browser, &page, &pin_at(OTP_SECRET, world.now()))
            .await
            .away();
    }
}

#[tokio::test]
async fn a_button_that_is_pressed_twice_logs_in_once() {
    let world = World::new().await;
    let platform = world.client("platform");
    let request = platform.authorize("openid");
    let mut browser = world.browser();
    let login = browser.open(&request).await.page();
    let page = enter_password(&mut browser, &login, "ada").await;
    let form = page.form().fill("pin", &world.fresh_pin("ada"));
    // The browser follows the answer to the second press only; the first has let Ada in already.
    assert_eq!(post_bare(&mut browser, &form).await.status, 303);
    let answer = form.submit(&mut browser).await.answer();
    platform.exchange(&request, answer.code()).await.tokens();
}

#[tokio::test]
async fn sent_again_after_the_answer_it_gives_no_second_code() {
    let world = World::new().await;
    let mut browser = world.browser();
    let login = browser
        .open(&world.client("platform").authorize("openid"))
        .await
        .page();
    let page = enter_password(&mut browser, &login, "ada").await;
    let form = page.form().fill("pin", &world.fresh_pin("ada"));
    form.submit(&mut browser).await.answer().code();
    assert_eq!(form.submit(&mut browser).await.page().status, 410);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_logins_that_race_for_one_pin_exactly_one_wins() {
    let world = World::new().await;
    let pin = world.fresh_pin("ada");
    let mut logins = JoinSet::new();
    for _ in 0..4 {
        let mut browser = world.browser();
        let form = after_password(&mut browser, "ada").await.form().fill("pin", &pin);
        logins.spawn(async move { post_bare(&mut browser, &form).await.status.as_u16() });
    }
    let mut statuses = logins.join_all().await;
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 422, 422, 422]);
}
