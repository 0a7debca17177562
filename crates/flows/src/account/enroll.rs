//! Setting up a second factor on the way in (S10): a guided page, shown once.
//!
//! The secret waits until its first PIN has confirmed it: see [`pairing`](super::pairing).

use super::enter_pin::{PinProblem, tell_of_wrong_pins};
use super::house::{self, Look};
use super::pairing::{self, Pairing, waiting_secret};
use super::pending::{Binding, Errand, Pending};
use super::second_factor::{EnrollReason, Term};
use super::step::{self, Completed, Ending, Need, OnTheWay, Proof, Standing};
use super::throttle::{self, Attempt, Counted};
use super::warning::Warning;
use super::{pending, session};
use crate::admin::reset_otp::code_mac;
use crate::audit::{self, Action, Actor, Event, Who};
use crate::ctx::Ctx;
use crate::deep_link;
use crate::error::{App, Fault, PageError};
use crate::jobs::Task;
use crate::oidc::authorize::{Next, Step};
use crate::page::Page;
use crate::visitor::Visitor;
use std::time::Duration;
use voltkey_crypto::secret::read_code;
use voltkey_crypto::totp::Secret;
use voltkey_protocol::params::Params;
use voltkey_protocol::time::Timestamp;
use voltkey_store::authenticators::{self, Authenticator};
use voltkey_store::otp_resets::{self, OtpReset};
use voltkey_store::people::{self, Person};
use voltkey_store::{Tx, pin_logins};

/// What the page shows.
#[derive(Debug)]
pub struct EnrollView {
    /// The pending request's id.
    pub request: String,
    /// Who asks for the login.
    pub app: Option<App>,
    /// Who logs in.
    pub email: String,
    /// First and last name.
    pub name: String,
    /// What the authenticator app is told.
    pub pairing: Pairing,
    /// Why it has to be set up.
    pub why: EnrollReason,
    /// When it has to be.
    pub term: Term,
    /// Whether the code is asked for that was mailed when the second factor was reset.
    pub asks_code: bool,
    /// The look of their company.
    pub look: Option<Look>,
    /// Languages that the client asked for.
    pub ui_locales: Vec<String>,
    /// Whether there is an app to go back to.
    pub can_cancel: bool,
}

/// How an attempt ends.
#[derive(Debug)]
pub enum EnrollOutcome {
    /// On to the next step.
    Step(Step),
    /// Not the code that was mailed.
    WrongCode,
    /// The PIN is not taken.
    Refused(PinProblem),
    /// Too many attempts: not before this time has passed.
    Throttled(Duration),
}

/// Begins the login of somebody who comes to set up a second factor and for nothing else, and gives its id.
///
/// # Errors
/// When the network has used up its quota.
pub async fn open(ctx: &Ctx, visitor: &Visitor, params: &Params) -> Result<String, PageError> {
    let back = deep_link::way_back(ctx, visitor, params).await?;
    let kept = params.only(&["login_hint", "ui_locales"]);
    pending::store(
        ctx,
        visitor,
        None,
        Some(Errand::Enroll { back }),
        &kept,
        Binding::Now,
    )
    .await
}

/// What the page shows, or where the browser belongs instead.
///
/// # Errors
/// When the request is not this browser's, too old or already answered.
pub async fn view(ctx: &Ctx, visitor: &Visitor, id: &str) -> Result<Page<EnrollView>, PageError> {
    let pending = pending::load(ctx, visitor, id).await?;
    let Some(Enrolling {
        person,
        why,
        term,
        reset,
        ..
    }) = enrolling(ctx, visitor, &pending).await?
    else {
        return Ok(Page::Elsewhere(Next::Resume(pending.id)));
    };
    let secret = match waiting_secret(ctx, &pending)? {
        Some(secret) => Some(secret),
        None => begin(ctx, &pending).await?,
    };
    let Some(secret) = secret else {
        return Ok(Page::Elsewhere(Next::Resume(pending.id)));
    };
    let app = pending::app(ctx, &pending).await?;
    Ok(Page::Show(EnrollView {
        pairing: Pairing::of(ctx, &secret, &person.email),
        name: session::full_name(&person.given_name, &person.family_name),
        email: person.email,
        why,
        term,
        asks_code: reset.is_some(),
        look: house::look_of_person(ctx, &person.id).await?,
        ui_locales: pending.ui_locales(),
        can_cancel: app.is_some(),
        app,
        request: pending.id,
    }))
}

/// Takes the first PIN, and after a reset the code that was mailed.
///
/// # Errors
/// As [`view`].
pub async fn submit(
    ctx: &Ctx,
    visitor: &Visitor,
    id: &str,
    pin: &str,
    code: &str,
) -> Result<EnrollOutcome, PageError> {
    let pending = pending::load(ctx, visitor, id).await?;
    let (Some(enrolling), Some(secret)) = (
        enrolling(ctx, visitor, &pending).await?,
        waiting_secret(ctx, &pending)?,
    ) else {
        return Ok(EnrollOutcome::Step(step::look_again(&pending)));
    };
    let known = step::has_shown_two_factors(ctx, visitor, &enrolling.person.id).await?;
    let counted = match throttle::pin(ctx, visitor, &enrolling.person.id, known).await? {
        Attempt::Allowed(counted) => counted,
        Attempt::Wait(wait) => return Ok(EnrollOutcome::Throttled(wait)),
    };
    if let Some(reset) = &enrolling.reset
        && reset.code_mac != code_mac(ctx, &read_code(code))
    {
        if counted.was_last {
            tell_of_wrong_pins(ctx, visitor, &enrolling.person).await?;
        }
        return Ok(EnrollOutcome::WrongCode);
    }
    let authenticator = match pairing::confirmed_by(ctx, &enrolling.person.id, &secret, pin) {
        Ok(authenticator) => authenticator,
        Err(problem) => return Ok(EnrollOutcome::Refused(problem)),
    };
    let step = confirm(ctx, visitor, &pending, &enrolling, &authenticator, Some(&counted)).await?;
    Ok(EnrollOutcome::Step(step))
}

