//! Calls that tell a client that a session has ended: an outbox like the jobs, with lanes of its own.
//!
//! A worker claims a call for a time, its lease; a crash frees it when the lease ends. Every claim counts as an attempt.

use crate::Store;
use crate::error::Result;
use crate::id::SessionId;
use crate::query::sql;
use crate::row::record;
use crate::text_enum::text_enum;
use crate::tx::{Read, Together, Write};
use voltkey_protocol::time::Timestamp;

text_enum! {
    /// How a call has ended.
    pub enum Outcome {
        /// The client has taken it.
        Told = "told",
        /// The client has refused it.
        Refused = "refused",
        /// No attempt has led to an answer that ends it.
        GivenUp = "given_up",
    }
}

record! {
    /// A call that a worker has claimed.
    pub struct Call {
        /// The session that has ended.
        pub session_id: SessionId,
        /// Who is told.
        pub client_id: String,
        /// The end of the lease.
        pub locked_until: Timestamp,
        /// Attempts begun, this one included.
        pub attempts: i64,
    }
}

record! {
    /// A call that did not reach its client, or not yet.
    pub struct Troubled {
        /// When the session ended.
        pub created_at: Timestamp,
        /// When it is tried next.
        pub run_at: Timestamp,
        /// Attempts begun.
        pub attempts: i64,
        /// Why the last attempt failed.
        pub last_error: Option<String>,
        /// How it has ended; none while it is tried again.
        pub outcome: Option<Outcome>,
    }
}

record! {
    /// A client that was called in vain.
    pub struct TroubledClient {
        /// `client_id`.
        pub client_id: String,
        /// How many of its calls were.
        pub calls: i64,
    }
}

/// Adds a call to the transaction that ends its session.
pub async fn insert(
    write: impl Into<Write<'_>>,
    session: &SessionId,
    client_id: &str,
    now: Timestamp,
) -> Result<()> {
    sql!(
        "INSERT INTO logout_calls
             (session_id, client_id, run_at, locked_until, attempts, created_at)
         VALUES ($1, $2, $3, 0, 0, $3)
         ON CONFLICT (session_id, client_id) DO NOTHING"
    )
    .bind(session)
    .bind(client_id)
    .bind(now)
    .run(write)
    .await?;
    Ok(())
}

/// Claims a call that is due, until `lease_until`; none when nothing is. The client that is being called least comes
/// first, of these the one that was called longest ago, with the call that is due longest; one that is being called
/// `at_once` times already is left out. So those that hang do not hold up the others, however many they are and however
/// many calls wait for them.
pub async fn claim(
    store: &Store,
    now: Timestamp,
    lease_until: Timestamp,
    at_once: i64,
) -> Result<Option<Call>> {
    // `waiting` goes from client to client on an index, so that a claim takes no longer when many calls wait for one.
    // The outer conditions repeat the inner ones because PostgreSQL checks only them again, after it has waited for
    // another worker's claim of the same row. Who loses that race gets none, and comes again in a second.
    let mut together = Together::begin(store).await?;
    let claimed: Option<Call> = sql!(
        "WITH RECURSIVE waiting (client_id) AS (
             SELECT MIN(client_id) FROM logout_calls WHERE ended_at IS NULL
             UNION ALL
             SELECT (SELECT MIN(n.client_id) FROM logout_calls n
                     WHERE n.client_id > waiting.client_id AND n.ended_at IS NULL)
             FROM waiting WHERE waiting.client_id IS NOT NULL),
         callable (client_id, under_way) AS (
             SELECT w.client_id, (SELECT COUNT(*) FROM logout_calls u
                                  WHERE u.client_id = w.client_id AND u.locked_until > $1 AND u.ended_at IS NULL)
             FROM waiting w WHERE w.client_id IS NOT NULL)
         UPDATE logout_calls SET locked_until = $2, attempts = attempts + 1
         WHERE (session_id, client_id) =
                    (SELECT d.session_id, d.client_id FROM callable c
                     JOIN logout_calls d ON d.client_id = c.client_id AND d.session_id =
                              (SELECT f.session_id FROM logout_calls f
                               WHERE f.client_id = c.client_id AND f.run_at <= $1 AND f.locked_until <= $1
                                 AND f.ended_at IS NULL
                               ORDER BY f.run_at, f.session_id LIMIT 1)
                     LEFT JOIN logout_turns t ON t.client_id = c.client_id
                     WHERE c.under_way < $3
                     ORDER BY c.under_way, COALESCE(t.called_at, 0), d.run_at, d.session_id, d.client_id LIMIT 1)
           AND run_at <= $1 AND locked_until <= $1 AND ended_at IS NULL
         RETURNING session_id, client_id, locked_until, attempts"
    )
    .bind(now)
    .bind(lease_until)
    .bind(at_once)
    .returning(together.write())
    .await?;
    if let Some(call) = &claimed {
        note_turn(together.write(), &call.client_id, now).await?;
    }
    together.end().await?;
    Ok(claimed)
}

