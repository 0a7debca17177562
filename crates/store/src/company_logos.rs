//! The logos of companies.

use crate::error::Result;
use crate::id::CompanyId;
use crate::query::sql;
use crate::row::record;
use crate::tx::{Read, Write};
use voltkey_protocol::time::Timestamp;

record! {
    /// A logo.
    pub struct Logo {
        /// `image/png`, `image/jpeg` or `image/webp`.
        pub media_type: String,
        /// The file.
        pub bytes: Vec<u8>,
        /// SHA-256 of the file in hexadecimal.
        pub hash: String,
    }
}

/// Replaces a company's logo.
pub async fn put(
    write: impl Into<Write<'_>>,
    company: &CompanyId,
    logo: &Logo,
    now: Timestamp,
) -> Result<()> {
    sql!(
        "INSERT INTO company_logos (company_id, media_type, bytes, hash, updated_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (company_id) DO UPDATE SET media_type = excluded.media_type, bytes = excluded.bytes,
                                                hash = excluded.hash, updated_at = excluded.updated_at"
    )
    .bind(company)
    .bind(&logo.media_type)
    .bind(&logo.bytes)
    .bind(&logo.hash)
    .bind(now)
    .run(write)
    .await?;
    Ok(())
}

/// Takes a company's logo away; returns whether there was one.
pub async fn remove(write: impl Into<Write<'_>>, company: &CompanyId) -> Result<bool> {
    sql!("DELETE FROM company_logos WHERE company_id = $1")
        .bind(company)
        .happened(write)
        .await
}

/// The logo of that hash. Two companies that have the same share its address.
pub async fn by_hash(read: impl Into<Read<'_>>, hash: &str) -> Result<Option<Logo>> {
    sql!("SELECT media_type, bytes, hash FROM company_logos WHERE hash = $1 LIMIT 1")
        .bind(hash)
        .find(read)
        .await
}

/// The hash of a company's logo.
pub async fn hash_of(read: impl Into<Read<'_>>, company: &CompanyId) -> Result<Option<String>> {
    sql!("SELECT hash AS value FROM company_logos WHERE company_id = $1")
        .bind(company)
        .find_value(read)
        .await
}
