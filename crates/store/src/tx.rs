//! Where a statement runs: alone on the store, or inside a transaction.

use crate::db::{Pools, Store};
use crate::error::{Result, StoreError};
use sqlx::postgres::{PgConnection, PgPool, Postgres};
use sqlx::sqlite::{Sqlite, SqliteConnection, SqlitePool};

/// A transaction that writes. Dropping it without [`Tx::commit`] rolls it back.
///
/// On SQLite it is the only writer from its beginning; on PostgreSQL it runs at READ COMMITTED, so that an
/// invariant over several rows needs its parent row updated first.
#[must_use = "a transaction that is not committed is rolled back"]
pub struct Tx(pub(crate) Inner);

/// The transaction of one of the two databases.
pub(crate) enum Inner {
    Sqlite(sqlx::Transaction<'static, Sqlite>),
    Postgres(sqlx::Transaction<'static, Postgres>),
}

impl Tx {
    /// Makes everything that was written in this transaction durable and visible.
    ///
    /// # Errors
    /// `Unavailable` when the connection broke meanwhile: then nobody knows whether the commit happened.
    pub async fn commit(self) -> Result<()> {
        let committed = match self.0 {
            Inner::Sqlite(tx) => tx.commit().await,
            Inner::Postgres(tx) => tx.commit().await,
        };
        committed.map_err(StoreError::of_commit)
    }
}

/// Where a statement that only reads runs: `&Store` (on SQLite one of the readers) or `&mut Tx`.
pub struct Read<'a>(pub(crate) Executor<'a>);

impl Read<'_> {
    /// The same place once more, for a further statement.
    pub fn again(&mut self) -> Read<'_> {
        Read(match &mut self.0 {
            Executor::SqlitePool(pool) => Executor::SqlitePool(pool),
            Executor::PostgresPool(pool) => Executor::PostgresPool(pool),
            Executor::Sqlite(tx) => Executor::Sqlite(tx),
            Executor::Postgres(tx) => Executor::Postgres(tx),
        })
    }
}

/// Where a statement that writes runs: `&Store` (committed at once) or `&mut Tx`.
pub struct Write<'a>(pub(crate) Executor<'a>);

/// A pool or a connection of one of the two databases.
pub(crate) enum Executor<'a> {
    SqlitePool(&'a SqlitePool),
    PostgresPool(&'a PgPool),
    Sqlite(&'a mut SqliteConnection),
    Postgres(&'a mut PgConnection),
}

impl<'a> From<&'a Store> for Read<'a> {
    fn from(store: &'a Store) -> Self {
        Self(match &store.pools {
            Pools::Sqlite { readers, .. } => Executor::SqlitePool(readers),
            Pools::Postgres(pool) => Executor::PostgresPool(pool),
        })
    }
}

impl<'a> From<&'a Store> for Write<'a> {
    fn from(store: &'a Store) -> Self {
        Self(match &store.pools {
            Pools::Sqlite { writer, .. } => Executor::SqlitePool(writer),
            Pools::Postgres(pool) => Executor::PostgresPool(pool),
        })
    }
}

/// Several statements that stand or fall together: in the transaction of whoever calls, or in one of their own.
pub(crate) enum Together<'a> {
    Within(Executor<'a>),
    Alone(Tx),
}

impl<'a> Together<'a> {
    /// Begins a transaction where there is none.
    pub(crate) async fn begin(write: impl Into<Write<'a>>) -> Result<Self> {
        let alone = match write.into().0 {
            Executor::SqlitePool(pool) => Inner::Sqlite(pool.begin_with("BEGIN IMMEDIATE").await?),
            Executor::PostgresPool(pool) => Inner::Postgres(pool.begin().await?),
            within => return Ok(Self::Within(within)),
        };
        Ok(Self::Alone(Tx(alone)))
    }

    /// Where the next of them runs.
    pub(crate) fn write(&mut self) -> Write<'_> {
        Write(match self {
            Self::Within(Executor::Sqlite(connection)) => Executor::Sqlite(connection),
            Self::Within(Executor::Postgres(connection)) => Executor::Postgres(connection),
            Self::Within(Executor::SqlitePool(pool)) => Executor::SqlitePool(pool),
            Self::Within(Executor::PostgresPool(pool)) => Executor::PostgresPool(pool),
            Self::Alone(tx) => Executor::from(tx),
        })
    }

    /// Commits what was begun here.
    pub(crate) async fn end(self) -> Result<()> {
        match self {
            Self::Within(_) => Ok(()),
            Self::Alone(tx) => tx.commit().await,
        }
    }
}

impl<'a> From<&'a mut Tx> for Read<'a> {
    fn from(tx: &'a mut Tx) -> Self {
        Self(Executor::from(tx))
    }
}

impl<'a> From<&'a mut Tx> for Write<'a> {
    fn from(tx: &'a mut Tx) -> Self {
        Self(Executor::from(tx))
    }
}

impl<'a> From<&'a mut Tx> for Executor<'a> {
    fn from(tx: &'a mut Tx) -> Self {
        match &mut tx.0 {
            Inner::Sqlite(tx) => Self::Sqlite(tx),
            Inner::Postgres(tx) => Self::Postgres(tx),
        }
    }
}
