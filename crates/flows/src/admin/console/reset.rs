//! Resetting the second factor of whoever has no admin who can (S15), after making sure who asks.
//!
//! What was confirmed, and in which words, stays with the event of the audit trail.

use crate::account::details::is_unreadable;
use crate::account::lost_phone::{self, Resets};
use crate::admin::reset_otp::Reset;
use crate::admin::staff::Staff;
use crate::audit::{Action, Event, Who};
use crate::ctx::Ctx;
use crate::error::Fault;
use crate::visitor::Visitor;
use serde_json::json;
use voltkey_store::people;

/// Most characters of a note.
pub const MAX_NOTE: usize = 500;

/// What was confirmed before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checklist {
    /// The person was called back on a number that was known before, or reached in another known way.
    pub called_back: bool,
    /// They answered a question about their account that others can't.
    pub answered: bool,
    /// A colleague of the same company confirmed it. Not everybody has one.
    pub colleague: bool,
    /// The admins, who would reset it, can't or don't answer.
    pub no_admin: bool,
    /// How it was made sure, in the support's own words.
    pub note: String,
}

/// What is missing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Missing {
    /// See [`Checklist::called_back`].
    pub called_back: bool,
    /// See [`Checklist::answered`].
    pub answered: bool,
    /// See [`Checklist::no_admin`]: only where there are admins.
    pub no_admin: bool,
    /// There is no note, or none that can be read.
    pub note: bool,
}

/// How it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResetOutcome {
    /// The code is on its way to the person.
    Done,
    /// Not before this is confirmed, too.
    Refused(Missing),
    /// There is nobody, or nobody that they may act upon.
    NotFound,
}

/// Resets it.
///
/// # Errors
/// When the database does not answer.
pub async fn reset(
    ctx: &Ctx,
    visitor: &Visitor,
    staff: &Staff,
    sub: &str,
    checklist: &Checklist,
) -> Result<ResetOutcome, Fault> {
    let person = people::by_sub(&ctx.store, sub).await?;
    let Some(person) = person.filter(|person| staff.may_act_on(person)) else {
        return Ok(ResetOutcome::NotFound);
    };
    let has_admins = matches!(lost_phone::who_resets(ctx, &person).await?, Resets::Admins(_));
    let missing = checklist.missing(has_admins);
    if missing != Missing::default() {
        return Ok(ResetOutcome::Refused(missing));
    }
    let event = Event::of_account(Action::OtpReset, &Who::from(&person))
        .with("checklist", checklist.told(has_admins))
        .with("reason", checklist.note.trim());
    let note = staff.note(ctx, visitor, event)?;
    let reset = Reset::prepare(ctx, note, &person, None)?;
    let done = ctx.store.write(|mut tx| async {
        // A role may have been taken away, or given to the person, since the page was shown.
        let now = people::by_id(&mut tx, &person.id).await?;
        let may = now.is_some_and(|person| staff.may_act_on(&person)) && staff.still(&mut tx).await?;
        if may {
            reset.write(&mut tx).await?;
        }
        Ok((may, tx))
    });
    Ok(match done.await? {
        true => ResetOutcome::Done,
        false => ResetOutcome::NotFound,
    })
}

impl Checklist {
    fn missing(&self, has_admins: bool) -> Missing {
        let note = self.note.trim();
        Missing {
            called_back: !self.called_back,
            answered: !self.answered,
            no_admin: has_admins && !self.no_admin,
            note: note.is_empty() || note.chars().count() > MAX_NOTE || note.lines().any(is_unreadable),
        }
    }

    fn told(&self, has_admins: bool) -> serde_json::Value {
        let mut told = json!({
            "called_back": self.called_back,
            "answered": self.answered,
            "colleague": self.colleague,
        });
        if has_admins {
            told["no_admin"] = self.no_admin.into();
        }
        told
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_item_is_needed_and_a_colleague_is_not() {
        let all = Checklist {
            called_back: true,
            answered: true,
            colleague: false,
            no_admin: false,
            note: "Called back; knew the last invoice.".to_owned(),
        };
        assert_eq!(all.missing(false), Missing::default());
        assert!(all.missing(true).no_admin);
        for note in ["", "  ", &"x".repeat(MAX_NOTE + 1)] {
            let checklist = Checklist {
                note: note.to_owned(),
                ..all.clone()
            };
            assert!(checklist.missing(false).note, "{note}");
        }
        assert_eq!(
            Checklist::default().missing(true),
            Missing {
                called_back: true,
                answered: true,
                no_admin: true,
                note: true
            }
        );
    }
}
