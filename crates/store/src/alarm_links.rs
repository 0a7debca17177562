//! The links "this was not me" of security mails: each freezes its account, once.

use crate::Hash;
use crate::error::Result;
use crate::id::PersonId;
use crate::query::sql;
use crate::row::record;
use crate::tx::{Read, Write};
use voltkey_protocol::time::Timestamp;

record! {
    /// A link.
    pub struct AlarmLink {
        /// SHA-256 of the token in it.
        pub token_hash: Hash,
        /// Whose account it freezes.
        pub person_id: PersonId,
        /// The address that the mail went to.
        pub email: String,
        /// When the mail was written.
        pub created_at: Timestamp,
        /// Until when it works.
        pub expires_at: Timestamp,
        /// When it was used.
        pub used_at: Option<Timestamp>,
    }
}

/// Adds a link.
pub async fn insert(write: impl Into<Write<'_>>, link: &AlarmLink) -> Result<()> {
    sql!(
        "INSERT INTO alarm_links (token_hash, person_id, email, created_at, expires_at, used_at)
         VALUES ($1, $2, $3, $4, $5, $6)"
    )
    .bind(&link.token_hash)
    .bind(&link.person_id)
    .bind(&link.email)
    .bind(link.created_at)
    .bind(link.expires_at)
    .bind(link.used_at)
    .run(write)
    .await?;
    Ok(())
}

/// The link of that token, also when it was used or has expired.
pub async fn find(read: impl Into<Read<'_>>, token_hash: &Hash) -> Result<Option<AlarmLink>> {
    sql!(
        "SELECT token_hash, person_id, email, created_at, expires_at, used_at
         FROM alarm_links WHERE token_hash = $1"
    )
    .bind(token_hash)
    .find(read)
    .await
}

/// Uses a link. Of several callers exactly one gets true, and freezes the account.
pub async fn spend(write: impl Into<Write<'_>>, token_hash: &Hash, now: Timestamp) -> Result<bool> {
    sql!("UPDATE alarm_links SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2")
        .bind(token_hash)
        .bind(now)
        .happened(write)
        .await
}

/// Ends every link of a person; returns how many worked until now.
pub async fn end_all_of_person(
    write: impl Into<Write<'_>>,
    person: &PersonId,
    now: Timestamp,
) -> Result<u64> {
    sql!("UPDATE alarm_links SET used_at = $2 WHERE person_id = $1 AND used_at IS NULL AND expires_at > $2")
        .bind(person)
        .bind(now)
        .run(write)
        .await
}

/// Deletes up to `limit` links that expired before `before`; returns how many.
pub async fn prune(write: impl Into<Write<'_>>, before: Timestamp, limit: i64) -> Result<u64> {
    sql!(
        "DELETE FROM alarm_links WHERE token_hash IN
             (SELECT token_hash FROM alarm_links WHERE expires_at < $1 LIMIT $2)"
    )
    .bind(before)
    .bind(limit)
    .run(write)
    .await
}
