//! Failed attempts, counted by bucket. A bucket is a key of the caller's, such as an account and a network.

use crate::error::Result;
use crate::id::PersonId;
use crate::query::sql;
use crate::row::record;
use crate::tx::{Read, Write};
use std::time::Duration;
use voltkey_protocol::time::Timestamp;

record! {
    /// The answer of [`count`].
    pub struct Count {
        /// Attempts since the window began, this one included.
        pub failures: i64,
    }
}

/// Until when attempts are refused; none for a bucket without any.
pub async fn blocked_until(read: impl Into<Read<'_>>, bucket: &str) -> Result<Option<Timestamp>> {
    sql!("SELECT blocked_until AS value FROM throttle WHERE bucket = $1")
        .bind(bucket)
        .find_value(read)
        .await
}

/// Counts one attempt and returns how many there are now; none, and nothing counted, while the bucket is
/// blocked. The count begins anew when the first attempt is `window` old. One statement, so that no attempt
/// of a burst is lost.
pub async fn count(
    write: impl Into<Write<'_>>,
    bucket: &str,
    now: Timestamp,
    window: Duration,
) -> Result<Option<i64>> {
    let counted: Option<Count> = sql!(
        "INSERT INTO throttle (bucket, failures, window_start, blocked_until) VALUES ($1, 1, $2, 0)
         ON CONFLICT (bucket) DO UPDATE
         SET failures = CASE WHEN throttle.window_start <= $3 THEN 1 ELSE throttle.failures + 1 END,
             window_start = CASE WHEN throttle.window_start <= $3 THEN excluded.window_start
                                 ELSE throttle.window_start END
         WHERE throttle.blocked_until <= $2
         RETURNING failures"
    )
    .bind(bucket)
    .bind(now)
    .bind(now - window)
    .returning(write)
    .await?;
    Ok(counted.map(|count| count.failures))
}

/// Blocks a bucket that is not blocked, until then; `person` is whose PINs it counts, if it does. Of several callers at
/// once exactly one gets true.
pub async fn block(
    write: impl Into<Write<'_>>,
    bucket: &str,
    person: Option<&PersonId>,
    until: Timestamp,
    now: Timestamp,
) -> Result<bool> {
    sql!("UPDATE throttle SET blocked_until = $2, person_id = $4 WHERE bucket = $1 AND blocked_until <= $3")
        .bind(bucket)
        .bind(until)
        .bind(now)
        .bind(person)
        .happened(write)
        .await
}

/// Forgets the failures, after an attempt that succeeded.
pub async fn clear(write: impl Into<Write<'_>>, bucket: &str) -> Result<()> {
    sql!("DELETE FROM throttle WHERE bucket = $1")
        .bind(bucket)
        .run(write)
        .await?;
    Ok(())
}

/// Takes one attempt back that has succeeded, in a bucket that counts the failures of many.
pub async fn take_back(write: impl Into<Write<'_>>, bucket: &str) -> Result<()> {
    sql!("UPDATE throttle SET failures = failures - 1 WHERE bucket = $1 AND failures > 0")
        .bind(bucket)
        .run(write)
        .await?;
    Ok(())
}

/// Deletes up to `limit` buckets whose window began before `before` and whose block is over; returns how
/// many.
pub async fn prune(
    write: impl Into<Write<'_>>,
    before: Timestamp,
    now: Timestamp,
    limit: i64,
) -> Result<u64> {
    sql!(
        "DELETE FROM throttle WHERE bucket IN
             (SELECT bucket FROM throttle WHERE window_start < $1 AND blocked_until < $2 LIMIT $3)"
    )
    .bind(before)
    .bind(now)
    .bind(limit)
    .run(write)
    .await
}
