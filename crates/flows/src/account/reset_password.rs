//! Replacing a forgotten password by the link that was mailed (S16). It ends whatever the old password had opened, and
//! leaves the second factor as it is.

use super::house::{self, Look};
use super::link::{self, DeadLink, LinkEnd};
use super::new_password::{self, BrokenRule};
use super::warning::Warning;
use super::{end_sessions, forgot_password, log_out};
use crate::audit::{self, Action, Actor, Event, Who};
use crate::ctx::Ctx;
use crate::error::Fault;
use crate::jobs::Task;
use crate::visitor::{Token, Visitor};
use std::time::Duration;
use voltkey_store::password_resets::{self, PasswordReset};
use voltkey_store::people::{self, Person};
use voltkey_store::{email_changes, grants, pin_logins};

/// What the page shows.
#[derive(Debug)]
pub struct ResetView {
    /// Whose password it is.
    pub email: String,
    /// The language of that person.
    pub language: String,
    /// The look of their company.
    pub look: Option<Look>,
}

/// How an attempt ends.
#[derive(Debug)]
pub enum ResetOutcome {
    /// The password is replaced.
    Done {
        /// Where its person logs in; none: here.
        login: Option<String>,
    },
    /// The rules that the password breaks.
    Refused(Vec<BrokenRule>),
    /// The link does not work any more.
    Dead(DeadLink),
}

/// How it ends when somebody wants a new link.
#[derive(Debug)]
pub enum SendOutcome {
    /// It is on its way to the same address, masked here.
    Sent(String),
    /// This network has asked for too many mails: not before this time has passed.
    Throttled(Duration),
    /// There is nothing to send again.
    Dead(DeadLink),
}

/// What the link shows.
///
/// # Errors
/// When the database does not answer.
pub async fn view(ctx: &Ctx, token: &str) -> Result<Result<ResetView, DeadLink>, Fault> {
    let person = match follow(ctx, token).await? {
        Ok((_, person)) => person,
        Err(dead) => return Ok(Err(dead)),
    };
    Ok(Ok(ResetView {
        look: house::look_of_person(ctx, &person.id).await?,
        email: person.email,
        language: person.language,
    }))
}

/// Replaces the password.
///
/// # Errors
/// `Busy` when all password slots are taken; when the database does not answer.
pub async fn submit(
    ctx: &Ctx,
    visitor: &Visitor,
    token: &str,
    password: &str,
) -> Result<ResetOutcome, Fault> {
    let (reset, person) = match follow(ctx, token).await? {
        Ok(found) => found,
        Err(dead) => return Ok(ResetOutcome::Dead(dead)),
    };
    let personal = [&*person.email, &*person.given_name, &*person.family_name];
    let hash = match new_password::accept(ctx, password, &personal).await? {
        Ok(hash) => hash,
        Err(broken) => return Ok(ResetOutcome::Refused(broken)),
    };
    let now = ctx.now();
    let warning = Warning::prepare(ctx, visitor, &person, Task::PasswordChanged)?;
    let who = Who::from(&person);
    let event = Event::of_account(Action::PasswordReset, &who);
    let note = audit::note(ctx, &Actor::person(visitor, &who), event)?;
    let id = &person.id;
    let written = ctx.store.write(|mut tx| async {
        if !password_resets::spend(&mut tx, &reset.token_hash, now).await? {
            return Ok((false, tx));
        }
        people::set_password(&mut tx, id, &hash, now).await?;
        // The link came by a mail to this address.
        people::verify_email(&mut tx, id, &person.email_key, now).await?;
        password_resets::end_all_of_person(&mut tx, id, now).await?;
        // Whoever had the old password may have asked for an address of their own.
        email_changes::withdraw_of_person(&mut tx, id).await?;
        end_sessions::end_all_of_person(&mut tx, id, None, now).await?;
        pin_logins::delete_of_person(&mut tx, id).await?;
        grants::revoke_all_of_person(&mut tx, id, now).await?;
        warning.write(&mut tx).await?;
        note.write(&mut tx).await?;
        Ok((true, tx))
    });
    if !written.await? {
        return Ok(ResetOutcome::Dead(dead(&person, LinkEnd::Used)));
    }
    log_out::log_out(ctx, visitor).await?;
    Ok(ResetOutcome::Done {
        login: link::way_to_log_in(ctx, reset.client_id.as_deref(), &person.email).await?,
    })
}

/// Mails a new link to the account's address.
///
/// # Errors
/// When the database does not answer.
pub async fn send_again(ctx: &Ctx, visitor: &Visitor, token: &str) -> Result<SendOutcome, Fault> {
    let Some((reset, person)) = find(ctx, token).await? else {
        return Ok(SendOutcome::Dead(DeadLink::UNKNOWN));
    };
    if let Some(wait) = link::MAILS.spend(ctx, visitor).await? {
        return Ok(SendOutcome::Throttled(wait));
    }
    forgot_password::recover(ctx, visitor, &person.email_key, reset.client_id.as_deref()).await?;
    Ok(SendOutcome::Sent(link::mask(&person.email)))
}

async fn follow(ctx: &Ctx, token: &str) -> Result<Result<(PasswordReset, Person), DeadLink>, Fault> {
    let Some((reset, person)) = find(ctx, token).await? else {
        return Ok(Err(DeadLink::UNKNOWN));
    };
    let end = match reset.used_at {
        Some(_) => LinkEnd::Used,
        None if reset.expires_at <= ctx.now() => LinkEnd::Expired,
        None => return Ok(Ok((reset, person))),
    };
    Ok(Err(dead(&person, end)))
}

/// The link, as long as it is for the address that the account has.
async fn find(ctx: &Ctx, token: &str) -> Result<Option<(PasswordReset, Person)>, Fault> {
    let Some(token) = Token::parse(token) else {
        return Ok(None);
    };
    let Some(reset) = password_resets::find(&ctx.store, token.hash().as_bytes()).await? else {
        return Ok(None);
    };
    let person = people::by_id(&ctx.store, &reset.person_id).await?;
    let person = person.filter(|person| person.email_key == reset.email_key);
    Ok(person.map(|person| (reset, person)))
}

fn dead(person: &Person, end: LinkEnd) -> DeadLink {
    DeadLink {
        end,
        email: Some(link::mask(&person.email)),
        language: Some(person.language.clone()),
    }
}
