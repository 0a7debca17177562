//! Sessions of people at this provider.

use crate::Hash;
use crate::error::Result;
use crate::id::{PersonId, SessionId};
use crate::people::Profile;
use crate::query::sql;
use crate::row::record;
use crate::tx::{Read, Tx, Write};
use voltkey_protocol::time::Timestamp;

record! {
    /// A session.
    pub struct Session {
        /// Its row.
        pub id: SessionId,
        /// What relying parties see (OpenID Connect Front-Channel Logout 1.0, section 3).
        pub sid: String,
        /// SHA-256 of the cookie.
        pub token_hash: Hash,
        /// SHA-256 of the browser's own cookie.
        pub browser_hash: Hash,
        /// Whose it is.
        pub person_id: PersonId,
        /// JSON array of RFC 8176 values.
        pub amr: String,
        /// When the person last proved themselves (`auth_time`, OpenID Connect Core 1.0, section 2).
        pub auth_time: Timestamp,
        /// When the second factor was last proved; none for a one-factor login.
        pub second_factor_at: Option<Timestamp>,
        /// The browser's `User-Agent`.
        pub user_agent: String,
        /// The network of the browser's address.
        pub network: String,
        /// When it began.
        pub created_at: Timestamp,
        /// When it was last used.
        pub last_seen_at: Timestamp,
        /// Its absolute end.
        pub expires_at: Timestamp,
        /// When it was ended before that.
        pub ended_at: Option<Timestamp>,
    }
}

record! {
    /// A session together with its person.
    pub struct SignedIn {
        /// The session.
        pub session: Session,
        /// Its person.
        pub person: Profile,
    }
}

