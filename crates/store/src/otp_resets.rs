//! Resets of the second factor: the code that was mailed, and until when it counts.

use crate::Hash;
use crate::error::Result;
use crate::id::PersonId;
use crate::query::sql;
use crate::row::record;
use crate::tx::{Read, Write};
use voltkey_protocol::time::Timestamp;

record! {
    /// A reset after which nothing was set up yet.
    pub struct OtpReset {
        /// Whose second factor was reset.
        pub person_id: PersonId,
        /// HMAC-SHA-256 of the code, under a key derived from the master key.
        pub code_mac: Hash,
        /// When it was.
        pub created_at: Timestamp,
        /// Until when a new one can be set up.
        pub expires_at: Timestamp,
    }
}

/// Notes a reset, in the place of an earlier one.
pub async fn put(write: impl Into<Write<'_>>, reset: &OtpReset) -> Result<()> {
    sql!(
        "INSERT INTO otp_resets (person_id, code_mac, created_at, expires_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (person_id) DO UPDATE
         SET code_mac = excluded.code_mac, created_at = excluded.created_at, expires_at = excluded.expires_at"
    )
    .bind(&reset.person_id)
    .bind(&reset.code_mac)
    .bind(reset.created_at)
    .bind(reset.expires_at)
    .run(write)
    .await?;
    Ok(())
}

/// The reset of a person, also when it has expired.
pub async fn find(read: impl Into<Read<'_>>, person: &PersonId) -> Result<Option<OtpReset>> {
    sql!("SELECT person_id, code_mac, created_at, expires_at FROM otp_resets WHERE person_id = $1")
        .bind(person)
        .find(read)
        .await
}

/// Forgets the reset, because a second factor is set up. Returns false when it is not there any more, or another code
/// was mailed since.
pub async fn spend(write: impl Into<Write<'_>>, person: &PersonId, code_mac: &Hash) -> Result<bool> {
    sql!("DELETE FROM otp_resets WHERE person_id = $1 AND code_mac = $2")
        .bind(person)
        .bind(code_mac)
        .happened(write)
        .await
}
