//! An invitation to a company on which a steward acts, and what stands in the way of it.

use super::invite::{Before, Sending};
use super::member::Obstacle;
use super::steward::{Power, Steward};
use crate::account::session::full_name;
use crate::audit::{Action, Event};
use crate::ctx::{Ctx, window_start};
use crate::error::Fault;
use crate::visitor::Visitor;
use std::time::Duration;
use voltkey_store::invitations::{self, Invitation, InvitationState};
use voltkey_store::memberships::{self, Role};
use voltkey_store::{Tx, jobs, people, quotas};

/// How many mails a company may have sent to people whom it invites, all together and to each, within an hour: enough
/// for every company, and too few to mail the world.
const MAILS_OF_COMPANY: i64 = 500;
const MAILS_OF_INVITATION: i64 = 10;
const WINDOW: Duration = Duration::from_secs(3600);

/// An invitation to the steward's company, whatever became of it.
#[derive(Clone, Debug)]
pub struct CompanyInvitation {
    pub(super) invitation: Invitation,
}

/// Why nothing was done with an invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvitationObstacle {
    /// Something that holds for members too.
    Obstacle(Obstacle),
    /// The company has had too many mails sent: the next goes out after this long.
    Throttled(Duration),
}

impl From<Obstacle> for InvitationObstacle {
    fn from(obstacle: Obstacle) -> Self {
        Self::Obstacle(obstacle)
    }
}

/// The company's invitation of that row; none when the company has none of that name.
///
/// # Errors
/// When the database does not answer.
pub async fn find(ctx: &Ctx, steward: &Steward, id: &str) -> Result<Option<CompanyInvitation>, Fault> {
    let found = invitations::by_id(&ctx.store, id).await?;
    let own = found.filter(|found| found.company_id.as_ref() == Some(&steward.company.id));
    Ok(own.map(|invitation| CompanyInvitation { invitation }))
}

impl CompanyInvitation {
    /// Its row.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.invitation.id
    }

    /// First and last name, as far as they are known; else empty.
    #[must_use]
    pub fn name(&self) -> String {
        full_name(&self.invitation.given_name, &self.invitation.family_name)
    }

    /// The address.
    #[must_use]
    pub fn email(&self) -> &str {
        &self.invitation.email
    }

    /// Whether whoever accepts it manages the company.
    #[must_use]
    pub fn makes_admin(&self) -> bool {
        self.invitation.role == Role::Admin
    }

    /// Whether it can still be accepted.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.invitation.state == InvitationState::Open
    }

    /// Whether it was taken back.
    #[must_use]
    pub fn is_withdrawn(&self) -> bool {
        self.invitation.state == InvitationState::Withdrawn
    }

    /// What stands in the way. An invitation that gives a role on the instance is the operators': with another address
    /// it would give that role to somebody else.
    #[must_use]
    pub fn obstacle(&self, steward: &Steward) -> Option<Obstacle> {
        let gives_role = self.invitation.is_support || self.invitation.is_operator;
        if gives_role && steward.power != Power::Operator {
            return Some(Obstacle::Staff);
        }
        (self.invitation.state != InvitationState::Open).then_some(Obstacle::Gone)
    }
}

/// Sends an open invitation again, and lets its earlier links die.
///
/// # Errors
/// When the database does not answer.
pub async fn send_again(
    ctx: &Ctx,
    visitor: &Visitor,
    steward: &Steward,
    known: &CompanyInvitation,
) -> Result<Result<(), InvitationObstacle>, Fault> {
    if let Some(obstacle) = known.obstacle(steward) {
        return Ok(Err(obstacle.into()));
    }
    if let Some(wait) = spend_mail(ctx, steward, Some(known.id())).await? {
        return Ok(Err(InvitationObstacle::Throttled(wait)));
    }
    let sending = again(
        ctx,
        visitor,
        steward,
        &known.invitation,
        Action::InvitationSentAgain,
    )
    .await?;
    let done = ctx.store.write(|mut tx| async {
        if !steward.still_manages(&mut tx).await? {
            return Ok((Err(Obstacle::NotManaging), tx));
        }
        let is_open = send_instead(&mut tx, &known.invitation, &sending).await?;
        Ok((is_open.then_some(()).ok_or(Obstacle::Gone), tx))
    });
    Ok(done.await?.map_err(Into::into))
}

