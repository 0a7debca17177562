//! Inviting one person to a company, by whoever manages it (S6).
//!
//! Whether the address has an account somewhere is told to nobody: it is invited, and its mail asks to join.

use super::invitation::{is_member, spend_mail};
use super::invite::{Before, Sending, open_invitation};
use super::steward::Steward;
use crate::account::details::{self, NameProblem, name_problem};
use crate::account::email;
use crate::audit::{Action, Event};
use crate::ctx::Ctx;
use crate::deep_link::WayBack;
use crate::error::Fault;
use crate::oidc::discover::UI_LOCALES;
use crate::visitor::Visitor;
use std::time::Duration;
use voltkey_store::invitations::{self, Invitation, InvitationState};
use voltkey_store::memberships::Role;
use voltkey_store::{StoreError, people};

/// Somebody to be invited, as it was entered.
#[derive(Clone, Debug)]
pub struct NewMember {
    /// The address.
    pub email: String,
    /// First name; empty where it is not known.
    pub given_name: String,
    /// Last name; empty where it is not known.
    pub family_name: String,
    /// `en`, `es` or `de`; another is the first.
    pub language: String,
    /// Whether they will manage the company.
    pub is_admin: bool,
}

/// How it ends.
#[derive(Debug)]
pub enum InviteOutcome {
    /// The mail is in the outbox. The invitation's row.
    Invited(String),
    /// What was entered is not taken.
    Refused(InviteProblems),
    /// The company has invited too many: the next goes out after this long.
    Throttled(Duration),
    /// The steward does not manage the company any more.
    NotManaging,
}

/// What is wrong with what was entered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InviteProblems {
    /// With the address.
    pub email: Option<AddressProblem>,
    /// With the first name.
    pub given_name: Option<NameProblem>,
    /// With the last name.
    pub family_name: Option<NameProblem>,
}

/// Why an address is not invited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressProblem {
    /// There is none.
    Missing,
    /// It is no address.
    Malformed,
    /// It belongs to a member of this company.
    AlreadyMember,
    /// This company has invited it already.
    AlreadyInvited,
}

impl From<AddressProblem> for InviteProblems {
    fn from(problem: AddressProblem) -> Self {
        Self {
            email: Some(problem),
            ..Self::default()
        }
    }
}

/// Invites them. The invitation ends at the app that the steward came from, where there is one.
///
/// # Errors
/// When the database does not answer.
pub async fn invite_member(
    ctx: &Ctx,
    visitor: &Visitor,
    steward: &Steward,
    new: &NewMember,
    app: Option<&WayBack>,
) -> Result<InviteOutcome, Fault> {
    let [given_name, family_name] = [&new.given_name, &new.family_name].map(|name| details::tidy(name));
    let unreadable = |name| name_problem(name).filter(|problem| *problem != NameProblem::Missing);
    let address = check_address(ctx, steward, &new.email, None).await?;
    let problems = InviteProblems {
        email: address.as_ref().err().copied(),
        given_name: unreadable(&given_name),
        family_name: unreadable(&family_name),
    };
    let email_key = match address {
        Ok(key) if problems == InviteProblems::default() => key,
        _ => return Ok(InviteOutcome::Refused(problems)),
    };
    if let Some(wait) = spend_mail(ctx, steward, None).await? {
        return Ok(InviteOutcome::Throttled(wait));
    }
    let spoken = UI_LOCALES.iter().find(|locale| **locale == new.language);
    let invitation = Invitation {
        company_id: Some(steward.company.id.clone()),
        role: if new.is_admin { Role::Admin } else { Role::Member },
        given_name,
        family_name,
        language: (*spoken.unwrap_or(&UI_LOCALES[0])).to_owned(),
        client_id: app.map(|back| back.client_id.clone()),
        invited_by: steward.power.name_in_mails(steward.me.name()),
        ..open_invitation(ctx, &new.email, email_key)
    };
    write(ctx, visitor, steward, &invitation).await
}

async fn write(
    ctx: &Ctx,
    visitor: &Visitor,
    steward: &Steward,
    invitation: &Invitation,
) -> Result<InviteOutcome, Fault> {
    let account = people::by_email_key(&ctx.store, &invitation.email_key).await?;
    let event = Event::of_invitation(Action::PersonInvited, invitation);
    let note = steward.note(ctx, visitor, event)?;
    let company = steward.company.name.clone();
    let sending = Sending::prepare(ctx, invitation, note, Some(company), account.is_some())?;
    let written = ctx.store.write(|mut tx| async {
        if !steward.still_manages(&mut tx).await? {
            return Ok((InviteOutcome::NotManaging, tx));
        }
        invitations::insert(&mut tx, invitation).await?;
        sending.write(&mut tx, Before::Dies).await?;
        Ok((InviteOutcome::Invited(invitation.id.clone()), tx))
    });
    match written.await {
        // Somebody else invited the same address at this very instant.
        Err(StoreError::Unique(_)) => Ok(InviteOutcome::Refused(AddressProblem::AlreadyInvited.into())),
        outcome => Ok(outcome?),
    }
}

/// The normalised address, if the company can invite it; `own` is the invitation whose address it becomes.
pub(super) async fn check_address(
    ctx: &Ctx,
    steward: &Steward,
    entered: &str,
    own: Option<&str>,
) -> Result<Result<String, AddressProblem>, Fault> {
    let Some(key) = email::key(entered) else {
        return Ok(Err(match entered.trim() {
            "" => AddressProblem::Missing,
            _ => AddressProblem::Malformed,
        }));
    };
    if is_member(ctx, steward, &key).await? {
        return Ok(Err(AddressProblem::AlreadyMember));
    }
    let to_address = invitations::to_address(&ctx.store, &key).await?;
    let is_another = |one: &Invitation| {
        one.state == InvitationState::Open
            && one.company_id.as_ref() == Some(&steward.company.id)
            && Some(&*one.id) != own
    };
    Ok(match to_address.iter().any(is_another) {
        true => Err(AddressProblem::AlreadyInvited),
        false => Ok(key),
    })
}
