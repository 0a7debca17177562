//! Statements: a text, its values, and how the answer is read.

use crate::error::{Result, StoreError};
use crate::row::{Field, Record, Row};
use crate::tx::{Executor, Read, Write};
use crate::value::{Value, arguments};
use sqlx::postgres::{PgArguments, PgRow, Postgres};
use sqlx::sqlite::{Sqlite, SqliteArguments, SqliteRow};

/// A statement as it stands in a source file, listed for the test that prepares all of them on both
/// databases.
#[cfg(test)]
pub(crate) struct Statement {
    pub(crate) file: &'static str,
    pub(crate) line: u32,
    pub(crate) text: &'static str,
}

/// Every statement of the crate.
#[cfg(test)]
#[allow(unsafe_code, reason = "the list is gathered by the linker, in tests only")]
#[linkme::distributed_slice]
pub(crate) static STATEMENTS: [Statement];

/// A statement with `$1`, `$2`, … for its values, in the subset of SQL that both databases understand. Its text is a
/// literal; two that differ in a word may be a `concat!` of literals.
macro_rules! sql {
    ($text:expr) => {{
        #[cfg(test)]
        #[allow(unsafe_code, reason = "the list is gathered by the linker, in tests only")]
        #[linkme::distributed_slice($crate::query::STATEMENTS)]
        static STATEMENT: $crate::query::Statement = $crate::query::Statement {
            file: file!(),
            line: line!(),
            text: $text,
        };
        $crate::query::Query::new($text)
    }};
}
pub(crate) use sql;

/// A statement with the values bound so far.
pub(crate) struct Query {
    text: &'static str,
    values: Vec<Value>,
}

impl Query {
    pub(crate) fn new(text: &'static str) -> Self {
        Self {
            text,
            values: Vec::new(),
        }
    }

    /// Binds the next of `$1`, `$2`, ….
    pub(crate) fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }

    /// The first record of a SELECT.
    pub(crate) async fn find<T: Record>(self, read: impl Into<Read<'_>>) -> Result<Option<T>> {
        let rows = self.rows(read.into().0).await?;
        rows.first().map(T::from_row).transpose()
    }

    /// Every record of a SELECT.
    pub(crate) async fn list<T: Record>(self, read: impl Into<Read<'_>>) -> Result<Vec<T>> {
        let rows = self.rows(read.into().0).await?;
        rows.iter().map(T::from_row).collect()
    }

    /// The column named `value` of the first row of a SELECT.
    pub(crate) async fn find_value<T: Field>(self, read: impl Into<Read<'_>>) -> Result<Option<T>> {
        let rows = self.rows(read.into().0).await?;
        rows.first().map(|row| T::read(row, "value")).transpose()
    }

    /// The column named `value` of a SELECT that always has a row.
    pub(crate) async fn value<T: Field>(self, read: impl Into<Read<'_>>) -> Result<T> {
        let text = self.text;
        self.find_value(read)
            .await?
            .ok_or_else(|| StoreError::Corrupt(format!("no row for: {text}")))
    }

    /// Runs a statement that writes; returns how many rows it touched.
    pub(crate) async fn run(self, write: impl Into<Write<'_>>) -> Result<u64> {
        Ok(match write.into().0 {
            Executor::SqlitePool(pool) => self.for_sqlite()?.execute(pool).await?.rows_affected(),
            Executor::Sqlite(tx) => self.for_sqlite()?.execute(tx).await?.rows_affected(),
            Executor::PostgresPool(pool) => self.for_postgres()?.execute(pool).await?.rows_affected(),
            Executor::Postgres(tx) => self.for_postgres()?.execute(tx).await?.rows_affected(),
        })
    }

    /// Runs a statement that writes; returns whether it touched any row. The answer of a compare-and-set.
    pub(crate) async fn happened(self, write: impl Into<Write<'_>>) -> Result<bool> {
        Ok(self.run(write).await? > 0)
    }

    /// The record of an INSERT, UPDATE or DELETE with RETURNING.
    pub(crate) async fn returning<T: Record>(self, write: impl Into<Write<'_>>) -> Result<Option<T>> {
        let rows = self.rows(write.into().0).await?;
        rows.first().map(T::from_row).transpose()
    }

    /// Every record of an INSERT, UPDATE or DELETE with RETURNING.
    pub(crate) async fn list_returning<T: Record>(self, write: impl Into<Write<'_>>) -> Result<Vec<T>> {
        let rows = self.rows(write.into().0).await?;
        rows.iter().map(T::from_row).collect()
    }

    /// How the database would answer, in its own words.
    #[cfg(test)]
    pub(crate) async fn plan(self, store: &crate::Store) -> Result<String> {
        let (explain, column) = match store.backend() {
            crate::Backend::Sqlite => ("EXPLAIN QUERY PLAN", "detail"),
            crate::Backend::Postgres => ("EXPLAIN", "QUERY PLAN"),
        };
        let explained = Self {
            text: Box::leak(format!("{explain} {}", self.text).into_boxed_str()),
            values: self.values,
        };
        let rows = explained.rows(Read::from(store).0).await?;
        let lines = rows.iter().map(|row| String::read(row, column));
        Ok(lines.collect::<Result<Vec<_>>>()?.join("\n"))
    }

    /// The column named `value` of an INSERT or UPDATE with RETURNING that always touches a row.
    pub(crate) async fn returning_value<T: Field>(self, write: impl Into<Write<'_>>) -> Result<T> {
        let text = self.text;
        let rows = self.rows(write.into().0).await?;
        match rows.first() {
            Some(row) => T::read(row, "value"),
            None => Err(StoreError::Corrupt(format!("no row for: {text}"))),
        }
    }

    /// Every row of the answer, even where one is wanted: a statement with RETURNING that is not read to its
    /// end commits only when SQLite resets it, and then nobody hears of a commit that failed.
    async fn rows(self, on: Executor<'_>) -> Result<Vec<Row>> {
        let sqlite = |rows: Vec<SqliteRow>| rows.into_iter().map(Row::Sqlite).collect();
        let postgres = |rows: Vec<PgRow>| rows.into_iter().map(Row::Postgres).collect();
        Ok(match on {
            Executor::SqlitePool(pool) => sqlite(self.for_sqlite()?.fetch_all(pool).await?),
            Executor::Sqlite(tx) => sqlite(self.for_sqlite()?.fetch_all(tx).await?),
            Executor::PostgresPool(pool) => postgres(self.for_postgres()?.fetch_all(pool).await?),
            Executor::Postgres(tx) => postgres(self.for_postgres()?.fetch_all(tx).await?),
        })
    }

    fn for_sqlite(self) -> sqlx::Result<sqlx::query::Query<'static, Sqlite, SqliteArguments>> {
        Ok(sqlx::query_with(self.text, arguments(self.values)?))
    }

    fn for_postgres(self) -> sqlx::Result<sqlx::query::Query<'static, Postgres, PgArguments>> {
        Ok(sqlx::query_with(self.text, arguments(self.values)?))
    }
}
