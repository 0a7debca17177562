//! Browsers in which a person has logged in before. Each has its own throttle bucket, and a new one is worth
//! a mail.

use crate::Hash;
use crate::error::Result;
use crate::id::PersonId;
use crate::query::sql;
use crate::row::record;
use crate::tx::{Read, Write};
use voltkey_protocol::time::Timestamp;

record! {
    /// Somebody who has logged in in a browser.
    pub struct Known {
        /// Whose account it is.
        pub person_id: PersonId,
        /// Its address.
        pub email: String,
    }
}

/// Notes a login of the person in that browser; returns whether it was the first one there. Once a login there had
/// two factors, that is remembered.
pub async fn touch(
    write: impl Into<Write<'_>>,
    person: &PersonId,
    browser: &Hash,
    two_factors: bool,
    now: Timestamp,
) -> Result<bool> {
    let first_seen_at: Timestamp = sql!(
        "INSERT INTO known_browsers (person_id, browser_hash, first_seen_at, last_seen_at, two_factor_at)
         VALUES ($1, $2, $3, $3, $4)
         ON CONFLICT (person_id, browser_hash) DO UPDATE
         SET last_seen_at = excluded.last_seen_at,
             two_factor_at = COALESCE(excluded.two_factor_at, known_browsers.two_factor_at)
         RETURNING first_seen_at AS value"
    )
    .bind(person)
    .bind(browser)
    .bind(now)
    .bind(two_factors.then_some(now))
    .returning_value(write)
    .await?;
    Ok(first_seen_at == now)
}

/// Whether the person has logged in with that browser and two factors.
pub async fn has_shown_two_factors(
    read: impl Into<Read<'_>>,
    person: &PersonId,
    browser: &Hash,
) -> Result<bool> {
    sql!(
        "SELECT EXISTS (SELECT 1 FROM known_browsers
                        WHERE person_id = $1 AND browser_hash = $2 AND two_factor_at IS NOT NULL) AS value"
    )
    .bind(person)
    .bind(browser)
    .value(read)
    .await
}

/// Those who have logged in with that browser, the last first; at most `limit`.
pub async fn of_browser(read: impl Into<Read<'_>>, browser: &Hash, limit: i64) -> Result<Vec<Known>> {
    sql!(
        "SELECT p.id AS person_id, p.email
         FROM known_browsers k JOIN people p ON p.id = k.person_id
         WHERE k.browser_hash = $1 ORDER BY k.last_seen_at DESC, p.id LIMIT $2"
    )
    .bind(browser)
    .bind(limit)
    .list(read)
    .await
}

/// Whether anybody has logged in with that browser.
pub async fn is_known(read: impl Into<Read<'_>>, browser: &Hash) -> Result<bool> {
    sql!("SELECT EXISTS (SELECT 1 FROM known_browsers WHERE browser_hash = $1) AS value")
        .bind(browser)
        .value(read)
        .await
}

/// Forgets every browser of a person; returns how many.
pub async fn forget_of_person(write: impl Into<Write<'_>>, person: &PersonId) -> Result<u64> {
    sql!("DELETE FROM known_browsers WHERE person_id = $1")
        .bind(person)
        .run(write)
        .await
}

/// Forgets up to `limit` browsers that were last seen before `before`; returns how many.
pub async fn prune(write: impl Into<Write<'_>>, before: Timestamp, limit: i64) -> Result<u64> {
    sql!(
        "DELETE FROM known_browsers WHERE (person_id, browser_hash) IN
             (SELECT person_id, browser_hash FROM known_browsers WHERE last_seen_at < $1 LIMIT $2)"
    )
    .bind(before)
    .bind(limit)
    .run(write)
    .await
}
