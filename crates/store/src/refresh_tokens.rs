//! Refresh tokens, which rotate: each use replaces the token by a successor (RFC 9700, section 4.14.2).

use crate::Hash;
use crate::error::Result;
use crate::grants::Grant;
use crate::id::GrantId;
use crate::people::Profile;
use crate::query::sql;
use crate::row::record;
use crate::tx::{Read, Write};
use voltkey_protocol::time::Timestamp;

/// A refresh token as it is issued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRefreshToken {
    /// SHA-256 of the token.
    pub hash: Hash,
    /// The grant that it refreshes.
    pub grant_id: GrantId,
    /// The token that it replaces; none for the first of its family.
    pub parent_hash: Option<Hash>,
    /// When it was issued.
    pub created_at: Timestamp,
    /// Its own end, which slides with each successor.
    pub expires_at: Timestamp,
}

record! {
    /// A refresh token that a client presents, with its grant.
    pub struct PresentedRefreshToken {
        /// See [`NewRefreshToken::parent_hash`].
        pub parent_hash: Option<Hash>,
        /// See [`NewRefreshToken::expires_at`].
        pub expires_at: Timestamp,
        /// When it was used, or superseded by its parent's second use.
        pub used_at: Option<Timestamp>,
        /// When its one repetition within the grace was spent.
        pub replaced_again_at: Option<Timestamp>,
        /// Its grant.
        pub grant: Grant,
        /// The grant's person.
        pub person: Profile,
    }
}

/// Adds a refresh token.
pub async fn insert(write: impl Into<Write<'_>>, token: &NewRefreshToken) -> Result<()> {
    sql!(
        "INSERT INTO refresh_tokens (hash, grant_id, parent_hash, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5)"
    )
    .bind(&token.hash)
    .bind(&token.grant_id)
    .bind(token.parent_hash.as_ref())
    .bind(token.created_at)
    .bind(token.expires_at)
    .run(write)
    .await?;
    Ok(())
}

/// The token of that hash with its grant, also when it has expired or was used.
pub async fn find(read: impl Into<Read<'_>>, hash: &Hash) -> Result<Option<PresentedRefreshToken>> {
    sql!(
        "SELECT t.parent_hash, t.expires_at, t.used_at, t.replaced_again_at,
                g.id, g.client_id, g.person_id, g.session_id, g.scope, g.reach, g.authentication,
                g.refresh_until, g.created_at, g.revoked_at,
                p.sub, p.email, p.email_verified, p.given_name, p.family_name, p.phone, p.language,
                p.is_support, p.is_operator, p.second_factor_wanted, p.must_enroll, p.blocked_at,
                p.updated_at
         FROM refresh_tokens t JOIN grants g ON g.id = t.grant_id JOIN people p ON p.id = g.person_id
         WHERE t.hash = $1"
    )
    .bind(hash)
    .find(read)
    .await
}

/// Uses the token. Of several callers exactly one gets true.
pub async fn use_once(write: impl Into<Write<'_>>, hash: &Hash, now: Timestamp) -> Result<bool> {
    sql!("UPDATE refresh_tokens SET used_at = $2 WHERE hash = $1 AND used_at IS NULL")
        .bind(hash)
        .bind(now)
        .happened(write)
        .await
}

/// Spends the one repetition of a token that was used after `used_after`; returns false when it was spent
/// before, or the token was used longer ago or not yet.
pub async fn mark_replaced_again(
    write: impl Into<Write<'_>>,
    hash: &Hash,
    now: Timestamp,
    used_after: Timestamp,
) -> Result<bool> {
    sql!(
        "UPDATE refresh_tokens SET replaced_again_at = $2
         WHERE hash = $1 AND used_at > $3 AND replaced_again_at IS NULL"
    )
    .bind(hash)
    .bind(now)
    .bind(used_after)
    .happened(write)
    .await
}

/// Makes the successor of a token count as used; returns false when it was used already, which means that its
/// owner got it: then the token presented again was stolen.
pub async fn supersede_successor(
    write: impl Into<Write<'_>>,
    parent_hash: &Hash,
    now: Timestamp,
) -> Result<bool> {
    sql!("UPDATE refresh_tokens SET used_at = $2 WHERE parent_hash = $1 AND used_at IS NULL")
        .bind(parent_hash)
        .bind(now)
        .happened(write)
        .await
}

/// Deletes up to `limit` tokens that expired before `before`; returns how many.
pub async fn prune(write: impl Into<Write<'_>>, before: Timestamp, limit: i64) -> Result<u64> {
    sql!(
        "DELETE FROM refresh_tokens WHERE hash IN
             (SELECT hash FROM refresh_tokens WHERE expires_at < $1 LIMIT $2)"
    )
    .bind(before)
    .bind(limit)
    .run(write)
    .await
}
