//! What an event of the audit trail says of persons, apart from the chains, so that it can be deleted.

use crate::audit_queue::Taken;
use crate::error::Result;
use crate::id::PersonId;
use crate::query::sql;
use crate::tx::{Tx, Write};
use voltkey_protocol::time::Timestamp;

/// Keeps the details of an event that was taken out of the queue, if it has any. Another chain may have brought them.
pub(crate) async fn insert(tx: &mut Tx, event: &Taken) -> Result<()> {
    let (Some(salt), Some(body)) = (&event.salt, &event.details) else {
        return Ok(());
    };
    sql!(
        "INSERT INTO audit_details (event_id, at, actor, subject, salt, body) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (event_id) DO NOTHING"
    )
    .bind(&event.id)
    .bind(event.at)
    .bind(&event.actor)
    .bind(event.subject.as_ref())
    .bind(salt)
    .bind(body)
    .run(tx)
    .await?;
    Ok(())
}

/// Deletes up to `limit` details of events from before `before`; returns how many.
pub async fn prune(write: impl Into<Write<'_>>, before: Timestamp, limit: i64) -> Result<u64> {
    sql!("DELETE FROM audit_details WHERE event_id IN (SELECT event_id FROM audit_details WHERE at < $1 LIMIT $2)")
        .bind(before)
        .bind(limit)
        .run(write)
        .await
}

/// Deletes the details of every event that a person did or that was done to them, invitations to their address
/// included, in the queue too. Returns how many details went.
pub async fn delete_of_person(tx: &mut Tx, person: &PersonId) -> Result<u64> {
    // First, and so that a worker which is moving such an event is waited for: what it moves is deleted afterwards.
    let waiting = sql!(
        "UPDATE audit_queue SET salt = NULL, details = NULL
         WHERE details IS NOT NULL AND (actor = $1 OR subject = $1 OR subject IN
             (SELECT id FROM invitations
              WHERE person_id = $1 OR email_key = (SELECT email_key FROM people WHERE id = $1)))"
    )
    .bind(person)
    .run(&mut *tx)
    .await?;
    let kept = sql!(
        "DELETE FROM audit_details
         WHERE actor = $1 OR subject = $1 OR subject IN
             (SELECT id FROM invitations
              WHERE person_id = $1 OR email_key = (SELECT email_key FROM people WHERE id = $1))"
    )
    .bind(person)
    .run(tx)
    .await?;
    Ok(waiting + kept)
}
