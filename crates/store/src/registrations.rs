//! Clients that registered themselves: what opens their registration, and how they came to it.

use crate::Hash;
use crate::error::Result;
use crate::generation;
use crate::query::sql;
use crate::row::record;
use crate::tx::{Read, Tx, Write};
use voltkey_protocol::time::Timestamp;

record! {
    /// A registration.
    pub struct Registration {
        /// The client.
        pub client_id: String,
        /// SHA-256 of the registration access token (RFC 7592, 1.2).
        pub access_hash: Hash,
        /// The initial access token that it was made with; none: registration was open.
        pub token_id: Option<String>,
        /// Where the request came from.
        pub network: String,
        /// When it was made.
        pub created_at: Timestamp,
    }
}

record! {
    /// A registration, with what it is called.
    pub struct ListedRegistration {
        /// The client.
        pub client_id: String,
        /// Its metadata as JSON.
        pub metadata: String,
        /// The label of the initial access token.
        pub label: Option<String>,
        /// Where the request came from.
        pub network: String,
        /// When it was made.
        pub created_at: Timestamp,
    }
}

/// Adds the registration of a client that is there.
pub async fn insert(write: impl Into<Write<'_>>, registration: &Registration) -> Result<()> {
    sql!(
        "INSERT INTO registrations (client_id, access_hash, token_id, network, created_at)
         VALUES ($1, $2, $3, $4, $5)"
    )
    .bind(&registration.client_id)
    .bind(&registration.access_hash)
    .bind(registration.token_id.as_ref())
    .bind(&registration.network)
    .bind(registration.created_at)
    .run(write)
    .await?;
    Ok(())
}

/// The registration of a client; none where it did not register itself.
pub async fn find(read: impl Into<Read<'_>>, client_id: &str) -> Result<Option<Registration>> {
    sql!(
        "SELECT client_id, access_hash, token_id, network, created_at
         FROM registrations WHERE client_id = $1"
    )
    .bind(client_id)
    .find(read)
    .await
}

/// Up to `limit` registrations, the latest first.
pub async fn latest(read: impl Into<Read<'_>>, limit: i64) -> Result<Vec<ListedRegistration>> {
    sql!(
        "SELECT r.client_id, c.metadata, t.label, r.network, r.created_at
         FROM registrations r JOIN clients c ON c.id = r.client_id
              LEFT JOIN registration_tokens t ON t.id = r.token_id
         ORDER BY r.created_at DESC, r.client_id DESC LIMIT $1"
    )
    .bind(limit)
    .list(read)
    .await
}

/// Up to `limit` clients that registered themselves before `before` and were of no use since: nobody has signed in to
/// them, and they have never proved themselves.
pub async fn unused(read: impl Into<Read<'_>>, before: Timestamp, limit: i64) -> Result<Vec<String>> {
    let rows: Vec<ClientId> = sql!(
        "SELECT r.client_id FROM registrations r JOIN clients c ON c.id = r.client_id
         WHERE r.created_at < $1 AND c.used_at IS NULL AND c.secret_used_at IS NULL
           AND NOT EXISTS (SELECT 1 FROM consents s WHERE s.client_id = r.client_id)
           AND NOT EXISTS (SELECT 1 FROM grants g WHERE g.client_id = r.client_id)
         ORDER BY r.created_at LIMIT $2"
    )
    .bind(before)
    .bind(limit)
    .list(read)
    .await?;
    Ok(rows.into_iter().map(|row| row.client_id).collect())
}

record! {
    struct ClientId {
        pub client_id: String,
    }
}

/// Deletes a client that registered itself, with its grants, their tokens, and the consents to it. Returns false when there
/// is none. Counts the generation up.
pub async fn delete(tx: &mut Tx, client_id: &str) -> Result<bool> {
    generation::bump(&mut *tx).await?;
    sql!(
        "DELETE FROM clients
         WHERE id = $1 AND EXISTS (SELECT 1 FROM registrations r WHERE r.client_id = clients.id)"
    )
    .bind(client_id)
    .happened(tx)
    .await
}

/// As [`delete`], unless it was of use meanwhile.
pub async fn delete_unused(tx: &mut Tx, client_id: &str) -> Result<bool> {
    generation::bump(&mut *tx).await?;
    sql!(
        "DELETE FROM clients
         WHERE id = $1 AND used_at IS NULL AND secret_used_at IS NULL
           AND EXISTS (SELECT 1 FROM registrations r WHERE r.client_id = clients.id)
           AND NOT EXISTS (SELECT 1 FROM consents s WHERE s.client_id = clients.id)
           AND NOT EXISTS (SELECT 1 FROM grants g WHERE g.client_id = clients.id)"
    )
    .bind(client_id)
    .happened(tx)
    .await
}
