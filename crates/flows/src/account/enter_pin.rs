//! The second step of a login: the PIN that the authenticator shows (S11).

use super::failed_login::{self, Why};
use super::house::{self, Look};
use super::step::{self, Completed, Ending, OnTheWay, Standing};
use super::throttle::{self, Attempt};
use super::warning::Warning;
use super::{link, pending, recovery_codes, session};
use crate::ctx::Ctx;
use crate::error::{App, Fault, PageError};
use crate::jobs::Task;
use crate::oidc::authorize::{Next, Step};
use crate::page::Page;
use crate::visitor::Visitor;
use std::time::Duration;
use voltkey_crypto::totp::{self, Outcome};
use voltkey_store::authenticators::{self, Authenticator};
use voltkey_store::people::Person;
use voltkey_store::pin_logins;

/// What the page shows.
#[derive(Debug)]
pub struct PinView {
    /// The pending request's id.
    pub request: String,
    /// Who asks for the login.
    pub app: Option<App>,
    /// Who logs in. In full, because the password was right; masked where the PIN alone is asked for.
    pub email: String,
    /// First and last name; empty where the PIN alone is asked for.
    pub name: String,
    /// Whether the session has ended, and the PIN alone begins a new one (S12).
    pub session_ended: bool,
    /// The look of their company.
    pub look: Option<Look>,
    /// Whether a recovery code can take the place of the PIN.
    pub has_recovery_codes: bool,
    /// Languages that the client asked for.
    pub ui_locales: Vec<String>,
    /// Whether there is an app to go back to.
    pub can_cancel: bool,
}

/// How an attempt ends.
#[derive(Debug)]
pub enum PinOutcome {
    /// On to the next step.
    Step(Step),
    /// The PIN is not taken.
    Refused(PinProblem),
    /// Too many attempts: not before this time has passed.
    Throttled(Duration),
    /// Too many attempts where the PIN alone would have been enough: from now on it is not.
    PasswordNeeded,
}

/// Why a PIN is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PinProblem {
    /// Not a PIN of this authenticator.
    Wrong,
    /// This PIN was used before: the next one will do.
    Replayed,
    /// A PIN of another time.
    ClockOff {
        /// How many minutes the phone is fast, or slow where it is negative.
        minutes: i64,
    },
}

/// The purpose under which secrets of authenticators are sealed.
pub(crate) const SECRET_PURPOSE: &str = "totp-secret";

/// What the page shows, or where the browser belongs instead.
///
/// # Errors
/// When the request is not this browser's, too old or already answered.
pub async fn view(ctx: &Ctx, visitor: &Visitor, id: &str) -> Result<Page<PinView>, PageError> {
    let pending = pending::load(ctx, visitor, id).await?;
    let Some(OnTheWay { person, how, .. }) = step::on_the_way_to_pin(ctx, visitor, &pending).await? else {
        return Ok(Page::Elsewhere(Next::Resume(pending.id)));
    };
    if first_authenticator(ctx, &person).await?.is_none() {
        return Ok(Page::Elsewhere(Next::Resume(pending.id)));
    }
    let has_recovery_codes = recovery_codes::has_any(ctx, &person).await?;
    let app = pending::app(ctx, &pending).await?;
    let look = house::look_of_person(ctx, &person.id).await?;
    let session_ended = matches!(how, Standing::Browser(_));
    let (email, name) = match session_ended {
        true => (link::mask(&person.email), String::new()),
        false => {
            let name = session::full_name(&person.given_name, &person.family_name);
            (person.email, name)
        }
    };
    Ok(Page::Show(PinView {
        email,
        name,
        session_ended,
        look,
        has_recovery_codes,
        ui_locales: pending.ui_locales(),
        can_cancel: app.is_some(),
        app,
        request: pending.id,
    }))
}

