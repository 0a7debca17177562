//! The database: SQLite with one writing connection and a pool of readers, or a pool of PostgreSQL.

pub(crate) mod open;
mod postgres;
pub(crate) mod schema;
mod sqlite;

use crate::error::Result;
use crate::query::sql;
use crate::tx::{Inner, Tx};
use sqlx::postgres::PgPool;
use sqlx::sqlite::SqlitePool;
use std::time::Duration;

/// Between the two attempts at a transaction: the one that was in the way gets the lock that it waits for.
const PAUSE: Duration = Duration::from_millis(20);

/// The database. Cheap to clone: the clones share their connections.
#[derive(Clone)]
pub struct Store {
    pub(crate) pools: Pools,
}

/// The connections of one of the two databases.
#[derive(Clone)]
pub(crate) enum Pools {
    /// `writer` has one connection. A database in memory lives in that connection, which then also reads.
    Sqlite {
        writer: SqlitePool,
        readers: SqlitePool,
    },
    Postgres(PgPool),
}

/// Which database a store stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    /// The embedded database.
    Sqlite,
    /// A server that several replicas can share.
    Postgres,
}

impl Store {
    /// Which database this is.
    #[must_use]
    pub fn backend(&self) -> Backend {
        match self.pools {
            Pools::Sqlite { .. } => Backend::Sqlite,
            Pools::Postgres(_) => Backend::Postgres,
        }
    }

    /// Begins a transaction that writes. See [`Tx`]; [`Store::write`] is the shorter way.
    ///
    /// # Errors
    /// `Unavailable` without a free connection in five seconds, `Conflict` when another process writes for
    /// longer than that.
    pub async fn begin(&self) -> Result<Tx> {
        Ok(Tx(match &self.pools {
            Pools::Sqlite { writer, .. } => Inner::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?),
            Pools::Postgres(pool) => Inner::Postgres(pool.begin().await?),
        }))
    }

    /// Runs `work` in a transaction and commits what it gives back. An error rolls it back; a refusal that
    /// must leave a trace is therefore part of `T`.
    ///
    /// After a conflict or a lost connection `work` runs once more, in a new transaction: it must do nothing
    /// but speak to the database. A failed commit is not repeated, because it may have happened.
    ///
    /// ```no_run
    /// # use voltkey_store::{PersonId, Result, Store, people, sessions};
    /// # use voltkey_protocol::time::Timestamp;
    /// # async fn block(store: &Store, id: &PersonId, now: Timestamp) -> Result<()> {
    /// let ended = store
    ///     .write(|mut tx| async {
    ///         people::block(&mut tx, id, people::BlockReason::Decided, now).await?;
    ///         let ended = sessions::end_all_of_person(&mut tx, id, None, now).await?;
    ///         Ok((ended, tx))
    ///     })
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Those of `work`, of [`Store::begin`] and of [`Tx::commit`].
    pub async fn write<T, F>(&self, work: impl Fn(Tx) -> F) -> Result<T>
    where
        F: Future<Output = Result<(T, Tx)>>,
    {
        let attempt = async || work(self.begin().await?).await;
        let (value, tx) = match attempt().await {
            Err(error) if error.is_transient() => {
                tokio::time::sleep(PAUSE).await;
                attempt().await?
            }
            outcome => outcome?,
        };
        tx.commit().await?;
        Ok(value)
    }

    /// Asks the database for a sign of life.
    ///
    /// # Errors
    /// `Unavailable` when there is none.
    pub async fn ping(&self) -> Result<()> {
        sql!("SELECT CAST(1 AS BIGINT) AS value")
            .value::<i64>(self)
            .await?;
        Ok(())
    }

    /// Closes every connection, after the statements under way. Later calls fail with `Unavailable`.
    pub async fn close(&self) {
        match &self.pools {
            Pools::Sqlite { writer, readers } => {
                readers.close().await;
                // Last, so that it empties the write-ahead log and removes it.
                writer.close().await;
            }
            Pools::Postgres(pool) => pool.close().await,
        }
    }

    /// Has the database parse and type a statement without running it.
    #[cfg(test)]
    pub(crate) async fn prepare(&self, text: &'static str) -> Result<()> {
        use sqlx::{Executor as _, SqlSafeStr as _};
        match &self.pools {
            Pools::Sqlite { readers, .. } => {
                readers.acquire().await?.prepare(text.into_sql_str()).await?;
            }
            Pools::Postgres(pool) => {
                pool.acquire().await?.prepare(text.into_sql_str()).await?;
            }
        }
        Ok(())
    }
}