/// Puts a client behind the others that wait to be called.
async fn note_turn(write: impl Into<Write<'_>>, client_id: &str, now: Timestamp) -> Result<()> {
    sql!(
        "INSERT INTO logout_turns (client_id, called_at) VALUES ($1, $2)
         ON CONFLICT (client_id) DO UPDATE SET called_at = excluded.called_at"
    )
    .bind(client_id)
    .bind(now)
    .run(write)
    .await?;
    Ok(())
}

/// Ends the call. It holds also after the lease: what was told was told. Returns false when another worker had ended
/// it.
pub async fn end(
    write: impl Into<Write<'_>>,
    call: &Call,
    outcome: Outcome,
    error: Option<&str>,
    now: Timestamp,
) -> Result<bool> {
    sql!(
        "UPDATE logout_calls SET ended_at = $5, outcome = $3, last_error = $4, locked_until = 0
         WHERE session_id = $1 AND client_id = $2 AND ended_at IS NULL"
    )
    .bind(&call.session_id)
    .bind(&call.client_id)
    .bind(outcome)
    .bind(error)
    .bind(now)
    .happened(write)
    .await
}

/// Gives the call back, to be tried again at `run_at`. Returns false when the lease was lost to another worker.
pub async fn retry(write: impl Into<Write<'_>>, call: &Call, run_at: Timestamp, error: &str) -> Result<bool> {
    sql!(
        "UPDATE logout_calls SET run_at = $4, locked_until = 0, last_error = $5
         WHERE session_id = $1 AND client_id = $2 AND locked_until = $3 AND ended_at IS NULL"
    )
    .bind(&call.session_id)
    .bind(&call.client_id)
    .bind(call.locked_until)
    .bind(run_at)
    .bind(error)
    .happened(write)
    .await
}

/// Up to `limit` calls of a client that were tried in vain, the latest first.
pub async fn troubled(read: impl Into<Read<'_>>, client_id: &str, limit: i64) -> Result<Vec<Troubled>> {
    sql!(
        "SELECT created_at, run_at, attempts, last_error, outcome FROM logout_calls
         WHERE client_id = $1 AND last_error IS NOT NULL
         ORDER BY created_at DESC, session_id DESC LIMIT $2"
    )
    .bind(client_id)
    .bind(limit)
    .list(read)
    .await
}

/// Up to `limit` clients with calls since `since` that were tried in vain, whether these are tried again or not; those
/// with the most first.
pub async fn troubled_clients(
    read: impl Into<Read<'_>>,
    since: Timestamp,
    limit: i64,
) -> Result<Vec<TroubledClient>> {
    sql!(
        "SELECT client_id, COUNT(*) AS calls FROM logout_calls
         WHERE last_error IS NOT NULL AND created_at >= $1
         GROUP BY client_id ORDER BY calls DESC, client_id LIMIT $2"
    )
    .bind(since)
    .bind(limit)
    .list(read)
    .await
}

/// Makes every call of a client due that was tried in vain, with all its attempts before it, save those that a worker
/// holds. Gives how many.
pub async fn try_again(write: impl Into<Write<'_>>, client_id: &str, now: Timestamp) -> Result<u64> {
    sql!(
        "UPDATE logout_calls SET run_at = $2, attempts = 0, ended_at = NULL, outcome = NULL, locked_until = 0
         WHERE client_id = $1 AND last_error IS NOT NULL AND locked_until <= $2"
    )
    .bind(client_id)
    .bind(now)
    .run(write)
    .await
}
