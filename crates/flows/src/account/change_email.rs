//! Changing the e-mail address: asked for with the password, confirmed at the new address, told to both.

use super::current_password::{self, Asked};
use super::link::{self, DeadLink, LinkEnd};
use super::own_page::Me;
use super::warning::Warning;
use super::{email, session, step, throttle};
use crate::audit::{self, Action, Actor, Event, Who};
use crate::ctx::Ctx;
use crate::error::Fault;
use crate::jobs::{self, ConfirmEmailMail, EmailChangedMail, Notice, Task};
use crate::visitor::{Token, Visitor};
use std::time::Duration;
use voltkey_store::email_changes::{self, EmailChange};
use voltkey_store::jobs::enqueue;
use voltkey_store::people;
use voltkey_store::{StoreError, password_resets};

/// How long the link to the new address works.
const LINK_LIFE: Duration = Duration::from_secs(24 * 3600);

/// How it ends when another address is asked for.
#[derive(Debug)]
pub enum AskOutcome {
    /// A mail is on its way to it, unless it belongs to another account: that is told to nobody.
    Asked,
    /// It is no address.
    Malformed,
    /// It is the address that the account has.
    Same,
    /// The password is not right.
    WrongPassword,
    /// Too many attempts or mails: not before this time has passed.
    Throttled(Duration),
}

/// How following the link ends.
#[derive(Debug)]
pub enum ConfirmOutcome {
    /// The account has the new address.
    Done(String),
    /// The link does not work.
    Dead(DeadLink),
}

/// Asks for another address.
///
/// # Errors
/// `Busy` when all password slots are taken; when the database does not answer.
pub async fn ask(
    ctx: &Ctx,
    visitor: &Visitor,
    me: &Me,
    entered: &str,
    password: &str,
) -> Result<AskOutcome, Fault> {
    let Some(key) = email::key(entered) else {
        return Ok(AskOutcome::Malformed);
    };
    let (person, counted) = match current_password::ask(ctx, visitor, me, password).await? {
        Asked::Right(person, counted) => (person, counted),
        Asked::Wrong => return Ok(AskOutcome::WrongPassword),
        Asked::Throttled(wait) => return Ok(AskOutcome::Throttled(wait)),
    };
    if key == person.email_key {
        current_password::take_back(ctx, &counted).await?;
        return Ok(AskOutcome::Same);
    }
    if let Some(wait) = link::MAILS.spend(ctx, visitor).await? {
        current_password::take_back(ctx, &counted).await?;
        return Ok(AskOutcome::Throttled(wait));
    }
    let is_taken = people::by_email_key(&ctx.store, &key).await?.is_some();
    let token = ctx.new_token();
    let now = ctx.now();
    let change = EmailChange {
        person_id: person.id.clone(),
        token_hash: *token.hash().as_bytes(),
        email: entered.trim().to_owned(),
        email_key: key,
        created_at: now,
        expires_at: now + LINK_LIFE,
    };
    let mail = jobs::prepare(
        ctx,
        &Task::ConfirmEmail(ConfirmEmailMail {
            email: change.email.clone(),
            name: session::full_name(&person.given_name, &person.family_name),
            language: person.language.clone(),
            old_email: link::mask(&person.email),
            token: token.as_str().into(),
            until: change.expires_at,
        }),
    )?;
    ctx.store
        .write(|mut tx| async {
            email_changes::put(&mut tx, &change).await?;
            throttle::succeeded(&mut tx, &counted).await?;
            if !is_taken {
                enqueue(&mut tx, &mail).await?;
            }
            Ok(((), tx))
        })
        .await?;
    Ok(AskOutcome::Asked)
}

/// Withdraws what was asked for.
///
/// # Errors
/// When the database does not answer.
pub async fn withdraw(ctx: &Ctx, me: &Me) -> Result<(), Fault> {
    email_changes::withdraw_of_person(&ctx.store, &me.session.person_id).await?;
    Ok(())
}

/// What the link shows: the new address, which its page asks to confirm.
///
/// # Errors
/// When the database does not answer.
pub async fn view(ctx: &Ctx, token: &str) -> Result<Result<String, DeadLink>, Fault> {
    Ok(follow(ctx, token).await?.map(|change| change.email))
}

/// Changes the address. Links for a forgotten password that went to the old one work no more.
///
/// # Errors
/// When the database does not answer.
pub async fn confirm(ctx: &Ctx, visitor: &Visitor, token: &str) -> Result<ConfirmOutcome, Fault> {
    let change = match follow(ctx, token).await? {
        Ok(change) => change,
        Err(dead) => return Ok(ConfirmOutcome::Dead(dead)),
    };
    let person = people::by_id(&ctx.store, &change.person_id).await?;
    let Some(person) = person.filter(|person| person.blocked_at.is_none()) else {
        return Ok(ConfirmOutcome::Dead(DeadLink::UNKNOWN));
    };
    let now = ctx.now();
    let told = |notice| {
        Task::EmailChanged(EmailChangedMail {
            notice,
            new_email: link::mask(&change.email),
        })
    };
    let to_old = Warning::prepare(ctx, visitor, &person, told)?;
    let to_new = Notice {
        email: change.email.clone(),
        ..step::notice(visitor, &person, now)
    };
    let to_new = jobs::prepare(ctx, &told(to_new))?;
    let id = &person.id;
    let who = Who::from(&person);
    let event = Event::of_account(Action::EmailChanged, &who).with("new_email", &*change.email);
    let note = audit::note(ctx, &Actor::person(visitor, &who), event)?;
    let written = ctx.store.write(|mut tx| async {
        if !email_changes::spend(&mut tx, &change.token_hash).await? {
            return Ok((false, tx));
        }
        people::set_email(&mut tx, id, &change.email, &change.email_key, true, now).await?;
        password_resets::end_all_of_person(&mut tx, id, now).await?;
        to_old.write(&mut tx).await?;
        enqueue(&mut tx, &to_new).await?;
        note.write(&mut tx).await?;
        Ok((true, tx))
    });
    match written.await {
        Ok(true) => Ok(ConfirmOutcome::Done(change.email)),
        // Another tab was first; or another account has taken the address meanwhile.
        Ok(false) | Err(StoreError::Unique(_)) => Ok(ConfirmOutcome::Dead(DeadLink {
            end: LinkEnd::Used,
            email: None,
            language: Some(person.language),
        })),
        Err(error) => Err(error.into()),
    }
}

async fn follow(ctx: &Ctx, token: &str) -> Result<Result<EmailChange, DeadLink>, Fault> {
    let Some(token) = Token::parse(token) else {
        return Ok(Err(DeadLink::UNKNOWN));
    };
    let found = email_changes::by_token(&ctx.store, token.hash().as_bytes()).await?;
    Ok(match found {
        None => Err(DeadLink::UNKNOWN),
        Some(change) if change.expires_at <= ctx.now() => Err(DeadLink {
            end: LinkEnd::Expired,
            email: None,
            language: None,
        }),
        Some(change) => Ok(change),
    })
}
