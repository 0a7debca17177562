//! Named values of the instance, such as the sealed constant that proves the master key.

use crate::error::Result;
use crate::generation;
use crate::query::sql;
use crate::tx::{Read, Tx, Write};

/// The value of that name.
pub async fn get(read: impl Into<Read<'_>>, name: &str) -> Result<Option<Vec<u8>>> {
    sql!("SELECT value FROM settings WHERE name = $1")
        .bind(name)
        .find_value(read)
        .await
}

/// Sets the value unless there is one; returns whether it was set. Of two callers at once exactly one wins.
pub async fn put_if_absent(write: impl Into<Write<'_>>, name: &str, value: &[u8]) -> Result<bool> {
    sql!("INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING")
        .bind(name)
        .bind(value)
        .happened(write)
        .await
}

/// Sets the value, whatever it was, and counts the generation up.
pub async fn put(tx: &mut Tx, name: &str, value: &[u8]) -> Result<()> {
    generation::bump(&mut *tx).await?;
    sql!(
        "INSERT INTO settings (name, value) VALUES ($1, $2)
         ON CONFLICT (name) DO UPDATE SET value = excluded.value"
    )
    .bind(name)
    .bind(value)
    .run(tx)
    .await?;
    Ok(())
}
