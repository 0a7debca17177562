//! Following an invitation's link (S2 to S4): personal details and a password make the account.
//!
//! Looking at the link uses nothing up, because mail programs and scanners look too. Whoever has an account already
//! joins with it instead: see [`super::join`].

use super::details::{DetailProblems, Details};
use super::house::{self, Look};
use super::link::{self, DeadLink, LinkEnd};
use super::new_password::BrokenRule;
use super::{forgot_password, log_out, session};
use crate::admin::invite;
use crate::audit::{self, Action, Actor, Event, Note, Who};
use crate::ctx::Ctx;
use crate::error::Fault;
use crate::visitor::{Token, Visitor};
use std::time::Duration;
use voltkey_crypto::totp::Secret;
use voltkey_protocol::time::Timestamp;
use voltkey_store::authenticators::{self, Authenticator};
use voltkey_store::invitations::{self, Invitation, InvitationState, Linked};
use voltkey_store::people::{self, PasswordHash, Person};
use voltkey_store::{StoreError, known_browsers, memberships};

/// What a link shows.
#[derive(Debug)]
pub enum ActivateView {
    /// The page that makes the account.
    Create(Box<CreateView>),
    /// The address has an account: the page on which it joins.
    Join,
    /// The link does not work.
    Dead(DeadLink),
}

/// What the page shows that makes an account.
#[derive(Debug)]
pub struct CreateView {
    /// The address, which can't be changed here.
    pub email: String,
    /// What is known of the person beforehand.
    pub details: Details,
    /// Who invites.
    pub by: InvitedBy,
    /// The look of the company that invites.
    pub look: Option<Look>,
    /// The address of somebody who is signed in in this browser: they are signed out here.
    pub other_account: Option<String>,
}

/// Who invites, as far as it is told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InvitedBy {
    /// A person, by name.
    pub person: Option<String>,
    /// The company's name.
    pub company: Option<String>,
}

impl InvitedBy {
    pub(super) fn of(linked: &Linked) -> Self {
        Self {
            person: Some(linked.invitation.invited_by.clone()).filter(|name| !name.is_empty()),
            company: linked.company_name.clone(),
        }
    }
}

/// How an attempt ends.
#[derive(Debug)]
pub enum ActivateOutcome {
    /// The account is there.
    Done {
        /// Where its person logs in; none: here.
        login: Option<String>,
        /// The address to log in with.
        email: String,
    },
    /// What was entered is not taken.
    Refused {
        /// What is wrong with the details.
        problems: DetailProblems,
        /// The rules that the password breaks.
        broken: Vec<BrokenRule>,
    },
    /// The address has an account by now.
    Join,
    /// The link does not work any more.
    Dead(DeadLink),
}

/// How it ends when somebody wants a new link.
#[derive(Debug)]
pub enum SendOutcome {
    /// It is on its way to the same address, masked here.
    Invitation(String),
    /// The account is there: a link for a new password is on its way instead.
    PasswordReset(String),
    /// This network has asked for too many mails: not before this time has passed.
    Throttled(Duration),
    /// There is nothing to send again.
    Dead(DeadLink),
}

/// The purpose under which an authenticator's secret is sealed that an invited person brings along.
pub(crate) const BROUGHT_SECRET: &str = "totp-invitation";

/// What the link shows.
///
/// # Errors
/// When the database does not answer.
pub async fn view(ctx: &Ctx, visitor: &Visitor, token: &str) -> Result<ActivateView, Fault> {
    let linked = match follow(ctx, token).await? {
        Ok(linked) => linked,
        Err(dead) => return Ok(ActivateView::Dead(dead)),
    };
    let by = InvitedBy::of(&linked);
    let Invitation {
        email,
        email_key,
        given_name,
        family_name,
        language,
        company_id,
        ..
    } = linked.invitation;
    if people::by_email_key(&ctx.store, &email_key).await?.is_some() {
        return Ok(ActivateView::Join);
    }
    let signed_in = session::current(ctx, visitor).await?;
    let look = match company_id {
        Some(company) => house::look_of_company(ctx, &company).await?,
        None => None,
    };
    Ok(ActivateView::Create(Box::new(CreateView {
        email,
        by,
        look,
        details: Details {
            given_name,
            family_name,
            phone: String::new(),
            language,
        },
        other_account: signed_in.map(|other| other.email),
    })))
}

