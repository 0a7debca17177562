//! The clients at which a session has signed its person in: those that are told of its end.

use crate::error::Result;
use crate::id::SessionId;
use crate::logout_calls::Outcome;
use crate::query::sql;
use crate::row::record;
use crate::tx::{Read, Write};
use voltkey_protocol::time::Timestamp;

record! {
    /// A client that knows a session.
    pub struct SessionClient {
        /// `client_id`.
        pub client_id: String,
        /// Its metadata, as JSON.
        pub metadata: String,
    }
}

record! {
    /// A client that knew a session which has ended, and what it was told.
    pub struct ToldClient {
        /// `client_id`.
        pub client_id: String,
        /// The session, as this client knows it.
        pub sid: String,
        /// When a call that tells it was due; none where none was.
        pub called_at: Option<Timestamp>,
        /// How the call has ended; none as long as it has not.
        pub outcome: Option<Outcome>,
    }
}

record! {
    /// A session and its person, as a client was told of them.
    pub struct AsTold {
        /// The session.
        pub sid: String,
        /// The person; none where it was not kept.
        pub sub: Option<String>,
        /// The person's own `sub`, which is nothing for the client where it was told another.
        pub own_sub: String,
    }
}

/// Notes that the session has signed its person in at the client, which was told of it as `sid` and of the person as
/// `sub`. What it was told last counts.
pub async fn note(
    write: impl Into<Write<'_>>,
    session: &SessionId,
    client_id: &str,
    sid: &str,
    sub: &str,
) -> Result<()> {
    sql!(
        "INSERT INTO session_clients (session_id, client_id, sid, sub) VALUES ($1, $2, $3, $4)
         ON CONFLICT (session_id, client_id) DO UPDATE SET sid = excluded.sid, sub = excluded.sub"
    )
    .bind(session)
    .bind(client_id)
    .bind(sid)
    .bind(sub)
    .run(write)
    .await?;
    Ok(())
}

/// How a client knows a session, also one that has ended.
pub async fn as_told(
    read: impl Into<Read<'_>>,
    session: &SessionId,
    client_id: &str,
) -> Result<Option<AsTold>> {
    sql!(
        "SELECT COALESCE(k.sid, s.sid) AS sid, k.sub, p.sub AS own_sub
         FROM session_clients k JOIN sessions s ON s.id = k.session_id JOIN people p ON p.id = s.person_id
         WHERE k.session_id = $1 AND k.client_id = $2"
    )
    .bind(session)
    .bind(client_id)
    .find(read)
    .await
}

/// The clients that know a session.
pub async fn of_session(read: impl Into<Read<'_>>, session: &SessionId) -> Result<Vec<SessionClient>> {
    sql!(
        "SELECT k.client_id, c.metadata FROM session_clients k JOIN clients c ON c.id = k.client_id
         WHERE k.session_id = $1 ORDER BY k.client_id"
    )
    .bind(session)
    .list(read)
    .await
}

/// The clients that knew the sessions which ended in a log-out.
pub async fn of_logout(read: impl Into<Read<'_>>, logout_id: &str) -> Result<Vec<ToldClient>> {
    sql!(
        "SELECT k.client_id, COALESCE(k.sid, s.sid) AS sid, l.created_at AS called_at, l.outcome
         FROM sessions s JOIN session_clients k ON k.session_id = s.id
         LEFT JOIN logout_calls l ON l.session_id = k.session_id AND l.client_id = k.client_id
         WHERE s.logout_id = $1 ORDER BY k.client_id, s.id LIMIT 500"
    )
    .bind(logout_id)
    .list(read)
    .await
}