/// Adds a session.
pub async fn insert(write: impl Into<Write<'_>>, session: &Session) -> Result<()> {
    sql!(
        "INSERT INTO sessions
             (id, sid, token_hash, browser_hash, person_id, amr, auth_time, second_factor_at, user_agent,
              network, created_at, last_seen_at, expires_at, ended_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
    )
    .bind(&session.id)
    .bind(&session.sid)
    .bind(&session.token_hash)
    .bind(&session.browser_hash)
    .bind(&session.person_id)
    .bind(&session.amr)
    .bind(session.auth_time)
    .bind(session.second_factor_at)
    .bind(&session.user_agent)
    .bind(&session.network)
    .bind(session.created_at)
    .bind(session.last_seen_at)
    .bind(session.expires_at)
    .bind(session.ended_at)
    .run(write)
    .await?;
    Ok(())
}

/// The session of that cookie, unless it was ended. Whether it has expired or lain idle is the caller's to
/// decide, and so is what a block means.
pub async fn by_token_hash(read: impl Into<Read<'_>>, token_hash: &Hash) -> Result<Option<SignedIn>> {
    sql!(
        "SELECT s.id, s.sid, s.token_hash, s.browser_hash, s.person_id, s.amr, s.auth_time,
                s.second_factor_at, s.user_agent, s.network, s.created_at, s.last_seen_at, s.expires_at,
                s.ended_at,
                p.sub, p.email, p.email_verified, p.given_name, p.family_name, p.phone, p.language,
                p.is_support, p.is_operator, p.second_factor_wanted, p.must_enroll, p.blocked_at,
                p.updated_at
         FROM sessions s JOIN people p ON p.id = s.person_id
         WHERE s.token_hash = $1 AND s.ended_at IS NULL"
    )
    .bind(token_hash)
    .find(read)
    .await
}

/// The sessions of a person that were not ended and end after `now`, the one used last first.
pub async fn of_person(read: impl Into<Read<'_>>, person: &PersonId, now: Timestamp) -> Result<Vec<Session>> {
    sql!(
        "SELECT id, sid, token_hash, browser_hash, person_id, amr, auth_time, second_factor_at, user_agent,
                network, created_at, last_seen_at, expires_at, ended_at
         FROM sessions WHERE person_id = $1 AND ended_at IS NULL AND expires_at > $2
         ORDER BY last_seen_at DESC, id DESC LIMIT 100"
    )
    .bind(person)
    .bind(now)
    .list(read)
    .await
}

/// The session of that row, also when it was ended.
pub async fn by_id(read: impl Into<Read<'_>>, id: &SessionId) -> Result<Option<Session>> {
    sql!(
        "SELECT id, sid, token_hash, browser_hash, person_id, amr, auth_time, second_factor_at,
                user_agent, network, created_at, last_seen_at, expires_at, ended_at
         FROM sessions WHERE id = $1"
    )
    .bind(id)
    .find(read)
    .await
}

/// Gives the session a new cookie in the place of this one. Returns false when it was ended, or given another,
/// meanwhile.
pub async fn change_token(
    write: impl Into<Write<'_>>,
    id: &SessionId,
    before: &Hash,
    after: &Hash,
) -> Result<bool> {
    sql!("UPDATE sessions SET token_hash = $3 WHERE id = $1 AND token_hash = $2 AND ended_at IS NULL")
        .bind(id)
        .bind(before)
        .bind(after)
        .happened(write)
        .await
}

/// Gives the session a new cookie, authentication and end, after its person has proved themselves anew. `id`,
/// `sid`, person and `created_at` stay. Returns false when it was ended meanwhile.
pub async fn rekey(write: impl Into<Write<'_>>, id: &SessionId, session: &Session) -> Result<bool> {
    sql!(
        "UPDATE sessions
         SET token_hash = $2, browser_hash = $3, amr = $4, auth_time = $5, second_factor_at = $6,
             user_agent = $7, network = $8, last_seen_at = $9, expires_at = $10
         WHERE id = $1 AND person_id = $11 AND ended_at IS NULL"
    )
    .bind(id)
    .bind(&session.token_hash)
    .bind(&session.browser_hash)
    .bind(&session.amr)
    .bind(session.auth_time)
    .bind(session.second_factor_at)
    .bind(&session.user_agent)
    .bind(&session.network)
    .bind(session.last_seen_at)
    .bind(session.expires_at)
    .bind(&session.person_id)
    .happened(write)
    .await
}

/// Notes that the session was used. Time only goes forward, whatever the order in which replicas write.
pub async fn touch(write: impl Into<Write<'_>>, id: &SessionId, last_seen_at: Timestamp) -> Result<()> {
    sql!("UPDATE sessions SET last_seen_at = $2 WHERE id = $1 AND last_seen_at < $2")
        .bind(id)
        .bind(last_seen_at)
        .run(write)
        .await?;
    Ok(())
}

/// Holds the session until the transaction ends, so that nothing ends it meanwhile; returns whether it lives at `now`:
/// what is given in a session is written under this.
pub async fn hold(tx: &mut Tx, id: &SessionId, now: Timestamp) -> Result<bool> {
    sql!("UPDATE sessions SET ended_at = NULL WHERE id = $1 AND ended_at IS NULL AND expires_at > $2")
        .bind(id)
        .bind(now)
        .happened(tx)
        .await
}

/// As [`hold`], of a session that may have expired: returns whether it was not ended.
pub async fn hold_unless_ended(tx: &mut Tx, id: &SessionId) -> Result<bool> {
    sql!("UPDATE sessions SET ended_at = NULL WHERE id = $1 AND ended_at IS NULL")
        .bind(id)
        .happened(tx)
        .await
}

/// Ends the session, maybe in a log-out that a person has asked for; returns false when it was ended before. Whoever
/// ends sessions tells their clients: see flows' `account::end_sessions`.
pub async fn end(
    write: impl Into<Write<'_>>,
    id: &SessionId,
    logout_id: Option<&str>,
    now: Timestamp,
) -> Result<bool> {
    sql!("UPDATE sessions SET ended_at = $3, logout_id = $2 WHERE id = $1 AND ended_at IS NULL")
        .bind(id)
        .bind(logout_id)
        .bind(now)
        .happened(write)
        .await
}

record! {
    /// A session that was ended with others.
    pub struct Ended {
        /// Its row.
        pub id: SessionId,
    }
}

/// Ends every session of a person, save one where given; returns those that were ended.
pub async fn end_all_of_person(
    write: impl Into<Write<'_>>,
    person: &PersonId,
    except: Option<&SessionId>,
    now: Timestamp,
) -> Result<Vec<Ended>> {
    sql!(
        "UPDATE sessions SET ended_at = $3
         WHERE person_id = $1 AND id <> COALESCE($2, '') AND ended_at IS NULL
         RETURNING id"
    )
    .bind(person)
    .bind(except)
    .bind(now)
    .list_returning(write)
    .await
}

/// Deletes up to `limit` sessions whose absolute end was before `before`; returns how many. Their grants
/// stay.
pub async fn prune(write: impl Into<Write<'_>>, before: Timestamp, limit: i64) -> Result<u64> {
    sql!("DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE expires_at < $1 LIMIT $2)")
        .bind(before)
        .bind(limit)
        .run(write)
        .await
}
