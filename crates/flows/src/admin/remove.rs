//! Ending a membership.
//!
//! The account is its person's own and stays, with its password and second factor. What an app was told of the company
//! ends: whatever was granted with the scope `company`, so that the app has to ask anew. Sessions go on where the person
//! belongs to another company; who belongs to none any more is signed out everywhere.

use super::member::{Member, Obstacle, sign_out_everywhere};
use super::steward::Steward;
use crate::audit::{Action, Event};
use crate::ctx::Ctx;
use crate::error::Fault;
use crate::visitor::Visitor;
use voltkey_protocol::scope;
use voltkey_store::{grants, memberships};

/// Removes the member from the company.
///
/// # Errors
/// When the database does not answer.
pub async fn remove(
    ctx: &Ctx,
    visitor: &Visitor,
    steward: &Steward,
    member: &Member,
    knowingly: bool,
) -> Result<Result<(), Obstacle>, Fault> {
    let company = &steward.company.id;
    let event = Event::of_member(Action::MemberRemoved, company, &member.who());
    let note = steward.note(ctx, visitor, event)?;
    let (id, now) = (member.id(), ctx.now());
    let has_role = member.person.is_support || member.person.is_operator;
    let done = ctx.store.write(|mut tx| async {
        if let Some(obstacle) = member.obstacle_now(&mut tx, steward, knowingly).await? {
            return Ok((Err(obstacle), tx));
        }
        memberships::remove(&mut tx, id, company).await?;
        let belongs = has_role || !memberships::of_person(&mut tx, id).await?.is_empty();
        match belongs {
            true => {
                grants::revoke_all_with_scope(&mut tx, id, scope::COMPANY, now).await?;
            }
            false => sign_out_everywhere(&mut tx, id, now).await?,
        }
        note.write(&mut tx).await?;
        Ok((Ok(()), tx))
    });
    Ok(done.await?)
}
