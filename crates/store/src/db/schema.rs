//! The migrations that this program knows, against those that a database has seen.

use crate::db::open::OpenError;
use crate::error::StoreError;
use crate::query::sql;
use crate::row::record;
use crate::tx::{Executor, Read};
use sqlx::migrate::{MigrateError, Migrator};

/// One set for both databases, embedded; see `migrations/README.md`.
pub(super) static MIGRATOR: Migrator = sqlx::migrate!("../../migrations");

/// How far a database's schema is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SchemaState {
    /// There is no database, or nothing of ours in it.
    Absent,
    /// So many migrations are still to be applied.
    Behind(usize),
    /// Every migration is applied.
    Current,
}

record! {
    /// A migration that a database has seen.
    pub struct Applied {
        /// Its number.
        pub version: i64,
        /// Whether it came to its end.
        pub success: bool,
        /// The SHA-384 of its text.
        pub checksum: Vec<u8>,
    }
}

/// Reads what a database has seen and compares. Writes nothing.
///
/// # Errors
/// `FromTheFuture`, `Altered`, `Dirty`; `Failed` when it can't be read.
pub(super) async fn state(on: Executor<'_>) -> Result<SchemaState, OpenError> {
    let applied = sql!("SELECT version, success, checksum FROM _sqlx_migrations ORDER BY version")
        .list::<Applied>(Read(on))
        .await;
    match applied {
        Ok(applied) => compare(&applied),
        Err(error) if is_missing_table(&error) => Ok(SchemaState::Absent),
        Err(error) => Err(OpenError::Failed(error)),
    }
}

fn compare(applied: &[Applied]) -> Result<SchemaState, OpenError> {
    for migration in applied {
        let Some(known) = MIGRATOR.iter().find(|known| known.version == migration.version) else {
            return Err(OpenError::FromTheFuture(migration.version));
        };
        if !migration.success {
            return Err(OpenError::Dirty(migration.version));
        }
        if *known.checksum != *migration.checksum {
            return Err(OpenError::Altered(migration.version));
        }
    }
    match MIGRATOR.iter().count() - applied.len() {
        _ if applied.is_empty() => Ok(SchemaState::Absent),
        0 => Ok(SchemaState::Current),
        missing => Ok(SchemaState::Behind(missing)),
    }
}

/// `undefined_table` of PostgreSQL; SQLite has no code of its own for it.
fn is_missing_table(error: &StoreError) -> bool {
    let answer = error.driver().and_then(sqlx::Error::as_database_error);
    answer.is_some_and(|answer| {
        answer.code().is_some_and(|code| code == "42P01") || answer.message().starts_with("no such table")
    })
}

impl From<MigrateError> for OpenError {
    fn from(error: MigrateError) -> Self {
        match error {
            MigrateError::VersionMissing(version) => Self::FromTheFuture(version),
            MigrateError::VersionMismatch(version) => Self::Altered(version),
            MigrateError::Dirty(version) => Self::Dirty(version),
            MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => Self::from(error),
            other => Self::from(sqlx::Error::from(other)),
        }
    }
}
