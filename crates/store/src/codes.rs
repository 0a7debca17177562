//! Authorization codes (RFC 6749, section 4.1.2).

use crate::Hash;
use crate::error::Result;
use crate::grants::Grant;
use crate::id::GrantId;
use crate::people::Profile;
use crate::query::sql;
use crate::row::record;
use crate::tx::{Read, Write};
use voltkey_protocol::time::Timestamp;

/// A code as it is issued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCode {
    /// SHA-256 of the code.
    pub hash: Hash,
    /// The grant that it is redeemed for.
    pub grant_id: GrantId,
    /// JSON: the redirect URI, the code challenge.
    pub binding: String,
    /// When it was issued.
    pub created_at: Timestamp,
    /// Until when it can be redeemed.
    pub expires_at: Timestamp,
}

record! {
    /// A code that a client presents, with its grant.
    pub struct PresentedCode {
        /// See [`NewCode::binding`].
        pub binding: String,
        /// See [`NewCode::expires_at`].
        pub expires_at: Timestamp,
        /// When it was redeemed: presenting it again is a replay (RFC 6749, section 4.1.2).
        pub used_at: Option<Timestamp>,
        /// When its session was ended; none where that lives, has only expired, or is long gone.
        pub session_ended_at: Option<Timestamp>,
        /// Its grant.
        pub grant: Grant,
        /// The grant's person.
        pub person: Profile,
    }
}

/// Adds a code.
pub async fn insert(write: impl Into<Write<'_>>, code: &NewCode) -> Result<()> {
    sql!("INSERT INTO codes (hash, grant_id, binding, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)")
        .bind(&code.hash)
        .bind(&code.grant_id)
        .bind(&code.binding)
        .bind(code.created_at)
        .bind(code.expires_at)
        .run(write)
        .await?;
    Ok(())
}

/// The code of that hash with its grant, also when it has expired or was used.
pub async fn find(read: impl Into<Read<'_>>, hash: &Hash) -> Result<Option<PresentedCode>> {
    sql!(
        "SELECT c.binding, c.expires_at, c.used_at, s.ended_at AS session_ended_at,
                g.id, g.client_id, g.person_id, g.session_id, g.scope, g.reach, g.authentication,
                g.refresh_until, g.created_at, g.revoked_at,
                p.sub, p.email, p.email_verified, p.given_name, p.family_name, p.phone, p.language,
                p.is_support, p.is_operator, p.second_factor_wanted, p.must_enroll, p.blocked_at,
                p.updated_at
         FROM codes c JOIN grants g ON g.id = c.grant_id JOIN people p ON p.id = g.person_id
         LEFT JOIN sessions s ON s.id = g.session_id
         WHERE c.hash = $1"
    )
    .bind(hash)
    .find(read)
    .await
}

/// Redeems the code. Of several callers exactly one gets true.
pub async fn use_once(write: impl Into<Write<'_>>, hash: &Hash, now: Timestamp) -> Result<bool> {
    sql!("UPDATE codes SET used_at = $2 WHERE hash = $1 AND used_at IS NULL")
        .bind(hash)
        .bind(now)
        .happened(write)
        .await
}

/// Deletes up to `limit` codes that expired before `before`; returns how many.
pub async fn prune(write: impl Into<Write<'_>>, before: Timestamp, limit: i64) -> Result<u64> {
    sql!("DELETE FROM codes WHERE hash IN (SELECT hash FROM codes WHERE expires_at < $1 LIMIT $2)")
        .bind(before)
        .bind(limit)
        .run(write)
        .await
}
