//! Replacing the authenticator by that of a new phone or another app.
//!
//! Two steps. The first asks for the password, and for a PIN of the old authenticator or a recovery code. Then the new
//! secret waits, sealed, with a pending request that is bound to this session; the second step takes its first PIN. Until
//! then the old one works.

use super::current_password::{self, Asked};
use super::enter_pin::{self, PinProblem, first_authenticator, tell_of_wrong_pins};
use super::own_page::Me;
use super::pairing::{self, Pairing, waiting_secret};
use super::pending::{self, Binding, Errand, Pending};
use super::recovery_codes::{RecoveryCode, Use};
use super::step::{self, OnTheWay, Standing};
use super::throttle::{self, Attempt, Counted};
use super::warning::Warning;
use crate::audit::Action;
use crate::ctx::Ctx;
use crate::error::{Fault, PageError, Restart, RestartReason};
use crate::jobs::Task;
use crate::secret_text::SecretText;
use crate::visitor::Visitor;
use std::time::Duration;
use voltkey_crypto::totp::Secret;
use voltkey_protocol::params::Params;
use voltkey_store::authenticators::{self, Authenticator};
use voltkey_store::people::Person;
use voltkey_store::{Tx, pin_logins};

/// A second factor that somebody shows, told apart by its form: a PIN has six digits.
#[derive(Clone, Debug)]
pub enum Shown {
    /// A PIN of the old authenticator.
    Pin(SecretText),
    /// A recovery code.
    Code(RecoveryCode),
}

/// How the first step ends.
#[derive(Debug)]
pub enum ProveOutcome {
    /// The new secret waits with the request of this id.
    Proven(String),
    /// There is no authenticator to be replaced.
    NoAuthenticator,
    /// The password is not right.
    WrongPassword,
    /// Too many wrong passwords: not before this time has passed.
    PasswordThrottled(Duration),
    /// The PIN is not taken.
    Refused(PinProblem),
    /// None of the person's recovery codes, or one that was used before.
    WrongCode,
    /// Too many wrong PINs and codes: not before this time has passed.
    Throttled(Duration),
}

/// What the second step shows.
#[derive(Debug)]
pub enum PairingView {
    /// The new secret.
    Show(Pairing),
    /// The old authenticator has been replaced by this request.
    Replaced,
    /// It was left for too long, or something has come between: to be begun anew.
    Over,
}

/// How the second step ends.
#[derive(Debug)]
pub enum ConfirmOutcome {
    /// The new authenticator has taken the place of the old one.
    Replaced,
    /// As [`PairingView::Over`].
    Over,
    /// The PIN is not taken.
    Refused(PinProblem),
    /// Too many wrong PINs: not before this time has passed.
    Throttled(Duration),
}

/// Whether somebody has an authenticator that could be replaced.
///
/// # Errors
/// When the database does not answer.
pub async fn has_one(ctx: &Ctx, me: &Me) -> Result<bool, Fault> {
    let found = authenticators::of_person(&ctx.store, &me.session.person_id).await?;
    Ok(!found.is_empty())
}

/// The first step: takes the password and a second factor, which is used up.
///
/// # Errors
/// When the network has used up its quota of requests.
pub async fn prove(
    ctx: &Ctx,
    visitor: &Visitor,
    me: &Me,
    password: &str,
    shown: &Shown,
) -> Result<ProveOutcome, PageError> {
    let (person, right) = match current_password::ask(ctx, visitor, me, password).await? {
        Asked::Right(person, counted) => (person, counted),
        Asked::Wrong => return Ok(ProveOutcome::WrongPassword),
        Asked::Throttled(wait) => return Ok(ProveOutcome::PasswordThrottled(wait)),
    };
    current_password::take_back(ctx, &right).await?;
    let Some(old) = first_authenticator(ctx, &person).await? else {
        return Ok(ProveOutcome::NoAuthenticator);
    };
    let counted = match count(ctx, visitor, &person).await? {
        Attempt::Allowed(counted) => counted,
        Attempt::Wait(wait) => return Ok(ProveOutcome::Throttled(wait)),
    };
    let used = match shown {
        Shown::Pin(pin) => enter_pin::check(ctx, &old, pin.as_str()).await?.map(Spent::Step),
        Shown::Code(code) => {
            let code = Use::prepare(ctx, visitor, &person, code).await?;
            Ok(Spent::Code(Box::new(code)))
        }
    };
    let outcome = match used {
        Ok(used) => wait_for_first_pin(ctx, visitor, me, &old, &used, &counted).await?,
        Err(problem) => ProveOutcome::Refused(problem),
    };
    if counted.was_last && !matches!(outcome, ProveOutcome::Proven(_)) {
        tell_of_wrong_pins(ctx, visitor, &person).await?;
    }
    Ok(outcome)
}

