//! Inviting somebody (S1, S6): the invitation, its link, and the mail that brings it.
//!
//! Until the link is followed there is no account: address, role and names belong to the invitation.

use super::apply::InstanceRole;
use crate::account::email;
use crate::audit::{self, Action, Actor, Event, Note};
use crate::ctx::Ctx;
use crate::error::Fault;
use crate::jobs::{self, InvitationMail, Task};
use crate::oidc::client;
use crate::oidc::discover::UI_LOCALES;
use std::time::Duration;
use voltkey_protocol::time::Timestamp;
use voltkey_store::companies::Company;
use voltkey_store::invitations::{Invitation, InvitationState, NewLink, Renewal};
use voltkey_store::jobs::{NewJob, Status, enqueue};
use voltkey_store::memberships::Role;
use voltkey_store::people::Person;
use voltkey_store::{StoreError, Tx, companies, invitations, memberships, people};

/// How long a link works.
pub(crate) const LINK_LIFE: Duration = Duration::from_secs(7 * 24 * 3600);

/// Somebody to be invited.
#[derive(Clone, Debug)]
pub struct Invitee {
    /// The address.
    pub email: String,
    /// First name; empty where it is not known.
    pub given_name: String,
    /// Last name; empty where it is not known.
    pub family_name: String,
    /// `en`, `es` or `de`; none: as it was, or English.
    pub language: Option<String>,
    /// The slug of the company; none: an account outside of companies.
    pub company: Option<String>,
    /// The role in it.
    pub role: Role,
    /// Instance roles.
    pub roles: Vec<InstanceRole>,
    /// The client that it is for: activation ends at its login.
    pub client_id: Option<String>,
}

/// What became of it.
#[derive(Clone, Debug)]
pub enum Invited {
    /// The mail is in the outbox.
    Anew,
    /// There was an invitation: its mail goes out again, and its old link works no more.
    Again {
        /// What became of the mail before.
        before: Option<Status>,
    },
}

/// Why somebody was not invited.
#[derive(Debug, thiserror::Error)]
pub enum InviteError {
    /// The address is none.
    #[error("{0:?} is not an e-mail address")]
    Email(String),
    /// The language is not spoken here.
    #[error("the language {0:?} is not one of {known}", known = UI_LOCALES.join(", "))]
    Language(String),
    /// The name has a line break, or too many characters.
    #[error("the name {0:?} can't be one: it holds what can't be seen, or more than 100 characters")]
    Name(String),
    /// There is no such company.
    #[error("there is no company {0:?}")]
    Company(String),
    /// There is no such client.
    #[error("there is no client {0:?}")]
    Client(String),
    /// A role in a company without a company.
    #[error("the role admin is one in a company: name it")]
    RoleWithoutCompany,
    /// The account is there, and has what the invitation would give.
    #[error("{0} has an account with this already")]
    Already(String),
    /// The fault is ours.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<StoreError> for InviteError {
    fn from(error: StoreError) -> Self {
        Self::Fault(error.into())
    }
}

/// Invites somebody, as the operator; or sends an open invitation again.
///
/// # Errors
/// See [`InviteError`].
pub async fn invite(ctx: &Ctx, invitee: &Invitee) -> Result<Invited, InviteError> {
    let actor = Actor::machine(ctx);
    let email_key = check(ctx, invitee).await?;
    let company = find_company(ctx, invitee).await?;
    let account = people::by_email_key(&ctx.store, &email_key).await?;
    if let Some(person) = &account
        && has_it_all(ctx, person, company.as_ref(), invitee).await?
    {
        return Err(InviteError::Already(invitee.email.trim().to_owned()));
    }
    let company_id = company.as_ref().map(|company| &company.id);
    let open = invitations::to_address(&ctx.store, &email_key).await?;
    let open = open
        .into_iter()
        .find(|one| one.state == InvitationState::Open && one.company_id.as_ref() == company_id);
    let name = company.as_ref().map(|company| company.name.clone());
    if let Some(invitation) = open {
        return again(ctx, &actor, invitee, invitation, name, account.is_some()).await;
    }
    let (is_support, is_operator) = flags(&invitee.roles);
    let blank = open_invitation(ctx, &invitee.email, email_key);
    let invitation = Invitation {
        company_id: company.map(|company| company.id),
        role: invitee.role,
        is_support,
        is_operator,
        given_name: invitee.given_name.trim().to_owned(),
        family_name: invitee.family_name.trim().to_owned(),
        language: invitee.language.clone().unwrap_or(blank.language),
        client_id: invitee.client_id.clone(),
        ..blank
    };
    let event = Event::of_invitation(Action::PersonInvited, &invitation);
    let note = audit::note(ctx, &actor, event)?;
    let sending = Sending::prepare(ctx, &invitation, note, name, account.is_some())?;
    ctx.store
        .write(|mut tx| async {
            invitations::insert(&mut tx, &invitation).await?;
            sending.write(&mut tx, Before::Dies).await?;
            Ok(((), tx))
        })
        .await?;
    Ok(Invited::Anew)
}

