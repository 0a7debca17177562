//! Browsers in which a PIN alone begins a new session. One row for each person and browser; its cookie changes with
//! each use.

use crate::Hash;
use crate::error::Result;
use crate::id::PersonId;
use crate::query::sql;
use crate::row::record;
use crate::tx::{Read, Write};
use voltkey_protocol::time::Timestamp;

record! {
    /// A browser that is trusted so far.
    pub struct PinLogin {
        /// SHA-256 of its cookie for this.
        pub token_hash: Hash,
        /// Who logs in.
        pub person_id: PersonId,
        /// SHA-256 of the browser's own cookie.
        pub browser_hash: Hash,
        /// When the password was last right here.
        pub password_at: Timestamp,
        /// Until when the PIN alone will do.
        pub expires_at: Timestamp,
    }
}

/// Trusts a browser, after a login with password and PIN.
pub async fn put(write: impl Into<Write<'_>>, login: &PinLogin) -> Result<()> {
    sql!(
        "INSERT INTO pin_logins (token_hash, person_id, browser_hash, password_at, expires_at)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (person_id, browser_hash) DO UPDATE
         SET token_hash = excluded.token_hash, password_at = excluded.password_at,
             expires_at = excluded.expires_at"
    )
    .bind(&login.token_hash)
    .bind(&login.person_id)
    .bind(&login.browser_hash)
    .bind(login.password_at)
    .bind(login.expires_at)
    .run(write)
    .await?;
    Ok(())
}

/// The row of that cookie, also when it has expired.
pub async fn find(read: impl Into<Read<'_>>, token_hash: &Hash) -> Result<Option<PinLogin>> {
    sql!(
        "SELECT token_hash, person_id, browser_hash, password_at, expires_at
         FROM pin_logins WHERE token_hash = $1"
    )
    .bind(token_hash)
    .find(read)
    .await
}

/// Gives the browser a new cookie. Of several callers exactly one gets true, and logs in.
pub async fn rotate(write: impl Into<Write<'_>>, old: &Hash, new: &Hash) -> Result<bool> {
    sql!("UPDATE pin_logins SET token_hash = $2 WHERE token_hash = $1")
        .bind(old)
        .bind(new)
        .happened(write)
        .await
}

/// Trusts the browser of that cookie no longer; returns whether it was trusted.
pub async fn delete(write: impl Into<Write<'_>>, token_hash: &Hash) -> Result<bool> {
    sql!("DELETE FROM pin_logins WHERE token_hash = $1")
        .bind(token_hash)
        .happened(write)
        .await
}

/// Trusts a browser no longer with a person's login; returns whether it was trusted.
pub async fn delete_in_browser(
    write: impl Into<Write<'_>>,
    person: &PersonId,
    browser: &Hash,
) -> Result<bool> {
    sql!("DELETE FROM pin_logins WHERE person_id = $1 AND browser_hash = $2")
        .bind(person)
        .bind(browser)
        .happened(write)
        .await
}

/// Trusts no browser but this one any longer with a person's login; returns how many were trusted.
pub async fn delete_elsewhere(write: impl Into<Write<'_>>, person: &PersonId, browser: &Hash) -> Result<u64> {
    sql!("DELETE FROM pin_logins WHERE person_id = $1 AND browser_hash <> $2")
        .bind(person)
        .bind(browser)
        .run(write)
        .await
}

/// Trusts no browser any longer with a person's login; returns how many were trusted.
pub async fn delete_of_person(write: impl Into<Write<'_>>, person: &PersonId) -> Result<u64> {
    sql!("DELETE FROM pin_logins WHERE person_id = $1")
        .bind(person)
        .run(write)
        .await
}

/// Deletes up to `limit` rows that expired before `before`; returns how many.
pub async fn prune(write: impl Into<Write<'_>>, before: Timestamp, limit: i64) -> Result<u64> {
    sql!(
        "DELETE FROM pin_logins WHERE token_hash IN
             (SELECT token_hash FROM pin_logins WHERE expires_at < $1 LIMIT $2)"
    )
    .bind(before)
    .bind(limit)
    .run(write)
    .await
}
