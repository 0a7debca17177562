//! The outbox: mails and calls that were decided in the same transaction as their cause, and are made later.
//!
//! A worker claims a job for a time, its lease. A crash frees the job when the lease ends, so that a job is
//! done at least once, and once only where nothing crashes. Every claim counts as an attempt, so that a job
//! which crashes its worker comes to its end too.

use crate::Store;
use crate::error::Result;
use crate::query::sql;
use crate::row::record;
use crate::tx::{Read, Tx, Write};
use voltkey_protocol::time::Timestamp;

/// A job as it is enqueued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewJob {
    /// Its row, a UUIDv7; also the mail's Message-ID.
    pub id: String,
    /// What is to be done.
    pub kind: String,
    /// The sealed particulars.
    pub payload: Vec<u8>,
    /// Not before then.
    pub run_at: Timestamp,
    /// When it was decided.
    pub created_at: Timestamp,
}

record! {
    /// A job that a worker has claimed.
    pub struct Job {
        /// See [`NewJob::id`].
        pub id: String,
        /// See [`NewJob::kind`].
        pub kind: String,
        /// See [`NewJob::payload`].
        pub payload: Vec<u8>,
        /// The end of the lease.
        pub locked_until: Timestamp,
        /// Attempts begun, this one included.
        pub attempts: i64,
        /// Why the last attempt failed.
        pub last_error: Option<String>,
        /// See [`NewJob::created_at`].
        pub created_at: Timestamp,
    }
}

record! {
    /// What has become of a job.
    pub struct Status {
        /// See [`NewJob::id`].
        pub id: String,
        /// See [`NewJob::kind`].
        pub kind: String,
        /// See [`NewJob::created_at`].
        pub created_at: Timestamp,
        /// When it is tried next.
        pub run_at: Timestamp,
        /// Attempts begun.
        pub attempts: i64,
        /// Why the last failed attempt failed.
        pub last_error: Option<String>,
        /// What the other side said when it took it.
        pub answer: Option<String>,
        /// When it was done.
        pub done_at: Option<Timestamp>,
        /// When it was given up.
        pub failed_at: Option<Timestamp>,
    }
}

record! {
    /// A job in the outbox that is not done.
    pub struct Queued {
        /// See [`NewJob::id`].
        pub id: String,
        /// See [`NewJob::kind`].
        pub kind: String,
        /// See [`NewJob::payload`]; none where a version before had given it up.
        pub payload: Option<Vec<u8>>,
        /// See [`NewJob::created_at`].
        pub created_at: Timestamp,
        /// When it is tried next.
        pub run_at: Timestamp,
        /// Attempts begun.
        pub attempts: i64,
        /// Why the last failed attempt failed.
        pub last_error: Option<String>,
    }
}

/// Adds a job to the transaction of its cause.
pub async fn enqueue(tx: &mut Tx, job: &NewJob) -> Result<()> {
    sql!(
        "INSERT INTO jobs (id, kind, payload, run_at, locked_until, attempts, created_at)
         VALUES ($1, $2, $3, $4, 0, 0, $5)"
    )
    .bind(&job.id)
    .bind(&job.kind)
    .bind(&job.payload)
    .bind(job.run_at)
    .bind(job.created_at)
    .run(tx)
    .await?;
    Ok(())
}

/// Claims the job that is due longest, until `lease_until`; none when nothing is due. No two workers hold the
/// same job within its lease.
pub async fn claim(store: &Store, now: Timestamp, lease_until: Timestamp) -> Result<Option<Job>> {
    loop {
        if let Some(job) = claim_first(store, now, lease_until).await? {
            return Ok(Some(job));
        }
        // On PostgreSQL a worker that lost the race for a job gets none, although others may be due.
        if due_count(store, now).await? == 0 {
            return Ok(None);
        }
    }
}

/// The outer conditions repeat the inner ones because PostgreSQL checks only them again, after it has waited
/// for another worker's claim of the same row.
async fn claim_first(store: &Store, now: Timestamp, lease_until: Timestamp) -> Result<Option<Job>> {
    sql!(
        "UPDATE jobs SET locked_until = $2, attempts = attempts + 1
         WHERE id = (SELECT id FROM jobs
                     WHERE run_at <= $1 AND locked_until <= $1 AND done_at IS NULL AND failed_at IS NULL
                     ORDER BY run_at, id LIMIT 1)
           AND locked_until <= $1 AND done_at IS NULL AND failed_at IS NULL
         RETURNING id, kind, payload, locked_until, attempts, last_error, created_at"
    )
    .bind(now)
    .bind(lease_until)
    .returning(store)
    .await
}

/// Marks the job done, keeps what the other side answered, and deletes the payload. It holds also after the lease:
/// what was sent was sent. Returns false when another worker had finished it.
pub async fn done(
    write: impl Into<Write<'_>>,
    id: &str,
    now: Timestamp,
    answer: Option<&str>,
) -> Result<bool> {
    sql!(
        "UPDATE jobs SET done_at = $2, answer = $3, payload = NULL
         WHERE id = $1 AND done_at IS NULL AND failed_at IS NULL"
    )
    .bind(id)
    .bind(now)
    .bind(answer)
    .happened(write)
    .await
}

/// Gives the job back, to be tried again at `run_at`. Returns false when the lease was lost to another
/// worker.
pub async fn retry(write: impl Into<Write<'_>>, job: &Job, run_at: Timestamp, error: &str) -> Result<bool> {
    sql!(
        "UPDATE jobs SET run_at = $3, locked_until = 0, last_error = $4
         WHERE id = $1 AND locked_until = $2 AND done_at IS NULL AND failed_at IS NULL"
    )
    .bind(&job.id)
    .bind(job.locked_until)
    .bind(run_at)
    .bind(error)
    .happened(write)
    .await
}

