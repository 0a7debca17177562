//! A mail server that hangs, refuses or has gone holds up neither people nor other people's mails.
//!
//! When exactly a mail is tried again is told in `tests/it`, where time can be moved.

use crate::harness::{App, Browser, Database, Installation, Server, email, execute, numbers, within, world};
use std::time::Duration;
use tokio::time::Instant;
use voltkey_tests::smtp::{Mood, MoodyServer};

/// Far less than the ten seconds that a mail server has for an answer.
const SOON: Duration = Duration::from_secs(7);
/// More than a login takes on a busy machine, and less than a mail server has for an answer.
const LOGIN: Duration = Duration::from_secs(8);
/// After which a server that is silent has been left.
const LEFT: Duration = Duration::from_secs(20);

/// A provider with that mail server and so many people.
async fn provider(mail: &MoodyServer, people: usize) -> (Installation, Server) {
    let installation = Installation::new().with("VOLTKEY_MAIL__URL", &mail.url);
    installation.write("world.toml", &world(people).await);
    installation.done(&["apply", "world.toml"]).await;
    let server = installation.serve().await;
    (installation, server)
}

/// Signs somebody in, which sends them a mail.
async fn sign_in(server: &Server, number: usize) {
    let began = Instant::now();
    let request = App.authorize(&[]);
    let landed = Browser::default()
        .log_in(&server.wire, &request, &email(number))
        .await;
    landed.expect("an answer").code();
    assert!(began.elapsed() < LOGIN, "the login took {:?}", began.elapsed());
}

async fn has_come(mail: &MoodyServer, number: usize, span: Duration) -> bool {
    within(span, async || !mail.taken(&email(number)).is_empty()).await
}

/// Waits until so many mails have had a failed attempt.
async fn have_failed(installation: &Installation, count: i64) {
    let failed = "SELECT COUNT(*) FROM jobs WHERE last_error IS NOT NULL";
    let file = installation.path("data/voltkey.db");
    let all = async || numbers(&file, failed).await[0] == count;
    assert!(within(LEFT, all).await, "the server is not left");
}

/// As if the time to the next attempt had passed.
async fn pass_time(installation: &Installation) {
    let file = installation.path("data/voltkey.db");
    execute(&file, "UPDATE jobs SET run_at = 0 WHERE done_at IS NULL").await;
}

#[tokio::test]
async fn four_mails_that_hang_do_not_hold_up_the_fifth() {
    for mood in [Mood::Silent, Mood::Dripping] {
        let mail = MoodyServer::start().await;
        let (installation, server) = provider(&mail, 6).await;
        for number in 0..4 {
            mail.is(mood, &email(number));
            sign_in(&server, number).await;
        }
        let all_hang = async || (0..4).all(|number| mail.attempts(&email(number)) == 1);
        assert!(within(SOON, all_hang).await);
        for number in 4..6 {
            let began = Instant::now();
            sign_in(&server, number).await;
            assert!(
                has_come(&mail, number, SOON).await,
                "{mood:?} holds up the others"
            );
            eprintln!("{mood:?}: the mail came after {:?}", began.elapsed());
        }

        have_failed(&installation, 4).await;
        for number in 0..4 {
            mail.is(Mood::Obliging, &email(number));
        }
        pass_time(&installation).await;
        for number in 0..4 {
            assert!(has_come(&mail, number, SOON).await, "{mood:?}: a mail got lost");
        }
        server.stop().await;
    }
}

#[tokio::test]
async fn people_sign_in_while_the_server_hangs_and_get_their_mails_later() {
    for mood in [Mood::Silent, Mood::Dripping, Mood::Gone] {
        let mail = MoodyServer::start().await;
        let (installation, server) = provider(&mail, 6).await;
        mail.greets(mood);
        for number in 0..6 {
            sign_in(&server, number).await;
        }
        have_failed(&installation, 6).await;
        mail.greets(Mood::Obliging);
        pass_time(&installation).await;
        for number in 0..6 {
            assert!(has_come(&mail, number, SOON).await, "{mood:?}: a mail got lost");
            assert_eq!(mail.taken(&email(number)).len(), 1, "{mood:?}: a mail came twice");
        }
        server.stop().await;
    }
}

#[tokio::test]
async fn a_stop_waits_for_the_mails_under_way_and_takes_no_other() {
    let mail = MoodyServer::start().await;
    let (installation, server) = provider(&mail, 4).await;
    for number in 0..4 {
        mail.is(Mood::Silent, &email(number));
        sign_in(&server, number).await;
    }
    assert!(
        within(SOON, async || (0..4)
            .all(|number| mail.attempts(&email(number)) == 1))
        .await
    );
    let began = Instant::now();
    server.stop().await;
    assert!(began.elapsed() < LEFT, "the stop took {:?}", began.elapsed());
    let kept = "SELECT COUNT(*) FROM jobs WHERE locked_until = 0 AND last_error IS NOT NULL";
    let kept = Database::Sqlite.number(&installation, kept).await;
    assert_eq!(kept, 4, "what became of them is written down");
}

/// Not even for those who look for a fault.
#[tokio::test]
async fn no_log_has_a_password_or_a_mail() {
    let mail = MoodyServer::start().await;
    let url = mail.url.replace("smtp://", "smtp://volt:s3cret-passw0rd@");
    let installation = Installation::new()
        .with("VOLTKEY_MAIL__URL", &url)
        .with("VOLTKEY_LOG__LEVEL", "trace");
    installation.write("world.toml", &world(1).await);
    installation.done(&["apply", "world.toml"]).await;
    let server = installation.serve().await;
    sign_in(&server, 0).await;
    assert!(has_come(&mail, 0, SOON).await);
    let log = server.stop().await.stderr;
    assert!(log.contains("TRACE"), "it tells everything else");
    // The password in clear and as PLAIN sends it, a field of the mail, and the mail's own words.
    for secret in [
        "s3cret-passw0rd",
        "AHZvbHQAczNjcmV0LXBhc3N3MHJk",
        "Message-ID:",
        "New sign-in",
    ] {
        assert!(!log.contains(secret), "{secret} is in the log");
    }
}
