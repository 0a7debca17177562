//! Signing keys, which the replicas share: next → active → retired, or withdrawn at any time.
//!
//! Each change first counts the generation up. That row is the lock under which keys change places.

use crate::error::Result;
use crate::generation;
use crate::query::sql;
use crate::row::{Cell, record};
use crate::tx::{Read, Tx};
use crate::value::bindable;
use voltkey_protocol::time::Timestamp;

pub use voltkey_protocol::jose::KeyState;

impl Cell for KeyState {
    type Raw = String;

    fn parse(word: String) -> Option<Self> {
        word.parse().ok()
    }
}

bindable! { KeyState => Text, |state: KeyState| state.as_str().to_owned(); }

record! {
    /// A key pair.
    pub struct SigningKey {
        /// RFC 7638 thumbprint of the public key.
        pub kid: String,
        /// JWS algorithm (RFC 7518, section 3.1).
        pub alg: String,
        /// Where it is in its life.
        pub state: KeyState,
        /// Sealed PKCS#8; none once nothing is signed with it any more.
        pub private_key: Option<Vec<u8>>,
        /// The public key as JSON (RFC 7517).
        pub public_jwk: String,
        /// When it was made or imported.
        pub created_at: Timestamp,
        /// When it began to sign.
        pub activated_at: Option<Timestamp>,
        /// When it ceased to sign.
        pub retired_at: Option<Timestamp>,
        /// Retired: until when it is published.
        pub published_until: Option<Timestamp>,
    }
}

/// Every key that was not withdrawn, by algorithm and age. Retired ones stay listed after `published_until`:
/// they still verify an `id_token_hint`.
pub async fn all(read: impl Into<Read<'_>>) -> Result<Vec<SigningKey>> {
    sql!(
        "SELECT kid, alg, state, private_key, public_jwk, created_at, activated_at, retired_at,
                published_until
         FROM signing_keys
         WHERE state <> 'withdrawn'
         ORDER BY alg, created_at, kid"
    )
    .list(read)
    .await
}

/// Every key that was ever here, withdrawn ones included: what they signed is evidence, if nothing else.
pub async fn ever(read: impl Into<Read<'_>>) -> Result<Vec<SigningKey>> {
    sql!(
        "SELECT kid, alg, state, private_key, public_jwk, created_at, activated_at, retired_at,
                published_until
         FROM signing_keys
         ORDER BY alg, created_at, kid"
    )
    .list(read)
    .await
}

/// Whether a key of that `kid` was ever here, withdrawn ones included.
pub async fn is_known(read: impl Into<Read<'_>>, kid: &str) -> Result<bool> {
    sql!("SELECT EXISTS (SELECT 1 FROM signing_keys WHERE kid = $1) AS value")
        .bind(kid)
        .value(read)
        .await
}

/// Adds a key unless its place is taken: the same `kid`, or its algorithm's one active or next key. Returns
/// whether it was added; of two replicas that make the same algorithm's key at once exactly one wins.
pub async fn insert(tx: &mut Tx, key: &SigningKey) -> Result<bool> {
    generation::bump(&mut *tx).await?;
    sql!(
        "INSERT INTO signing_keys
             (kid, alg, state, private_key, public_jwk, created_at, activated_at, retired_at, published_until)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT DO NOTHING"
    )
    .bind(&key.kid)
    .bind(&key.alg)
    .bind(key.state)
    .bind(key.private_key.as_ref())
    .bind(&key.public_jwk)
    .bind(key.created_at)
    .bind(key.activated_at)
    .bind(key.retired_at)
    .bind(key.published_until)
    .happened(tx)
    .await
}

/// Makes a next key the active one of its algorithm and retires the one that was, which stays published until
/// `published_until`. Returns false, and changes no key, when `kid` is no next key (any more).
pub async fn promote(tx: &mut Tx, kid: &str, now: Timestamp, published_until: Timestamp) -> Result<bool> {
    generation::bump(&mut *tx).await?;
    sql!(
        "UPDATE signing_keys SET state = 'retired', retired_at = $2, published_until = $3
         WHERE state = 'active' AND alg = (SELECT alg FROM signing_keys WHERE kid = $1 AND state = 'next')"
    )
    .bind(kid)
    .bind(now)
    .bind(published_until)
    .run(&mut *tx)
    .await?;
    sql!("UPDATE signing_keys SET state = 'active', activated_at = $2 WHERE kid = $1 AND state = 'next'")
        .bind(kid)
        .bind(now)
        .happened(tx)
        .await
}

/// Retires an active key without a successor. Returns false when it was not active.
pub async fn retire(tx: &mut Tx, kid: &str, now: Timestamp, published_until: Timestamp) -> Result<bool> {
    generation::bump(&mut *tx).await?;
    sql!(
        "UPDATE signing_keys SET state = 'retired', retired_at = $2, published_until = $3
         WHERE kid = $1 AND state = 'active'"
    )
    .bind(kid)
    .bind(now)
    .bind(published_until)
    .happened(tx)
    .await
}

/// Withdraws a compromised key, whatever its state, and forgets its private part: its tokens and hints fail
/// from now on. Returns false when it was withdrawn before.
pub async fn withdraw(tx: &mut Tx, kid: &str, now: Timestamp) -> Result<bool> {
    generation::bump(&mut *tx).await?;
    sql!(
        "UPDATE signing_keys
         SET state = 'withdrawn', private_key = NULL, published_until = $2,
             retired_at = COALESCE(retired_at, $2)
         WHERE kid = $1 AND state <> 'withdrawn'"
    )
    .bind(kid)
    .bind(now)
    .happened(tx)
    .await
}

/// Forgets the private part of a retired key. Returns whether there was one.
pub async fn forget_private(tx: &mut Tx, kid: &str) -> Result<bool> {
    generation::bump(&mut *tx).await?;
    sql!(
        "UPDATE signing_keys SET private_key = NULL
         WHERE kid = $1 AND state = 'retired' AND private_key IS NOT NULL"
    )
    .bind(kid)
    .happened(tx)
    .await
}