/// Makes the account. Whoever was signed in in this browser is signed out.
///
/// # Errors
/// `Busy` when all password slots are taken; when the database does not answer.
pub async fn submit(
    ctx: &Ctx,
    visitor: &Visitor,
    token: &str,
    details: &Details,
    password: &str,
) -> Result<ActivateOutcome, Fault> {
    let linked = match follow(ctx, token).await? {
        Ok(linked) => linked,
        Err(dead) => return Ok(ActivateOutcome::Dead(dead)),
    };
    let invitation = &linked.invitation;
    if people::by_email_key(&ctx.store, &invitation.email_key)
        .await?
        .is_some()
    {
        return Ok(ActivateOutcome::Join);
    }
    let details = details.tidy();
    let problems = details.problems();
    let company = linked.company_name.as_deref().unwrap_or_default();
    let personal = [
        &*invitation.email,
        &*details.given_name,
        &*details.family_name,
        company,
    ];
    let broken = ctx
        .passwords
        .check(&ctx.settings.password, password, &personal)
        .await?;
    if !problems.is_empty() || !broken.is_empty() {
        return Ok(ActivateOutcome::Refused { problems, broken });
    }
    let hash = PasswordHash::from(ctx.passwords.hash(password).await?);
    let account = Account::prepare(ctx, visitor, invitation, &details, hash)?;
    match account.write(ctx, invitation).await {
        Ok(true) => {}
        // Another tab was first.
        Ok(false) => return Ok(ActivateOutcome::Dead(dead(&linked, LinkEnd::Used))),
        // Another invitation of the same address was.
        Err(StoreError::Unique(_)) => return Ok(ActivateOutcome::Join),
        Err(error) => return Err(error.into()),
    }
    // The account is there, whatever becomes of somebody else's session here.
    if let Err(fault) = log_out::log_out(ctx, visitor).await {
        tracing::warn!(%fault, "somebody who was signed in was not signed out");
    }
    Ok(ActivateOutcome::Done {
        login: link::way_to_log_in(ctx, invitation.client_id.as_deref(), &invitation.email).await?,
        email: invitation.email.clone(),
    })
}

/// Mails a new link to the address that the old one went to. An old link gives no more than that, whoever holds it.
///
/// # Errors
/// When the database does not answer.
pub async fn send_again(ctx: &Ctx, visitor: &Visitor, token: &str) -> Result<SendOutcome, Fault> {
    let Some(linked) = find(ctx, token).await? else {
        return Ok(SendOutcome::Dead(DeadLink::UNKNOWN));
    };
    let invitation = &linked.invitation;
    if invitation.state == InvitationState::Withdrawn {
        return Ok(SendOutcome::Dead(DeadLink::UNKNOWN));
    }
    if let Some(wait) = link::MAILS.spend(ctx, visitor).await? {
        return Ok(SendOutcome::Throttled(wait));
    }
    let masked = link::mask(&invitation.email);
    if invitation.state == InvitationState::Accepted {
        forgot_password::recover(ctx, visitor, &invitation.email_key, None).await?;
        return Ok(SendOutcome::PasswordReset(masked));
    }
    if link::spend_quota_of_address(ctx, &invitation.id, invite::LINK_LIFE).await? {
        invite::send(ctx, &Actor::nobody(visitor), invitation).await?;
    }
    Ok(SendOutcome::Invitation(masked))
}

/// The open invitation that a link leads to, as long as it works.
pub(super) async fn follow(ctx: &Ctx, token: &str) -> Result<Result<Linked, DeadLink>, Fault> {
    let Some(linked) = find(ctx, token).await? else {
        return Ok(Err(DeadLink::UNKNOWN));
    };
    let end = match linked.invitation.state {
        InvitationState::Withdrawn => return Ok(Err(DeadLink::UNKNOWN)),
        InvitationState::Accepted => LinkEnd::Used,
        InvitationState::Open if linked.replaced_at.is_some() => LinkEnd::Replaced,
        InvitationState::Open if linked.expires_at <= ctx.now() => LinkEnd::Expired,
        InvitationState::Open => return Ok(Ok(linked)),
    };
    Ok(Err(dead(&linked, end)))
}

