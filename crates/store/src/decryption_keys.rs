//! Decryption keys, which the replicas share: published until another takes the place, usable for a while longer.
//!
//! Each change first counts the generation up. That row is the lock under which keys change places.

use crate::error::Result;
use crate::generation;
use crate::query::sql;
use crate::row::record;
use crate::tx::{Read, Tx};
use voltkey_protocol::time::Timestamp;

record! {
    /// A key pair to which others encrypt.
    pub struct DecryptionKey {
        /// RFC 7638 thumbprint of the public key.
        pub kid: String,
        /// The JWE algorithm, or the first of those that it serves (RFC 7518, section 4.1).
        pub alg: String,
        /// Sealed PKCS#8.
        pub private_key: Vec<u8>,
        /// The public key as JSON (RFC 7517).
        pub public_jwk: String,
        /// When it was made.
        pub created_at: Timestamp,
        /// When another took its place; none while it is published.
        pub replaced_at: Option<Timestamp>,
        /// Replaced: until when it still decrypts.
        pub usable_until: Option<Timestamp>,
    }
}

/// Every key, by algorithm, the newest first.
pub async fn all(read: impl Into<Read<'_>>) -> Result<Vec<DecryptionKey>> {
    sql!(
        "SELECT kid, alg, private_key, public_jwk, created_at, replaced_at, usable_until
         FROM decryption_keys
         ORDER BY alg, created_at DESC, kid"
    )
    .list(read)
    .await
}

/// Adds a published key, unless its algorithm has one. Of two replicas that try at once exactly one wins.
pub async fn insert(tx: &mut Tx, key: &DecryptionKey) -> Result<bool> {
    generation::bump(&mut *tx).await?;
    sql!(
        "INSERT INTO decryption_keys (kid, alg, private_key, public_jwk, created_at)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT DO NOTHING"
    )
    .bind(&key.kid)
    .bind(&key.alg)
    .bind(&key.private_key)
    .bind(&key.public_jwk)
    .bind(key.created_at)
    .happened(tx)
    .await
}

/// Takes a key out of the published set; it decrypts until `usable_until`. Returns false when it was not published (any
/// more).
pub async fn retire(tx: &mut Tx, kid: &str, now: Timestamp, usable_until: Timestamp) -> Result<bool> {
    generation::bump(&mut *tx).await?;
    sql!(
        "UPDATE decryption_keys SET replaced_at = $2, usable_until = $3
         WHERE kid = $1 AND replaced_at IS NULL"
    )
    .bind(kid)
    .bind(now)
    .bind(usable_until)
    .happened(tx)
    .await
}

/// Deletes a replaced key: nothing that was encrypted to it can be read any more. Returns false when it was published,
/// or gone.
pub async fn delete(tx: &mut Tx, kid: &str) -> Result<bool> {
    generation::bump(&mut *tx).await?;
    sql!("DELETE FROM decryption_keys WHERE kid = $1 AND replaced_at IS NOT NULL")
        .bind(kid)
        .happened(tx)
        .await
}
