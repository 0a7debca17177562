//! Initial access tokens (RFC 7591, 1.2): who shows one may register a client.

use crate::Hash;
use crate::error::Result;
use crate::id::PersonId;
use crate::query::sql;
use crate::row::record;
use crate::tx::{Read, Write};
use voltkey_protocol::time::Timestamp;

record! {
    /// A token, of which only the hash is kept.
    pub struct RegistrationToken {
        /// Its row, by which it is named.
        pub id: String,
        /// SHA-256 of its text.
        pub token_hash: Hash,
        /// What it is for, in its maker's words.
        pub label: String,
        /// Whether what registers with it may act for itself (RFC 6749, 4.4).
        pub client_credentials: bool,
        /// How many may register with it yet; none: any number.
        pub uses_left: Option<i64>,
        /// Until when it works; none: for ever.
        pub expires_at: Option<Timestamp>,
        /// The operator who made it; none: a command, or somebody who is gone.
        pub made_by: Option<PersonId>,
        /// When it was made.
        pub created_at: Timestamp,
        /// When something registered with it last.
        pub last_used_at: Option<Timestamp>,
        /// When it was revoked.
        pub revoked_at: Option<Timestamp>,
    }
}

record! {
    /// A token with its maker's name.
    pub struct ListedToken {
        /// The token.
        pub token: RegistrationToken,
        /// The maker's first name.
        pub given_name: Option<String>,
        /// The maker's last name.
        pub family_name: Option<String>,
    }
}

impl RegistrationToken {
    /// Whether something may register with it.
    #[must_use]
    pub fn is_good(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none()
            && self.expires_at.is_none_or(|end| end > now)
            && self.uses_left.is_none_or(|left| left > 0)
    }
}

/// Adds a token.
pub async fn insert(write: impl Into<Write<'_>>, token: &RegistrationToken) -> Result<()> {
    sql!(
        "INSERT INTO registration_tokens (id, token_hash, label, client_credentials, uses_left, expires_at, made_by,
                                          created_at, last_used_at, revoked_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
    )
    .bind(&token.id)
    .bind(&token.token_hash)
    .bind(&token.label)
    .bind(token.client_credentials)
    .bind(token.uses_left)
    .bind(token.expires_at)
    .bind(token.made_by.as_ref())
    .bind(token.created_at)
    .bind(token.last_used_at)
    .bind(token.revoked_at)
    .run(write)
    .await?;
    Ok(())
}

/// The token of that hash, also when it is over.
pub async fn find(read: impl Into<Read<'_>>, token_hash: &Hash) -> Result<Option<RegistrationToken>> {
    sql!(
        "SELECT id, token_hash, label, client_credentials, uses_left, expires_at, made_by, created_at, last_used_at,
                revoked_at
         FROM registration_tokens WHERE token_hash = $1"
    )
    .bind(token_hash)
    .find(read)
    .await
}

/// Every token, the newest first.
pub async fn all(read: impl Into<Read<'_>>) -> Result<Vec<ListedToken>> {
    sql!(
        "SELECT t.id, t.token_hash, t.label, t.client_credentials, t.uses_left, t.expires_at, t.made_by, t.created_at,
                t.last_used_at, t.revoked_at, p.given_name, p.family_name
         FROM registration_tokens t LEFT JOIN people p ON p.id = t.made_by
         ORDER BY t.created_at DESC, t.id DESC"
    )
    .list(read)
    .await
}

/// Registers with a token. Of several at once no more get true than it has uses left.
pub async fn spend(write: impl Into<Write<'_>>, id: &str, now: Timestamp) -> Result<bool> {
    sql!(
        "UPDATE registration_tokens
         SET uses_left = uses_left - 1, last_used_at = $2
         WHERE id = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)
           AND (uses_left IS NULL OR uses_left > 0)"
    )
    .bind(id)
    .bind(now)
    .happened(write)
    .await
}

/// Revokes a token. Returns false when there is none of that row, or it was revoked before.
pub async fn revoke(write: impl Into<Write<'_>>, id: &str, now: Timestamp) -> Result<bool> {
    sql!("UPDATE registration_tokens SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL")
        .bind(id)
        .bind(now)
        .happened(write)
        .await
}
