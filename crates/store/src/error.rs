//! What can go wrong with a statement, as far as a caller can act upon it.

/// The result of a store function.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;

/// Why a statement or a transaction failed. Carries no bound value, so it may be logged.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database can't be reached, refuses connections, or its disk fails: answer 503.
    #[error("the database is unavailable")]
    Unavailable(#[source] Cause),

    /// Another transaction was in the way (deadlock, serialization failure, busy database): worth a retry.
    #[error("another transaction was in the way")]
    Conflict(#[source] Cause),

    /// A unique constraint refused the row. Names the table and its columns, for example `people.email_key`
    /// or `memberships.person_id,company_id`.
    #[error("a row with the same {0} exists")]
    Unique(String),

    /// A row can't be read, or is missing where there must be one. Names the column or the table.
    #[error("the database holds an unreadable row: {0}")]
    Corrupt(String),

    /// Anything else: a fault in this program or in the schema.
    #[error("the database refused a statement")]
    Other(#[source] Cause),
}

/// The database driver's own error, kept for the log.
#[derive(Debug, thiserror::Error)]
#[error("{error}")]
pub struct Cause {
    error: sqlx::Error,
    /// The commit itself failed: it may have happened.
    in_commit: bool,
}

impl From<sqlx::Error> for Cause {
    fn from(error: sqlx::Error) -> Self {
        Self {
            error,
            in_commit: false,
        }
    }
}

impl StoreError {
    /// Whether the transaction that failed so may succeed when it is tried again at once. Nothing of it was
    /// committed.
    ///
    /// A statement that stood alone is another matter: when its connection was lost, it may have happened.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Conflict(_) => true,
            Self::Unavailable(cause) => !cause.in_commit && is_lost_connection(&cause.error),
            Self::Unique(_) | Self::Corrupt(_) | Self::Other(_) => false,
        }
    }

    /// The failure of a commit, which is never transient when its connection was lost.
    pub(crate) fn of_commit(error: sqlx::Error) -> Self {
        match Self::from(error) {
            Self::Unavailable(cause) => Self::Unavailable(Cause {
                in_commit: true,
                ..cause
            }),
            other => other,
        }
    }

    /// The driver's error, where there is one.
    pub(crate) fn driver(&self) -> Option<&sqlx::Error> {
        match self {
            Self::Unavailable(cause) | Self::Conflict(cause) | Self::Other(cause) => Some(&cause.error),
            Self::Unique(_) | Self::Corrupt(_) => None,
        }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        use sqlx::Error;
        match error {
            Error::Database(_) => from_database(error),
            Error::Io(_)
            | Error::Tls(_)
            | Error::Protocol(_)
            | Error::PoolTimedOut
            | Error::PoolClosed
            | Error::WorkerCrashed
            | Error::BeginFailed => Self::Unavailable(error.into()),
            Error::ColumnDecode { index, .. } => Self::Corrupt(index.trim_matches('"').to_owned()),
            Error::ColumnNotFound(column) => Self::Corrupt(column),
            other => Self::Other(other.into()),
        }
    }
}

/// Sorts an answer of the database itself.
fn from_database(error: sqlx::Error) -> StoreError {
    let Some(answer) = error.as_database_error() else {
        return StoreError::Other(error.into());
    };
    if answer.is_unique_violation() {
        return StoreError::Unique(violated_columns(answer));
    }
    match trouble(answer) {
        Trouble::Contention => StoreError::Conflict(error.into()),
        Trouble::Outage => StoreError::Unavailable(error.into()),
        Trouble::Statement => StoreError::Other(error.into()),
    }
}

/// What kind of answer a database's error code stands for.
enum Trouble {
    Contention,
    Outage,
    Statement,
}

fn trouble(answer: &dyn sqlx::error::DatabaseError) -> Trouble {
    let code = answer.code().unwrap_or_default();
    if answer
        .try_downcast_ref::<sqlx::postgres::PgDatabaseError>()
        .is_some()
    {
        postgres_trouble(&code)
    } else {
        sqlite_trouble(&code)
    }
}

/// SQLSTATE codes, <https://www.postgresql.org/docs/current/errcodes-appendix.html>.
fn postgres_trouble(code: &str) -> Trouble {
    match code {
        // serialization_failure, deadlock_detected, lock_not_available
        "40001" | "40P01" | "55P03" => Trouble::Contention,
        // read_only_sql_transaction: the primary became a standby
        "25006" => Trouble::Outage,
        _ => match code.get(..2) {
            // connection exception, insufficient resources, operator intervention, system error
            Some("08" | "53" | "57" | "58") => Trouble::Outage,
            _ => Trouble::Statement,
        },
    }
}