async fn find(ctx: &Ctx, token: &str) -> Result<Option<Linked>, Fault> {
    let Some(token) = Token::parse(token) else {
        return Ok(None);
    };
    Ok(invitations::by_link(&ctx.store, token.hash().as_bytes()).await?)
}

fn dead(linked: &Linked, end: LinkEnd) -> DeadLink {
    DeadLink {
        end,
        email: Some(link::mask(&linked.invitation.email)),
        language: Some(linked.invitation.language.clone()),
    }
}

/// An account about to be made.
struct Account {
    person: Person,
    authenticator: Option<Authenticator>,
    browser: [u8; 32],
    note: Note,
    now: Timestamp,
}

impl Account {
    fn prepare(
        ctx: &Ctx,
        visitor: &Visitor,
        invitation: &Invitation,
        details: &Details,
        password_hash: PasswordHash,
    ) -> Result<Self, Fault> {
        let now = ctx.now();
        let person = Person {
            id: ctx.new_id().into(),
            sub: ctx.new_opaque_id(),
            email: invitation.email.clone(),
            email_key: invitation.email_key.clone(),
            // The link came by a mail to it.
            email_verified: true,
            given_name: details.given_name.clone(),
            family_name: details.family_name.clone(),
            phone: Some(details.phone.clone()).filter(|phone| !phone.is_empty()),
            language: details.language.clone(),
            is_support: invitation.is_support,
            is_operator: invitation.is_operator,
            password_hash: Some(password_hash),
            password_changed_at: Some(now),
            second_factor_wanted: false,
            must_enroll: false,
            activated_at: Some(now),
            blocked_at: None,
            last_login_at: None,
            created_at: now,
            updated_at: now,
        };
        let who = Who::from(&person);
        let event = Event::of_account(Action::PersonActivated, &who).object(&invitation.id);
        Ok(Self {
            note: audit::note(ctx, &Actor::person(visitor, &who), event)?,
            authenticator: brought_authenticator(ctx, invitation, &person)?,
            person,
            browser: *visitor.browser.hash().as_bytes(),
            now,
        })
    }

    /// Uses the invitation up and makes the account; false when somebody else has used it up.
    async fn write(&self, ctx: &Ctx, invitation: &Invitation) -> voltkey_store::Result<bool> {
        let Self { person, now, .. } = self;
        let written = ctx.store.write(|mut tx| async {
            let (id, email_key) = (&invitation.id, &invitation.email_key);
            let Some(given) = invitations::accept(&mut tx, id, email_key, *now).await? else {
                return Ok((false, tx));
            };
            let person = Person {
                is_support: given.is_support,
                is_operator: given.is_operator,
                ..person.clone()
            };
            people::insert(&mut tx, &person).await?;
            invitations::set_person(&mut tx, &invitation.id, &person.id).await?;
            if let Some(company) = &invitation.company_id {
                memberships::give(&mut tx, &person.id, company, given.role, *now).await?;
            }
            if let Some(authenticator) = &self.authenticator {
                authenticators::insert(&mut tx, authenticator).await?;
            }
            // Whoever holds the link and has just chosen the password needs no mail about this browser.
            known_browsers::touch(&mut tx, &person.id, &self.browser, false, *now).await?;
            self.note.write(&mut tx).await?;
            Ok((true, tx))
        });
        written.await
    }
}

fn brought_authenticator(
    ctx: &Ctx,
    invitation: &Invitation,
    person: &Person,
) -> Result<Option<Authenticator>, Fault> {
    let Some(sealed) = &invitation.otp_secret else {
        return Ok(None);
    };
    let opened = ctx.master.open(BROUGHT_SECRET, &invitation.id, sealed)?;
    let secret = Secret::from_bytes(&opened).map_err(|error| Fault::Internal(error.to_string()))?;
    Ok(Some(super::pairing::unused_authenticator(
        ctx, &person.id, &secret,
    )))
}
