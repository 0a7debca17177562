//! What deeds have noted for the audit trail, until a worker moves it to the chains.
//!
//! A deed writes with one INSERT in its own transaction and waits for nobody: the chain's lock is the worker's.

use crate::Hash;
use crate::audit_events::Action;
use crate::error::Result;
use crate::id::PersonId;
use crate::query::sql;
use crate::row::record;
use crate::tx::{Read, Tx, Write};
use voltkey_protocol::time::Timestamp;

/// What a deed notes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEvent {
    /// A UUIDv7, the same in each chain.
    pub id: String,
    /// When it was.
    pub at: Timestamp,
    /// What was done.
    pub action: Action,
    /// Who did it: a person's row, or a word.
    pub actor: String,
    /// The row that it was done to.
    pub subject: Option<String>,
    /// The row that it was about besides.
    pub object: Option<String>,
    /// The request in which it was done.
    pub request_id: Option<String>,
    /// What may be deleted again.
    pub details: Option<NewDetails>,
}

/// What may be deleted again, and what holds it to the event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDetails {
    /// The hash of salt and body.
    pub commitment: Hash,
    /// Random bytes, without which a deleted body could be guessed.
    pub salt: Vec<u8>,
    /// JSON.
    pub body: String,
}

record! {
    /// An event that waits. The words are kept as they stand: what was noted is chained, whatever it is.
    pub struct Waiting {
        /// See [`NewEvent::id`].
        pub id: String,
        /// See [`NewEvent::at`].
        pub at: Timestamp,
        /// See [`NewEvent::action`].
        pub action: String,
        /// See [`NewEvent::actor`].
        pub actor: String,
        /// See [`NewEvent::subject`].
        pub subject: Option<String>,
        /// See [`NewEvent::object`].
        pub object: Option<String>,
        /// See [`NewEvent::request_id`].
        pub request_id: Option<String>,
        /// See [`NewDetails::commitment`].
        pub commitment: Option<Vec<u8>>,
    }
}

record! {
    /// An event that was taken out of the queue, with its details unless they were forgotten meanwhile.
    pub struct Taken {
        /// See [`NewEvent::id`].
        pub id: String,
        /// See [`NewEvent::at`].
        pub at: Timestamp,
        /// See [`NewEvent::actor`].
        pub actor: String,
        /// See [`NewEvent::subject`].
        pub subject: Option<String>,
        /// See [`NewDetails::salt`].
        pub salt: Option<Vec<u8>>,
        /// See [`NewDetails::body`].
        pub details: Option<String>,
    }
}

/// Notes an event for one chain.
pub async fn put(write: impl Into<Write<'_>>, chain: &str, event: &NewEvent) -> Result<()> {
    let details = event.details.as_ref();
    sql!(
        "INSERT INTO audit_queue
             (chain, at, id, action, actor, subject, object, request_id, commitment, salt, details)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
    )
    .bind(chain)
    .bind(event.at)
    .bind(&event.id)
    .bind(event.action)
    .bind(&event.actor)
    .bind(event.subject.as_ref())
    .bind(event.object.as_ref())
    .bind(event.request_id.as_ref())
    .bind(details.map(|details| &details.commitment))
    .bind(details.map(|details| &details.salt))
    .bind(details.map(|details| &details.body))
    .run(write)
    .await?;
    Ok(())
}

/// Notes an event that concerns a whole account: for each company that the person belongs to in this transaction, and
/// for `instance` where there is none or the person has a role on the instance.
pub async fn put_for_account(
    write: impl Into<Write<'_>>,
    person: &PersonId,
    instance: &str,
    event: &NewEvent,
) -> Result<()> {
    let details = event.details.as_ref();
    sql!(
        "INSERT INTO audit_queue
             (chain, at, id, action, actor, subject, object, request_id, commitment, salt, details)
         SELECT concerned.chain, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12
         FROM (SELECT company_id AS chain FROM memberships WHERE person_id = $1
               UNION
               SELECT CAST($2 AS TEXT) AS chain
               WHERE NOT EXISTS (SELECT 1 FROM memberships WHERE person_id = $1)
                  OR EXISTS (SELECT 1 FROM people WHERE id = $1 AND (is_support OR is_operator))) AS concerned"
    )
    .bind(person)
    .bind(instance)
    .bind(event.at)
    .bind(&event.id)
    .bind(event.action)
    .bind(&event.actor)
    .bind(event.subject.as_ref())
    .bind(event.object.as_ref())
    .bind(event.request_id.as_ref())
    .bind(details.map(|details| &details.commitment))
    .bind(details.map(|details| &details.salt))
    .bind(details.map(|details| &details.body))
    .run(write)
    .await?;
    Ok(())
}

record! {
    /// A chain for which events wait.
    pub struct WaitingChain {
        /// Its name.
        pub chain: String,
    }
}

/// The first chain after `after` for which events wait.
pub async fn next_chain(read: impl Into<Read<'_>>, after: &str) -> Result<Option<String>> {
    let found: Option<WaitingChain> =
        sql!("SELECT chain FROM audit_queue WHERE chain > $1 ORDER BY chain LIMIT 1")
            .bind(after)
            .find(read)
            .await?;
    Ok(found.map(|found| found.chain))
}

/// The events that have waited longest for a chain.
pub async fn waiting(read: impl Into<Read<'_>>, chain: &str, limit: i64) -> Result<Vec<Waiting>> {
    sql!(
        "SELECT id, at, action, actor, subject, object, request_id, commitment
         FROM audit_queue WHERE chain = $1 ORDER BY at, id LIMIT $2"
    )
    .bind(chain)
    .bind(limit)
    .list(read)
    .await
}

/// How many events wait, for all chains.
pub async fn count(read: impl Into<Read<'_>>) -> Result<i64> {
    sql!("SELECT COUNT(*) AS value FROM audit_queue")
        .value(read)
        .await
}

/// Takes the events out of the queue that stand in the chain as its numbers after `after`.
pub(crate) async fn take(tx: &mut Tx, chain: &str, after: i64) -> Result<Vec<Taken>> {
    sql!(
        "DELETE FROM audit_queue
         WHERE chain = $1 AND (at, id) IN (SELECT at, id FROM audit_events WHERE chain = $1 AND seq > $2)
         RETURNING id, at, actor, subject, salt, details"
    )
    .bind(chain)
    .bind(after)
    .list_returning(tx)
    .await
}
