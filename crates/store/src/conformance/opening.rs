//! Opening: what is made, what is refused, and that looking writes nothing.

use super::databases::{on_each_url, open, postgres_server};
use super::samples::*;
use crate::query::sql;
use crate::{DatabaseOptions, OpenError, SchemaState, Store, people};
use std::collections::BTreeMap;
use std::path::Path;
use tempfile::TempDir;
use tokio::task::JoinSet;

#[tokio::test]
async fn a_database_is_made_once_and_found_again() {
    on_each_url(async |url| {
        let first = open(url).await;
        insert_person(&first).await;
        first.close().await;
        let second = open(url).await;
        assert!(people::by_id(&second, &person_id(1)).await.unwrap().is_some());
        second.ping().await.unwrap();
        second.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn several_processes_may_begin_together() {
    on_each_url(async |url| {
        let mut starts = JoinSet::new();
        for _ in 0..4 {
            let url = url.to_owned();
            starts.spawn(async move { open(&url).await.close().await });
        }
        starts.join_all().await;
    })
    .await;
}

#[tokio::test]
async fn looking_tells_the_state_of_the_schema() {
    on_each_url(async |url| {
        let before = Store::inspect(url).await.unwrap();
        assert_eq!(before.schema, SchemaState::Absent);
        assert!(before.store.is_none());

        let store = open(url).await;
        insert_person(&store).await;
        let beside = Store::inspect(url).await.unwrap();
        assert_eq!(beside.schema, SchemaState::Current);
        let seen = beside.store.unwrap();
        assert!(
            people::by_id(&seen, &person_id(1)).await.unwrap().is_some(),
            "beside a running process"
        );
        assert!(
            people::insert(&seen, &person(2)).await.is_err(),
            "it can't be written"
        );
        seen.close().await;
        store.close().await;

        let after = Store::inspect(url).await.unwrap();
        assert_eq!(after.schema, SchemaState::Current);
        after.store.unwrap().close().await;
    })
    .await;
}

#[tokio::test]
async fn a_database_from_the_future_is_refused() {
    on_each_url(async |url| {
        let store = open(url).await;
        sql!(
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
             VALUES (9999, 'tomorrow', TRUE, $1, 0)"
        )
        .bind(&hash(1))
        .run(&store)
        .await
        .unwrap();
        store.close().await;
        assert_refused(url, |error| matches!(error, OpenError::FromTheFuture(9999))).await;
    })
    .await;
}

#[tokio::test]
async fn an_unfinished_migration_is_refused() {
    on_each_url(async |url| {
        let store = open(url).await;
        sql!("UPDATE _sqlx_migrations SET success = FALSE")
            .run(&store)
            .await
            .unwrap();
        store.close().await;
        assert_refused(url, |error| matches!(error, OpenError::Dirty(1))).await;
    })
    .await;
}

#[tokio::test]
async fn another_programs_migration_is_refused() {
    on_each_url(async |url| {
        let store = open(url).await;
        sql!("UPDATE _sqlx_migrations SET checksum = $1")
            .bind(&hash(1))
            .run(&store)
            .await
            .unwrap();
        store.close().await;
        assert_refused(url, |error| matches!(error, OpenError::Altered(1))).await;
    })
    .await;
}

/// Both ways of opening refuse the database, and its folder, if it has one, stays as it was.
async fn assert_refused(url: &str, expected: impl Fn(&OpenError) -> bool) {
    let folder = url
        .strip_prefix("sqlite:")
        .and_then(|path| Path::new(path).parent());
    let before = folder.map(contents);
    let opened = Store::open(&DatabaseOptions::new(url)).await.err().unwrap();
    assert!(expected(&opened), "{opened}");
    let inspected = Store::inspect(url).await.err().unwrap();
    assert!(expected(&inspected), "{inspected}");
    assert_eq!(folder.map(contents), before, "something was written");
}

fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(folder).unwrap().map(Result::unwrap);
    entries
        .map(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            (name, std::fs::read(entry.path()).unwrap())
        })
        .collect()
}

#[tokio::test]
async fn looking_at_a_file_at_rest_leaves_its_folder_alone() {
    let folder = TempDir::new().unwrap();
    let url = format!("sqlite:{}", folder.path().join("voltkey.db").display());
    assert_eq!(Store::inspect(&url).await.unwrap().schema, SchemaState::Absent);
    assert!(contents(folder.path()).is_empty());

    open(&url).await.close().await;
    let before = contents(folder.path());
    Store::inspect(&url).await.unwrap().store.unwrap().close().await;
    assert_eq!(contents(folder.path()), before);
}

#[cfg(unix)]
#[tokio::test]
async fn every_file_is_private() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = TempDir::new().unwrap();
    let store = open(&format!("sqlite:{}", folder.path().join("voltkey.db").display())).await;
    insert_person(&store).await;
    let files: Vec<_> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(files.len(), 3, "the database, its log, and the log's index");
    for file in files {
        assert_eq!(
            file.metadata().unwrap().permissions().mode() & 0o777,
            0o600,
            "{:?}",
            file.file_name()
        );
    }
    store.close().await;
}

