//! A recovery code in place of the PIN, by whoever has lost the phone.
//!
//! It counts as a second factor beside the password, and never alone: where the PIN alone would do, the password is
//! asked first.

use super::enter_pin::{first_authenticator, tell_of_wrong_pins};
use super::failed_login::{self, Why};
use super::recovery_codes::{self, RecoveryCode, Use};
use super::step::{self, Completed, Ending, OnTheWay};
use super::throttle::{self, Attempt};
use super::{pending, session};
use crate::ctx::Ctx;
use crate::error::{App, PageError};
use crate::oidc::authorize::{Next, Step};
use crate::page::Page;
use crate::visitor::Visitor;
use std::time::Duration;

/// What the page shows.
#[derive(Debug)]
pub struct RecoveryCodeView {
    /// The pending request's id.
    pub request: String,
    /// Who asks for the login.
    pub app: Option<App>,
    /// Who logs in.
    pub email: String,
    /// First and last name.
    pub name: String,
    /// Whether there is any code left.
    pub has_codes: bool,
    /// Languages that the client asked for.
    pub ui_locales: Vec<String>,
    /// Whether there is an app to go back to.
    pub can_cancel: bool,
}

/// How an attempt ends.
#[derive(Debug)]
pub enum CodeOutcome {
    /// On to the next step.
    Step(Step),
    /// None of the person's codes, or one that was used before.
    Wrong,
    /// Too many attempts: not before this time has passed.
    Throttled(Duration),
}

/// What the page shows, or where the browser belongs instead.
///
/// # Errors
/// When the request is not this browser's, too old or already answered.
pub async fn view(ctx: &Ctx, visitor: &Visitor, id: &str) -> Result<Page<RecoveryCodeView>, PageError> {
    let pending = pending::load(ctx, visitor, id).await?;
    let Some(OnTheWay { person, .. }) = step::on_the_way(ctx, visitor, &pending).await? else {
        // Not to the PIN, which may do alone in this browser: the code does only after the password.
        return Ok(Page::Elsewhere(match session::find(ctx, visitor).await? {
            Some(_) => Next::Resume(pending.id),
            None => Next::LogIn(pending.id),
        }));
    };
    if first_authenticator(ctx, &person).await?.is_none() {
        return Ok(Page::Elsewhere(Next::Resume(pending.id)));
    }
    let app = pending::app(ctx, &pending).await?;
    Ok(Page::Show(RecoveryCodeView {
        has_codes: recovery_codes::has_any(ctx, &person).await?,
        name: session::full_name(&person.given_name, &person.family_name),
        email: person.email,
        ui_locales: pending.ui_locales(),
        can_cancel: app.is_some(),
        app,
        request: pending.id,
    }))
}

/// Takes an attempt, counted like one at a PIN.
///
/// # Errors
/// As [`view`].
pub async fn submit(
    ctx: &Ctx,
    visitor: &Visitor,
    id: &str,
    code: &RecoveryCode,
) -> Result<CodeOutcome, PageError> {
    let pending = pending::load(ctx, visitor, id).await?;
    let on_the_way = step::on_the_way(ctx, visitor, &pending).await?;
    let Some((person, proof)) = on_the_way
        .as_ref()
        .and_then(|on_the_way| Some((&on_the_way.person, on_the_way.proof_with_recovery_code()?)))
    else {
        return Ok(CodeOutcome::Step(step::look_again(&pending)));
    };
    if first_authenticator(ctx, person).await?.is_none() {
        return Ok(CodeOutcome::Step(step::look_again(&pending)));
    }
    let known = step::has_shown_two_factors(ctx, visitor, &person.id).await?;
    let counted = match throttle::pin(ctx, visitor, &person.id, known).await? {
        Attempt::Allowed(counted) => counted,
        Attempt::Wait(wait) => return Ok(CodeOutcome::Throttled(wait)),
    };
    let completed = Completed {
        pending: &pending,
        person,
        proof,
        counted: Some(&counted),
    };
    let ending = Ending::prepare(ctx, visitor, &completed).await?;
    let used = Use::prepare(ctx, visitor, person, code).await?;
    let written = ctx.store.write(|mut tx| async {
        if !used.write(&mut tx).await? {
            return Ok((None, tx));
        }
        let may_end = ending.claim(&mut tx).await?;
        if may_end {
            ending.write(&mut tx).await?;
        }
        Ok((Some(may_end), tx))
    });
    Ok(match written.await? {
        Some(true) => CodeOutcome::Step(ending.step()),
        Some(false) => CodeOutcome::Step(step::look_again(&pending)),
        None => {
            failed_login::tell_later(ctx, visitor, &pending, person, Why::RecoveryCode);
            if counted.was_last {
                tell_of_wrong_pins(ctx, visitor, person).await?;
            }
            CodeOutcome::Wrong
        }
    })
}
