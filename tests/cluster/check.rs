//! `voltkey check`: what it finds, and that it writes nothing.

use crate::harness::{Database, Installation, MailServer, Outcome};
use std::fs;
use std::net::TcpListener;

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
