//! Letting somebody in again whose account is blocked, or was frozen by its person: for whoever belongs to no company,
//! nobody else can.

use crate::admin::staff::Staff;
use crate::admin::unblock::lift;
use crate::audit::{Action, Event, Who};
use crate::ctx::Ctx;
use crate::error::Fault;
use crate::visitor::Visitor;
use voltkey_store::people;

/// Lifts the block of whoever is known outside as `sub`. False where there is nobody for whoever asks. Without a block
/// nothing happens.
///
/// # Errors
/// When the database does not answer.
pub async fn unblock(ctx: &Ctx, visitor: &Visitor, staff: &Staff, sub: &str) -> Result<bool, Fault> {
    let person = people::by_sub(&ctx.store, sub).await?;
    let Some(person) = person.filter(|person| staff.may_act_on(person)) else {
        return Ok(false);
    };
    let event = Event::of_account(Action::MemberUnblocked, &Who::from(&person));
    let note = staff.note(ctx, visitor, event)?;
    let done = ctx.store.write(|mut tx| async {
        // A role may have been taken away, or given to the person, since the page was shown.
        let now = people::by_id(&mut tx, &person.id).await?;
        let may = now.is_some_and(|person| staff.may_act_on(&person)) && staff.still(&mut tx).await?;
        if may {
            lift(&mut tx, &person.id, &note).await?;
        }
        Ok((may, tx))
    });
    Ok(done.await?)
}
