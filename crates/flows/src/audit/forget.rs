//! Deleting what the trail says of persons. The chains stay whole: they hold a salted hash of it, and the salt goes too.

use super::{Action, Actor, Event, note};
use crate::ctx::Ctx;
use crate::error::Fault;
use voltkey_store::{PersonId, audit_details};

/// Deletes the details of whatever a person did and of whatever was done to them, and notes that without any. To be
/// called while the person's row is there: it tells which invitations were theirs. Gives how many details went.
///
/// # Errors
/// When the database does not answer.
pub async fn forget(ctx: &Ctx, actor: &Actor, person: &PersonId) -> Result<u64, Fault> {
    let event = Event::of_forgotten(Action::DetailsForgotten, person);
    let note = note(ctx, &actor.without_details(), event)?;
    let forgotten = ctx.store.write(|mut tx| async {
        let count = audit_details::delete_of_person(&mut tx, person).await?;
        note.write(&mut tx).await?;
        Ok((count, tx))
    });
    Ok(forgotten.await?)
}

/// Deletes up to `limit` details whose time is over.
pub(crate) async fn prune(ctx: &Ctx, limit: i64) -> Result<u64, Fault> {
    let before = ctx.now() - ctx.settings.audit.details;
    Ok(audit_details::prune(&ctx.store, before, limit).await?)
}
