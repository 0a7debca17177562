//! `voltkey check`: what it finds, and that it writes nothing.

use crate::harness::{
    App, Browser, Database, Installation, MailServer, Outcome, SOON, email, numbers, within, world,
};
use std::fs;
use std::net::TcpListener;
use voltkey_tests::smtp::{Mood, MoodyServer};

/// Runs it where nothing may change.
async fn check(installation: &Installation) -> Outcome {
    let before = installation.everything();
    let outcome = installation.run(&["check"]).await;
    assert!(installation.everything() == before, "a check writes nothing");
    outcome
}

/// The line about one thing.
fn line<'o>(outcome: &'o Outcome, about: &str) -> &'o str {
    let found = outcome
        .stdout
        .lines()
        .find(|line| line[6..].starts_with(&format!("{about}: ")));
    found.unwrap_or_else(|| panic!("nothing about {about}: {outcome:?}"))
}

#[tokio::test]
async fn a_good_installation_has_no_fault() {
    let mail = MailServer::start().await;
    let installation = Installation::new().with("VOLTKEY_MAIL__URL", &mail.url);
    installation.serve().await.stop().await;
    let outcome = check(&installation).await;
    assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""));
    for about in [
        "configuration",
        "listen",
        "clock",
        "database",
        "master key",
        "signing keys",
        "decryption keys",
        "outbox",
        "mail",
    ] {
        let line = line(&outcome, about);
        assert!(line.starts_with("ok    "), "{line}");
    }
    // Plain http is fine for a start, and said to be no more.
    assert!(line(&outcome, "public URL").starts_with("note  "));
}

#[tokio::test]
async fn beside_a_running_provider_the_port_is_no_fault() {
    let mail = MailServer::start().await;
    let installation = Installation::new().with("VOLTKEY_MAIL__URL", &mail.url);
    let server = installation.serve().await;
    let outcome = installation.run(&["check"]).await;
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    assert!(line(&outcome, "listen").contains("the provider runs already"));
    assert!(line(&outcome, "database").starts_with("ok    "));
    server.stop().await;
}

#[tokio::test]
async fn an_empty_folder_is_told_what_serve_will_make() {
    let mail = MailServer::start().await;
    let installation = Installation::new().with("VOLTKEY_MAIL__URL", &mail.url);
    let outcome = check(&installation).await;
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    assert_eq!(
        line(&outcome, "database"),
        "note  database: data/voltkey.db does not exist yet: `voltkey serve` makes it"
    );
}

#[tokio::test]
async fn a_mail_server_that_is_down_is_a_fault_with_its_key() {
    let nobody = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap();
    let installation = Installation::new().with("VOLTKEY_MAIL__URL", &format!("smtp://{nobody}"));
    installation.serve().await.stop().await;
    let outcome = check(&installation).await;
    assert_eq!(outcome.code, Some(1));
    let mail = line(&outcome, "mail");
    assert!(mail.starts_with(&format!("FAIL  mail: {nobody}: ")), "{mail}");
    assert!(mail.ends_with("; see mail.url"), "{mail}");
    assert_eq!(outcome.stderr, "one finding keeps the provider from working\n");
}

#[tokio::test]
async fn a_refusal_is_told_with_its_step_its_answer_and_a_remedy() {
    let mail = MoodyServer::start().await;
    let installation = Installation::new().with("VOLTKEY_MAIL__URL", &mail.url);
    let told = async || {
        let outcome = installation.run(&["check"]).await;
        (outcome.code, line(&outcome, "mail").to_owned())
    };
    let server = mail.url.trim_start_matches("smtp://");
    assert_eq!(
        told().await,
        (
            Some(0),
            format!("ok    mail: {server} takes mail from no-reply@localhost")
        )
    );
    assert_eq!(mail.attempts("no-reply@localhost"), 1);

    mail.is(Mood::Answers("554 5.7.1 no relaying"), "no-reply@localhost");
    let (code, finding) = told().await;
    let beginning = format!("FAIL  mail: {server}: at RCPT TO: 554 5.7.1 no relaying; ");
    assert!(code == Some(1) && finding.starts_with(&beginning), "{finding}");
    assert!(finding.ends_with("; see mail.from"), "{finding}");

    // Mails go out all the same; only what comes back is lost.
    mail.is(Mood::Answers("550 5.1.1 no such mailbox"), "no-reply@localhost");
    let (code, finding) = told().await;
    let beginning =
        format!("note  mail: {server}: at RCPT TO: 550 5.1.1 no such mailbox; give the sender a mailbox");
    assert!(code == Some(0) && finding.starts_with(&beginning), "{finding}");

    mail.greets(Mood::Answers("554 not for you"));
    let (code, finding) = told().await;
    let beginning = format!("FAIL  mail: {server}: at EHLO: 554 not for you; ");
    assert!(code == Some(1) && finding.starts_with(&beginning), "{finding}");

    mail.greets(Mood::Silent);
    let (code, finding) = told().await;
    let beginning = format!("FAIL  mail: {server}: at EHLO: no answer within 10 seconds; ");
    assert!(code == Some(1) && finding.starts_with(&beginning), "{finding}");
    assert!(mail.taken("no-reply@localhost").is_empty(), "no mail is sent");
}