/// An open invitation to that address, which gives nothing but an account: what else it gives and tells is added.
pub(crate) fn open_invitation(ctx: &Ctx, address: &str, email_key: String) -> Invitation {
    Invitation {
        id: ctx.new_id(),
        company_id: None,
        role: Role::Member,
        is_support: false,
        is_operator: false,
        email: address.trim().to_owned(),
        email_key,
        given_name: String::new(),
        family_name: String::new(),
        language: UI_LOCALES[0].to_owned(),
        otp_secret: None,
        client_id: None,
        invited_by: String::new(),
        mail_job: String::new(),
        state: InvitationState::Open,
        person_id: None,
        created_at: ctx.now(),
        ended_at: None,
    }
}

/// Sends an open invitation again, with whatever is said of the person this time.
async fn again(
    ctx: &Ctx,
    actor: &Actor,
    invitee: &Invitee,
    open: Invitation,
    company: Option<String>,
    joins: bool,
) -> Result<Invited, InviteError> {
    let before = voltkey_store::jobs::status(&ctx.store, &open.mail_job).await?;
    let named = |new: &str, old: String| match new.trim() {
        "" => old,
        new => new.to_owned(),
    };
    let (is_support, is_operator) = flags(&invitee.roles);
    let renewed = Invitation {
        given_name: named(&invitee.given_name, open.given_name),
        family_name: named(&invitee.family_name, open.family_name),
        language: invitee.language.clone().unwrap_or(open.language),
        client_id: invitee.client_id.clone().or(open.client_id),
        role: invitee.role,
        is_support,
        is_operator,
        ..open
    };
    let renewal = Renewal {
        given_name: &renewed.given_name,
        family_name: &renewed.family_name,
        language: &renewed.language,
        client_id: renewed.client_id.as_deref(),
    };
    let note = audit::note(
        ctx,
        actor,
        Event::of_invitation(Action::InvitationSentAgain, &renewed),
    )?;
    let sending = Sending::prepare(ctx, &renewed, note, company, joins)?;
    let is_open = ctx.store.write(|mut tx| async {
        let (id, key) = (&renewed.id, &renewed.email_key);
        if !invitations::set_roles(&mut tx, id, key, invitee.role, is_support, is_operator).await? {
            return Ok((false, tx));
        }
        invitations::renew(&mut tx, &renewed.id, &renewal).await?;
        Ok((sending.write(&mut tx, Before::Dies).await?, tx))
    });
    match is_open.await? {
        true => Ok(Invited::Again { before }),
        // It was accepted, or went to another address, at this very instant.
        false => Err(InviteError::Already(renewed.email)),
    }
}

/// The normalised address of somebody who can be invited.
async fn check(ctx: &Ctx, invitee: &Invitee) -> Result<String, InviteError> {
    let email_key = email::key(&invitee.email).ok_or_else(|| InviteError::Email(invitee.email.clone()))?;
    if let Some(language) = &invitee.language
        && !UI_LOCALES.contains(&language.as_str())
    {
        return Err(InviteError::Language(language.clone()));
    }
    for name in [&invitee.given_name, &invitee.family_name] {
        if !crate::account::details::may_be_known_beforehand(name) {
            return Err(InviteError::Name(name.clone()));
        }
    }
    if invitee.company.is_none() && invitee.role == Role::Admin {
        return Err(InviteError::RoleWithoutCompany);
    }
    if let Some(id) = &invitee.client_id
        && client::find(ctx, id).await?.is_none()
    {
        return Err(InviteError::Client(id.clone()));
    }
    Ok(email_key)
}

