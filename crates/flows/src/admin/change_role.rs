//! Making an admin of a member, and a member of an admin.

use super::member::{Member, MemberDeed, Obstacle};
use super::steward::Steward;
use crate::audit::{Action, Event};
use crate::ctx::Ctx;
use crate::error::Fault;
use crate::visitor::Visitor;
use voltkey_protocol::scope;
use voltkey_store::grants;
use voltkey_store::memberships::{self, Role};

/// Gives the member the role that the deed is about.
///
/// # Errors
/// When the database does not answer.
pub async fn change_role(
    ctx: &Ctx,
    visitor: &Visitor,
    steward: &Steward,
    member: &Member,
    knowingly: bool,
) -> Result<Result<(), Obstacle>, Fault> {
    let role = match member.deed {
        MemberDeed::MakeAdmin => Role::Admin,
        _ => Role::Member,
    };
    let company = &steward.company.id;
    let event = Event::of_member(Action::MemberRole, company, &member.who()).with("role", role.as_str());
    let note = steward.note(ctx, visitor, event)?;
    let (id, now) = (member.id(), ctx.now());
    let done = ctx.store.write(|mut tx| async {
        if let Some(obstacle) = member.obstacle_now(&mut tx, steward, knowingly).await? {
            return Ok((Err(obstacle), tx));
        }
        memberships::put(&mut tx, id, company, role, now).await?;
        if role == Role::Member {
            // Apps that were told of the role ask anew.
            grants::revoke_all_with_scope(&mut tx, id, scope::COMPANY, now).await?;
        }
        note.write(&mut tx).await?;
        Ok((Ok(()), tx))
    });
    Ok(done.await?)
}