/// What is used up by the first step.
enum Spent<'a> {
    /// The time step of a PIN, and the drift of its clock.
    Step((i64, i64)),
    /// A recovery code.
    Code(Box<Use<'a>>),
}

impl Spent<'_> {
    /// Uses it up; false when it was before.
    async fn write(&self, ctx: &Ctx, old: &Authenticator, tx: &mut Tx) -> voltkey_store::Result<bool> {
        match self {
            Self::Step((step, drift)) => {
                authenticators::use_step(tx, &old.id, *step, *drift, ctx.now()).await
            }
            Self::Code(code) => code.write(tx).await,
        }
    }

    /// Why it is not taken after all.
    const fn refused(&self) -> ProveOutcome {
        match self {
            Self::Step(_) => ProveOutcome::Refused(PinProblem::Replayed),
            Self::Code(_) => ProveOutcome::WrongCode,
        }
    }
}

/// Has a new secret wait, for as long as a password counts in a login, and only in this session.
async fn wait_for_first_pin(
    ctx: &Ctx,
    visitor: &Visitor,
    me: &Me,
    old: &Authenticator,
    used: &Spent<'_>,
    counted: &Counted,
) -> Result<ProveOutcome, PageError> {
    let errand = Errand::Replace {
        authenticator: old.id.clone(),
    };
    let params = Params::default();
    let id = pending::store(ctx, visitor, None, Some(errand), &params, Binding::Now).await?;
    let (_, sealed) = pairing::new_secret(ctx, &id);
    let session = &me.session;
    let written = ctx.store.write(|mut tx| async {
        let is_new = used.write(ctx, old, &mut tx).await?;
        if is_new {
            let (person, session) = (&session.person_id, Some(&session.id));
            voltkey_store::pending::set_progress(&mut tx, &id, person, session, ctx.now()).await?;
            voltkey_store::pending::set_enroll_secret(&mut tx, &id, &sealed).await?;
            throttle::succeeded(&mut tx, counted).await?;
        }
        Ok((is_new, tx))
    });
    Ok(match written.await? {
        true => ProveOutcome::Proven(id),
        false => used.refused(),
    })
}

/// What the second step shows.
///
/// # Errors
/// When the database does not answer.
pub async fn view(ctx: &Ctx, visitor: &Visitor, id: &str) -> Result<PairingView, Fault> {
    Ok(match find(ctx, visitor, id).await? {
        Found::Waiting(waiting) => {
            PairingView::Show(Pairing::of(ctx, &waiting.secret, &waiting.person.email))
        }
        Found::Replaced => PairingView::Replaced,
        Found::Over => PairingView::Over,
    })
}

/// The second step: takes the first PIN of the new authenticator, which replaces the old one.
///
/// # Errors
/// When the database does not answer.
pub async fn confirm(
    ctx: &Ctx,
    visitor: &Visitor,
    me: &Me,
    id: &str,
    pin: &str,
) -> Result<ConfirmOutcome, Fault> {
    let waiting = match find(ctx, visitor, id).await? {
        Found::Waiting(waiting) => waiting,
        Found::Replaced => return Ok(ConfirmOutcome::Replaced),
        Found::Over => return Ok(ConfirmOutcome::Over),
    };
    let person = &waiting.person;
    let counted = match count(ctx, visitor, person).await? {
        Attempt::Allowed(counted) => counted,
        Attempt::Wait(wait) => return Ok(ConfirmOutcome::Throttled(wait)),
    };
    let new = match pairing::confirmed_by(ctx, &person.id, &waiting.secret, pin) {
        Ok(authenticator) => authenticator,
        Err(problem) => {
            if counted.was_last {
                tell_of_wrong_pins(ctx, visitor, person).await?;
            }
            return Ok(ConfirmOutcome::Refused(problem));
        }
    };
    match swap(ctx, visitor, me, &waiting, &new, &counted).await? {
        true => Ok(ConfirmOutcome::Replaced),
        // Another tab has sent the same form, or something else has come between.
        false => Ok(match find(ctx, visitor, id).await? {
            Found::Replaced => ConfirmOutcome::Replaced,
            Found::Waiting(_) | Found::Over => ConfirmOutcome::Over,
        }),
    }
}

