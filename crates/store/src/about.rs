//! What people tell of themselves beside names, address, telephone number and language.

use crate::error::{Result, StoreError};
use crate::id::PersonId;
use crate::query::sql;
use crate::row::record;
use crate::tx::{Read, Together, Write};
use voltkey_protocol::time::Timestamp;

record! {
    /// What a person tells.
    pub struct Told {
        /// JSON that only the layer above reads.
        pub about: String,
        /// The name that the person wants at apps, in small letters: nobody else has it, or had it before.
        pub username: Option<String>,
    }
}

/// What a person tells; none: nothing.
pub async fn of_person(read: impl Into<Read<'_>>, person: &PersonId) -> Result<Option<Told>> {
    sql!("SELECT about, username FROM about WHERE person_id = $1")
        .bind(person)
        .find(read)
        .await
}

/// How many names a person has, or had before, beside this one.
pub async fn usernames_beside(read: impl Into<Read<'_>>, person: &PersonId, username: &str) -> Result<i64> {
    sql!("SELECT COUNT(*) AS value FROM usernames WHERE person_id = $1 AND username <> $2")
        .bind(person)
        .bind(username)
        .value(read)
        .await
}

/// Notes what a person tells, in the place of what they told before. The name stays theirs when they give it up.
///
/// # Errors
/// `Unique("usernames.username")` when that name is another person's, or was one's whose account is deleted.
pub async fn put(write: impl Into<Write<'_>>, person: &PersonId, told: &Told, now: Timestamp) -> Result<()> {
    let mut together = Together::begin(write).await?;
    if let Some(username) = &told.username {
        let is_theirs = sql!(
            "INSERT INTO usernames (username, person_id) VALUES ($1, $2)
             ON CONFLICT (username) DO UPDATE SET person_id = excluded.person_id
             WHERE usernames.person_id = excluded.person_id"
        )
        .bind(username)
        .bind(person)
        .happened(together.write())
        .await?;
        if !is_theirs {
            return Err(StoreError::Unique("usernames.username".to_owned()));
        }
    }
    sql!(
        "INSERT INTO about (person_id, about, username) VALUES ($1, $2, $3)
         ON CONFLICT (person_id) DO UPDATE SET about = excluded.about, username = excluded.username"
    )
    .bind(person)
    .bind(&told.about)
    .bind(told.username.as_ref())
    .run(together.write())
    .await?;
    sql!("UPDATE people SET updated_at = $2 WHERE id = $1")
        .bind(person)
        .bind(now)
        .run(together.write())
        .await?;
    together.end().await
}