async fn find_company(ctx: &Ctx, invitee: &Invitee) -> Result<Option<Company>, InviteError> {
    let Some(slug) = &invitee.company else {
        return Ok(None);
    };
    let found = companies::by_slug(&ctx.store, slug).await?;
    found.map(Some).ok_or_else(|| InviteError::Company(slug.clone()))
}

/// Whether an account has the membership and the roles that an invitation would give it.
async fn has_it_all(
    ctx: &Ctx,
    person: &Person,
    company: Option<&Company>,
    invitee: &Invitee,
) -> Result<bool, Fault> {
    let (is_support, is_operator) = flags(&invitee.roles);
    if (is_support && !person.is_support) || (is_operator && !person.is_operator) {
        return Ok(false);
    }
    let Some(company) = company else {
        return Ok(true);
    };
    let memberships = memberships::of_person(&ctx.store, &person.id).await?;
    let role = memberships
        .iter()
        .find(|membership| membership.company_id == company.id)
        .map(|membership| membership.role);
    Ok(role == Some(Role::Admin) || role == Some(invitee.role))
}

fn flags(roles: &[InstanceRole]) -> (bool, bool) {
    (
        roles.contains(&InstanceRole::Support),
        roles.contains(&InstanceRole::Operator),
    )
}

/// Mails an open invitation once more, for whoever asks: the links before it go on working, so that nobody spoils the
/// one that is being followed. Returns false when it is not open any more.
pub(crate) async fn send(ctx: &Ctx, actor: &Actor, invitation: &Invitation) -> Result<bool, Fault> {
    let company = match &invitation.company_id {
        Some(id) => companies::by_id(&ctx.store, id).await?,
        None => None,
    };
    let joins = people::by_email_key(&ctx.store, &invitation.email_key)
        .await?
        .is_some();
    let event = Event::of_invitation(Action::InvitationSentAgain, invitation);
    let note = audit::note(ctx, actor, event)?;
    let sending = Sending::prepare(ctx, invitation, note, company.map(|company| company.name), joins)?;
    let sent = ctx
        .store
        .write(|mut tx| async { Ok((sending.write(&mut tx, Before::Stays).await?, tx)) });
    Ok(sent.await?)
}

/// What becomes of the links before a new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Before {
    /// They work no more: whoever invites has sent the invitation again.
    Dies,
    /// They work as long as they would have.
    Stays,
}

/// A link, its mail and what the audit trail is told of it, made before the transaction that writes them.
pub(crate) struct Sending {
    invitation_id: String,
    token_hash: [u8; 32],
    until: Timestamp,
    mail: NewJob,
    note: Note,
}

impl Sending {
    /// Makes them. `joins` says whether the address has an account.
    pub(crate) fn prepare(
        ctx: &Ctx,
        invitation: &Invitation,
        note: Note,
        company: Option<String>,
        joins: bool,
    ) -> Result<Self, Fault> {
        let token = ctx.new_token();
        let until = ctx.now() + LINK_LIFE;
        let name = format!("{} {}", invitation.given_name, invitation.family_name);
        let mail = jobs::prepare(
            ctx,
            &Task::Invitation(InvitationMail {
                email: invitation.email.clone(),
                name: name.trim().to_owned(),
                language: invitation.language.clone(),
                token: token.as_str().into(),
                invited_by: invitation.invited_by.clone(),
                company,
                until,
                joins,
            }),
        )?;
        Ok(Self {
            invitation_id: invitation.id.clone(),
            token_hash: *token.hash().as_bytes(),
            until,
            mail,
            note,
        })
    }

    /// Writes them; false, and nothing was written, when the invitation is not open.
    pub(crate) async fn write(&self, tx: &mut Tx, before: Before) -> voltkey_store::Result<bool> {
        let link = NewLink {
            token_hash: &self.token_hash,
            invitation_id: &self.invitation_id,
            mail_job: &self.mail.id,
            created_at: self.mail.created_at,
            expires_at: self.until,
        };
        let is_open = invitations::put_link(&mut *tx, &link, before == Before::Dies).await?;
        if is_open {
            enqueue(&mut *tx, &self.mail).await?;
            self.note.write(tx).await?;
        }
        Ok(is_open)
    }
}