/// "Remind me later": goes on without a second factor, as long as the grace lasts.
///
/// # Errors
/// As [`view`].
pub async fn postpone(ctx: &Ctx, visitor: &Visitor, id: &str) -> Result<Step, PageError> {
    let pending = pending::load(ctx, visitor, id).await?;
    let Some(enrolling) = enrolling(ctx, visitor, &pending).await? else {
        return Ok(step::look_again(&pending));
    };
    if !matches!(enrolling.term, Term::Until(_)) {
        return Ok(Step::to(Next::Enroll(pending.id)));
    }
    let completed = Completed {
        pending: &pending,
        person: &enrolling.person,
        proof: Proof::Password(enrolling.password_at),
        counted: None,
    };
    let ending = Ending::prepare(ctx, visitor, &completed).await?;
    let written = ctx.store.write(|mut tx| async {
        let may_end = ending.claim(&mut tx).await?;
        if may_end {
            ending.write(&mut tx).await?;
        }
        Ok((may_end, tx))
    });
    Ok(match written.await? {
        true => ending.step(),
        false => step::look_again(&pending),
    })
}

/// Somebody whose password was right, and who has to set up a second factor.
struct Enrolling {
    person: Person,
    password_at: Timestamp,
    why: EnrollReason,
    term: Term,
    /// The reset that this follows.
    reset: Option<OtpReset>,
}

/// None when the browser belongs on another page. A session that is to be raised does not count: setting up a second
/// factor takes the password, typed for this very request.
async fn enrolling(ctx: &Ctx, visitor: &Visitor, pending: &Pending) -> Result<Option<Enrolling>, Fault> {
    let (person, password_at) = match step::on_the_way(ctx, visitor, pending).await? {
        Some(OnTheWay {
            person,
            since,
            how: Standing::Password,
        }) => (person, since),
        _ => return Ok(None),
    };
    match step::need(ctx, pending, &person).await? {
        Need::Enroll(why, term) => Ok(Some(Enrolling {
            reset: otp_resets::find(&ctx.store, &person.id).await?,
            person,
            password_at,
            why,
            term,
        })),
        Need::Pin | Need::AnotherReset | Need::Nothing => Ok(None),
    }
}

/// A new secret, or the one that the same page got at the same instant; none when the request was ended or begun anew
/// meanwhile.
async fn begin(ctx: &Ctx, pending: &Pending) -> Result<Option<Secret>, Fault> {
    let (secret, sealed) = pairing::new_secret(ctx, &pending.id);
    if voltkey_store::pending::set_enroll_secret(&ctx.store, &pending.id, &sealed).await? {
        return Ok(Some(secret));
    }
    let row = voltkey_store::pending::find(&ctx.store, &pending.id).await?;
    let earlier = Pending {
        enroll_secret: row.and_then(|row| row.enroll_secret),
        ..pending.clone()
    };
    waiting_secret(ctx, &earlier)
}

/// The authenticator becomes the person's, and the login ends: in one transaction. Of two tabs that confirm at the
/// same instant the person's row lets one through.
async fn confirm(
    ctx: &Ctx,
    visitor: &Visitor,
    pending: &Pending,
    enrolling: &Enrolling,
    authenticator: &Authenticator,
    counted: Option<&Counted>,
) -> Result<Step, PageError> {
    let person = &enrolling.person;
    let completed = Completed {
        pending,
        person,
        proof: Proof::PasswordAndPin(enrolling.password_at),
        counted,
    };
    let ending = Ending::prepare(ctx, visitor, &completed).await?;
    let warning = Warning::prepare(ctx, visitor, person, Task::Enrolled)?;
    let who = Who::from(person);
    let event = Event::of_account(Action::OtpEnrolled, &who);
    let note = audit::note(ctx, &Actor::person(visitor, &who), event)?;
    let written = ctx.store.write(|mut tx| async {
        // First, because the end of the login trusts this browser anew.
        pin_logins::delete_of_person(&mut tx, &person.id).await?;
        let may_end = ending.claim(&mut tx).await?
            && authenticators::of_person(&mut tx, &person.id).await?.is_empty()
            && spend_reset(&mut tx, enrolling).await?;
        if may_end {
            people::set_must_enroll(&mut tx, &person.id, false).await?;
            authenticators::insert(&mut tx, authenticator).await?;
            note.write(&mut tx).await?;
            ending.write(&mut tx).await?;
            warning.write(&mut tx).await?;
        }
        Ok((may_end, tx))
    });
    Ok(match written.await? {
        true => ending.step(),
        false => step::look_again(pending),
    })
}

/// Uses up the reset that this follows; false when there was another one since, or one where none was known.
async fn spend_reset(tx: &mut Tx, enrolling: &Enrolling) -> voltkey_store::Result<bool> {
    let person = &enrolling.person.id;
    match &enrolling.reset {
        Some(reset) => otp_resets::spend(tx, person, &reset.code_mac).await,
        None => Ok(otp_resets::find(tx, person).await?.is_none()),
    }
}