#[tokio::test]
async fn mails_that_were_not_taken_are_listed_with_the_answer_and_without_their_address() {
    let mail = MoodyServer::start().await;
    let installation = Installation::new().with("VOLTKEY_MAIL__URL", &mail.url);
    installation.write("world.toml", &world(3).await);
    installation.done(&["apply", "world.toml"]).await;
    let refusal = "550 5.1.1 <person-0@sonnenfeld.example>: \u{1b}[31m person-0 is unknown, see https://help.example/?a=b";
    mail.is(Mood::Answers(refusal), &email(0));
    mail.is(Mood::Answers("451 4.7.1 later"), &email(1));
    let server = installation.serve().await;
    for number in 0..3 {
        let request = App.authorize(&[]);
        let landed = Browser::default()
            .log_in(&server.wire, &request, &email(number))
            .await;
        landed.expect("an answer").code();
    }
    let file = installation.path("data/voltkey.db");
    let is_settled = async || {
        let open = "SELECT COUNT(*) FROM jobs WHERE done_at IS NULL AND last_error IS NULL";
        numbers(&file, open).await[0] == 0
    };
    assert!(within(SOON * 3, is_settled).await);
    server.stop().await;

    let outcome = check(&installation).await;
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    let lines: Vec<_> = outcome.stdout.lines().collect();
    let about = "note  outbox: mails: 2 with a last attempt that failed";
    let first = lines
        .iter()
        .position(|line| *line == about)
        .unwrap_or_else(|| panic!("{outcome:?}"));
    // The latest first.
    let [put_off, refused] = lines[first + 1..first + 3] else {
        panic!("{outcome:?}")
    };
    assert!(put_off.starts_with("        new_device since 20"), "{put_off}");
    assert!(put_off.contains(", 1 attempt, next attempt 20"), "{put_off}");
    let answer = ": the mail could not be handed over at RCPT TO: 451 4.7.1 later";
    assert!(put_off.ends_with(answer), "{put_off}");
    assert!(refused.contains(", 1 attempt, given up 20"), "{refused}");
    let answer = ": the mail server refused the mail at RCPT TO: 550 5.1.1 … [31m … is unknown, see …";
    assert!(refused.ends_with(answer), "{refused}");
    assert!(!outcome.stdout.contains("sonnenfeld"), "{}", outcome.stdout);
}

#[tokio::test]
async fn a_missing_master_key_is_a_fault_and_is_not_made() {
    let mail = MailServer::start().await;
    let installation = Installation::new().with("VOLTKEY_MAIL__URL", &mail.url);
    installation.serve().await.stop().await;
    fs::remove_file(installation.path("keys/master.key")).unwrap();
    let outcome = check(&installation).await;
    assert_eq!(outcome.code, Some(1));
    assert_eq!(
        line(&outcome, "master key"),
        "FAIL  master key: this database belongs to a master key, but keys/master.key does not exist: put the file \
         back"
    );
}

#[tokio::test]
async fn every_fault_is_told_in_one_run() {
    let nobody = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap();
    let installation = Installation::new()
        .with("VOLTKEY_MAIL__URL", &format!("smtp://{nobody}"))
        .with(
            "VOLTKEY_DATABASE__URL",
            &format!("postgres://volt:s3cret@{nobody}/volt"),
        );
    let outcome = check(&installation).await;
    assert_eq!(outcome.code, Some(1));
    assert!(line(&outcome, "database").starts_with("FAIL  "));
    assert!(line(&outcome, "mail").starts_with("FAIL  "));
    assert_eq!(outcome.stderr, "2 findings keep the provider from working\n");
    assert!(!outcome.stdout.contains("s3cret"), "{}", outcome.stdout);
}

#[tokio::test]
async fn an_empty_postgresql_database_stays_empty() {
    let Some(database) = Database::postgres().await else {
        return;
    };
    let database = Database::Postgres(database);
    let mail = MailServer::start().await;
    let installation = database.installation().with("VOLTKEY_MAIL__URL", &mail.url);
    let outcome = check(&installation).await;
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    assert_eq!(
        line(&outcome, "database"),
        "note  database: the database is empty: `voltkey serve` makes its tables"
    );
    let tables = "SELECT COUNT(*) FROM pg_tables WHERE schemaname = 'public'";
    assert_eq!(database.number(&installation, tables).await, 0);
}
