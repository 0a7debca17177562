//! Letting somebody in again: what all ways have in common, and the one by command, which is the only one for an operator,
//! on whose account no page acts.

use crate::account::email;
use crate::audit::{self, Action, Actor, Event, Note, Who};
use crate::ctx::Ctx;
use crate::error::Fault;
use voltkey_store::{PersonId, StoreError, Tx, people};

/// Why nobody was let in again.
#[derive(Debug, thiserror::Error)]
pub enum UnblockError {
    /// Nobody has this address.
    #[error("nobody has the address {0:?}")]
    Unknown(String),
    /// The account is not blocked.
    #[error("the account of {0:?} is neither blocked nor frozen")]
    NotBlocked(String),
    /// The fault is ours.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<StoreError> for UnblockError {
    fn from(error: StoreError) -> Self {
        Self::Fault(error.into())
    }
}

/// Lifts the block of whoever has this address, whether somebody decided it or the person has frozen the account.
///
/// # Errors
/// See [`UnblockError`].
pub async fn unblock(ctx: &Ctx, address: &str) -> Result<(), UnblockError> {
    let unknown = || UnblockError::Unknown(address.to_owned());
    let key = email::key(address).ok_or_else(unknown)?;
    let person = people::by_email_key(&ctx.store, &key)
        .await?
        .ok_or_else(unknown)?;
    let event = Event::of_account(Action::MemberUnblocked, &Who::from(&person));
    let note = audit::note(ctx, &Actor::machine(ctx), event)?;
    let lifted = ctx
        .store
        .write(|mut tx| async { Ok((lift(&mut tx, &person.id, &note).await?, tx)) });
    match lifted.await? {
        true => Ok(()),
        false => Err(UnblockError::NotBlocked(address.to_owned())),
    }
}

/// Lifts the block, and notes it. Returns false, and nothing was done, when there is none.
pub(crate) async fn lift(tx: &mut Tx, person: &PersonId, note: &Note) -> voltkey_store::Result<bool> {
    let lifted = people::unblock(&mut *tx, person).await?;
    if lifted {
        note.write(tx).await?;
    }
    Ok(lifted)
}