/// Result codes, <https://www.sqlite.org/rescode.html>; the low byte of an extended code is the primary one.
fn sqlite_trouble(code: &str) -> Trouble {
    match code.parse::<u32>().map(|code| code & 0xff) {
        // SQLITE_BUSY, SQLITE_LOCKED
        Ok(5 | 6) => Trouble::Contention,
        // SQLITE_READONLY, IOERR, FULL, CANTOPEN
        Ok(8 | 10 | 13 | 14) => Trouble::Outage,
        _ => Trouble::Statement,
    }
}

/// Whether the connection broke, rather than being refused or waited for in vain.
fn is_lost_connection(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_) | sqlx::Error::WorkerCrashed => true,
        sqlx::Error::Database(answer) => {
            // admin_shutdown, crash_shutdown, and connection exceptions
            answer
                .code()
                .is_some_and(|code| code == "57P01" || code == "57P02" || code.starts_with("08"))
        }
        _ => false,
    }
}

/// `table.column,column` of a violated unique constraint, the same on both databases.
fn violated_columns(answer: &dyn sqlx::error::DatabaseError) -> String {
    match answer.try_downcast_ref::<sqlx::postgres::PgDatabaseError>() {
        Some(answer) => postgres_columns(answer.table(), answer.detail(), answer.constraint()),
        None => sqlite_columns(answer.message()),
    }
}

/// Reads the detail `Key (a, b)=(1, 2) already exists.`, whose words depend on the server's language.
fn postgres_columns(table: Option<&str>, detail: Option<&str>, constraint: Option<&str>) -> String {
    let columns = detail
        .and_then(|detail| detail.split_once('('))
        .and_then(|(_, rest)| rest.split_once(")=("))
        .map(|(columns, _)| columns.replace(", ", ","));
    match (table, columns) {
        (Some(table), Some(columns)) => format!("{table}.{columns}"),
        // Without the right to read the table there is no detail.
        _ => constraint.unwrap_or("unknown constraint").to_owned(),
    }
}

/// Reads `UNIQUE constraint failed: t.a, t.b`.
fn sqlite_columns(message: &str) -> String {
    let columns = message.rsplit(": ").next().unwrap_or(message);
    let Some((table, _)) = columns.split_once('.') else {
        return columns.to_owned();
    };
    let bare: Vec<&str> = columns
        .split(", ")
        .map(|column| column.rsplit('.').next().unwrap_or(column))
        .collect();
    format!("{table}.{}", bare.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_databases_name_the_columns_alike() {
        assert_eq!(
            sqlite_columns("UNIQUE constraint failed: memberships.person_id, memberships.company_id"),
            "memberships.person_id,company_id",
        );
        assert_eq!(
            postgres_columns(
                Some("memberships"),
                Some("Key (person_id, company_id)=(a, b) already exists."),
                Some("memberships_pkey"),
            ),
            "memberships.person_id,company_id",
        );
    }

    #[test]
    fn a_hidden_detail_leaves_the_constraint_name() {
        assert_eq!(
            postgres_columns(Some("people"), None, Some("people_email")),
            "people_email"
        );
    }

    #[test]
    fn extended_codes_of_sqlite_count_as_their_primary_code() {
        // SQLITE_BUSY_SNAPSHOT and SQLITE_IOERR_FSYNC
        assert!(matches!(sqlite_trouble("517"), Trouble::Contention));
        assert!(matches!(sqlite_trouble("1034"), Trouble::Outage));
        assert!(matches!(sqlite_trouble("1"), Trouble::Statement));
    }

    #[test]
    fn a_pool_that_waited_in_vain_is_not_retried() {
        assert!(!StoreError::from(sqlx::Error::PoolTimedOut).is_transient());
        let broken = std::io::Error::from(std::io::ErrorKind::ConnectionReset);
        assert!(StoreError::from(sqlx::Error::Io(broken)).is_transient());
    }

    #[test]
    fn a_commit_that_may_have_happened_is_not_retried() {
        let broken = std::io::Error::from(std::io::ErrorKind::ConnectionReset);
        assert!(!StoreError::of_commit(sqlx::Error::Io(broken)).is_transient());
    }
}
