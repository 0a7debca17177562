//! Opening a database, and why it may be refused.

use crate::db::schema::SchemaState;
use crate::db::{Store, postgres, sqlite};
use crate::error::StoreError;
use crate::members;
use std::path::PathBuf;
use std::time::Duration;

/// How long a caller waits for a connection, and SQLite for another process's write.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);

/// Statements that each connection keeps prepared: more than there are.
pub(super) const PREPARED_STATEMENTS: usize = 300;

/// Which database to open, and how much of it to use.
#[derive(Clone)]
pub struct DatabaseOptions {
    /// `sqlite:PATH`, `sqlite::memory:`, `postgres://user:password@host/name` or the same with
    /// `postgresql://`.
    pub url: String,
    /// Connections to PostgreSQL, or readers of SQLite (whose writer is always a single one).
    pub max_connections: u32,
}

impl DatabaseOptions {
    /// The database at `url` with 16 connections.
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            max_connections: 16,
        }
    }
}

impl std::fmt::Debug for DatabaseOptions {
    /// Leaves the URL out: it may hold a password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DatabaseOptions")
            .field("max_connections", &self.max_connections)
            .finish_non_exhaustive()
    }
}

/// Why a database was not opened. Nothing was written to it then, save by [`OpenError::Failed`] in a
/// migration.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The URL names neither SQLite nor PostgreSQL.
    #[error("the database URL must begin with sqlite: or postgres://")]
    UnsupportedUrl,

    /// The URL can't be read.
    #[error("the database URL can't be read: {0}")]
    InvalidUrl(String),

    /// The folder of a SQLite file does not exist.
    #[error("the database's folder {} does not exist", .0.display())]
    FolderMissing(PathBuf),

    /// The file, or the folder in which SQLite keeps its journal, is read-only.
    #[error("the database {} can't be written, because the file or its folder is read-only", .0.display())]
    NotWritable(PathBuf),

    /// The file is something else.
    #[error("the file {} is not a SQLite database: name another", .0.display())]
    NotADatabase(PathBuf),

    /// The server does not answer, or the file is locked for good.
    #[error("there is no connection to the database: {0}")]
    CannotConnect(String),

    /// PostgreSQL does not let this user in.
    #[error("the database refused the user name or the password")]
    WrongPassword,

    /// PostgreSQL has no database of that name.
    #[error("the server has no database of the name given: {0}")]
    NoSuchDatabase(String),

    /// A newer version of this program has been here: the migration of this number is unknown to this one.
    #[error(
        "the database is from the future, because a newer version has applied migration {0} to it: \
         start that version, or restore a backup from before it"
    )]
    FromTheFuture(i64),

    /// A migration of this number was applied with another text.
    #[error("migration {0} of the database is not this program's: it is another program's or was changed")]
    Altered(i64),

    /// A migration of this number was begun and never ended.
    #[error("migration {0} of the database was begun and never finished")]
    Dirty(i64),

    /// Any other failure, also of a migration, which then was rolled back.
    #[error("the database can't be opened")]
    Failed(#[source] StoreError),
}

impl From<sqlx::Error> for OpenError {
    fn from(error: sqlx::Error) -> Self {
        Self::Failed(StoreError::from(error))
    }
}

/// What [`Store::inspect`] found.
pub struct Inspection {
    /// How far the schema is.
    pub schema: SchemaState,
    /// The database, opened so that nothing can be written; none where there is no schema to read from. Of a
    /// schema that is behind, what the missing migrations bring can't be read.
    pub store: Option<Store>,
}

impl Store {
    /// Opens the database, makes it if it is a file that does not exist, and applies the migrations it lacks.
    /// Several processes may do so at the same time.
    ///
    /// # Errors
    /// See [`OpenError`].
    pub async fn open(options: &DatabaseOptions) -> Result<Self, OpenError> {
        let store = match Scheme::of(&options.url)? {
            Scheme::Sqlite => sqlite::open(options).await?,
            Scheme::Postgres => postgres::open(options).await?,
        };
        members::complete(&store).await.map_err(OpenError::Failed)?;
        Ok(store)
    }

    /// Looks at the database without writing anything.
    ///
    /// Of a SQLite file that no one else has open, the file alone is read; beside a running process its
    /// write-ahead log is read too.
    ///
    /// # Errors
    /// See [`OpenError`]; a folder or file that does not exist is not an error but [`SchemaState::Absent`].
    pub async fn inspect(url: &str) -> Result<Inspection, OpenError> {
        match Scheme::of(url)? {
            Scheme::Sqlite => sqlite::inspect(url).await,
            Scheme::Postgres => postgres::inspect(url).await,
        }
    }
}

enum Scheme {
    Sqlite,
    Postgres,
}

impl Scheme {
    fn of(url: &str) -> Result<Self, OpenError> {
        if url.starts_with("sqlite:") {
            return Ok(Self::Sqlite);
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Self::Postgres);
        }
        Err(OpenError::UnsupportedUrl)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_url_is_not_shown() {
        let options = DatabaseOptions::new("postgres://voltkey:s3cret@db/voltkey");
        assert!(!format!("{options:?}").contains("s3cret"));
    }

    #[tokio::test]
    async fn other_databases_are_refused() {
        let refused = Store::open(&DatabaseOptions::new("mysql://localhost/voltkey")).await;
        assert!(matches!(refused, Err(OpenError::UnsupportedUrl)));
    }
}
