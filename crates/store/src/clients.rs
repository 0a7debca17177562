//! Clients: relying parties and machines.

use crate::Hash;
use crate::error::Result;
use crate::generation;
use crate::query::sql;
use crate::row::record;
use crate::tx::{Read, Tx};
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
        /// The sealed secret, only where `client_secret_jwt` or HS256 needs it.
        pub secret_sealed: Option<Vec<u8>>,
        /// When it was registered.
        pub created_at: Timestamp,
        /// When it was last changed.
        pub updated_at: Timestamp,
    }
}

/// The client of that `client_id`.
pub async fn find(read: impl Into<Read<'_>>, id: &str) -> Result<Option<Client>> {
    sql!("SELECT id, metadata, secret_hash, secret_sealed, created_at, updated_at FROM clients WHERE id = $1")
        .bind(id)
        .find(read)
        .await
}

/// Every client, by `client_id`.
pub async fn all(read: impl Into<Read<'_>>) -> Result<Vec<Client>> {
    sql!("SELECT id, metadata, secret_hash, secret_sealed, created_at, updated_at FROM clients ORDER BY id")
        .list(read)
        .await
}

/// Adds the client, or replaces all but its `created_at`. Counts the generation up.
pub async fn upsert(tx: &mut Tx, client: &Client) -> Result<()> {
    generation::bump(&mut *tx).await?;
    sql!(
        "INSERT INTO clients (id, metadata, secret_hash, secret_sealed, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (id) DO UPDATE
         SET metadata = excluded.metadata, secret_hash = excluded.secret_hash,
             secret_sealed = excluded.secret_sealed, updated_at = excluded.updated_at"
    )
    .bind(&client.id)
    .bind(&client.metadata)
    .bind(client.secret_hash.as_ref())
    .bind(client.secret_sealed.as_ref())
    .bind(client.created_at)
    .bind(client.updated_at)
    .run(tx)
    .await?;
    Ok(())
}
