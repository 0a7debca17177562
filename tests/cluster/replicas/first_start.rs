//! Two replicas that meet an empty database at the same instant.

use crate::harness::{Database, Installation, Outcome, Server};

/// How often it is tried, each time with a new database.
const HEATS: usize = 3;

#[tokio::test(flavor = "multi_thread")]
async fn with_one_folder_of_keys_both_run() {
    for _ in 0..HEATS {
        let Some(database) = Database::postgres().await else {
            return;
        };
        let database = Database::Postgres(database);
        let first = database.installation();
        let keys = first.path("keys");
        let first = first.with("VOLTKEY_KEYS__DIR", keys.to_str().unwrap());
        let second = first.replica();

        let (one, other) = tokio::join!(first.serve_or_end(), second.serve_or_end());
        let (one, other) = (one.expect("it runs"), other.expect("it runs"));
        assert_eq!(one.wire.published_keys().await, other.wire.published_keys().await);
        assert_eq!(files(&first), ["keys/", "keys/master.key"]);
        one.stop().await;
        other.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn with_a_folder_each_one_key_wins_and_the_loser_takes_its_own_away() {
    for _ in 0..HEATS {
        let Some(database) = Database::postgres().await else {
            return;
        };
        let database = Database::Postgres(database);
        let first = database.installation();
        let second = first.replica();
        second.make_folder("keys");
        second.write("keys/neighbour", "");

        let (one, other) = tokio::join!(first.serve_or_end(), second.serve_or_end());
        let left = [files(&first), files(&second)];
        let (winner, loser, loser_left) = match (one, other) {
            (Ok(winner), Err(loser)) => (winner, loser, &left[1]),
            (Err(loser), Ok(winner)) => (winner, loser, &left[0]),
            (one, other) => panic!("{:?}, {:?}", one.err(), other.err()),
        };
        assert!(
            !loser_left.iter().any(|name| name.ends_with("master.key")),
            "{loser_left:?}"
        );
        assert!(files(&second).contains(&"keys/neighbour".to_owned()));
        assert_told(&loser);
        assert_eq!(winner.wire.published_keys().await.len(), 8);
        winner.stop().await;
    }
}

#[tokio::test]
async fn two_commands_that_start_together_make_one_sqlite_database() {
    for _ in 0..HEATS {
        let first = Installation::new();
        let data = first.path("data/voltkey.db");
        let keys = first.path("keys");
        let first = first
            .with("VOLTKEY_DATABASE__URL", &format!("sqlite:{}", data.display()))
            .with("VOLTKEY_KEYS__DIR", keys.to_str().unwrap());
        let second = first.replica();
        let (one, other) = tokio::join!(first.serve_or_end(), second.serve_or_end());
        let (one, other): (Server, Server) = (one.expect("it runs"), other.expect("it runs"));
        assert_eq!(one.wire.published_keys().await, other.wire.published_keys().await);
        one.stop().await;
        other.stop().await;
    }
}

/// The loser came to the master key together with the winner, or a moment later.
fn assert_told(loser: &Outcome) {
    assert_eq!(loser.code, Some(1));
    // Above it may stand what the database remarked on tables that were there already.
    let told = loser.stderr.lines().last().unwrap();
    let together = "another replica that started at the same time has set the master key: copy its file to \
                    keys/master.key, and start again";
    let later =
        "this database belongs to a master key, but keys/master.key does not exist: put the file back";
    assert!(told == together || told == later, "{told}");
}

/// What is in an installation's folder, by name.
fn files(installation: &Installation) -> Vec<String> {
    let root = installation.path("");
    let name = |(path, (_, content)): (std::path::PathBuf, (u32, Option<Vec<u8>>))| {
        let name = path.strip_prefix(&root).unwrap().display().to_string();
        if content.is_some() {
            name
        } else {
            format!("{name}/")
        }
    };
    installation.everything().into_iter().map(name).collect()
}
