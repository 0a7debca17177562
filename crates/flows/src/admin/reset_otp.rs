//! Resetting somebody's second factor (S14, S15): the authenticators go, and with them whatever they had opened. The
//! next login sets up a new one, with the password and a code that is mailed.

use super::member::{Member, Obstacle, sign_out_everywhere};
use super::steward::Steward;
use crate::account::{email, session};
use crate::audit::{self, Action, Actor, Event, Note, Who};
use crate::ctx::Ctx;
use crate::error::Fault;
use crate::jobs::{self, OtpResetMail, Task};
use crate::visitor::Visitor;
use std::time::Duration;
use voltkey_crypto::secret;
use voltkey_store::jobs::{NewJob, enqueue};
use voltkey_store::otp_resets::OtpReset;
use voltkey_store::people::Person;
use voltkey_store::{Tx, authenticators, email_changes, otp_resets, people, recovery_codes};

/// How long a new second factor can be set up afterwards.
const SET_UP_WITHIN: Duration = Duration::from_secs(7 * 24 * 3600);
/// Two resets within this time are one, with one code: somebody pressed twice, or two admins were asked.
const AT_ONCE: Duration = Duration::from_secs(10);
/// The purpose of the key under which codes are hashed.
const CODE_PURPOSE: &str = "otp-reset-code";

/// Why nothing was reset.
#[derive(Debug, thiserror::Error)]
pub enum ResetOtpError {
    /// Nobody has this address.
    #[error(
        "nobody has the address {0:?}; whoever is invited sets the second factor up after activating the account"
    )]
    Unknown(String),
    /// The fault is ours.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// Resets the second factor of whoever has this address, as the operator.
///
/// # Errors
/// See [`ResetOtpError`].
pub async fn reset_otp(ctx: &Ctx, address: &str) -> Result<(), ResetOtpError> {
    let unknown = || ResetOtpError::Unknown(address.to_owned());
    let key = email::key(address).ok_or_else(unknown)?;
    let found = people::by_email_key(&ctx.store, &key).await;
    let person = found.map_err(Fault::from)?.ok_or_else(unknown)?;
    let note = audit::note(ctx, &Actor::machine(ctx), event(&person))?;
    let reset = Reset::prepare(ctx, note, &person, None)?;
    let written = ctx.store.write(|mut tx| async {
        reset.write(&mut tx).await?;
        Ok(((), tx))
    });
    Ok(written.await.map_err(Fault::from)?)
}

/// Resets the second factor of a member (S14). The mail names the company's admin. The support and the operators do it
/// in [`super::console::reset`], after making sure who asks.
///
/// # Errors
/// When the database does not answer.
pub async fn of_member(
    ctx: &Ctx,
    visitor: &Visitor,
    steward: &Steward,
    member: &Member,
) -> Result<Result<(), Obstacle>, Fault> {
    let note = steward.note(ctx, visitor, event(&member.person))?;
    let reset = Reset::prepare(ctx, note, &member.person, Some(steward.me().name()))?;
    let done = ctx.store.write(|mut tx| async {
        if let Some(obstacle) = member.obstacle_now(&mut tx, steward, false).await? {
            return Ok((Err(obstacle), tx));
        }
        let before = otp_resets::find(&mut tx, member.id()).await?;
        if before.is_some_and(|before| reset.row.created_at.saturating_since(before.created_at) < AT_ONCE) {
            return Ok((Err(Obstacle::Already), tx));
        }
        reset.write(&mut tx).await?;
        Ok((Ok(()), tx))
    });
    Ok(done.await?)
}

fn event(person: &Person) -> Event {
    Event::of_account(Action::OtpReset, &Who::from(person))
}

/// A reset with its mail and its note, made before the transaction that writes them.
pub(crate) struct Reset {
    row: OtpReset,
    mail: NewJob,
    note: Note,
}

impl Reset {
    /// `by` is the name that the mail tells.
    pub(crate) fn prepare(ctx: &Ctx, note: Note, person: &Person, by: Option<String>) -> Result<Self, Fault> {
        let code = secret::code(ctx.rng());
        let until = ctx.now() + SET_UP_WITHIN;
        let row = OtpReset {
            person_id: person.id.clone(),
            code_mac: code_mac(ctx, &code),
            created_at: ctx.now(),
            expires_at: until,
        };
        let mail = jobs::prepare(
            ctx,
            &Task::OtpReset(OtpResetMail {
                email: person.email.clone(),
                name: session::full_name(&person.given_name, &person.family_name),
                language: person.language.clone(),
                code: code.as_str().into(),
                until,
                by,
            }),
        )?;
        Ok(Self { row, mail, note })
    }

    /// Writes it.
    pub(crate) async fn write(&self, tx: &mut Tx) -> voltkey_store::Result<()> {
        let id = &self.row.person_id;
        // First, so that a login under way waits for this or is over before it.
        people::set_must_enroll(&mut *tx, id, true).await?;
        authenticators::delete_of_person(&mut *tx, id).await?;
        recovery_codes::delete_of_person(&mut *tx, id).await?;
        otp_resets::put(&mut *tx, &self.row).await?;
        sign_out_everywhere(&mut *tx, id, self.row.created_at).await?;
        // Whoever had the phone may have asked for an address of their own.
        email_changes::withdraw_of_person(&mut *tx, id).await?;
        enqueue(&mut *tx, &self.mail).await?;
        self.note.write(tx).await
    }
}

/// What is stored in place of a code that was mailed.
pub(crate) fn code_mac(ctx: &Ctx, code: &str) -> [u8; 32] {
    ctx.master.mac(CODE_PURPOSE, code.as_bytes())
}
