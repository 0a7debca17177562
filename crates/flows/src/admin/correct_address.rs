//! Correcting the address of an invitation that did not arrive (S5): the links before die, as if there had been none,
//! because they may lie in a stranger's mailbox; the new address gets one.

use super::invitation::{CompanyInvitation, InvitationObstacle, again, send_instead, spend_mail};
use super::invite_member::{AddressProblem, check_address};
use super::member::Obstacle;
use super::steward::Steward;
use crate::audit::Action;
use crate::ctx::Ctx;
use crate::error::Fault;
use crate::visitor::Visitor;
use voltkey_store::StoreError;
use voltkey_store::invitations::{self, Invitation};

/// How it ends.
#[derive(Debug)]
pub enum CorrectOutcome {
    /// The mail to the new address is in the outbox.
    Done,
    /// The address is not taken.
    Refused(AddressProblem),
    /// It can't be done.
    Obstacle(InvitationObstacle),
}

impl From<Result<(), InvitationObstacle>> for CorrectOutcome {
    fn from(done: Result<(), InvitationObstacle>) -> Self {
        match done {
            Ok(()) => Self::Done,
            Err(obstacle) => Self::Obstacle(obstacle),
        }
    }
}

/// Gives an open invitation another address, and sends it there.
///
/// # Errors
/// When the database does not answer.
pub async fn correct_address(
    ctx: &Ctx,
    visitor: &Visitor,
    steward: &Steward,
    known: &CompanyInvitation,
    entered: &str,
) -> Result<CorrectOutcome, Fault> {
    if let Some(obstacle) = known.obstacle(steward) {
        return Ok(CorrectOutcome::Obstacle(obstacle.into()));
    }
    let email_key = match check_address(ctx, steward, entered, Some(known.id())).await? {
        Ok(key) => key,
        Err(problem) => return Ok(CorrectOutcome::Refused(problem)),
    };
    if let Some(wait) = spend_mail(ctx, steward, Some(known.id())).await? {
        return Ok(CorrectOutcome::Obstacle(InvitationObstacle::Throttled(wait)));
    }
    let corrected = Invitation {
        email: entered.trim().to_owned(),
        email_key,
        ..known.invitation.clone()
    };
    let sending = again(ctx, visitor, steward, &corrected, Action::InvitationCorrected).await?;
    let (id, email, email_key) = (&corrected.id, &corrected.email, &corrected.email_key);
    let written = ctx.store.write(|mut tx| async {
        if !steward.still_manages(&mut tx).await? {
            return Ok((Err(Obstacle::NotManaging), tx));
        }
        if !invitations::readdress(&mut tx, id, email, email_key).await? {
            return Ok((Err(Obstacle::Gone), tx));
        }
        send_instead(&mut tx, &corrected, &sending).await?;
        Ok((Ok(()), tx))
    });
    match written.await {
        Ok(Ok(())) => Ok(CorrectOutcome::Done),
        Ok(Err(obstacle)) => Ok(CorrectOutcome::Obstacle(obstacle.into())),
        // Somebody else invited that address at this very instant.
        Err(StoreError::Unique(_)) => Ok(CorrectOutcome::Refused(AddressProblem::AlreadyInvited)),
        Err(error) => Err(error.into()),
    }
}
