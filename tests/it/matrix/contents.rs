//! What stands in the database, as far as a request that is refused must leave it alone.

use sqlx::{AssertSqlSafe, Connection as _, PgConnection, SqliteConnection};
use std::collections::BTreeMap;

/// What every visit may touch: logins under way, counters, and the record of refusals.
const TOUCHED: [&str; 4] = ["pending", "quotas", "refusals", "throttle"];

/// Columns that every visit may touch, in all tables.
const SEEN: &str = "last_seen_at";

/// The rows of each table as text. New tables are in it by themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Contents(BTreeMap<String, Vec<String>>);

impl Contents {
    /// What stands there at this moment.
    pub(super) async fn read(url: &str) -> Self {
        let contents = match url.starts_with("sqlite:") {
            true => of_sqlite(url).await,
            false => of_postgres(url).await,
        };
        let contents = contents.expect("a read");
        assert!(contents.contains_key("people"), "{:?}", contents.keys());
        Self(contents)
    }

    /// Rows that are in one of the two alone, with their tables.
    pub(super) fn differences<'a>(&'a self, other: &'a Self) -> Vec<(&'a str, &'a str)> {
        let lacking = |one: &'a Self, two: &'a Self| {
            one.0.iter().flat_map(move |(table, rows)| {
                let others = two.0.get(table);
                let is_new = move |row: &&String| others.is_none_or(|others| !others.contains(row));
                rows.iter()
                    .filter(is_new)
                    .map(move |row| (table.as_str(), row.as_str()))
            })
        };
        lacking(self, other).chain(lacking(other, self)).collect()
    }
}

async fn of_sqlite(url: &str) -> sqlx::Result<BTreeMap<String, Vec<String>>> {
    // The columns of a table, as one text of a row.
    const TABLES: &str = "SELECT m.name, group_concat('quote(' || c.name || ')', ' || '' '' || ')
         FROM sqlite_schema m JOIN pragma_table_info(m.name) c
         WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND c.name <> ?
         GROUP BY m.name";
    let mut connection = SqliteConnection::connect(url).await?;
    let tables: Vec<(String, String)> = sqlx::query_as(TABLES)
        .bind(SEEN)
        .fetch_all(&mut connection)
        .await?;
    let mut contents = BTreeMap::new();
    for (table, row) in tables.into_iter().filter(|(table, _)| is_watched(table)) {
        let rows = AssertSqlSafe(format!("SELECT {row} FROM {table} ORDER BY 1"));
        let rows = sqlx::query_scalar(rows).fetch_all(&mut connection).await?;
        contents.insert(table, rows);
    }
    connection.close().await?;
    Ok(contents)
}

async fn of_postgres(url: &str) -> sqlx::Result<BTreeMap<String, Vec<String>>> {
    const TABLES: &str = "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema()";
    let mut connection = PgConnection::connect(url).await?;
    let tables: Vec<String> = sqlx::query_scalar(TABLES).fetch_all(&mut connection).await?;
    let mut contents = BTreeMap::new();
    for table in tables.into_iter().filter(|table| is_watched(table)) {
        let rows = format!("SELECT (to_jsonb(t) - '{SEEN}')::text FROM {table} t ORDER BY 1");
        let rows = sqlx::query_scalar(AssertSqlSafe(rows))
            .fetch_all(&mut connection)
            .await?;
        contents.insert(table, rows);
    }
    connection.close().await?;
    Ok(contents)
}

fn is_watched(table: &str) -> bool {
    !TOUCHED.contains(&table)
}
