//! Databases for installations: SQLite in their folder, or one on a PostgreSQL server, which is dropped in the end.

use super::Installation;
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, Executor as _, PgConnection, Row as _};
use sqlx::{SqliteConnection, sqlite::SqliteConnectOptions};
use std::path::Path;
use voltkey_tests::postgres::{Database as OnServer, SERVER, environment, run};

/// A database.
pub enum Database {
    /// The default: a file in the folder of the installation.
    Sqlite,
    /// On a server.
    Postgres(OnServer),
}

impl Database {
    /// An empty database on the server that VOLTKEY_TEST_POSTGRES names; none without it, unless
    /// VOLTKEY_TEST_REQUIRE_POSTGRES asks for it.
    pub async fn postgres() -> Option<OnServer> {
        let is_required = environment("VOLTKEY_TEST_REQUIRE_POSTGRES").is_some_and(|value| value == "1");
        let server = environment(SERVER);
        assert!(
            server.is_some() || !is_required,
            "VOLTKEY_TEST_POSTGRES names no server, but one is required"
        );
        match server {
            Some(server) => Some(OnServer::new(server, "cluster").await),
            None => {
                eprintln!("without PostgreSQL: VOLTKEY_TEST_POSTGRES names no server");
                None
            }
        }
    }

    /// An installation that uses it.
    pub fn installation(&self) -> Installation {
        match self {
            Self::Sqlite => Installation::new(),
            Self::Postgres(database) => Installation::new().with("VOLTKEY_DATABASE__URL", &database.url),
        }
    }

    /// Changes rows behind the program's back.
    pub async fn execute(&self, installation: &Installation, statement: &str) {
        match self {
            Self::Sqlite => execute(&installation.path("data/voltkey.db"), statement).await,
            Self::Postgres(database) => run(&database.url, statement.to_owned()).await,
        }
    }

    /// The one number that a query gives.
    pub async fn number(&self, installation: &Installation, query: &str) -> i64 {
        match self {
            Self::Sqlite => numbers(&installation.path("data/voltkey.db"), query).await[0],
            Self::Postgres(database) => {
                let mut connection = PgConnection::connect(&database.url).await.unwrap();
                let row = connection
                    .fetch_one(AssertSqlSafe(query.to_owned()))
                    .await
                    .unwrap();
                row.get(0)
            }
        }
    }
}

/// Changes rows of a SQLite file.
pub async fn execute(file: &Path, statement: &str) {
    let mut connection = open(file).await;
    connection
        .execute(AssertSqlSafe(statement.to_owned()))
        .await
        .unwrap();
    connection.close().await.unwrap();
}

/// The first column of what a query gives on a SQLite file.
pub async fn numbers(file: &Path, query: &str) -> Vec<i64> {
    let mut connection = open(file).await;
    let rows = connection
        .fetch_all(AssertSqlSafe(query.to_owned()))
        .await
        .unwrap();
    connection.close().await.unwrap();
    rows.iter().map(|row| row.get(0)).collect()
}

async fn open(file: &Path) -> SqliteConnection {
    SqliteConnectOptions::new()
        .filename(file)
        .connect()
        .await
        .unwrap()
}
