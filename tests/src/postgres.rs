//! Databases on a PostgreSQL server for one test each, dropped after it.

use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};
use std::sync::atomic::{AtomicU32, Ordering};

/// The variable that names the server on which databases may be made and dropped.
pub const SERVER: &str = "VOLTKEY_TEST_POSTGRES";

/// A database, until it is dropped.
pub struct Database {
    server: String,
    name: String,
    /// Its address.
    pub url: String,
}

impl Database {
    /// An empty database on the server at this address, such as `postgres://postgres@127.0.0.1:5432/postgres`. `suite`
    /// stands in its name.
    ///
    /// # Panics
    /// When the server does not answer or does not obey.
    pub async fn new(server: String, suite: &str) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("voltkey_{suite}_{}_{count}", std::process::id());
        let (base, _) = server
            .rsplit_once('/')
            .expect("the address ends in a database's name");
        let url = format!("{base}/{name}");
        // A run that was killed may have left a database of this name.
        run(&server, dropping(&name)).await;
        run(&server, format!("CREATE DATABASE {name} TEMPLATE template0")).await;
        Self { server, name, url }
    }
}

impl Drop for Database {
    /// Also after a panic, and therefore on a thread with a runtime of its own.
    fn drop(&mut self) {
        let (server, statement) = (self.server.clone(), dropping(&self.name));
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .expect("a runtime starts");
            runtime.block_on(run(&server, statement));
        });
        if dropping.join().is_err() {
            eprintln!("a test database was left behind");
        }
    }
}

/// Runs a statement at that address.
///
/// # Panics
/// When the server does not answer or does not obey.
pub async fn run(url: &str, statement: String) {
    let mut connection = PgConnection::connect(url).await.expect("the server answers");
    connection
        .execute(AssertSqlSafe(statement))
        .await
        .expect("the server obeys");
    connection.close().await.expect("the connection ends");
}

/// A variable of the environment that is not empty.
#[expect(
    clippy::disallowed_methods,
    reason = "the environment says where the tests' server is"
)]
#[must_use]
pub fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

fn dropping(name: &str) -> String {
    format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")
}
