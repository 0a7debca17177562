//! Changing the password (S7): with the current one, and at any time.

use super::current_password::{self, Asked};
use super::end_sessions;
use super::new_password::{self, BrokenRule};
use super::own_page::Me;
use super::session::{Before, Beginning};
use super::throttle;
use super::warning::Warning;
use crate::audit::Action;
use crate::ctx::Ctx;
use crate::error::Fault;
use crate::jobs::Task;
use crate::visitor::{Token, Visitor};
use std::time::Duration;
use voltkey_protocol::assurance::Authentication;
use voltkey_store::{email_changes, grants, password_resets, people, pin_logins};

/// How an attempt ends.
#[derive(Debug)]
pub enum ChangeOutcome {
    /// It is changed. This session goes on under a new cookie; every other one has ended.
    Done(Token),
    /// The current password is not right.
    WrongPassword,
    /// The rules that the new one breaks.
    Refused(Vec<BrokenRule>),
    /// Too many attempts: not before this time has passed.
    Throttled(Duration),
}

/// Changes it. What the old one had opened ends: other sessions, refresh tokens, logins by PIN alone, links for a
/// forgotten password, and a change of the address that waits.
///
/// # Errors
/// `Busy` when all password slots are taken; when the database does not answer.
pub async fn change(
    ctx: &Ctx,
    visitor: &Visitor,
    me: &Me,
    current: &str,
    new: &str,
) -> Result<ChangeOutcome, Fault> {
    let (person, counted) = match current_password::ask(ctx, visitor, me, current).await? {
        Asked::Right(person, counted) => (person, counted),
        Asked::Wrong => return Ok(ChangeOutcome::WrongPassword),
        Asked::Throttled(wait) => return Ok(ChangeOutcome::Throttled(wait)),
    };
    let personal = [&*person.email, &*person.given_name, &*person.family_name];
    let hash = match new_password::accept(ctx, new, &personal).await? {
        Ok(hash) => hash,
        Err(broken) => {
            current_password::take_back(ctx, &counted).await?;
            return Ok(ChangeOutcome::Refused(broken));
        }
    };
    let now = ctx.now();
    let authentication = Authentication {
        auth_time: now,
        amr: me.authentication().amr.clone(),
    };
    let (id, session) = (&person.id, &me.session);
    let rekeyed = Beginning::prepare(
        ctx,
        visitor,
        id,
        &authentication,
        Before::session(session),
        session.expires_at,
    )?
    .without_proof(session);
    let warning = Warning::prepare(ctx, visitor, &person, Task::PasswordChanged)?;
    let note = me.note(ctx, visitor, me.event(Action::PasswordChanged))?;
    ctx.store
        .write(|mut tx| async {
            people::set_password(&mut tx, id, &hash, now).await?;
            end_sessions::end_all_of_person(&mut tx, id, Some(&session.id), now).await?;
            rekeyed.write(&mut tx).await?;
            grants::revoke_all_of_person(&mut tx, id, now).await?;
            pin_logins::delete_of_person(&mut tx, id).await?;
            password_resets::end_all_of_person(&mut tx, id, now).await?;
            // Whoever had the old password may have asked for an address of their own.
            email_changes::withdraw_of_person(&mut tx, id).await?;
            throttle::succeeded(&mut tx, &counted).await?;
            warning.write(&mut tx).await?;
            note.write(&mut tx).await?;
            Ok(((), tx))
        })
        .await?;
    Ok(ChangeOutcome::Done(rekeyed.token))
}
