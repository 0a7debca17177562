//! Databases for a test: made for it, and gone after it.

use crate::{Backend, DatabaseOptions, Store};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};
use std::sync::atomic::{AtomicU32, Ordering};
use tempfile::TempDir;

/// Runs a test on an empty database of each kind.
pub(super) async fn on_each_database(test: impl AsyncFn(Store)) {
    on_each_url(async |url| {
        let store = open(url).await;
        test(store.clone()).await;
        store.close().await;
    })
    .await;
}

/// Runs a test on the address of a database of each kind that has no schema yet.
pub(super) async fn on_each_url(test: impl AsyncFn(&str)) {
    let mut databases = vec![TestDatabase::sqlite()];
    if let Some(server) = postgres_server() {
        databases.push(TestDatabase::postgres(server).await);
    }
    for database in databases {
        eprintln!("on {:?}:", database.backend());
        test(&database.url).await;
    }
}

/// Opens a store as `serve` would.
pub(super) async fn open(url: &str) -> Store {
    Store::open(&DatabaseOptions {
        max_connections: 8,
        ..DatabaseOptions::new(url)
    })
    .await
    .unwrap()
}

/// The server for the suite, if there is one.
pub(super) fn postgres_server() -> Option<String> {
    let server = environment("VOLTKEY_TEST_POSTGRES");
    let is_required = environment("VOLTKEY_TEST_REQUIRE_POSTGRES").is_some_and(|value| value == "1");
    assert!(
        server.is_some() || !is_required,
        "VOLTKEY_TEST_POSTGRES names no server, but one is required"
    );
    server
}

#[expect(
    clippy::disallowed_methods,
    reason = "the suite is told where its server is by the environment"
)]
fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

struct TestDatabase {
    url: String,
    kind: Kind,
}

enum Kind {
    Sqlite { _folder: TempDir },
    Postgres { server: String, name: String },
}

impl TestDatabase {
    fn sqlite() -> Self {
        let folder = TempDir::new().unwrap();
        let url = format!("sqlite:{}", folder.path().join("voltkey.db").display());
        Self {
            url,
            kind: Kind::Sqlite { _folder: folder },
        }
    }

    async fn postgres(server: String) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("voltkey_test_{}_{count}", std::process::id());
        // A run that was killed may have left a database of this name.
        drop_database(&server, &name).await;
        run(&server, format!("CREATE DATABASE {name} TEMPLATE template0")).await;
        let (base, _) = server
            .rsplit_once('/')
            .expect("the server's URL ends in a database's name");
        Self {
            url: format!("{base}/{name}"),
            kind: Kind::Postgres { server, name },
        }
    }

    fn backend(&self) -> Backend {
        match self.kind {
            Kind::Sqlite { .. } => Backend::Sqlite,
            Kind::Postgres { .. } => Backend::Postgres,
        }
    }
}

impl Drop for TestDatabase {
    /// Also after a panic, and therefore on a thread with a runtime of its own.
    fn drop(&mut self) {
        let Kind::Postgres { server, name } = &self.kind else {
            return;
        };
        let (server, name) = (server.clone(), name.clone());
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(drop_database(&server, &name));
        });
        if dropping.join().is_err() {
            eprintln!("a test database was left behind");
        }
    }
}

async fn drop_database(server: &str, name: &str) {
    run(server, format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
}

async fn run(server: &str, statement: String) {
    let mut connection = PgConnection::connect(server).await.unwrap();
    connection.execute(AssertSqlSafe(statement)).await.unwrap();
    connection.close().await.unwrap();
}
