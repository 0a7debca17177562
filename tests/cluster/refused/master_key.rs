//! A master key that is missing, another's, damaged, or open to others.

use super::started_once;
use crate::harness::Installation;
use std::fs;

/// Every command that opens the database.
const COMMANDS: [&[&str]; 3] = [&["serve"], &["apply", "world.toml"], &["keys", "list"]];

async fn each_command_says(installation: &Installation, expected: &str) {
    installation.write("world.toml", "");
    for command in COMMANDS {
        assert_eq!(installation.refused(command).await, expected, "{command:?}");
    }
}

#[tokio::test]
async fn a_missing_one_is_asked_for_and_no_other_made() {
    let installation = started_once().await;
    fs::remove_file(installation.path("keys/master.key")).unwrap();
    each_command_says(
        &installation,
        "this database belongs to a master key, but keys/master.key does not exist: put the file back",
    )
    .await;
}

#[tokio::test]
async fn another_installation_s_is_refused() {
    let (installation, other) = (started_once().await, started_once().await);
    let file = "keys/master.key";
    fs::copy(other.path(file), installation.path(file)).unwrap();
    each_command_says(
        &installation,
        "keys/master.key is not the master key of this database: put back the file that belongs to it",
    )
    .await;
}

#[tokio::test]
async fn one_that_others_can_read_is_refused_with_the_remedy() {
    let installation = started_once().await;
    installation.set_mode("keys/master.key", 0o640);
    each_command_says(
        &installation,
        "others than its owner have access to keys/master.key (mode 0640): run `chmod 600 keys/master.key`",
    )
    .await;
}

#[tokio::test]
async fn a_damaged_one_is_refused_and_kept() {
    let installation = started_once().await;
    fs::write(installation.path("keys/master.key"), "voltkey\n").unwrap();
    let told = installation.refused(&["serve"]).await;
    assert!(
        told.starts_with("keys/master.key is not a master key ("),
        "{told}"
    );
    assert!(
        told.ends_with("): put back the file that belongs to this database"),
        "{told}"
    );
}

#[tokio::test]
async fn a_damaged_one_is_told_before_there_is_a_database() {
    let installation = Installation::new();
    installation.make_folder("keys");
    installation.write("keys/master.key", "voltkey\n");
    installation.set_mode("keys/master.key", 0o600);
    let told = installation.refused(&["serve"]).await;
    assert!(
        told.starts_with("keys/master.key is not a master key ("),
        "{told}"
    );
}
