//! Connecting to PostgreSQL.

use super::open::{DatabaseOptions, Inspection, OpenError, PATIENCE, PREPARED_STATEMENTS};
use super::schema::{self, MIGRATOR, SchemaState};
use super::{Pools, Store};
use crate::tx::Executor;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPool, PgPoolOptions};
use sqlx::{ConnectOptions as _, Connection as _, Executor as _};
use std::time::Duration;

/// A connection that rested for longer is asked for a sign of life before it is used.
const RESTED: Duration = Duration::from_secs(1);

/// Connects and applies what the schema lacks.
pub(super) async fn open(options: &DatabaseOptions) -> Result<Store, OpenError> {
    let connect = parse(&options.url)?;
    let mut first = connect_once(&connect).await?;
    // Asked first, because the migrator writes and locks even when nothing is missing.
    if schema::state(Executor::Postgres(&mut first)).await? != SchemaState::Current {
        // Takes an advisory lock: a replica that starts at the same time waits for it.
        MIGRATOR.run_direct(None, &mut first, false).await?;
    }
    first.close().await?;
    let pool = pool(connect, options.max_connections, Access::ReadWrite).await?;
    Ok(Store {
        pools: Pools::Postgres(pool),
    })
}

/// Connects for reading only.
pub(super) async fn inspect(url: &str) -> Result<Inspection, OpenError> {
    let connect = parse(url)?;
    let mut first = connect_once(&connect).await?;
    let schema = schema::state(Executor::Postgres(&mut first)).await?;
    first.close().await?;
    if schema == SchemaState::Absent {
        return Ok(Inspection { schema, store: None });
    }
    let pool = pool(connect, 1, Access::ReadOnly).await?;
    Ok(Inspection {
        schema,
        store: Some(Store {
            pools: Pools::Postgres(pool),
        }),
    })
}

fn parse(url: &str) -> Result<PgConnectOptions, OpenError> {
    let connect: PgConnectOptions = url
        .parse()
        .map_err(|error: sqlx::Error| OpenError::InvalidUrl(error.to_string()))?;
    Ok(connect
        .application_name("voltkey")
        .statement_cache_capacity(PREPARED_STATEMENTS))
}

/// Connects without a pool, which would try again until its patience ends and forget why.
async fn connect_once(connect: &PgConnectOptions) -> Result<PgConnection, OpenError> {
    match tokio::time::timeout(PATIENCE, connect.connect()).await {
        Ok(Ok(connection)) => Ok(connection),
        Ok(Err(error)) => Err(refusal(error)),
        Err(_) => Err(OpenError::CannotConnect("the server does not answer".to_owned())),
    }
}

/// Says why the server let nobody in (<https://www.postgresql.org/docs/current/errcodes-appendix.html>).
fn refusal(error: sqlx::Error) -> OpenError {
    let Some(answer) = error.as_database_error() else {
        return OpenError::CannotConnect(error.to_string());
    };
    match answer.code().as_deref() {
        // invalid_authorization_specification, invalid_password
        Some("28000" | "28P01") => OpenError::WrongPassword,
        // invalid_catalog_name
        Some("3D000") => OpenError::NoSuchDatabase(answer.message().to_owned()),
        _ => OpenError::CannotConnect(answer.message().to_owned()),
    }
}

#[derive(Clone, Copy)]
enum Access {
    ReadWrite,
    ReadOnly,
}

impl Access {
    /// What each new session is told: the isolation that the statements are written for, whatever the
    /// server's default is; and not to compile them, which for short ones takes longer than running them.
    const fn session(self) -> &'static str {
        match self {
            Self::ReadWrite => {
                "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ COMMITTED, READ WRITE; \
                 SET jit = off"
            }
            Self::ReadOnly => {
                "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ COMMITTED, READ ONLY; \
                 SET jit = off"
            }
        }
    }
}

async fn pool(connect: PgConnectOptions, size: u32, access: Access) -> sqlx::Result<PgPool> {
    PgPoolOptions::new()
        .max_connections(size)
        .acquire_timeout(PATIENCE)
        .after_connect(move |connection, _| {
            Box::pin(async move {
                connection.execute(access.session()).await?;
                Ok(())
            })
        })
        // A ping before each use would be a round trip for each statement.
        .test_before_acquire(false)
        .before_acquire(|connection, usage| {
            Box::pin(async move {
                if usage.idle_for > RESTED {
                    connection.ping().await?;
                }
                Ok(true)
            })
        })
        .connect_with(connect)
        .await
}
