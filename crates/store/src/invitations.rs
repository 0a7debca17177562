//! Invitations, and the links that were mailed for them.
//!
//! Of an invitation's links the latest works. The others stay, so that whoever follows one is told why it doesn't.

use crate::Hash;
use crate::error::Result;
use crate::id::{CompanyId, PersonId};
use crate::members;
use crate::memberships::Role;
use crate::query::sql;
use crate::row::record;
use crate::text_enum::text_enum;
use crate::tx::{Read, Together, Tx, Write};
use voltkey_protocol::time::Timestamp;

text_enum! {
    /// What became of an invitation.
    pub enum InvitationState {
        /// It can be accepted.
        Open = "open",
        /// Somebody has accepted it.
        Accepted = "accepted",
        /// It was taken back, or has no point any more.
        Withdrawn = "withdrawn",
    }
}

record! {
    /// An invitation.
    pub struct Invitation {
        /// Its row.
        pub id: String,
        /// The company that invites; none for an account outside of companies.
        pub company_id: Option<CompanyId>,
        /// The role in that company.
        pub role: Role,
        /// Instance role: the platform's support.
        pub is_support: bool,
        /// Instance role: the operator.
        pub is_operator: bool,
        /// The address as it was written.
        pub email: String,
        /// The address normalised.
        pub email_key: String,
        /// First name, as far as it is known beforehand.
        pub given_name: String,
        /// Last name, as far as it is known beforehand.
        pub family_name: String,
        /// `en`, `es` or `de`.
        pub language: String,
        /// The sealed secret of an authenticator that the person brings along.
        pub otp_secret: Option<Vec<u8>>,
        /// The client that it was made for.
        pub client_id: Option<String>,
        /// The name of who invited; empty: nobody by name.
        pub invited_by: String,
        /// The job of its latest mail.
        pub mail_job: String,
        /// What became of it.
        pub state: InvitationState,
        /// Who accepted it.
        pub person_id: Option<PersonId>,
        /// When it was made.
        pub created_at: Timestamp,
        /// When it was accepted or withdrawn.
        pub ended_at: Option<Timestamp>,
    }
}

record! {
    /// A link, with what it leads to.
    pub struct Linked {
        /// The invitation.
        pub invitation: Invitation,
        /// The name of its company.
        pub company_name: Option<String>,
        /// Until when the link works.
        pub expires_at: Timestamp,
        /// Since when a later link works instead.
        pub replaced_at: Option<Timestamp>,
    }
}

/// Adds an invitation.
///
/// # Errors
/// `Unique` when the same address has an open one of the same company.
pub async fn insert(write: impl Into<Write<'_>>, invitation: &Invitation) -> Result<()> {
    sql!(
        "INSERT INTO invitations
             (id, company_id, role, is_support, is_operator, email, email_key, given_name, family_name, language,
              otp_secret, client_id, invited_by, mail_job, state, person_id, created_at, ended_at, entry)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)"
    )
    .bind(&invitation.id)
    .bind(invitation.company_id.as_ref())
    .bind(invitation.role)
    .bind(invitation.is_support)
    .bind(invitation.is_operator)
    .bind(&invitation.email)
    .bind(&invitation.email_key)
    .bind(&invitation.given_name)
    .bind(&invitation.family_name)
    .bind(&invitation.language)
    .bind(invitation.otp_secret.as_ref())
    .bind(invitation.client_id.as_ref())
    .bind(&invitation.invited_by)
    .bind(&invitation.mail_job)
    .bind(invitation.state)
    .bind(invitation.person_id.as_ref())
    .bind(invitation.created_at)
    .bind(invitation.ended_at)
    .bind(&members::entry(
        &invitation.given_name,
        &invitation.family_name,
        &invitation.email,
    ))
    .run(write)
    .await?;
    Ok(())
}

/// The invitation of that row, whatever became of it.
pub async fn by_id(read: impl Into<Read<'_>>, id: &str) -> Result<Option<Invitation>> {
    sql!(
        "SELECT id, company_id, role, is_support, is_operator, email, email_key, given_name, family_name, language,
                otp_secret, client_id, invited_by, mail_job, state, person_id, created_at, ended_at
         FROM invitations WHERE id = $1"
    )
    .bind(id)
    .find(read)
    .await
}

