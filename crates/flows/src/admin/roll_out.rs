//! The roll-out of the second factor in a company: how far it has come, and from when on the company requires it.
//!
//! Counted is what the company and the instance ask. That another company of a member may ask for it earlier is none of
//! this one's knowledge.

use super::steward::Steward;
use crate::account::second_factor::{self, LastDays, Term};
use crate::audit::{Action, Event};
use crate::calendar;
use crate::ctx::Ctx;
use crate::error::Fault;
use crate::settings::SecondFactorPolicy;
use crate::visitor::Visitor;
use jiff::civil::Date;
use voltkey_store::companies::{self, CompanyPolicy};
use voltkey_store::memberships;

/// What the page shows.
#[derive(Clone, Debug)]
pub struct RollOutView {
    /// How many members are in which state.
    pub counts: Counts,
    /// When members must have it; none: it is left to each of them.
    pub term: Option<Term>,
    /// What the instance says.
    pub instance: SecondFactorPolicy,
    /// What the company says itself.
    pub chosen: Chosen,
    /// Whether there is anything for the company to say: not once the instance requires it of everybody.
    pub can_choose: bool,
    /// How many can be reminded by mail today.
    pub to_remind: u32,
}

/// How many members are in which state. Whoever is blocked is in none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Those who have a second factor.
    pub enrolled: u32,
    /// Those who lack it, and must have it by a date.
    pub in_grace: u32,
    /// Those who lack it, though it is required.
    pub overdue: u32,
    /// Those who lack it, and need not have it.
    pub off: u32,
    /// Those among them who have never logged in.
    pub never_logged_in: u32,
    /// Those who were invited and have not followed it; they are not among the others.
    pub invited: u32,
}

/// What a company says about the second factor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Chosen {
    /// What the instance says.
    #[default]
    Inherit,
    /// Every member needs one, from the end of this day on, or at once.
    Required(Option<Date>),
}

/// Why a date is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GraceProblem {
    /// It is none.
    Malformed,
    /// It is over.
    Past,
    /// It is later than the instance's own.
    AfterInstance(Date),
    /// The instance requires it by now: a company has nothing to say about it.
    InstanceRequires,
}

/// What the page shows.
///
/// # Errors
/// When the database does not answer.
pub async fn view(ctx: &Ctx, steward: &Steward) -> Result<RollOutView, Fault> {
    let today = calendar::today(&ctx.settings, ctx.now());
    let company = &steward.company;
    let rows = memberships::roll_out(&ctx.store, &company.id, &today.to_string()).await?;
    let last = LastDays::of(company, &ctx.settings).earliest();
    let term = last.map(|until| second_factor::term(until, &ctx.settings, ctx.now()));
    let count = |number: i64| u32::try_from(number).unwrap_or(u32::MAX);
    let (extended, without) = (count(rows.extended), count(rows.without));
    let (in_grace, overdue, off) = match term {
        None => (0, 0, extended + without),
        Some(Term::Until(_)) => (extended + without, 0, 0),
        Some(Term::Since(_)) => (extended, without, 0),
    };
    Ok(RollOutView {
        counts: Counts {
            enrolled: count(rows.enrolled),
            in_grace,
            overdue,
            off,
            never_logged_in: count(rows.never),
            invited: count(rows.invited),
        },
        to_remind: if term.is_some() { count(rows.to_remind) } else { 0 },
        term,
        instance: ctx.settings.second_factor,
        chosen: chosen(steward),
        can_choose: last_day(ctx, today) != LastDay::Over,
    })
}

fn chosen(steward: &Steward) -> Chosen {
    let company = &steward.company;
    match (company.second_factor, company.grace_until.as_deref()) {
        (CompanyPolicy::Required, until) => Chosen::Required(until.and_then(calendar::date)),
        // An earlier date without more, as `apply` takes it.
        (_, Some(until)) => {
            calendar::date(until).map_or(Chosen::Inherit, |until| Chosen::Required(Some(until)))
        }
        (CompanyPolicy::Inherit | CompanyPolicy::Optional, None) => Chosen::Inherit,
    }
}

/// The last day that a company may choose.
#[derive(Clone, Copy, PartialEq, Eq)]
enum LastDay {
    Any,
    UpTo(Date),
    /// The instance requires it of everybody by now.
    Over,
}

fn last_day(ctx: &Ctx, today: Date) -> LastDay {
    let instance = ctx.settings.second_factor;
    match (instance.required, instance.grace_until) {
        (false, _) => LastDay::Any,
        (true, Some(end)) if end >= today => LastDay::UpTo(end),
        (true, _) => LastDay::Over,
    }
}

/// Requires the second factor of the company's members, or leaves that to the instance again. `until` is a date
/// `YYYY-MM-DD`, or empty: at once. None: the company is not theirs to manage any more.
///
/// # Errors
/// When the database does not answer.
pub async fn set_policy(
    ctx: &Ctx,
    visitor: &Visitor,
    steward: &Steward,
    required: bool,
    until: &str,
) -> Result<Option<Result<(), GraceProblem>>, Fault> {
    let wanted = match wanted(ctx, steward, required, until.trim()) {
        Ok(wanted) => wanted,
        Err(problem) => return Ok(Some(Err(problem))),
    };
    if wanted == chosen(steward) {
        return Ok(Some(Ok(())));
    }
    let (policy, until) = match wanted {
        Chosen::Inherit => (CompanyPolicy::Inherit, None),
        Chosen::Required(until) => (CompanyPolicy::Required, until.map(|until| until.to_string())),
    };
    let company = &steward.company.id;
    let event = Event::of_company(Action::CompanyChanged, company, company.as_str())
        .with("second_factor", policy.as_str())
        .with("grace_until", until.clone());
    let note = steward.note(ctx, visitor, event)?;
    let now = ctx.now();
    let written = ctx.store.write(|mut tx| async {
        if !steward.still_manages(&mut tx).await? {
            return Ok((false, tx));
        }
        companies::set_policy(&mut tx, company, policy, until.as_deref(), now).await?;
        note.write(&mut tx).await?;
        Ok((true, tx))
    });
    Ok(written.await?.then_some(Ok(())))
}

fn wanted(ctx: &Ctx, steward: &Steward, required: bool, until: &str) -> Result<Chosen, GraceProblem> {
    let today = calendar::today(&ctx.settings, ctx.now());
    let last = last_day(ctx, today);
    if last == LastDay::Over {
        return Err(GraceProblem::InstanceRequires);
    }
    if !required {
        return Ok(Chosen::Inherit);
    }
    if until.is_empty() {
        return Ok(Chosen::Required(None));
    }
    let until = calendar::date(until).ok_or(GraceProblem::Malformed)?;
    let wanted = Chosen::Required(Some(until));
    match last {
        LastDay::UpTo(end) if until > end => Err(GraceProblem::AfterInstance(end)),
        // Leaving everything as it is, also after that day.
        _ if wanted == chosen(steward) => Ok(wanted),
        _ if until < today => Err(GraceProblem::Past),
        _ => Ok(wanted),
    }
}