/// Takes an attempt.
///
/// # Errors
/// As [`view`].
pub async fn submit(ctx: &Ctx, visitor: &Visitor, id: &str, pin: &str) -> Result<PinOutcome, PageError> {
    let pending = pending::load(ctx, visitor, id).await?;
    let Some(on_the_way) = step::on_the_way_to_pin(ctx, visitor, &pending).await? else {
        return Ok(PinOutcome::Step(step::look_again(&pending)));
    };
    let person = &on_the_way.person;
    let Some(authenticator) = first_authenticator(ctx, person).await? else {
        return Ok(PinOutcome::Step(step::look_again(&pending)));
    };
    let known = step::has_shown_two_factors(ctx, visitor, &person.id).await?;
    let attempt = match &on_the_way.how {
        Standing::Browser(_) => throttle::pin_alone(ctx, visitor, &person.id, known).await?,
        Standing::Password | Standing::Session(_) => throttle::pin(ctx, visitor, &person.id, known).await?,
    };
    let counted = match attempt {
        Attempt::Allowed(counted) => counted,
        Attempt::Wait(wait) => return Ok(PinOutcome::Throttled(wait)),
    };
    let (step, drift) = match check(ctx, &authenticator, pin).await? {
        Ok(accepted) => accepted,
        Err(problem) => {
            failed_login::tell_later(ctx, visitor, &pending, person, Why::Pin);
            if counted.was_last {
                tell_of_wrong_pins(ctx, visitor, person).await?;
            }
            return Ok(match (problem, &on_the_way.how) {
                (_, Standing::Browser(_)) if counted.was_last => PinOutcome::PasswordNeeded,
                // What the clock of somebody's phone shows is only for who knows the password.
                (PinProblem::ClockOff { .. }, Standing::Browser(_)) => PinOutcome::Refused(PinProblem::Wrong),
                (problem, _) => PinOutcome::Refused(problem),
            });
        }
    };
    let now = ctx.now();
    let completed = Completed {
        pending: &pending,
        person,
        proof: on_the_way.proof_with_pin(),
        counted: Some(&counted),
    };
    let ending = Ending::prepare(ctx, visitor, &completed).await?;
    let written = ctx.store.write(|mut tx| async {
        if !authenticators::use_step(&mut tx, &authenticator.id, step, drift, now).await? {
            return Ok((None, tx));
        }
        let may_end = ending.claim(&mut tx).await?;
        if may_end {
            ending.write(&mut tx).await?;
        }
        Ok((Some(may_end), tx))
    });
    Ok(match written.await? {
        // Another login has used this PIN at the same instant.
        None => PinOutcome::Refused(PinProblem::Replayed),
        Some(true) => PinOutcome::Step(ending.step()),
        Some(false) => PinOutcome::Step(step::look_again(&pending)),
    })
}

/// The time step of a right PIN and the drift of its clock, or why it is not taken.
pub(super) async fn check(
    ctx: &Ctx,
    authenticator: &Authenticator,
    pin: &str,
) -> Result<Result<(i64, i64), PinProblem>, Fault> {
    let secret = open_secret(ctx, authenticator)?;
    Ok(
        match secret.check(pin, ctx.now(), authenticator.last_step, authenticator.drift) {
            Outcome::Accepted { step, drift } => Ok((step, drift)),
            Outcome::Replayed => Err(PinProblem::Replayed),
            Outcome::ClockOff { steps, step } => {
                // The answer tells that this code is right at another moment: it must not be right for a guesser then.
                authenticators::spend_far_step(&ctx.store, &authenticator.id, step).await?;
                Err(PinProblem::ClockOff {
                    minutes: minutes(steps),
                })
            }
            Outcome::Wrong => Err(PinProblem::Wrong),
        },
    )
}

/// Whoever fails here knows the password, or has the browser: its owner should hear of it, and from now on the PIN
/// alone is not enough there.
pub(super) async fn tell_of_wrong_pins(ctx: &Ctx, visitor: &Visitor, person: &Person) -> Result<(), Fault> {
    let warning = Warning::prepare(ctx, visitor, person, Task::WrongPins)?;
    let enqueued = ctx.store.write(|mut tx| async {
        warning.write(&mut tx).await?;
        pin_logins::delete_in_browser(&mut tx, &person.id, visitor.browser.hash().as_bytes()).await?;
        Ok(((), tx))
    });
    Ok(enqueued.await?)
}

pub(crate) async fn first_authenticator(ctx: &Ctx, person: &Person) -> Result<Option<Authenticator>, Fault> {
    Ok(authenticators::of_person(&ctx.store, &person.id)
        .await?
        .into_iter()
        .next())
}

fn open_secret(ctx: &Ctx, authenticator: &Authenticator) -> Result<totp::Secret, Fault> {
    let opened = ctx
        .master
        .open(SECRET_PURPOSE, &authenticator.id, &authenticator.secret)?;
    totp::Secret::from_bytes(&opened).map_err(|error| Fault::Internal(error.to_string()))
}

/// Whole minutes of a number of 30-second steps, away from zero: a clock that is half a minute off is about one.
pub(crate) const fn minutes(steps: i64) -> i64 {
    (steps + steps.signum()) / 2
}

#[cfg(test)]
mod tests {
    use super::minutes;

    #[test]
    fn half_minutes_round_away_from_zero() {
        assert_eq!([2, 3, 4, -2, -3, -8].map(minutes), [1, 2, 2, -1, -2, -4]);
    }
}
