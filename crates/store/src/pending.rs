//! Authorization requests, and visits to the login page, on their way through the pages, with the login's
//! progress.
//!
//! Once a pending request is done nothing changes it any more: each function here then returns false.

use crate::Hash;
use crate::error::Result;
use crate::id::{PersonId, SessionId};
use crate::query::sql;
use crate::row::record;
use crate::tx::{Read, Write};
use voltkey_protocol::time::Timestamp;

record! {
    /// A pending request.
    pub struct Pending {
        /// 128-bit random: stands in the addresses of its pages.
        pub id: String,
        /// SHA-256 of the browser's cookie; none until a browser has taken up a request that came by POST.
        pub browser_hash: Option<Hash>,
        /// `client_id`; none when the person came to the login page by themselves.
        pub client_id: Option<String>,
        /// What somebody came for who was not sent by an authorization request, as JSON.
        pub errand: Option<String>,
        /// The parameters as they were received, as JSON.
        pub request: String,
        /// The network that it came from.
        pub network: String,
        /// Who is logging in: from the right password on, or, while `progress_at` is not set yet, who was chosen on the
        /// page of accounts.
        pub person_id: Option<PersonId>,
        /// When the password was right, or the session was found short: the second factor is awaited.
        pub progress_at: Option<Timestamp>,
        /// The session that a second factor is to be added to; none: a login from the beginning.
        pub raises: Option<SessionId>,
        /// A sealed secret that waits for its first code.
        pub enroll_secret: Option<Vec<u8>>,
        /// The session that the person has chosen for it, or consented with.
        pub chosen_session: Option<SessionId>,
        /// Whether the person has chosen an account for it: then whoever logs in is signed in beside the others.
        pub adds_account: bool,
        /// When the person consented.
        pub consented_at: Option<Timestamp>,
        /// When somebody logged in for this very request.
        pub authenticated_at: Option<Timestamp>,
        /// When it came.
        pub created_at: Timestamp,
        /// Until when it can be gone on with.
        pub expires_at: Timestamp,
        /// When it was answered.
        pub done_at: Option<Timestamp>,
    }
}

/// Adds a pending request.
pub async fn insert(write: impl Into<Write<'_>>, pending: &Pending) -> Result<()> {
    sql!(
        "INSERT INTO pending
             (id, browser_hash, client_id, errand, request, network, person_id, progress_at, raises,
              enroll_secret, chosen_session, adds_account, consented_at, authenticated_at, created_at,
              expires_at, done_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)"
    )
    .bind(&pending.id)
    .bind(pending.browser_hash.as_ref())
    .bind(pending.client_id.as_ref())
    .bind(pending.errand.as_ref())
    .bind(&pending.request)
    .bind(&pending.network)
    .bind(pending.person_id.as_ref())
    .bind(pending.progress_at)
    .bind(pending.raises.as_ref())
    .bind(pending.enroll_secret.as_ref())
    .bind(pending.chosen_session.as_ref())
    .bind(pending.adds_account)
    .bind(pending.consented_at)
    .bind(pending.authenticated_at)
    .bind(pending.created_at)
    .bind(pending.expires_at)
    .bind(pending.done_at)
    .run(write)
    .await?;
    Ok(())
}

/// The pending request of that identifier, also when it has expired or is done.
pub async fn find(read: impl Into<Read<'_>>, id: &str) -> Result<Option<Pending>> {
    sql!(
        "SELECT id, browser_hash, client_id, errand, request, network, person_id, progress_at, raises,
                enroll_secret, chosen_session, adds_account, consented_at, authenticated_at, created_at,
                expires_at, done_at
         FROM pending WHERE id = $1"
    )
    .bind(id)
    .find(read)
    .await
}

/// Binds a request that came by POST to the first browser that takes it up; returns false for any later one.
pub async fn adopt(write: impl Into<Write<'_>>, id: &str, browser: &Hash) -> Result<bool> {
    sql!("UPDATE pending SET browser_hash = $2 WHERE id = $1 AND browser_hash IS NULL AND done_at IS NULL")
        .bind(id)
        .bind(browser)
        .happened(write)
        .await
}

