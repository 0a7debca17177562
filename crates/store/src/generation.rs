//! The counter on which the replicas' caches hang: each change of clients, keys or settings counts it up, and
//! every replica polls it.

use crate::error::Result;
use crate::query::sql;
use crate::tx::{Read, Tx};

/// The counter's value.
pub async fn current(read: impl Into<Read<'_>>) -> Result<i64> {
    sql!("SELECT value FROM generation WHERE id = 1")
        .value(read)
        .await
}

/// Counts up and returns the new value. Its row stays locked until the transaction ends, so that changes of
/// what is cached happen one after the other.
pub async fn bump(tx: &mut Tx) -> Result<i64> {
    sql!("UPDATE generation SET value = value + 1 WHERE id = 1 RETURNING value")
        .returning_value(tx)
        .await
}