/// Gives the job up. Its payload stays sealed until it is pruned, so that it can be tried again. Returns false when the lease was lost to another worker.
pub async fn fail(write: impl Into<Write<'_>>, job: &Job, now: Timestamp, error: &str) -> Result<bool> {
    sql!(
        "UPDATE jobs SET failed_at = $3, last_error = $4
         WHERE id = $1 AND locked_until = $2 AND done_at IS NULL AND failed_at IS NULL"
    )
    .bind(&job.id)
    .bind(job.locked_until)
    .bind(now)
    .bind(error)
    .happened(write)
    .await
}

/// Takes back a job that has no point any more. One that a worker is just about may be done all the same.
pub async fn take_back(write: impl Into<Write<'_>>, id: &str) -> Result<bool> {
    sql!("DELETE FROM jobs WHERE id = $1 AND done_at IS NULL AND failed_at IS NULL")
        .bind(id)
        .happened(write)
        .await
}

/// What has become of a job, until it is pruned.
pub async fn status(read: impl Into<Read<'_>>, id: &str) -> Result<Option<Status>> {
    sql!(
        "SELECT id, kind, created_at, run_at, attempts, last_error, answer, done_at, failed_at
         FROM jobs WHERE id = $1"
    )
    .bind(id)
    .find(read)
    .await
}

/// The jobs of which an attempt has failed, and which are tried again or were given up; the latest first.
pub async fn troubled(read: impl Into<Read<'_>>, limit: i64) -> Result<Vec<Status>> {
    sql!(
        "SELECT id, kind, created_at, run_at, attempts, last_error, answer, done_at, failed_at
         FROM jobs WHERE done_at IS NULL AND last_error IS NOT NULL
         ORDER BY created_at DESC, id DESC LIMIT $1"
    )
    .bind(limit)
    .list(read)
    .await
}

/// Up to `limit` jobs that were never tried in vain, the longest decided first.
pub async fn waiting(read: impl Into<Read<'_>>, limit: i64) -> Result<Vec<Queued>> {
    sql!(
        "SELECT id, kind, payload, created_at, run_at, attempts, last_error FROM jobs
         WHERE done_at IS NULL AND failed_at IS NULL AND last_error IS NULL
         ORDER BY run_at, id LIMIT $1"
    )
    .bind(limit)
    .list(read)
    .await
}

/// Up to `limit` jobs that were tried in vain and are tried again, the latest decided first.
pub async fn retried(read: impl Into<Read<'_>>, limit: i64) -> Result<Vec<Queued>> {
    sql!(
        "SELECT id, kind, payload, created_at, run_at, attempts, last_error FROM jobs
         WHERE done_at IS NULL AND failed_at IS NULL AND last_error IS NOT NULL
         ORDER BY created_at DESC, id DESC LIMIT $1"
    )
    .bind(limit)
    .list(read)
    .await
}

/// Up to `limit` jobs that were given up, the latest decided first.
pub async fn given_up(read: impl Into<Read<'_>>, limit: i64) -> Result<Vec<Queued>> {
    sql!(
        "SELECT id, kind, payload, created_at, run_at, attempts, last_error FROM jobs
         WHERE done_at IS NULL AND failed_at IS NOT NULL AND last_error IS NOT NULL
         ORDER BY created_at DESC, id DESC LIMIT $1"
    )
    .bind(limit)
    .list(read)
    .await
}

/// Makes a job due that was tried in vain or given up, with all its attempts before it. Returns false when it is
/// neither, a worker holds it, or its payload is gone.
pub async fn try_again(write: impl Into<Write<'_>>, id: &str, now: Timestamp) -> Result<bool> {
    sql!(
        "UPDATE jobs SET run_at = $2, attempts = 0, failed_at = NULL, locked_until = 0
         WHERE id = $1 AND done_at IS NULL AND last_error IS NOT NULL AND payload IS NOT NULL
           AND (failed_at IS NOT NULL OR locked_until <= $2)"
    )
    .bind(id)
    .bind(now)
    .happened(write)
    .await
}

/// How many jobs wait for a worker.
pub async fn due_count(read: impl Into<Read<'_>>, now: Timestamp) -> Result<i64> {
    sql!(
        "SELECT COUNT(*) AS value FROM jobs
         WHERE run_at <= $1 AND locked_until <= $1 AND done_at IS NULL AND failed_at IS NULL"
    )
    .bind(now)
    .value(read)
    .await
}

/// How many jobs are due, counted up to `most`.
pub async fn count_due(read: impl Into<Read<'_>>, now: Timestamp, most: i64) -> Result<i64> {
    sql!(
        "SELECT COUNT(*) AS value FROM
             (SELECT 1 FROM jobs WHERE done_at IS NULL AND failed_at IS NULL AND run_at <= $1 LIMIT $2) AS due"
    )
    .bind(now)
    .bind(most)
    .value(read)
    .await
}

/// Deletes up to `limit` jobs that were decided before `before` and are done or given up; returns how many.
pub async fn prune(write: impl Into<Write<'_>>, before: Timestamp, limit: i64) -> Result<u64> {
    sql!(
        "DELETE FROM jobs WHERE id IN
             (SELECT id FROM jobs
              WHERE created_at < $1 AND (done_at IS NOT NULL OR failed_at IS NOT NULL) LIMIT $2)"
    )
    .bind(before)
    .bind(limit)
    .run(write)
    .await
}
