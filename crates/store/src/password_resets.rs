//! Links with which a forgotten password is replaced.

use crate::Hash;
use crate::error::Result;
use crate::id::PersonId;
use crate::query::sql;
use crate::row::record;
use crate::tx::{Read, Write};
use voltkey_protocol::time::Timestamp;

record! {
    /// A link.
    pub struct PasswordReset {
        /// SHA-256 of the token in it.
        pub token_hash: Hash,
        /// Whose password it replaces.
        pub person_id: PersonId,
        /// The normalised address that it was mailed to.
        pub email_key: String,
        /// The client to go on to.
        pub client_id: Option<String>,
        /// When it was made.
        pub created_at: Timestamp,
        /// Until when it works.
        pub expires_at: Timestamp,
        /// When this one, or another of the person, changed the password.
        pub used_at: Option<Timestamp>,
    }
}

/// Adds a link.
pub async fn insert(write: impl Into<Write<'_>>, reset: &PasswordReset) -> Result<()> {
    sql!(
        "INSERT INTO password_resets
             (token_hash, person_id, email_key, client_id, created_at, expires_at, used_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)"
    )
    .bind(&reset.token_hash)
    .bind(&reset.person_id)
    .bind(&reset.email_key)
    .bind(reset.client_id.as_ref())
    .bind(reset.created_at)
    .bind(reset.expires_at)
    .bind(reset.used_at)
    .run(write)
    .await?;
    Ok(())
}

/// The link of that token, also when it was used or has expired.
pub async fn find(read: impl Into<Read<'_>>, token_hash: &Hash) -> Result<Option<PasswordReset>> {
    sql!(
        "SELECT token_hash, person_id, email_key, client_id, created_at, expires_at, used_at
         FROM password_resets WHERE token_hash = $1"
    )
    .bind(token_hash)
    .find(read)
    .await
}

/// Uses a link. Of several callers exactly one gets true, and changes the password.
pub async fn spend(write: impl Into<Write<'_>>, token_hash: &Hash, now: Timestamp) -> Result<bool> {
    sql!(
        "UPDATE password_resets SET used_at = $2
         WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2"
    )
    .bind(token_hash)
    .bind(now)
    .happened(write)
    .await
}

/// Ends every link of a person that was not used; returns how many there were.
pub async fn end_all_of_person(
    write: impl Into<Write<'_>>,
    person: &PersonId,
    now: Timestamp,
) -> Result<u64> {
    sql!("UPDATE password_resets SET used_at = $2 WHERE person_id = $1 AND used_at IS NULL")
        .bind(person)
        .bind(now)
        .run(write)
        .await
}

/// Deletes up to `limit` links that expired before `before`; returns how many.
pub async fn prune(write: impl Into<Write<'_>>, before: Timestamp, limit: i64) -> Result<u64> {
    sql!(
        "DELETE FROM password_resets WHERE token_hash IN
             (SELECT token_hash FROM password_resets WHERE expires_at < $1 LIMIT $2)"
    )
    .bind(before)
    .bind(limit)
    .run(write)
    .await
}
