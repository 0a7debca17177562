//! Opening a SQLite file.

use super::open::{DatabaseOptions, Inspection, OpenError, PATIENCE, PREPARED_STATEMENTS};
use super::schema::{self, MIGRATOR, SchemaState};
use super::{Pools, Store};
use crate::tx::Executor;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Result codes (<https://www.sqlite.org/rescode.html>).
const BUSY: u32 = 5;
const READ_ONLY: u32 = 8;
const CORRUPT: u32 = 11;
const CANNOT_OPEN: u32 = 14;
const NOT_A_DATABASE: u32 = 26;

/// How often, and at what distance, connecting is tried while another process starts.
const CONNECT_ATTEMPTS: u32 = 20;
const CONNECT_PAUSE: Duration = Duration::from_millis(50);

/// Opens or makes the file and applies what the schema lacks.
pub(super) async fn open(options: &DatabaseOptions) -> Result<Store, OpenError> {
    let connect = parse(&options.url)?;
    if is_in_memory(&options.url) {
        return open_in_memory(connect).await;
    }
    let path = connect.get_filename().to_owned();
    make_file(&path)?;
    open_file(connect, options.max_connections)
        .await
        .map_err(|error| about_the_file(error, &path))
}

async fn open_file(connect: SqliteConnectOptions, readers: u32) -> Result<Store, OpenError> {
    // A database that will be refused must not be written to, and setting the journal mode is a write. A look
    // that fails is not the last word, because another process may be changing the file: opening it will
    // tell.
    match look(&connect).await {
        Ok((_, pool)) => pool.close().await,
        Err(OpenError::Failed(_)) => {}
        Err(refusal) => return Err(refusal),
    }

    let connect = connect
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    let writer = single(connect.clone().optimize_on_close(true, None)).await?;
    migrate(&writer).await?;
    let readers = SqlitePoolOptions::new().max_connections(readers);
    let readers = pool(readers, connect.pragma("query_only", "ON")).await?;
    Ok(Store {
        pools: Pools::Sqlite { writer, readers },
    })
}

/// Each connection to `:memory:` would be a database of its own, so one does everything.
async fn open_in_memory(connect: SqliteConnectOptions) -> Result<Store, OpenError> {
    let writer = single(connect).await?;
    migrate(&writer).await?;
    Ok(Store {
        pools: Pools::Sqlite {
            readers: writer.clone(),
            writer,
        },
    })
}

/// Looks at the file without writing to it.
pub(super) async fn inspect(url: &str) -> Result<Inspection, OpenError> {
    let connect = parse(url)?;
    let path = connect.get_filename().to_owned();
    if is_in_memory(url) || !path.exists() {
        return Ok(Inspection {
            schema: SchemaState::Absent,
            store: None,
        });
    }
    let (schema, pool) = look(&connect)
        .await
        .map_err(|error| about_the_file(error, &path))?;
    if schema == SchemaState::Absent {
        pool.close().await;
        return Ok(Inspection { schema, store: None });
    }
    let store = Store {
        pools: Pools::Sqlite {
            readers: pool.clone(),
            writer: pool,
        },
    };
    Ok(Inspection {
        schema,
        store: Some(store),
    })
}

/// Reads the state of the schema through a connection that can't write.
async fn look(connect: &SqliteConnectOptions) -> Result<(SchemaState, SqlitePool), OpenError> {
    // Without a write-ahead log nobody has the file open, and SQLite would make one only to read.
    let is_at_rest = !with_suffix(connect.get_filename(), "-wal").exists();
    let pool = single(connect.clone().read_only(true).immutable(is_at_rest)).await?;
    let mut connection = pool.acquire().await?;
    let state = schema::state(Executor::Sqlite(&mut connection)).await?;
    drop(connection);
    Ok((state, pool))
}

/// Applies what is missing, in one transaction: a process that starts at the same time waits for it.
async fn migrate(writer: &SqlitePool) -> Result<(), OpenError> {
    let mut connection = writer.acquire().await?;
    if schema::state(Executor::Sqlite(&mut connection)).await? == SchemaState::Current {
        return Ok(());
    }
    drop(connection);
    let mut tx = writer.begin_with("BEGIN IMMEDIATE").await?;
    MIGRATOR.run_direct(None, &mut *tx, false).await?;
    tx.commit().await?;
    Ok(())
}

/// A pool of one connection, which is never given up: a database in memory would go with it.
async fn single(connect: SqliteConnectOptions) -> sqlx::Result<SqlitePool> {
    let options = SqlitePoolOptions::new()
        .max_connections(1)
        .idle_timeout(None)
        .max_lifetime(None);
    pool(options, connect).await
}

/// Connects, again where a process that starts at the same time is in the way: a change of the journal mode
/// does not wait for the lock as statements do.
async fn pool(options: SqlitePoolOptions, connect: SqliteConnectOptions) -> sqlx::Result<SqlitePool> {
    let options = options.acquire_timeout(PATIENCE).test_before_acquire(false);
    let mut attempts = CONNECT_ATTEMPTS;
    loop {
        attempts -= 1;
        match options.clone().connect_with(connect.clone()).await {
            Err(error) if attempts > 0 && result_code(&error) == Some(BUSY) => {
                tokio::time::sleep(CONNECT_PAUSE).await;
            }
            outcome => return outcome,
        }
    }
}

fn parse(url: &str) -> Result<SqliteConnectOptions, OpenError> {
    let connect: SqliteConnectOptions = url
        .parse()
        .map_err(|error: sqlx::Error| OpenError::InvalidUrl(error.to_string()))?;
    Ok(connect
        .create_if_missing(false)
        .foreign_keys(true)
        .busy_timeout(PATIENCE)
        .statement_cache_capacity(PREPARED_STATEMENTS))
}

fn is_in_memory(url: &str) -> bool {
    url.contains(":memory:") || url.contains("mode=memory")
}

/// Makes the file if it does not exist, readable by its owner only: SQLite gives its journals the same mode.
fn make_file(path: &Path) -> Result<(), OpenError> {
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    if !folder.is_dir() {
        return Err(OpenError::FolderMissing(folder.to_owned()));
    }
    match create_private(path) {
        Ok(_) => Ok(()),
        Err(error)
            if matches!(
                error.kind(),
                ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem
            ) =>
        {
            Err(OpenError::NotWritable(path.to_owned()))
        }
        Err(error) if error.kind() == ErrorKind::IsADirectory => {
            Err(OpenError::NotADatabase(path.to_owned()))
        }
        Err(error) => Err(OpenError::CannotConnect(error.to_string())),
    }
}

#[cfg(unix)]
fn create_private(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(path)
}

#[cfg(not(unix))]
fn create_private(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(path)
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// Names what is wrong with the file, where SQLite's code tells it.
fn about_the_file(error: OpenError, path: &Path) -> OpenError {
    let OpenError::Failed(failure) = error else {
        return error;
    };
    match failure.driver().and_then(result_code) {
        Some(NOT_A_DATABASE | CORRUPT) => OpenError::NotADatabase(path.to_owned()),
        Some(READ_ONLY | CANNOT_OPEN) => OpenError::NotWritable(path.to_owned()),
        Some(BUSY) => OpenError::CannotConnect("another process holds its lock".to_owned()),
        _ => OpenError::Failed(failure),
    }
}

/// The primary result code, which is the low byte of an extended one.
fn result_code(error: &sqlx::Error) -> Option<u32> {
    let code: u32 = error.as_database_error()?.code()?.parse().ok()?;
    Some(code & 0xff)
}
