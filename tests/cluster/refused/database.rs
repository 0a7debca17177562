//! Databases that can't be used.

use super::started_once;
use crate::harness::{Database, Installation, execute};
use std::net::TcpListener;

/// A migration that only a later version knows.
const FROM_THE_FUTURE: &str = "INSERT INTO _sqlx_migrations
    (version, description, success, checksum, execution_time) VALUES (9999, 'later', TRUE, '', 0)";

#[tokio::test]
async fn a_sqlite_file_from_the_future_is_left_alone() {
    let installation = started_once().await;
    execute(&installation.path("data/voltkey.db"), FROM_THE_FUTURE).await;
    for command in [["serve"].as_slice(), &["keys", "rotate", "--now"]] {
        assert_eq!(
            installation.refused(command).await,
            "database.url: the database is from the future, because a newer version has applied migration 9999 to it: \
             start that version, or restore a backup from before it"
        );
    }
}

#[tokio::test]
async fn a_postgresql_database_from_the_future_is_left_alone() {
    let Some(database) = Database::postgres().await else {
        return;
    };
    let database = Database::Postgres(database);
    let installation = database.installation();
    installation.serve().await.stop().await;
    database.execute(&installation, FROM_THE_FUTURE).await;
    let told = installation.refused(&["serve"]).await;
    assert!(
        told.starts_with("database.url: the database is from the future"),
        "{told}"
    );
}

#[tokio::test]
async fn a_file_that_is_no_database_is_left_alone() {
    let installation = Installation::new().with("VOLTKEY_DATABASE__URL", "sqlite:letter.txt");
    installation.write("letter.txt", &"Dear reader, I am no database. ".repeat(100));
    let told = installation.refused(&["serve"]).await;
    assert_eq!(
        told,
        "database.url: the file letter.txt is not a SQLite database: name another"
    );
}

#[tokio::test]
async fn a_server_that_does_not_answer_is_told_with_its_key() {
    let nobody = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap();
    let url = format!("postgres://volt:s3cret@{nobody}/volt");
    let installation = Installation::new().with("VOLTKEY_DATABASE__URL", &url);
    let told = installation.refused(&["serve"]).await;
    assert!(
        told.starts_with("database.url: there is no connection to the database: "),
        "{told}"
    );
    assert!(!told.contains("s3cret"), "{told}");
}

#[tokio::test]
async fn a_user_whom_postgresql_does_not_know_is_told() {
    let Some(database) = Database::postgres().await else {
        return;
    };
    let url = database.url.replace("postgres@", "voltkey_nobody:s3cret@");
    assert_ne!(url, database.url);
    let told = Installation::new()
        .with("VOLTKEY_DATABASE__URL", &url)
        .refused(&["serve"])
        .await;
    assert_eq!(
        told,
        "database.url: the database refused the user name or the password"
    );
}

#[tokio::test]
async fn a_database_that_postgresql_does_not_have_is_told() {
    let Some(database) = Database::postgres().await else {
        return;
    };
    let url = format!("{}_else", database.url);
    let told = Installation::new()
        .with("VOLTKEY_DATABASE__URL", &url)
        .refused(&["serve"])
        .await;
    assert!(
        told.starts_with("database.url: the server has no database of the name given: "),
        "{told}"
    );
}
