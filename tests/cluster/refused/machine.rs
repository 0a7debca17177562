//! Ports and folders that can't be had.

use super::started_once;
use crate::harness::Installation;
use std::net::TcpListener;

#[tokio::test]
async fn a_port_in_use_is_named_with_its_key() {
    let installation = Installation::new();
    let _taken = TcpListener::bind(("127.0.0.1", installation.port)).unwrap();
    let told = installation.refused(&["serve"]).await;
    let expected = format!(
        "cannot listen on 127.0.0.1:{} (server.listen): stop what uses that port, or choose another: ",
        installation.port
    );
    assert!(told.starts_with(&expected), "{told}");
}

#[tokio::test]
async fn a_second_start_beside_the_first_changes_nothing_of_it() {
    let installation = Installation::new();
    let server = installation.serve().await;
    let master_key = installation.path("keys/master.key");
    let before = installation.everything().remove(&master_key);
    let outcome = installation.run(&["serve"]).await;
    assert_eq!(outcome.code, Some(1));
    assert!(outcome.stderr.contains("server.listen"), "{}", outcome.stderr);
    assert_eq!(installation.everything().remove(&master_key), before);
    server.stop().await;
}

#[tokio::test]
async fn a_read_only_folder_for_the_database_is_named() {
    let installation = Installation::new()
        .with("VOLTKEY_DATABASE__URL", "sqlite:safe/data/voltkey.db")
        .without_rights();
    installation.make_folder("safe");
    installation.set_mode("safe", 0o555);
    let told = installation.refused(&["serve"]).await;
    assert_eq!(
        told,
        "database.url: cannot make the folder safe/data: Permission denied (os error 13)"
    );
}

#[tokio::test]
async fn a_database_in_a_folder_that_became_read_only_is_named() {
    let installation = started_once().await.without_rights();
    installation.set_mode("data/voltkey.db", 0o400);
    installation.set_mode("data", 0o555);
    let told = installation.refused(&["serve"]).await;
    assert_eq!(
        told,
        "database.url: the database data/voltkey.db can't be written, because the file or its folder is read-only"
    );
}

#[tokio::test]
async fn a_read_only_folder_for_the_master_key_is_told_before_there_is_a_database() {
    let installation = Installation::new()
        .with("VOLTKEY_KEYS__DIR", "safe")
        .without_rights();
    installation.make_folder("safe");
    installation.set_mode("safe", 0o555);
    let told = installation.refused(&["serve"]).await;
    assert_eq!(told, "cannot make safe/master.key: permission denied");
}

#[tokio::test]
async fn a_file_in_place_of_a_folder_is_named() {
    let installation = Installation::new();
    installation.write("data", "");
    let told = installation.refused(&["serve"]).await;
    assert!(
        told.starts_with("database.url: cannot make the folder data: "),
        "{told}"
    );

    let installation = Installation::new();
    installation.write("keys", "");
    let told = installation.refused(&["serve"]).await;
    assert!(told.starts_with("cannot read keys/master.key: "), "{told}");
}
