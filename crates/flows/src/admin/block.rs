//! Keeping a member from signing in, and letting them in again.
//!
//! No mail tells of it: often the mailbox is no longer theirs. Whoever tries to sign in is told after the right password.

use super::member::{Member, Obstacle, sign_out_everywhere};
use super::steward::{Power, Steward};
use super::unblock::lift;
use crate::audit::{Action, Event};
use crate::ctx::Ctx;
use crate::error::Fault;
use crate::visitor::Visitor;
use voltkey_store::people::{self, BlockReason};

/// Blocks the account, and ends what its logins have opened.
///
/// # Errors
/// When the database does not answer.
pub async fn block(
    ctx: &Ctx,
    visitor: &Visitor,
    steward: &Steward,
    member: &Member,
    knowingly: bool,
) -> Result<Result<(), Obstacle>, Fault> {
    let event = Event::of_account(Action::MemberBlocked, &member.who());
    let note = steward.note(ctx, visitor, event)?;
    let (id, now) = (member.id(), ctx.now());
    let reason = match steward.power {
        Power::Admin => BlockReason::Decided,
        Power::Support | Power::Operator => BlockReason::Platform,
    };
    let done = ctx.store.write(|mut tx| async {
        if let Some(obstacle) = member.obstacle_now(&mut tx, steward, knowingly).await? {
            return Ok((Err(obstacle), tx));
        }
        people::block(&mut tx, id, reason, now).await?;
        sign_out_everywhere(&mut tx, id, now).await?;
        note.write(&mut tx).await?;
        Ok((Ok(()), tx))
    });
    Ok(done.await?)
}

/// Lifts the block, whether somebody decided it or the person has frozen the account.
///
/// # Errors
/// When the database does not answer.
pub async fn unblock(
    ctx: &Ctx,
    visitor: &Visitor,
    steward: &Steward,
    member: &Member,
) -> Result<Result<(), Obstacle>, Fault> {
    let event =
        Event::of_account(Action::MemberUnblocked, &member.who()).with("was_frozen", member.is_frozen());
    let note = steward.note(ctx, visitor, event)?;
    let done = ctx.store.write(|mut tx| async {
        if let Some(obstacle) = member.obstacle_now(&mut tx, steward, false).await? {
            return Ok((Err(obstacle), tx));
        }
        lift(&mut tx, member.id(), &note).await?;
        Ok((Ok(()), tx))
    });
    Ok(done.await?)
}
