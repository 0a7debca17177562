//! What a person has consented to, by client: asked again only for more.

use crate::error::Result;
use crate::id::PersonId;
use crate::query::sql;
use crate::row::record;
use crate::tx::{Read, Tx, Write};
use voltkey_protocol::time::Timestamp;

record! {
    /// A consent.
    pub struct Consent {
        /// The scope consented to, space-separated.
        pub scope: String,
        /// When it was last given.
        pub granted_at: Timestamp,
    }
}

/// The consent of a person to a client.
pub async fn find(read: impl Into<Read<'_>>, person: &PersonId, client_id: &str) -> Result<Option<Consent>> {
    sql!("SELECT scope, granted_at FROM consents WHERE person_id = $1 AND client_id = $2")
        .bind(person)
        .bind(client_id)
        .find(read)
        .await
}

record! {
    /// A consent, with the client that it was given to.
    pub struct GivenConsent {
        /// `client_id`.
        pub client_id: String,
        /// The scope consented to, space-separated.
        pub scope: String,
        /// When it was last given.
        pub granted_at: Timestamp,
    }
}

/// What a person has consented to, by client.
pub async fn of_person(read: impl Into<Read<'_>>, person: &PersonId) -> Result<Vec<GivenConsent>> {
    sql!("SELECT client_id, scope, granted_at FROM consents WHERE person_id = $1 ORDER BY client_id")
        .bind(person)
        .list(read)
        .await
}

/// Holds the consent until the transaction ends, so that another tab's is not lost; gives the scope as it is by then, which
/// is empty where there was no consent. Whoever holds it puts another in its place.
pub async fn hold(tx: &mut Tx, person: &PersonId, client_id: &str, now: Timestamp) -> Result<String> {
    sql!(
        "INSERT INTO consents (person_id, client_id, scope, granted_at) VALUES ($1, $2, '', $3)
         ON CONFLICT (person_id, client_id) DO UPDATE SET granted_at = excluded.granted_at
         RETURNING scope AS value"
    )
    .bind(person)
    .bind(client_id)
    .bind(now)
    .returning_value(tx)
    .await
}

/// Gives or replaces the consent. The caller decides what the new scope keeps of the old one.
pub async fn put(
    write: impl Into<Write<'_>>,
    person: &PersonId,
    client_id: &str,
    scope: &str,
    now: Timestamp,
) -> Result<()> {
    sql!(
        "INSERT INTO consents (person_id, client_id, scope, granted_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (person_id, client_id) DO UPDATE
         SET scope = excluded.scope, granted_at = excluded.granted_at"
    )
    .bind(person)
    .bind(client_id)
    .bind(scope)
    .bind(now)
    .run(write)
    .await?;
    Ok(())
}

/// Withdraws the consent; returns whether there was one. The client's grants are the caller's to revoke.
pub async fn withdraw(write: impl Into<Write<'_>>, person: &PersonId, client_id: &str) -> Result<bool> {
    sql!("DELETE FROM consents WHERE person_id = $1 AND client_id = $2")
        .bind(person)
        .bind(client_id)
        .happened(write)
        .await
}
