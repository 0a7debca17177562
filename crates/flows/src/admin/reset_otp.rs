//! Resetting somebody's second factor (S14, S15): the authenticators go, and with them whatever they had opened. The
//! next login sets up a new one, with the password and a code that is mailed.

use crate::account::{email, session};
use crate::audit::{self, Action, Actor, Event, Who};
use crate::ctx::Ctx;
use crate::error::Fault;
use crate::jobs::{self, OtpResetMail, Task};
use std::time::Duration;
use voltkey_crypto::secret;
use voltkey_store::jobs::enqueue;
use voltkey_store::otp_resets::OtpReset;
use voltkey_store::people::Person;
use voltkey_store::{authenticators, grants, otp_resets, people, pin_logins, sessions};

/// How long a new second factor can be set up afterwards.
const SET_UP_WITHIN: Duration = Duration::from_secs(7 * 24 * 3600);
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
    Ok(reset(ctx, &Actor::machine(ctx), &person, None).await?)
}

/// Resets it; `by` is the name that the mail tells.
async fn reset(ctx: &Ctx, actor: &Actor, person: &Person, by: Option<String>) -> Result<(), Fault> {
    let now = ctx.now();
    let code = secret::code(ctx.rng());
    let until = now + SET_UP_WITHIN;
    let row = OtpReset {
        person_id: person.id.clone(),
        code_mac: code_mac(ctx, &code),
        created_at: now,
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
    let event = Event::of_account(Action::OtpReset, &Who::from(person));
    let note = audit::note(ctx, actor, event)?;
    let id = &person.id;
    ctx.store
        .write(|mut tx| async {
            // First, so that a login under way waits for this or is over before it.
            people::set_must_enroll(&mut tx, id, true).await?;
            authenticators::delete_of_person(&mut tx, id).await?;
            otp_resets::put(&mut tx, &row).await?;
            sessions::end_all_of_person(&mut tx, id, None, now).await?;
            pin_logins::delete_of_person(&mut tx, id).await?;
            grants::revoke_all_of_person(&mut tx, id, now).await?;
            enqueue(&mut tx, &mail).await?;
            note.write(&mut tx).await?;
            Ok(((), tx))
        })
        .await?;
    Ok(())
}

/// What is stored in place of a code that was mailed.
pub(crate) fn code_mac(ctx: &Ctx, code: &str) -> [u8; 32] {
    ctx.master.mac(CODE_PURPOSE, code.as_bytes())
}
