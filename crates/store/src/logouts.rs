//! Log-outs on their way: requests that came by POST, and what a log-out has ended, for the page that tells of it.

use crate::Hash;
use crate::error::Result;
use crate::query::sql;
use crate::row::record;
use crate::tx::{Read, Write};
use voltkey_protocol::time::Timestamp;

record! {
    /// A log-out.
    pub struct Logout {
        /// 128-bit random: stands in the addresses of its pages.
        pub id: String,
        /// SHA-256 of the browser's cookie; none until a browser has taken it up.
        pub browser_hash: Option<Hash>,
        /// The parameters as they were received, as JSON.
        pub request: String,
        /// When it began.
        pub created_at: Timestamp,
        /// Until when it is kept.
        pub expires_at: Timestamp,
    }
}

/// Adds a log-out.
pub async fn insert(write: impl Into<Write<'_>>, logout: &Logout) -> Result<()> {
    sql!(
        "INSERT INTO logouts (id, browser_hash, request, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5)"
    )
    .bind(&logout.id)
    .bind(logout.browser_hash.as_ref())
    .bind(&logout.request)
    .bind(logout.created_at)
    .bind(logout.expires_at)
    .run(write)
    .await?;
    Ok(())
}

/// The log-out of that identifier. Whether it has expired, and whose it is, is for the caller to decide.
pub async fn find(read: impl Into<Read<'_>>, id: &str) -> Result<Option<Logout>> {
    sql!("SELECT id, browser_hash, request, created_at, expires_at FROM logouts WHERE id = $1")
        .bind(id)
        .find(read)
        .await
}

/// Binds the log-out to a browser, unless it is bound already. Returns false when it was.
pub async fn adopt(write: impl Into<Write<'_>>, id: &str, browser_hash: &Hash) -> Result<bool> {
    sql!("UPDATE logouts SET browser_hash = $2 WHERE id = $1 AND browser_hash IS NULL")
        .bind(id)
        .bind(browser_hash)
        .happened(write)
        .await
}

/// Deletes up to `limit` log-outs that expired before `before`; returns how many.
pub async fn prune(write: impl Into<Write<'_>>, before: Timestamp, limit: i64) -> Result<u64> {
    sql!("DELETE FROM logouts WHERE id IN (SELECT id FROM logouts WHERE expires_at < $1 LIMIT $2)")
        .bind(before)
        .bind(limit)
        .run(write)
        .await
}
