//! Grants: what a person has granted to a client by one authorization, the family of all tokens that came of
//! it.

use crate::error::Result;
use crate::id::{GrantId, PersonId, SessionId};
use crate::people::Profile;
use crate::query::sql;
use crate::row::record;
use crate::tx::{Read, Write};
use voltkey_protocol::time::Timestamp;

record! {
    /// A grant.
    pub struct Grant {
        /// Its row, which access tokens carry.
        pub id: GrantId,
        /// `client_id`.
        pub client_id: String,
        /// Who granted.
        pub person_id: PersonId,
        /// The session in which it was granted; none once that is deleted.
        pub session_id: Option<SessionId>,
        /// The scope granted, space-separated.
        pub scope: String,
        /// What the client may learn and do: the scope without `openid`, and the scopes that give the claims which were
        /// asked for one by one. None in what an older version has written.
        pub reach: Option<String>,
        /// JSON: how and when the person was authenticated, and what else its tokens say.
        pub authentication: String,
        /// Absolute end of its refresh tokens; none where it has none.
        pub refresh_until: Option<Timestamp>,
        /// When it was granted.
        pub created_at: Timestamp,
        /// When it was revoked.
        pub revoked_at: Option<Timestamp>,
    }
}

record! {
    /// All that decides whether an access token still counts, and what it tells of its person.
    pub struct TokenState {
        /// The token's grant.
        pub grant: Grant,
        /// The token's person.
        pub person: Profile,
        /// Whether this very token was revoked.
        pub token_revoked: bool,
    }
}

impl TokenState {
    /// Whether the token, its grant and its person are all in good standing. Expiry is not looked at.
    #[must_use]
    pub fn is_in_force(&self) -> bool {
        !self.token_revoked && self.grant.revoked_at.is_none() && self.person.blocked_at.is_none()
    }
}

/// Adds a grant.
pub async fn insert(write: impl Into<Write<'_>>, grant: &Grant) -> Result<()> {
    sql!(
        "INSERT INTO grants
             (id, client_id, person_id, session_id, scope, reach, authentication, refresh_until, created_at,
              revoked_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
    )
    .bind(&grant.id)
    .bind(&grant.client_id)
    .bind(&grant.person_id)
    .bind(grant.session_id.as_ref())
    .bind(&grant.scope)
    .bind(grant.reach.as_ref())
    .bind(&grant.authentication)
    .bind(grant.refresh_until)
    .bind(grant.created_at)
    .bind(grant.revoked_at)
    .run(write)
    .await?;
    Ok(())
}

/// The grant of that row, also when it was revoked.
pub async fn find(read: impl Into<Read<'_>>, id: &GrantId) -> Result<Option<Grant>> {
    sql!(
        "SELECT id, client_id, person_id, session_id, scope, reach, authentication, refresh_until, created_at,
                revoked_at
         FROM grants WHERE id = $1"
    )
    .bind(id)
    .find(read)
    .await
}

/// The state of the access token `jti` of a grant, with what userinfo needs, in one round trip.
pub async fn with_person(read: impl Into<Read<'_>>, id: &GrantId, jti: &str) -> Result<Option<TokenState>> {
    sql!(
        "SELECT g.id, g.client_id, g.person_id, g.session_id, g.scope, g.reach, g.authentication,
                g.refresh_until, g.created_at, g.revoked_at,
                p.sub, p.email, p.email_verified, p.given_name, p.family_name, p.phone, p.language,
                p.is_support, p.is_operator, p.second_factor_wanted, p.must_enroll, p.blocked_at,
                p.updated_at,
                EXISTS (SELECT 1 FROM revoked_tokens r WHERE r.jti = $2) AS token_revoked
         FROM grants g JOIN people p ON p.id = g.person_id
         WHERE g.id = $1"
    )
    .bind(id)
    .bind(jti)
    .find(read)
    .await
}

record! {
    /// A client that holds, or may hold, tokens of a person.
    pub struct Access {
        /// `client_id`.
        pub client_id: String,
        /// See [`Grant::reach`]; the scope granted where that is not known.
        pub reach: String,
        /// When it was granted.
        pub created_at: Timestamp,
    }
}

/// The grants of a person that may still have tokens in force: with refresh tokens at `now`, or granted after
/// `recent`; the latest first.
pub async fn in_force_of_person(
    read: impl Into<Read<'_>>,
    person: &PersonId,
    recent: Timestamp,
    now: Timestamp,
) -> Result<Vec<Access>> {
    sql!(
        "SELECT client_id, COALESCE(reach, scope) AS reach, created_at FROM grants
         WHERE person_id = $1 AND revoked_at IS NULL AND (created_at > $2 OR refresh_until > $3)
         ORDER BY created_at DESC, id DESC LIMIT 500"
    )
    .bind(person)
    .bind(recent)
    .bind(now)
    .list(read)
    .await
}

/// Revokes the grant, and with it every token that came of it; returns false when it was revoked before.
pub async fn revoke(write: impl Into<Write<'_>>, id: &GrantId, now: Timestamp) -> Result<bool> {
    sql!("UPDATE grants SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL")
        .bind(id)
        .bind(now)
        .happened(write)
        .await
}

/// Revokes all that a person has granted to a client; returns how many grants were.
pub async fn revoke_all(
    write: impl Into<Write<'_>>,
    person: &PersonId,
    client_id: &str,
    now: Timestamp,
) -> Result<u64> {
    sql!("UPDATE grants SET revoked_at = $3 WHERE person_id = $1 AND client_id = $2 AND revoked_at IS NULL")
        .bind(person)
        .bind(client_id)
        .bind(now)
        .run(write)
        .await
}

/// Revokes all that a person has granted to anyone; returns how many grants were.
pub async fn revoke_all_of_person(
    write: impl Into<Write<'_>>,
    person: &PersonId,
    now: Timestamp,
) -> Result<u64> {
    sql!("UPDATE grants SET revoked_at = $2 WHERE person_id = $1 AND revoked_at IS NULL")
        .bind(person)
        .bind(now)
        .run(write)
        .await
}

/// Revokes all that a person has granted with one scope value among others, or with a claim that it gives; returns how
/// many grants were.
pub async fn revoke_all_with_scope(
    write: impl Into<Write<'_>>,
    person: &PersonId,
    value: &str,
    now: Timestamp,
) -> Result<u64> {
    // The values of a scope have one space between them.
    sql!(
        "UPDATE grants SET revoked_at = $3
         WHERE person_id = $1 AND revoked_at IS NULL
           AND REPLACE(' ' || COALESCE(reach, scope) || ' ', ' ' || $2 || ' ', '')
               <> ' ' || COALESCE(reach, scope) || ' '"
    )
    .bind(person)
    .bind(value)
    .bind(now)
    .run(write)
    .await
}

/// Deletes up to `limit` grants that were given before `before`, when every access token of theirs had ended, and
/// whose refresh tokens are over at `now`; returns how many. Their codes and refresh tokens go with them.
pub async fn prune(
    write: impl Into<Write<'_>>,
    before: Timestamp,
    now: Timestamp,
    limit: i64,
) -> Result<u64> {
    sql!(
        "DELETE FROM grants WHERE id IN
             (SELECT id FROM grants
              WHERE created_at < $1 AND (refresh_until IS NULL OR refresh_until < $2) LIMIT $3)"
    )
    .bind(before)
    .bind(now)
    .bind(limit)
    .run(write)
    .await
}