/// The new one takes the place of the old one, in one transaction; false when the old one is there no more, or the
/// request was answered. With the old one goes whatever only it had opened. Sessions and recovery codes stay: whoever
/// replaces it has shown both factors.
async fn swap(
    ctx: &Ctx,
    visitor: &Visitor,
    me: &Me,
    waiting: &Waiting,
    new: &Authenticator,
    counted: &Counted,
) -> Result<bool, Fault> {
    let person = &waiting.person;
    let warning = Warning::prepare(ctx, visitor, person, Task::AuthenticatorReplaced)?;
    let note = me.note(ctx, visitor, me.event(Action::OtpReplaced))?;
    let written = ctx.store.write(|mut tx| async {
        let is_first = authenticators::delete(&mut tx, &person.id, &waiting.old).await?
            && voltkey_store::pending::finish(&mut tx, &waiting.request, ctx.now()).await?;
        if is_first {
            authenticators::insert(&mut tx, new).await?;
            pin_logins::delete_of_person(&mut tx, &person.id).await?;
            throttle::succeeded(&mut tx, counted).await?;
            warning.write(&mut tx).await?;
            note.write(&mut tx).await?;
        }
        Ok((is_first, tx))
    });
    Ok(written.await?)
}

async fn count(ctx: &Ctx, visitor: &Visitor, person: &Person) -> Result<Attempt, Fault> {
    let known = step::has_shown_two_factors(ctx, visitor, &person.id).await?;
    throttle::pin(ctx, visitor, &person.id, known).await
}

/// How a request stands.
enum Found {
    Waiting(Box<Waiting>),
    Replaced,
    Over,
}

/// A secret that waits for its first PIN.
struct Waiting {
    request: String,
    /// The authenticator that it is to replace.
    old: String,
    secret: Secret,
    person: Person,
}

/// Looks once more where it seems to be over: a look has two reads, and the swap may have come in between.
async fn find(ctx: &Ctx, visitor: &Visitor, id: &str) -> Result<Found, Fault> {
    match look(ctx, visitor, id).await? {
        Found::Over => look(ctx, visitor, id).await,
        found => Ok(found),
    }
}

async fn look(ctx: &Ctx, visitor: &Visitor, id: &str) -> Result<Found, Fault> {
    let pending = match pending::load(ctx, visitor, id).await {
        Ok(pending) => pending,
        // None but the swap answers such a request.
        Err(PageError::Restart(Restart {
            reason: RestartReason::Done,
            ..
        })) => return Ok(Found::Replaced),
        Err(PageError::Restart(_) | PageError::Refused(_)) => return Ok(Found::Over),
        Err(PageError::Fault(fault)) => return Err(fault),
    };
    Ok(match waiting(ctx, visitor, pending).await? {
        Some(waiting) => Found::Waiting(Box::new(waiting)),
        None => Found::Over,
    })
}

async fn waiting(ctx: &Ctx, visitor: &Visitor, pending: Pending) -> Result<Option<Waiting>, Fault> {
    let Some(OnTheWay {
        person,
        how: Standing::Session(_),
        ..
    }) = step::on_the_way(ctx, visitor, &pending).await?
    else {
        return Ok(None);
    };
    let (Some(secret), Some(Errand::Replace { authenticator: old })) =
        (waiting_secret(ctx, &pending)?, pending.errand)
    else {
        return Ok(None);
    };
    let is_there = first_authenticator(ctx, &person)
        .await?
        .is_some_and(|found| found.id == old);
    Ok(is_there.then_some(Waiting {
        request: pending.id,
        old,
        secret,
        person,
    }))
}
