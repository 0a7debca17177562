//! JWTs of others that count once. Each row lives until its token would not be taken any more.

use crate::Hash;
use crate::error::Result;
use crate::query::sql;
use crate::tx::Write;
use voltkey_protocol::time::Timestamp;

/// Uses a token up. Returns false when it was used before; of several that try at once exactly one is told true.
pub async fn insert(write: impl Into<Write<'_>>, id: &Hash, expires_at: Timestamp) -> Result<bool> {
    sql!("INSERT INTO used_jwts (id, expires_at) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING")
        .bind(id)
        .bind(expires_at)
        .happened(write)
        .await
}

/// Deletes up to `limit` rows whose tokens are not taken since `before`; returns how many.
pub async fn prune(write: impl Into<Write<'_>>, before: Timestamp, limit: i64) -> Result<u64> {
    sql!(
        "DELETE FROM used_jwts WHERE id IN
             (SELECT id FROM used_jwts WHERE expires_at < $1 LIMIT $2)"
    )
    .bind(before)
    .bind(limit)
    .run(write)
    .await
}
