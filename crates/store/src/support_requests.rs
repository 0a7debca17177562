//! What people wrote to the support.

use crate::error::Result;
use crate::id::PersonId;
use crate::query::sql;
use crate::row::record;
use crate::tx::{Read, Write};
use voltkey_protocol::time::Timestamp;

record! {
    /// A request.
    pub struct SupportRequest {
        /// `VK-7Q4M-2XRA`.
        pub reference: String,
        /// When it was sent.
        pub at: Timestamp,
        /// Who was signed in.
        pub person_id: Option<PersonId>,
        /// The name that was entered.
        pub name: String,
        /// The address that was entered.
        pub email: String,
        /// What it is about, as a word.
        pub topic: String,
        /// What was written.
        pub message: String,
        /// Language of the page.
        pub language: String,
        /// The network that it came from.
        pub network: String,
        /// The browser's `User-Agent`.
        pub user_agent: String,
    }
}

/// Adds a request.
pub async fn insert(write: impl Into<Write<'_>>, request: &SupportRequest) -> Result<()> {
    sql!(
        "INSERT INTO support_requests
             (reference, at, person_id, name, email, topic, message, language, network, user_agent)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
    )
    .bind(&request.reference)
    .bind(request.at)
    .bind(request.person_id.as_ref())
    .bind(&request.name)
    .bind(&request.email)
    .bind(&request.topic)
    .bind(&request.message)
    .bind(&request.language)
    .bind(&request.network)
    .bind(&request.user_agent)
    .run(write)
    .await?;
    Ok(())
}

/// The request of that number.
pub async fn find(read: impl Into<Read<'_>>, reference: &str) -> Result<Option<SupportRequest>> {
    sql!(
        "SELECT reference, at, person_id, name, email, topic, message, language, network, user_agent
         FROM support_requests WHERE reference = $1"
    )
    .bind(reference)
    .find(read)
    .await
}

/// Deletes up to `limit` requests that were sent before `before`; returns how many.
pub async fn prune(write: impl Into<Write<'_>>, before: Timestamp, limit: i64) -> Result<u64> {
    sql!(
        "DELETE FROM support_requests WHERE reference IN
             (SELECT reference FROM support_requests WHERE at < $1 LIMIT $2)"
    )
    .bind(before)
    .bind(limit)
    .run(write)
    .await
}
