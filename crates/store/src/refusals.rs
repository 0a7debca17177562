//! Refusals: why a request was refused, found again by the reference number that its answer showed.

use crate::error::Result;
use crate::query::sql;
use crate::row::record;
use crate::tx::{Read, Write};
use voltkey_protocol::time::Timestamp;

record! {
    /// A refusal.
    pub struct Refusal {
        /// The number that the answer showed, `VK-7Q4M-2XRA`.
        pub reference: String,
        /// When it was.
        pub at: Timestamp,
        /// The `client_id` that the request named.
        pub client_id: Option<String>,
        /// The person's row, if known. Plain text: the refusal outlives the person.
        pub person_id: Option<String>,
        /// The standard's error code that the answer carried.
        pub code: String,
        /// Which of our rules refused.
        pub rule: String,
        /// JSON without secrets.
        pub details: String,
        /// The network of the request.
        pub network: String,
    }
}

/// Adds a refusal.
///
/// # Errors
/// `Unique("refusals.reference")` when the number is taken: draw another.
pub async fn insert(write: impl Into<Write<'_>>, refusal: &Refusal) -> Result<()> {
    sql!(
        "INSERT INTO refusals (reference, at, client_id, person_id, code, rule, details, network)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
    )
    .bind(&refusal.reference)
    .bind(refusal.at)
    .bind(refusal.client_id.as_ref())
    .bind(refusal.person_id.as_ref())
    .bind(&refusal.code)
    .bind(&refusal.rule)
    .bind(&refusal.details)
    .bind(&refusal.network)
    .run(write)
    .await?;
    Ok(())
}

/// The refusal of that reference number.
pub async fn find(read: impl Into<Read<'_>>, reference: &str) -> Result<Option<Refusal>> {
    sql!(
        "SELECT reference, at, client_id, person_id, code, rule, details, network
         FROM refusals WHERE reference = $1"
    )
    .bind(reference)
    .find(read)
    .await
}

/// Up to `limit` refusals before that moment and number, the latest first.
pub async fn before(
    read: impl Into<Read<'_>>,
    at: Timestamp,
    reference: &str,
    limit: i64,
) -> Result<Vec<Refusal>> {
    sql!(
        "SELECT reference, at, client_id, person_id, code, rule, details, network
         FROM refusals WHERE (at, reference) < ($1, $2)
         ORDER BY at DESC, reference DESC LIMIT $3"
    )
    .bind(at)
    .bind(reference)
    .bind(limit)
    .list(read)
    .await
}

/// As [`before`], of the requests that named that client.
pub async fn before_of_client(
    read: impl Into<Read<'_>>,
    client_id: &str,
    at: Timestamp,
    reference: &str,
    limit: i64,
) -> Result<Vec<Refusal>> {
    sql!(
        "SELECT reference, at, client_id, person_id, code, rule, details, network
         FROM refusals WHERE client_id = $1 AND (at, reference) < ($2, $3)
         ORDER BY at DESC, reference DESC LIMIT $4"
    )
    .bind(client_id)
    .bind(at)
    .bind(reference)
    .bind(limit)
    .list(read)
    .await
}

/// Deletes up to `limit` refusals from before `before`; returns how many.
pub async fn prune(write: impl Into<Write<'_>>, before: Timestamp, limit: i64) -> Result<u64> {
    sql!("DELETE FROM refusals WHERE reference IN (SELECT reference FROM refusals WHERE at < $1 LIMIT $2)")
        .bind(before)
        .bind(limit)
        .run(write)
        .await
}
