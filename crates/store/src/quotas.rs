//! What a network has used of a quota in one window of time.

use crate::error::Result;
use crate::query::sql;
use crate::tx::Write;
use voltkey_protocol::time::Timestamp;

/// Spends one of `limit` in the window that began at `window_start`; returns false when all are spent. The
/// windows of a bucket follow one another: a later one begins at zero.
///
/// One statement on the bucket's row: however many spend at once, no more than `limit` succeed.
pub async fn spend(
    write: impl Into<Write<'_>>,
    bucket: &str,
    window_start: Timestamp,
    limit: i64,
) -> Result<bool> {
    if limit < 1 {
        return Ok(false);
    }
    sql!(
        "INSERT INTO quotas (bucket, window_start, used) VALUES ($1, $2, 1)
         ON CONFLICT (bucket) DO UPDATE
         SET used = CASE WHEN quotas.window_start < excluded.window_start THEN 1 ELSE quotas.used + 1 END,
             window_start = CASE WHEN quotas.window_start < excluded.window_start THEN excluded.window_start
                                 ELSE quotas.window_start END
         WHERE quotas.window_start < excluded.window_start OR quotas.used < $3"
    )
    .bind(bucket)
    .bind(window_start)
    .bind(limit)
    .happened(write)
    .await
}

/// Deletes up to `limit` buckets whose window began before `before`; returns how many.
pub async fn prune(write: impl Into<Write<'_>>, before: Timestamp, limit: i64) -> Result<u64> {
    sql!("DELETE FROM quotas WHERE bucket IN (SELECT bucket FROM quotas WHERE window_start < $1 LIMIT $2)")
        .bind(before)
        .bind(limit)
        .run(write)
        .await
}
