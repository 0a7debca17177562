//! Asking for the password once more, of somebody who is signed in.

use super::own_page::Me;
use super::throttle::{self, Attempt, Counted};
use crate::ctx::Ctx;
use crate::error::Fault;
use crate::visitor::Visitor;
use std::time::Duration;
use voltkey_crypto::password::Verdict;
use voltkey_store::people::{self, PasswordHash, Person};

/// What came of it.
pub(super) enum Asked {
    /// It is right; whose it is, and the attempt, to be taken back with what follows.
    Right(Box<Person>, Counted),
    /// It is not.
    Wrong,
    /// Too many attempts: not before this time has passed.
    Throttled(Duration),
}

/// Compares it, counted like an attempt at the login.
pub(super) async fn ask(ctx: &Ctx, visitor: &Visitor, me: &Me, password: &str) -> Result<Asked, Fault> {
    let Some(person) = people::by_id(&ctx.store, &me.session.person_id).await? else {
        return Ok(Asked::Wrong);
    };
    // Whoever is signed in has logged in in this browser.
    let counted = match throttle::password(ctx, visitor, &person.email_key, true).await? {
        Attempt::Allowed(counted) => counted,
        Attempt::Wait(wait) => return Ok(Asked::Throttled(wait)),
    };
    let hash = person.password_hash.as_ref().map(PasswordHash::as_str);
    Ok(match ctx.passwords.verify(password, hash).await? {
        Verdict::Right | Verdict::RightRehash => Asked::Right(Box::new(person), counted),
        Verdict::Wrong => Asked::Wrong,
    })
}

/// Takes the attempt back where the password was right and nothing follows: only failures count.
pub(super) async fn take_back(ctx: &Ctx, counted: &Counted) -> Result<(), Fault> {
    let written = ctx.store.write(|mut tx| async {
        throttle::succeeded(&mut tx, counted).await?;
        Ok(((), tx))
    });
    Ok(written.await?)
}
