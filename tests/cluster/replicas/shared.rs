//! What one replica does holds on the other at once; what they keep in memory follows within a second or two.

use super::Replicas;
use crate::harness::{App, Browser, PASSWORD, PATIENCE, SOON, email, tokens, within};
use std::time::Duration;

#[tokio::test(flavor = "multi_thread")]
async fn a_login_can_change_replicas_at_every_step() {
    let Some(replicas) = Replicas::start().await else {
        return;
    };
    let (first, second) = (&replicas.first.wire, &replicas.second.wire);
    let mut browser = Browser::default();
    // The request begins on one, the password goes to the other, the code to the one, the token to the other.
    let page = browser
        .open(first, &App.authorize(&[]))
        .await
        .expect("an answer")
        .page();
    let form = page.form().fill("email", &email(0)).fill("password", PASSWORD);
    let code = browser.submit(second, &form).await.expect("an answer").code();
    let (access, refresh) = tokens(&App.exchange(first, &code).await.expect("an answer"));
    let userinfo = second
        .get_with_token("/oauth2/userinfo", &access)
        .await
        .expect("an answer");
    assert_eq!(userinfo.status, 200);
    let (_, refresh) = tokens(&App.refresh(second, &refresh).await.expect("an answer"));
    assert!(App.is_active(first, &refresh).await);

    // The session is known on both, and over on both.
    let silent = App.authorize(&[("prompt", "none")]);
    for wire in [first, second] {
        let landed = browser.clone().open(wire, &silent).await.expect("an answer");
        assert!(landed.try_code().is_some(), "{landed:?}");
    }
    let stale = browser.clone();
    browser.open(first, "/auth/logout").await.expect("an answer");
    assert!(!browser.is_signed_in());
    let landed = stale.clone().open(second, &silent).await.expect("an answer");
    assert_eq!(landed.try_code(), None, "{landed:?}");
    replicas.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_revoked_on_one_is_worthless_on_the_other_at_once() {
    let Some(replicas) = Replicas::start().await else {
        return;
    };
    let (first, second) = (&replicas.first.wire, &replicas.second.wire);
    let landed = Browser::default()
        .log_in(first, &App.authorize(&[]), &email(0))
        .await;
    let code = landed.expect("an answer").code();
    let (access, refresh) = tokens(&App.exchange(first, &code).await.expect("an answer"));
    assert!(App.is_active(second, &access).await);

    App.revoke(first, &refresh).await.expect("an answer");
    assert!(!App.is_active(second, &access).await);
    let refused = App.refresh(second, &refresh).await.expect("an answer");
    assert_eq!(refused.verdict(), (400, "invalid_grant".to_owned()));
    replicas.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_are_the_same_and_follow_a_rotation_on_both() {
    let Some(replicas) = Replicas::start().await else {
        return;
    };
    let before = replicas.first.wire.published_keys().await;
    assert_eq!(replicas.second.wire.published_keys().await, before);

    replicas.installation.done(&["keys", "rotate", "--now"]).await;
    let have_changed = async || {
        let first = replicas.first.wire.published_keys().await;
        let second = replicas.second.wire.published_keys().await;
        first != before && first == second
    };
    assert!(within(SOON, have_changed).await);
    replicas.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn guesses_are_counted_together() {
    let Some(replicas) = Replicas::start().await else {
        return;
    };
    let mut browser = Browser::default();
    let page = browser.open(&replicas.first.wire, &App.authorize(&[])).await;
    let form = page.expect("an answer").page().form().fill("email", &email(0));
    let mut guess = async |wire| {
        let guess = form.clone().fill("password", "Mond-2026!");
        browser
            .submit(wire, &guess)
            .await
            .expect("an answer")
            .page()
            .status
    };
    for nth in 0..5 {
        let replica = [&replicas.first, &replicas.second][nth % 2];
        assert_eq!(guess(&replica.wire).await, 422);
    }
    assert_eq!(guess(&replicas.first.wire).await, 429);
    assert_eq!(guess(&replicas.second.wire).await, 429);
    replicas.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_is_sent_by_one_of_them() {
    let Some(replicas) = Replicas::start().await else {
        return;
    };
    let wires = [&replicas.first.wire, &replicas.second.wire];
    for wire in wires {
        let landed = Browser::default()
            .log_in(wire, &App.authorize(&[]), &email(0))
            .await;
        landed.expect("an answer").code();
    }
    let have_come = async || replicas.mail.mails_to(&email(0)) == 2;
    assert!(within(PATIENCE, have_come).await);
    // Time for each worker to look again.
    tokio::time::sleep(Duration::from_millis(2500)).await;
    assert_eq!(replicas.mail.mails_to(&email(0)), 2);
    replicas.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn when_one_is_killed_the_other_carries_on() {
    let Some(replicas) = Replicas::start().await else {
        return;
    };
    let mut browser = Browser::default();
    let page = browser.open(&replicas.first.wire, &App.authorize(&[])).await;
    let page = page.expect("an answer").page();
    replicas.first.kill();

    let form = page.form().fill("email", &email(0)).fill("password", PASSWORD);
    let wire = &replicas.second.wire;
    let code = browser.submit(wire, &form).await.expect("an answer").code();
    tokens(&App.exchange(wire, &code).await.expect("an answer"));
    replicas.second.stop().await;
}