/// The mail once more, with the note of why.
pub(super) async fn again(
    ctx: &Ctx,
    visitor: &Visitor,
    steward: &Steward,
    invitation: &Invitation,
    action: Action,
) -> Result<Sending, Fault> {
    let account = people::by_email_key(&ctx.store, &invitation.email_key).await?;
    let note = steward.note(ctx, visitor, Event::of_invitation(action, invitation))?;
    let company = steward.company.name.clone();
    Sending::prepare(ctx, invitation, note, Some(company), account.is_some())
}

/// Sends a new link in the place of those before; false when the invitation is not open any more. A mail with an earlier
/// one that was not sent yet never will be.
pub(super) async fn send_instead(
    tx: &mut Tx,
    invitation: &Invitation,
    sending: &Sending,
) -> voltkey_store::Result<bool> {
    let is_open = sending.write(&mut *tx, Before::Dies).await?;
    if is_open {
        jobs::take_back(tx, &invitation.mail_job).await?;
    }
    Ok(is_open)
}

/// Takes an open invitation back.
///
/// # Errors
/// When the database does not answer.
pub async fn withdraw(
    ctx: &Ctx,
    visitor: &Visitor,
    steward: &Steward,
    known: &CompanyInvitation,
) -> Result<Result<(), InvitationObstacle>, Fault> {
    if let Some(obstacle) = known.obstacle(steward) {
        return Ok(Err(obstacle.into()));
    }
    let event = Event::of_invitation(Action::InvitationWithdrawn, &known.invitation);
    let note = steward.note(ctx, visitor, event)?;
    let now = ctx.now();
    let done = ctx.store.write(|mut tx| async {
        if !steward.still_manages(&mut tx).await? {
            return Ok((Err(Obstacle::NotManaging), tx));
        }
        if !invitations::take_back(&mut tx, known.id(), now).await? {
            return Ok((Err(Obstacle::Gone), tx));
        }
        jobs::take_back(&mut tx, &known.invitation.mail_job).await?;
        note.write(&mut tx).await?;
        Ok((Ok(()), tx))
    });
    Ok(done.await?.map_err(Into::into))
}

/// Whether the address belongs to a member of the steward's company.
pub(super) async fn is_member(ctx: &Ctx, steward: &Steward, email_key: &str) -> Result<bool, Fault> {
    let Some(person) = people::by_email_key(&ctx.store, email_key).await? else {
        return Ok(false);
    };
    let role = memberships::role(&ctx.store, &person.id, &steward.company.id).await?;
    Ok(role.is_some())
}

/// Spends one of the mails that the company may send, and that an invitation may get; the time to wait when none is
/// left.
pub(super) async fn spend_mail(
    ctx: &Ctx,
    steward: &Steward,
    invitation: Option<&str>,
) -> Result<Option<Duration>, Fault> {
    let window = window_start(ctx.now(), WINDOW);
    let of_invitation = invitation.map(|id| (format!("invitation-mails:{id}"), MAILS_OF_INVITATION));
    let of_company = (
        format!("invitation-mails-of:{}", steward.company.id),
        MAILS_OF_COMPANY,
    );
    for (bucket, limit) in of_invitation.into_iter().chain([of_company]) {
        if !quotas::spend(&ctx.store, &bucket, window, limit).await? {
            let end = window + WINDOW;
            return Ok(Some(end.saturating_since(ctx.now())));
        }
    }
    Ok(None)
}
