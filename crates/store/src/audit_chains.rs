//! The chains of the audit trail: one for each company, and one for the instance.
//!
//! A chain's row is the lock of whoever appends to it. Hashes are made before the transaction, over the head that was
//! read; the row is then changed only if that is still the head.

use crate::Hash;
use crate::audit_events::{self, Event};
use crate::error::{Result, StoreError};
use crate::query::sql;
use crate::row::record;
use crate::tx::{Read, Tx, Write};
use crate::{audit_details, audit_queue};
use voltkey_protocol::time::Timestamp;

record! {
    /// A chain, as far as it has grown. The head may have any length: somebody may have changed it.
    pub struct Chain {
        /// A company's row, or the word for the instance.
        pub chain: String,
        /// The number of its last event.
        pub seq: i64,
        /// The hash of its last event.
        pub head: Vec<u8>,
        /// When it has grown last.
        pub updated_at: Timestamp,
    }
}

/// The chain of that name.
pub async fn find(read: impl Into<Read<'_>>, chain: &str) -> Result<Option<Chain>> {
    sql!("SELECT chain, seq, head, updated_at FROM audit_chains WHERE chain = $1")
        .bind(chain)
        .find(read)
        .await
}

/// The chains after `after`, by name.
pub async fn list(read: impl Into<Read<'_>>, after: &str, limit: i64) -> Result<Vec<Chain>> {
    sql!(
        "SELECT chain, seq, head, updated_at FROM audit_chains
         WHERE chain > $1 ORDER BY chain LIMIT $2"
    )
    .bind(after)
    .bind(limit)
    .list(read)
    .await
}

/// The name that comes next after `after`, of a chain or of events whose chain is gone.
pub async fn next_name(read: impl Into<Read<'_>>, after: &str) -> Result<Option<String>> {
    let found: Option<Name> = sql!(
        "SELECT chain FROM (SELECT MIN(chain) AS chain FROM audit_chains WHERE chain > $1
                            UNION SELECT MIN(chain) AS chain FROM audit_events WHERE chain > $1) AS names
         WHERE chain IS NOT NULL ORDER BY chain LIMIT 1"
    )
    .bind(after)
    .find(read)
    .await?;
    Ok(found.map(|found| found.chain))
}

record! {
    /// The name of a chain.
    pub struct Name {
        /// It.
        pub chain: String,
    }
}

/// Begins a chain unless it is there.
pub async fn begin(write: impl Into<Write<'_>>, chain: &str, head: &Hash, now: Timestamp) -> Result<()> {
    sql!(
        "INSERT INTO audit_chains (chain, seq, head, updated_at) VALUES ($1, 0, $2, $3)
         ON CONFLICT (chain) DO NOTHING"
    )
    .bind(chain)
    .bind(head)
    .bind(now)
    .run(write)
    .await?;
    Ok(())
}

/// Appends events that wait, whose hashes were made after the head `before`, and takes them out of the queue. False,
/// and nothing may be committed, when somebody else has appended meanwhile.
pub async fn append(tx: &mut Tx, before: &Chain, events: &[Event], now: Timestamp) -> Result<bool> {
    let Some(last) = events.last() else {
        return Ok(true);
    };
    let is_first = sql!(
        "UPDATE audit_chains SET seq = $4, head = $5, updated_at = $6
         WHERE chain = $1 AND seq = $2 AND head = $3"
    )
    .bind(&before.chain)
    .bind(before.seq)
    .bind(&before.head)
    .bind(last.seq)
    .bind(&last.hash)
    .bind(now)
    .happened(&mut *tx)
    .await?;
    if !is_first {
        return Ok(false);
    }
    for event in events {
        audit_events::insert(&mut *tx, event).await?;
    }
    let taken = audit_queue::take(&mut *tx, &before.chain, before.seq).await?;
    if taken.len() != events.len() {
        return Err(StoreError::Corrupt("audit_queue".to_owned()));
    }
    for event in &taken {
        audit_details::insert(&mut *tx, event).await?;
    }
    Ok(true)
}
