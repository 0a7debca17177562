//! Pairwise subject identifiers (OpenID Connect Core, 8.1), and whose they are.

use crate::error::Result;
use crate::id::PersonId;
use crate::query::sql;
use crate::tx::{Read, Write};

/// Notes that a client was told of the person by this identifier. Noting it again changes nothing.
pub async fn note(write: impl Into<Write<'_>>, subject: &str, person: &PersonId) -> Result<()> {
    sql!(
        "INSERT INTO pairwise_subjects (subject, person_id) VALUES ($1, $2)
         ON CONFLICT (subject) DO NOTHING"
    )
    .bind(subject)
    .bind(person)
    .run(write)
    .await?;
    Ok(())
}

/// The person's own `sub`; none where no client was told of anybody by this identifier.
pub async fn sub_behind(read: impl Into<Read<'_>>, subject: &str) -> Result<Option<String>> {
    sql!(
        "SELECT p.sub AS value FROM pairwise_subjects s JOIN people p ON p.id = s.person_id
         WHERE s.subject = $1"
    )
    .bind(subject)
    .find_value(read)
    .await
}
