//! The person's own switch of the second factor (S8, S9).
//!
//! Switching it on sets nothing up: that happens at the next login. Once it is required, there is nothing to switch.

use super::details::{self, NameProblem};
use super::own_page::Me;
use super::recovery_codes::{self, CodesView};
use super::second_factor::{self, Duty, EnrollReason, Grace};
use super::warning::Warning;
use crate::audit::Action;
use crate::ctx::Ctx;
use crate::error::Fault;
use crate::jobs::Task;
use crate::visitor::Visitor;
use jiff::civil::Date;
use voltkey_protocol::time::Timestamp;
use voltkey_store::authenticators::{self, Authenticator};
use voltkey_store::people::{self, Person};
use voltkey_store::{memberships, otp_resets, pin_logins};

/// What the page shows.
#[derive(Clone, Debug)]
pub struct SecondFactorView {
    /// How it stands.
    pub state: FactorState,
    /// The authenticator, where there is one.
    pub authenticator: Option<AuthenticatorView>,
    /// The recovery codes that could replace a PIN of it.
    pub recovery: Option<CodesView>,
}

/// An authenticator of the person's.
#[derive(Clone, Debug)]
pub struct AuthenticatorView {
    /// Its row.
    pub id: String,
    /// What the person calls it.
    pub name: String,
    /// Since when it is theirs.
    pub added: Timestamp,
    /// When it was last used.
    pub last_used: Option<Timestamp>,
}

/// How the second factor of somebody stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FactorState {
    /// There is none, and none is asked for.
    Off,
    /// Switched on, and set up at the next login.
    Waiting,
    /// Set up, by the person's own wish: it can be switched off.
    On,
    /// None is set up, and one will be required after a date.
    InGrace(EnrollReason, Grace),
    /// It is required, maybe since a day: there is nothing to switch.
    Required(EnrollReason, Option<Date>),
}

/// What the page shows.
///
/// # Errors
/// When the database does not answer.
pub async fn view(ctx: &Ctx, me: &Me) -> Result<Option<SecondFactorView>, Fault> {
    let Some(person) = people::by_id(&ctx.store, &me.session.person_id).await? else {
        return Ok(None);
    };
    let authenticator = authenticators::of_person(&ctx.store, &person.id)
        .await?
        .into_iter()
        .next();
    let recovery = match &authenticator {
        Some(_) => Some(recovery_codes::standing(ctx, &person.id).await?),
        None => None,
    };
    Ok(Some(SecondFactorView {
        recovery,
        state: state(ctx, &person, authenticator.is_some()).await?,
        authenticator: authenticator.map(shown),
    }))
}

fn shown(row: Authenticator) -> AuthenticatorView {
    AuthenticatorView {
        id: row.id,
        name: row.name,
        added: row.created_at,
        last_used: row.last_used_at,
    }
}

async fn state(ctx: &Ctx, person: &Person, has_one: bool) -> Result<FactorState, Fault> {
    let memberships = memberships::of_person(&ctx.store, &person.id).await?;
    let demanded = second_factor::demand(person, &memberships, &ctx.settings, ctx.now());
    Ok(match demanded {
        Duty::Now(reason, since) => FactorState::Required(reason, since),
        _ if has_one => FactorState::On,
        _ if person.must_enroll => FactorState::Waiting,
        Duty::Soon(reason, grace) => FactorState::InGrace(reason, grace),
        Duty::None => FactorState::Off,
    })
}

/// Switches it on: at the next login one is set up. False when there is nothing to switch.
///
/// # Errors
/// When the database does not answer.
pub async fn switch_on(ctx: &Ctx, visitor: &Visitor, me: &Me) -> Result<bool, Fault> {
    let id = &me.session.person_id;
    let Some(person) = people::by_id(&ctx.store, id).await? else {
        return Ok(false);
    };
    let has_one = !authenticators::of_person(&ctx.store, id).await?.is_empty();
    let can = matches!(
        state(ctx, &person, has_one).await?,
        FactorState::Off | FactorState::InGrace(..)
    );
    if !can {
        return Ok(false);
    }
    let note = me.note(ctx, visitor, me.event(Action::SecondFactorOn))?;
    let written = ctx.store.write(|mut tx| async {
        people::set_second_factor_wanted(&mut tx, id, true).await?;
        people::set_must_enroll(&mut tx, id, true).await?;
        note.write(&mut tx).await?;
        Ok(((), tx))
    });
    written.await?;
    Ok(true)
}

/// Switches it off, as long as nobody requires it: the authenticators go, and with them what only they had opened. A
/// mail tells of it.
/// False when there is nothing to switch.
///
/// # Errors
/// When the database does not answer.
pub async fn switch_off(ctx: &Ctx, visitor: &Visitor, me: &Me) -> Result<bool, Fault> {
    let id = &me.session.person_id;
    let Some(person) = people::by_id(&ctx.store, id).await? else {
        return Ok(false);
    };
    let has_one = !authenticators::of_person(&ctx.store, id).await?.is_empty();
    let was_reset = otp_resets::find(&ctx.store, id).await?.is_some();
    let can = matches!(
        state(ctx, &person, has_one).await?,
        FactorState::On | FactorState::Waiting
    );
    if !can || was_reset {
        return Ok(false);
    }
    let warning = Warning::prepare(ctx, visitor, &person, Task::SecondFactorOff)?;
    let note = me.note(ctx, visitor, me.event(Action::SecondFactorOff))?;
    let written = ctx.store.write(|mut tx| async {
        people::set_second_factor_wanted(&mut tx, id, false).await?;
        people::set_must_enroll(&mut tx, id, false).await?;
        authenticators::delete_of_person(&mut tx, id).await?;
        voltkey_store::recovery_codes::delete_of_person(&mut tx, id).await?;
        pin_logins::delete_of_person(&mut tx, id).await?;
        if has_one {
            warning.write(&mut tx).await?;
        }
        note.write(&mut tx).await?;
        Ok(((), tx))
    });
    written.await?;
    Ok(true)
}

/// Gives an authenticator a name, or tells what is wrong with it. One that is not the person's is left as it is.
///
/// # Errors
/// When the database does not answer.
pub async fn rename(ctx: &Ctx, me: &Me, id: &str, entered: &str) -> Result<Result<(), NameProblem>, Fault> {
    let name = details::tidy(entered);
    if let Some(problem) = details::name_problem(&name) {
        return Ok(Err(problem));
    }
    authenticators::rename(&ctx.store, &me.session.person_id, id, &name).await?;
    Ok(Ok(()))
}
