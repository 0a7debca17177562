//! Clients: relying parties and machines.

use crate::Hash;
use crate::error::Result;
use crate::generation;
use crate::query::sql;
use crate::row::record;
use crate::tx::{Read, Tx, Write};
use voltkey_protocol::time::Timestamp;

record! {
    /// A client as it is registered.
    pub struct Client {
        /// `client_id`.
        pub id: String,
        /// Its metadata as JSON (RFC 7591, section 2, and our own members).
        pub metadata: String,
        /// HMAC-SHA-256 of its secret; none for a public client.
        pub secret_hash: Option<Hash>,
        /// HMAC-SHA-256 of a second secret, which is valid beside the first until it takes its place.
        pub next_secret_hash: Option<Hash>,
        /// The sealed secret, only where `client_secret_jwt` or HS256 needs it.
        pub secret_sealed: Option<Vec<u8>>,
        /// The sealed second secret, likewise.
        pub next_secret_sealed: Option<Vec<u8>>,
        /// When it was registered.
        pub created_at: Timestamp,
        /// When it was last changed.
        pub updated_at: Timestamp,
    }
}

record! {
    /// Since when the secrets of a client are there, and when they were last used, exact to an hour.
    pub struct SecretTimes {
        /// When the secret was made; none where a version before did not note it.
        pub secret_made_at: Option<Timestamp>,
        /// When it was last used.
        pub secret_used_at: Option<Timestamp>,
        /// When the second one was made.
        pub next_secret_made_at: Option<Timestamp>,
        /// When it was last used.
        pub next_secret_used_at: Option<Timestamp>,
    }
}

/// The client of that `client_id`.
pub async fn find(read: impl Into<Read<'_>>, id: &str) -> Result<Option<Client>> {
    sql!(
        "SELECT id, metadata, secret_hash, next_secret_hash, secret_sealed, next_secret_sealed, created_at,
                updated_at
         FROM clients WHERE id = $1"
    )
    .bind(id)
    .find(read)
    .await
}

/// Every client, by `client_id`.
pub async fn all(read: impl Into<Read<'_>>) -> Result<Vec<Client>> {
    sql!(
        "SELECT id, metadata, secret_hash, next_secret_hash, secret_sealed, next_secret_sealed, created_at,
                updated_at
         FROM clients ORDER BY id"
    )
    .list(read)
    .await
}

/// The times of a client's secrets.
pub async fn secret_times(read: impl Into<Read<'_>>, id: &str) -> Result<Option<SecretTimes>> {
    sql!(
        "SELECT secret_made_at, secret_used_at, next_secret_made_at, next_secret_used_at
         FROM clients WHERE id = $1"
    )
    .bind(id)
    .find(read)
    .await
}

/// Adds a client. Returns false, and nothing is stored, when another has its `client_id`. Counts the generation
/// up.
pub async fn insert(tx: &mut Tx, client: &Client) -> Result<bool> {
    generation::bump(&mut *tx).await?;
    sql!(
        "INSERT INTO clients (id, metadata, secret_hash, secret_sealed, created_at, updated_at, secret_made_at)
         VALUES ($1, $2, $3, $4, $5, $6, $6)
         ON CONFLICT DO NOTHING"
    )
    .bind(&client.id)
    .bind(&client.metadata)
    .bind(client.secret_hash.as_ref())
    .bind(client.secret_sealed.as_ref())
    .bind(client.created_at)
    .bind(client.updated_at)
    .happened(tx)
    .await
}

/// Replaces the metadata and the secret of a client, if both are still those of `before`: what somebody else has changed or
/// retired meanwhile does not come back. Returns false otherwise. Its second secret goes only where the first one does.
/// Counts the generation up.
pub async fn replace(tx: &mut Tx, before: &Client, after: &Client) -> Result<bool> {
    generation::bump(&mut *tx).await?;
    sql!(
        "UPDATE clients
         SET metadata = $4, updated_at = $5, secret_sealed = $7,
             secret_made_at = CASE WHEN secret_hash = $6 THEN secret_made_at ELSE $5 END,
             secret_used_at = CASE WHEN secret_hash = $6 THEN secret_used_at ELSE NULL END,
             secret_hash = $6, next_secret_hash = CASE WHEN $6 IS NULL THEN NULL ELSE next_secret_hash END,
             next_secret_sealed = CASE WHEN $6 IS NULL THEN NULL ELSE next_secret_sealed END
         WHERE id = $1 AND metadata = $2 AND secret_hash IS NOT DISTINCT FROM $3"
    )
    .bind(&before.id)
    .bind(&before.metadata)
    .bind(before.secret_hash.as_ref())
    .bind(&after.metadata)
    .bind(after.updated_at)
    .bind(after.secret_hash.as_ref())
    .bind(after.secret_sealed.as_ref())
    .happened(tx)
    .await
}

/// Gives the client a second secret; `sealed` is it, where it has to be known itself. Returns false when it has no first
/// one, or has a second one already. Counts the generation up.
pub async fn put_next_secret(
    tx: &mut Tx,
    id: &str,
    hash: &Hash,
    sealed: Option<&Vec<u8>>,
    now: Timestamp,
) -> Result<bool> {
    generation::bump(&mut *tx).await?;
    sql!(
        "UPDATE clients
         SET next_secret_hash = $2, next_secret_sealed = $3, next_secret_made_at = $4, next_secret_used_at = NULL
         WHERE id = $1 AND secret_hash IS NOT NULL AND next_secret_hash IS NULL"
    )
    .bind(id)
    .bind(hash)
    .bind(sealed)
    .bind(now)
    .happened(tx)
    .await
}

/// Lets the second secret take the place of the first, which is not valid any more. Returns false when there is no
/// second one. Counts the generation up.
pub async fn retire_secret(tx: &mut Tx, id: &str) -> Result<bool> {
    generation::bump(&mut *tx).await?;
    sql!(
        "UPDATE clients
         SET secret_hash = next_secret_hash, secret_sealed = next_secret_sealed, secret_made_at = next_secret_made_at,
             secret_used_at = next_secret_used_at, next_secret_hash = NULL, next_secret_sealed = NULL,
             next_secret_made_at = NULL, next_secret_used_at = NULL
         WHERE id = $1 AND next_secret_hash IS NOT NULL"
    )
    .bind(id)
    .happened(tx)
    .await
}

/// Notes when a client was used, by whatever has proved it. Nothing is counted up: no cache holds it.
pub async fn note_use(write: impl Into<Write<'_>>, id: &str, at: Timestamp) -> Result<bool> {
    sql!("UPDATE clients SET used_at = $2 WHERE id = $1 AND (used_at IS NULL OR used_at < $2)")
        .bind(id)
        .bind(at)
        .happened(write)
        .await
}

/// Notes when a secret was used. Nothing is counted up: no cache holds it.
pub async fn note_secret_use(
    write: impl Into<Write<'_>>,
    id: &str,
    hash: &Hash,
    at: Timestamp,
) -> Result<bool> {
    sql!(
        "UPDATE clients
         SET secret_used_at = CASE WHEN secret_hash = $2 THEN $3 ELSE secret_used_at END,
             next_secret_used_at = CASE WHEN next_secret_hash = $2 THEN $3 ELSE next_secret_used_at END
         WHERE id = $1 AND (secret_hash = $2 OR next_secret_hash = $2)"
    )
    .bind(id)
    .bind(hash)
    .bind(at)
    .happened(write)
    .await
}