/// Notes who is on the way, and forgets what anybody did in this request before: somebody whose password was right,
/// or the person of the session that a second factor is to be added to.
pub async fn set_progress(
    write: impl Into<Write<'_>>,
    id: &str,
    person: &PersonId,
    raises: Option<&SessionId>,
    progress_at: Timestamp,
) -> Result<bool> {
    sql!(
        "UPDATE pending
         SET person_id = $2, raises = $3, progress_at = $4, enroll_secret = NULL, consented_at = NULL,
             authenticated_at = NULL
         WHERE id = $1 AND done_at IS NULL"
    )
    .bind(id)
    .bind(person)
    .bind(raises)
    .bind(progress_at)
    .happened(write)
    .await
}

/// Notes the session that the person has chosen, and forgets what anybody did in this request before.
pub async fn choose_session(write: impl Into<Write<'_>>, id: &str, session: &SessionId) -> Result<bool> {
    sql!(
        "UPDATE pending
         SET chosen_session = $2, adds_account = TRUE, person_id = NULL, raises = NULL, progress_at = NULL, enroll_secret = NULL,
             consented_at = NULL, authenticated_at = NULL
         WHERE id = $1 AND done_at IS NULL"
    )
    .bind(id)
    .bind(session)
    .happened(write)
    .await
}

/// Notes whom the person has chosen to log in as, or that it shall be somebody else, and forgets what anybody did in this request before.
pub async fn choose_person(write: impl Into<Write<'_>>, id: &str, person: Option<&PersonId>) -> Result<bool> {
    sql!(
        "UPDATE pending
         SET chosen_session = NULL, adds_account = TRUE, person_id = $2, raises = NULL, progress_at = NULL, enroll_secret = NULL,
             consented_at = NULL, authenticated_at = NULL
         WHERE id = $1 AND done_at IS NULL"
    )
    .bind(id)
    .bind(person)
    .happened(write)
    .await
}

/// Forgets the login's progress: it has come to its end, at `authenticated_at`, or is given up ("not you?").
pub async fn clear_progress(
    write: impl Into<Write<'_>>,
    id: &str,
    authenticated_at: Option<Timestamp>,
) -> Result<bool> {
    sql!(
        "UPDATE pending
         SET person_id = NULL, raises = NULL, progress_at = NULL, enroll_secret = NULL, consented_at = NULL,
             authenticated_at = $2
         WHERE id = $1 AND done_at IS NULL"
    )
    .bind(id)
    .bind(authenticated_at)
    .happened(write)
    .await
}

/// Forgets the progress of every login that is under way in a browser; returns how many there were.
pub async fn clear_progress_of_browser(write: impl Into<Write<'_>>, browser: &Hash) -> Result<u64> {
    sql!(
        "UPDATE pending
         SET person_id = NULL, raises = NULL, progress_at = NULL, enroll_secret = NULL, consented_at = NULL,
             authenticated_at = NULL
         WHERE browser_hash = $1 AND person_id IS NOT NULL AND done_at IS NULL"
    )
    .bind(browser)
    .run(write)
    .await
}

/// Keeps the sealed secret that waits for its first code; returns false when there is one already.
pub async fn set_enroll_secret(write: impl Into<Write<'_>>, id: &str, sealed: &[u8]) -> Result<bool> {
    sql!("UPDATE pending SET enroll_secret = $2 WHERE id = $1 AND enroll_secret IS NULL AND done_at IS NULL")
        .bind(id)
        .bind(sealed)
        .happened(write)
        .await
}

/// Notes the consent of that session's person, whose request it is from now on.
pub async fn consent(
    write: impl Into<Write<'_>>,
    id: &str,
    session: &SessionId,
    now: Timestamp,
) -> Result<bool> {
    sql!("UPDATE pending SET chosen_session = $2, consented_at = $3 WHERE id = $1 AND done_at IS NULL")
        .bind(id)
        .bind(session)
        .bind(now)
        .happened(write)
        .await
}

/// Marks the request answered. Of several callers exactly one gets true, and answers.
pub async fn finish(write: impl Into<Write<'_>>, id: &str, now: Timestamp) -> Result<bool> {
    sql!("UPDATE pending SET done_at = $2, enroll_secret = NULL WHERE id = $1 AND done_at IS NULL")
        .bind(id)
        .bind(now)
        .happened(write)
        .await
}

/// Deletes up to `limit` requests that expired before `before`; returns how many.
pub async fn prune(write: impl Into<Write<'_>>, before: Timestamp, limit: i64) -> Result<u64> {
    sql!("DELETE FROM pending WHERE id IN (SELECT id FROM pending WHERE expires_at < $1 LIMIT $2)")
        .bind(before)
        .bind(limit)
        .run(write)
        .await
}
