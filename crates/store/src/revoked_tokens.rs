//! Access tokens that were revoked before their time (RFC 7009). Each row lives until its token expires.

use crate::error::Result;
use crate::query::sql;
use crate::tx::{Read, Write};
use voltkey_protocol::time::Timestamp;

/// Revokes the token of that `jti`, whose `exp` is `expires_at`. Revoking it again changes nothing.
pub async fn insert(write: impl Into<Write<'_>>, jti: &str, expires_at: Timestamp) -> Result<()> {
    sql!("INSERT INTO revoked_tokens (jti, expires_at) VALUES ($1, $2) ON CONFLICT (jti) DO NOTHING")
        .bind(jti)
        .bind(expires_at)
        .run(write)
        .await?;
    Ok(())
}

/// Whether the token of that `jti` was revoked.
pub async fn exists(read: impl Into<Read<'_>>, jti: &str) -> Result<bool> {
    sql!("SELECT EXISTS (SELECT 1 FROM revoked_tokens WHERE jti = $1) AS value")
        .bind(jti)
        .value(read)
        .await
}

/// Deletes up to `limit` rows whose tokens expired before `before`; returns how many.
pub async fn prune(write: impl Into<Write<'_>>, before: Timestamp, limit: i64) -> Result<u64> {
    sql!(
        "DELETE FROM revoked_tokens WHERE jti IN
             (SELECT jti FROM revoked_tokens WHERE expires_at < $1 LIMIT $2)"
    )
    .bind(before)
    .bind(limit)
    .run(write)
    .await
}