/// The invitations to that normalised address, whatever became of them, oldest first.
pub async fn to_address(read: impl Into<Read<'_>>, email_key: &str) -> Result<Vec<Invitation>> {
    sql!(
        "SELECT id, company_id, role, is_support, is_operator, email, email_key, given_name, family_name, language,
                otp_secret, client_id, invited_by, mail_job, state, person_id, created_at, ended_at
         FROM invitations WHERE email_key = $1
         ORDER BY created_at, id"
    )
    .bind(email_key)
    .list(read)
    .await
}

/// Whether the company has an open invitation to that normalised address.
pub async fn is_open(
    read: impl Into<Read<'_>>,
    email_key: &str,
    company: Option<&CompanyId>,
) -> Result<bool> {
    sql!(
        "SELECT EXISTS (SELECT 1 FROM invitations
                        WHERE email_key = $1 AND COALESCE(company_id, '') = COALESCE($2, '')
                          AND state = 'open') AS value"
    )
    .bind(email_key)
    .bind(company)
    .value(read)
    .await
}

/// What a link leads to, whatever became of it.
pub async fn by_link(read: impl Into<Read<'_>>, token_hash: &Hash) -> Result<Option<Linked>> {
    sql!(
        "SELECT i.id, i.company_id, i.role, i.is_support, i.is_operator, i.email, i.email_key, i.given_name,
                i.family_name, i.language, i.otp_secret, i.client_id, i.invited_by, i.mail_job, i.state,
                i.person_id, i.created_at, i.ended_at,
                c.name AS company_name, l.expires_at, l.replaced_at
         FROM invitation_links l JOIN invitations i ON i.id = l.invitation_id
         LEFT JOIN companies c ON c.id = i.company_id
         WHERE l.token_hash = $1"
    )
    .bind(token_hash)
    .find(read)
    .await
}

/// A link that is about to be mailed.
#[derive(Clone, Debug)]
pub struct NewLink<'a> {
    /// SHA-256 of the token in it.
    pub token_hash: &'a Hash,
    /// The invitation that it is for.
    pub invitation_id: &'a str,
    /// The job of the mail.
    pub mail_job: &'a str,
    /// When it was made.
    pub created_at: Timestamp,
    /// Until when it works.
    pub expires_at: Timestamp,
}

/// Adds a link; `replaces` says whether those before it work no more. Returns false, and nothing was done, when the
/// invitation is not open any more.
pub async fn put_link(tx: &mut Tx, link: &NewLink<'_>, replaces: bool) -> Result<bool> {
    let is_open = sql!("UPDATE invitations SET mail_job = $2 WHERE id = $1 AND state = 'open'")
        .bind(link.invitation_id)
        .bind(link.mail_job)
        .happened(&mut *tx)
        .await?;
    if !is_open {
        return Ok(false);
    }
    if replaces {
        sql!("UPDATE invitation_links SET replaced_at = $2 WHERE invitation_id = $1 AND replaced_at IS NULL")
            .bind(link.invitation_id)
            .bind(link.created_at)
            .run(&mut *tx)
            .await?;
    }
    sql!(
        "INSERT INTO invitation_links (token_hash, invitation_id, created_at, expires_at)
         VALUES ($1, $2, $3, $4)"
    )
    .bind(link.token_hash)
    .bind(link.invitation_id)
    .bind(link.created_at)
    .bind(link.expires_at)
    .run(tx)
    .await?;
    Ok(true)
}

/// Deletes up to `limit` links that expired before `before`; returns how many. Their invitations stay.
pub async fn prune_links(write: impl Into<Write<'_>>, before: Timestamp, limit: i64) -> Result<u64> {
    sql!(
        "DELETE FROM invitation_links WHERE token_hash IN
             (SELECT token_hash FROM invitation_links WHERE expires_at < $1 LIMIT $2)"
    )
    .bind(before)
    .bind(limit)
    .run(write)
    .await
}

/// Changes the roles that an open invitation gives; returns whether it is open, and still goes to that address: roles
/// that were meant for one are nobody else's.
pub async fn set_roles(
    write: impl Into<Write<'_>>,
    id: &str,
    email_key: &str,
    role: Role,
    is_support: bool,
    is_operator: bool,
) -> Result<bool> {
    sql!(
        "UPDATE invitations SET role = $3, is_support = $4, is_operator = $5
         WHERE id = $1 AND email_key = $2 AND state = 'open'"
    )
    .bind(id)
    .bind(email_key)
    .bind(role)
    .bind(is_support)
    .bind(is_operator)
    .happened(write)
    .await
}