#[tokio::test]
async fn sqlite_syncs_every_commit() {
    let folder = TempDir::new().unwrap();
    let store = open(&format!("sqlite:{}", folder.path().join("voltkey.db").display())).await;
    let crate::db::Pools::Sqlite { writer, .. } = &store.pools else {
        unreachable!()
    };
    let pragma = async |name| {
        sqlx::query_scalar::<_, String>(name)
            .fetch_one(writer)
            .await
            .unwrap()
    };
    assert_eq!(
        pragma("SELECT journal_mode FROM pragma_journal_mode").await,
        "wal"
    );
    assert_eq!(
        pragma("SELECT CAST(synchronous AS TEXT) FROM pragma_synchronous").await,
        "2"
    );
    assert_eq!(
        pragma("SELECT CAST(foreign_keys AS TEXT) FROM pragma_foreign_keys").await,
        "1"
    );
    store.close().await;
}

#[tokio::test]
async fn a_database_in_memory_reads_its_own_writes() {
    let store = open("sqlite::memory:").await;
    insert_person(&store).await;
    assert!(people::by_id(&store, &person_id(1)).await.unwrap().is_some());
}

#[tokio::test]
async fn a_missing_folder_is_named() {
    let folder = TempDir::new().unwrap();
    let missing = folder.path().join("missing");
    let url = format!("sqlite:{}", missing.join("voltkey.db").display());
    let refused = Store::open(&DatabaseOptions::new(url)).await.err().unwrap();
    assert!(
        matches!(&refused, OpenError::FolderMissing(path) if *path == missing),
        "{refused}"
    );
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_read_only_folder_is_named() {
    // Not even root may create a file there.
    let refused = Store::open(&DatabaseOptions::new("sqlite:/sys/voltkey.db"))
        .await
        .err()
        .unwrap();
    assert!(matches!(refused, OpenError::NotWritable(_)), "{refused}");
}

#[tokio::test]
async fn another_file_is_no_database() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("voltkey.db");
    std::fs::write(&path, "Dear diary, ".repeat(1000)).unwrap();
    let url = format!("sqlite:{}", path.display());
    assert_refused(&url, |error| matches!(error, OpenError::NotADatabase(_))).await;
    let the_folder_itself = format!("sqlite:{}", folder.path().display());
    let refused = Store::open(&DatabaseOptions::new(the_folder_itself))
        .await
        .err()
        .unwrap();
    assert!(matches!(refused, OpenError::NotADatabase(_)), "{refused}");
}

#[tokio::test]
async fn a_server_that_is_not_there_is_told() {
    // Port 1 is reserved and not listened on.
    let refused = Store::open(&DatabaseOptions::new(
        "postgres://voltkey:s3cret@127.0.0.1:1/voltkey",
    ))
    .await;
    let refused = refused.err().unwrap();
    assert!(matches!(refused, OpenError::CannotConnect(_)), "{refused}");
    assert!(!refused.to_string().contains("s3cret"));
}

#[tokio::test]
async fn a_server_that_lets_nobody_in_is_told() {
    let Some(server) = postgres_server() else { return };
    let (base, _) = server.rsplit_once('/').unwrap();
    let refused = Store::open(&DatabaseOptions::new(format!("{base}/voltkey_no_such_database"))).await;
    assert!(matches!(refused.err().unwrap(), OpenError::NoSuchDatabase(_)));

    let (_, host) = base.rsplit_once('@').unwrap();
    let stranger = format!("postgres://voltkey_no_such_user:wrong@{host}/postgres");
    let refused = Store::open(&DatabaseOptions::new(stranger)).await;
    assert!(matches!(refused.err().unwrap(), OpenError::WrongPassword));
}
