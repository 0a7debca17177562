//! Confirmed second factors.

use crate::error::Result;
use crate::id::PersonId;
use crate::members;
use crate::query::sql;
use crate::row::record;
use crate::text_enum::text_enum;
use crate::tx::{Read, Together, Write};
use voltkey_protocol::time::Timestamp;

text_enum! {
    /// How an authenticator proves itself.
    pub enum AuthenticatorKind {
        /// Time-based one-time passwords (RFC 6238).
        Totp = "totp",
    }
}

record! {
    /// A person's authenticator.
    pub struct Authenticator {
        /// Its row, a UUIDv7.
        pub id: String,
        /// Whose it is.
        pub person_id: PersonId,
        /// How it proves itself.
        pub kind: AuthenticatorKind,
        /// What the person calls it.
        pub name: String,
        /// The sealed secret.
        pub secret: Vec<u8>,
        /// The highest time step that was used: each code works once (RFC 6238, section 5.2).
        pub last_step: i64,
        /// Time steps by which its clock is known to be off (RFC 6238, section 6).
        pub drift: i64,
        /// When its first code confirmed it.
        pub created_at: Timestamp,
        /// When a code of it was last used.
        pub last_used_at: Option<Timestamp>,
    }
}

/// The authenticators of a person, oldest first.
pub async fn of_person(read: impl Into<Read<'_>>, person: &PersonId) -> Result<Vec<Authenticator>> {
    sql!(
        "SELECT id, person_id, kind, name, secret, last_step, drift, created_at, last_used_at
         FROM authenticators WHERE person_id = $1
         ORDER BY created_at, id"
    )
    .bind(person)
    .list(read)
    .await
}

/// Adds an authenticator.
pub async fn insert(write: impl Into<Write<'_>>, authenticator: &Authenticator) -> Result<()> {
    let mut together = Together::begin(write).await?;
    sql!(
        "INSERT INTO authenticators
             (id, person_id, kind, name, secret, last_step, drift, created_at, last_used_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
    )
    .bind(&authenticator.id)
    .bind(&authenticator.person_id)
    .bind(authenticator.kind)
    .bind(&authenticator.name)
    .bind(&authenticator.secret)
    .bind(authenticator.last_step)
    .bind(authenticator.drift)
    .bind(authenticator.created_at)
    .bind(authenticator.last_used_at)
    .run(together.write())
    .await?;
    members::refresh(&mut together, &authenticator.person_id).await?;
    together.end().await
}

/// Spends the time step of a right code and notes the clock's drift. Returns false when this step or a later
/// one was spent before: the code is a replay (RFC 6238, section 5.2).
pub async fn use_step(
    write: impl Into<Write<'_>>,
    id: &str,
    step: i64,
    drift: i64,
    now: Timestamp,
) -> Result<bool> {
    sql!(
        "UPDATE authenticators SET last_step = $2, drift = $3, last_used_at = $4
         WHERE id = $1 AND last_step < $2
           AND NOT EXISTS (SELECT 1 FROM spent_steps s WHERE s.authenticator_id = $1 AND s.step = $2)"
    )
    .bind(id)
    .bind(step)
    .bind(drift)
    .bind(now)
    .happened(write)
    .await
}

/// Spends one time step far from now, without touching those before it: its code was recognised and refused,
/// and is refused for good. Spending it again changes nothing.
pub async fn spend_far_step(write: impl Into<Write<'_>>, id: &str, step: i64) -> Result<()> {
    sql!(
        "INSERT INTO spent_steps (authenticator_id, step) VALUES ($1, $2)
         ON CONFLICT (authenticator_id, step) DO NOTHING"
    )
    .bind(id)
    .bind(step)
    .run(write)
    .await?;
    Ok(())
}

/// Gives an authenticator of a person another name; returns whether it is there.
pub async fn rename(write: impl Into<Write<'_>>, person: &PersonId, id: &str, name: &str) -> Result<bool> {
    sql!("UPDATE authenticators SET name = $3 WHERE id = $2 AND person_id = $1")
        .bind(person)
        .bind(id)
        .bind(name)
        .happened(write)
        .await
}

/// Removes an authenticator. Of several callers exactly one gets true.
pub async fn delete(write: impl Into<Write<'_>>, person: &PersonId, id: &str) -> Result<bool> {
    let mut together = Together::begin(write).await?;
    let was_there = sql!("DELETE FROM authenticators WHERE id = $2 AND person_id = $1")
        .bind(person)
        .bind(id)
        .happened(together.write())
        .await?;
    members::refresh(&mut together, person).await?;
    together.end().await?;
    Ok(was_there)
}

/// Removes every authenticator of a person; returns how many there were.
pub async fn delete_of_person(write: impl Into<Write<'_>>, person: &PersonId) -> Result<u64> {
    let mut together = Together::begin(write).await?;
    let deleted = sql!("DELETE FROM authenticators WHERE person_id = $1")
        .bind(person)
        .run(together.write())
        .await?;
    members::refresh(&mut together, person).await?;
    together.end().await?;
    Ok(deleted)
}

/// Forgets up to `limit` far steps before `step`, whose codes nobody takes any more; returns how many.
pub async fn prune_far_steps(write: impl Into<Write<'_>>, step: i64, limit: i64) -> Result<u64> {
    sql!(
        "DELETE FROM spent_steps WHERE (authenticator_id, step) IN
             (SELECT authenticator_id, step FROM spent_steps WHERE step < $1 LIMIT $2)"
    )
    .bind(step)
    .bind(limit)
    .run(write)
    .await
}