record! {
    /// What an invitation gives to who accepts it.
    pub struct Given {
        /// The role in its company.
        pub role: Role,
        /// Instance role: the platform's support.
        pub is_support: bool,
        /// Instance role: the operator.
        pub is_operator: bool,
    }
}

/// What an invitation says anew when it is sent again.
#[derive(Clone, Debug)]
pub struct Renewal<'a> {
    /// First name.
    pub given_name: &'a str,
    /// Last name.
    pub family_name: &'a str,
    /// `en`, `es` or `de`.
    pub language: &'a str,
    /// The client that it is for.
    pub client_id: Option<&'a str>,
}

/// Replaces what an open invitation says; returns whether it is open.
pub async fn renew(write: impl Into<Write<'_>>, id: &str, renewal: &Renewal<'_>) -> Result<bool> {
    let mut together = Together::begin(write).await?;
    let is_open = sql!(
        "UPDATE invitations SET given_name = $2, family_name = $3, language = $4, client_id = $5
         WHERE id = $1 AND state = 'open'"
    )
    .bind(id)
    .bind(renewal.given_name)
    .bind(renewal.family_name)
    .bind(renewal.language)
    .bind(renewal.client_id)
    .happened(together.write())
    .await?;
    members::refresh_invitation(&mut together, id).await?;
    together.end().await?;
    Ok(is_open)
}

/// Gives an open invitation another address, and forgets its links: whoever holds one that went to the old address
/// has nothing. Returns whether it is open.
///
/// # Errors
/// `Unique` when the address has an open one of the same company.
pub async fn readdress(tx: &mut Tx, id: &str, email: &str, email_key: &str) -> Result<bool> {
    let mut together = Together::begin(tx).await?;
    let is_open = sql!("UPDATE invitations SET email = $2, email_key = $3 WHERE id = $1 AND state = 'open'")
        .bind(id)
        .bind(email)
        .bind(email_key)
        .happened(together.write())
        .await?;
    if is_open {
        sql!("DELETE FROM invitation_links WHERE invitation_id = $1")
            .bind(id)
            .run(together.write())
            .await?;
        members::refresh_invitation(&mut together, id).await?;
    }
    together.end().await?;
    Ok(is_open)
}

/// Marks the invitation accepted. Of several callers exactly one is told what it gives, and goes on to make or find the
/// account, and to say who it was: see [`set_person`]. What was read before may have been taken back since: see
/// [`set_roles`]. Whoever was invited at another address than `email_key` by now gets nothing: see [`readdress`].
pub async fn accept(
    write: impl Into<Write<'_>>,
    id: &str,
    email_key: &str,
    now: Timestamp,
) -> Result<Option<Given>> {
    sql!(
        "UPDATE invitations SET state = 'accepted', ended_at = $3, otp_secret = NULL
         WHERE id = $1 AND email_key = $2 AND state = 'open'
         RETURNING role, is_support, is_operator"
    )
    .bind(id)
    .bind(email_key)
    .bind(now)
    .returning(write)
    .await
}

/// Notes who has accepted the invitation.
pub async fn set_person(write: impl Into<Write<'_>>, id: &str, person: &PersonId) -> Result<()> {
    sql!("UPDATE invitations SET person_id = $2 WHERE id = $1")
        .bind(id)
        .bind(person)
        .run(write)
        .await?;
    Ok(())
}

/// Takes back an open invitation; returns whether it was open.
pub async fn take_back(write: impl Into<Write<'_>>, id: &str, now: Timestamp) -> Result<bool> {
    sql!(
        "UPDATE invitations SET state = 'withdrawn', ended_at = $2, otp_secret = NULL
         WHERE id = $1 AND state = 'open'"
    )
    .bind(id)
    .bind(now)
    .happened(write)
    .await
}

/// Takes back the open invitation of that address to a company, or to an account outside of companies; returns
/// whether there was one.
pub async fn withdraw(
    write: impl Into<Write<'_>>,
    email_key: &str,
    company: Option<&CompanyId>,
    now: Timestamp,
) -> Result<bool> {
    sql!(
        "UPDATE invitations SET state = 'withdrawn', ended_at = $3, otp_secret = NULL
         WHERE email_key = $1 AND COALESCE(company_id, '') = COALESCE($2, '') AND state = 'open'"
    )
    .bind(email_key)
    .bind(company)
    .bind(now)
    .happened(write)
    .await
}
