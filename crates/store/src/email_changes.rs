//! Addresses that wait for the link that was mailed to them.

use crate::Hash;
use crate::error::Result;
use crate::id::PersonId;
use crate::query::sql;
use crate::row::record;
use crate::tx::{Read, Write};
use voltkey_protocol::time::Timestamp;

record! {
    /// A change that waits.
    pub struct EmailChange {
        /// Whose address changes.
        pub person_id: PersonId,
        /// SHA-256 of the token in the link.
        pub token_hash: Hash,
        /// The new address as it was written.
        pub email: String,
        /// The new address normalised.
        pub email_key: String,
        /// When it was asked for.
        pub created_at: Timestamp,
        /// Until when the link works.
        pub expires_at: Timestamp,
    }
}

/// Notes a change, in the place of an earlier one.
pub async fn put(write: impl Into<Write<'_>>, change: &EmailChange) -> Result<()> {
    sql!(
        "INSERT INTO email_changes (person_id, token_hash, email, email_key, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (person_id) DO UPDATE
         SET token_hash = excluded.token_hash, email = excluded.email, email_key = excluded.email_key,
             created_at = excluded.created_at, expires_at = excluded.expires_at"
    )
    .bind(&change.person_id)
    .bind(&change.token_hash)
    .bind(&change.email)
    .bind(&change.email_key)
    .bind(change.created_at)
    .bind(change.expires_at)
    .run(write)
    .await?;
    Ok(())
}

/// The change of a person that waits, also when it has expired.
pub async fn of_person(read: impl Into<Read<'_>>, person: &PersonId) -> Result<Option<EmailChange>> {
    sql!(
        "SELECT person_id, token_hash, email, email_key, created_at, expires_at
         FROM email_changes WHERE person_id = $1"
    )
    .bind(person)
    .find(read)
    .await
}

/// The change of that link, also when it has expired.
pub async fn by_token(read: impl Into<Read<'_>>, token_hash: &Hash) -> Result<Option<EmailChange>> {
    sql!(
        "SELECT person_id, token_hash, email, email_key, created_at, expires_at
         FROM email_changes WHERE token_hash = $1"
    )
    .bind(token_hash)
    .find(read)
    .await
}

/// Uses the link up, or withdraws the change. Of several callers exactly one gets true, and changes the address.
pub async fn spend(write: impl Into<Write<'_>>, token_hash: &Hash) -> Result<bool> {
    sql!("DELETE FROM email_changes WHERE token_hash = $1")
        .bind(token_hash)
        .happened(write)
        .await
}

/// Withdraws the change of a person; returns whether one waited.
pub async fn withdraw_of_person(write: impl Into<Write<'_>>, person: &PersonId) -> Result<bool> {
    sql!("DELETE FROM email_changes WHERE person_id = $1")
        .bind(person)
        .happened(write)
        .await
}

/// Deletes up to `limit` changes that expired before `before`; returns how many.
pub async fn prune(write: impl Into<Write<'_>>, before: Timestamp, limit: i64) -> Result<u64> {
    sql!(
        "DELETE FROM email_changes WHERE person_id IN
             (SELECT person_id FROM email_changes WHERE expires_at < $1 LIMIT $2)"
    )
    .bind(before)
    .bind(limit)
    .run(write)
    .await
}
