//! More time for one member to set up a second factor, with a reason that the audit trail keeps.
//!
//! It moves the date of the company that gives it, and the instance's. Logging in never renews it. A company can't go
//! beyond what the instance requires: only the platform's own staff can.

use super::steward::{Power, Steward};
use crate::account::details::is_unreadable;
use crate::audit::{Action, Event, Who};
use crate::calendar;
use crate::ctx::Ctx;
use crate::error::Fault;
use crate::visitor::Visitor;
use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization as _;
use voltkey_store::people::{self, Person};
use voltkey_store::{Read, authenticators, memberships};

/// Most characters of a reason.
pub const MAX_REASON: usize = 200;
/// How many days may be given at once, where the instance sets no end.
const MOST_DAYS: i64 = 90;

/// A member, as the page that asks shows them.
#[derive(Clone, Debug)]
pub struct Extendable {
    /// First and last name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// What they were given before, as long as it is not over.
    pub until: Option<Date>,
    /// Whether more time can be given, and if not, why.
    pub standing: Standing,
}

/// Whether a member can be given more time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Up to the end of this day.
    Until(Date),
    /// They need none: they have a second factor, or always need one.
    NotNeeded,
    /// The instance requires it by now: its own staff gives more time.
    BeyondCompany,
}

/// What is wrong with the wish for more time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ExtendProblems {
    /// What is the matter with the date.
    pub until: Option<UntilProblem>,
    /// What is the matter with the reason.
    pub reason: Option<ReasonProblem>,
}

/// Why a date is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UntilProblem {
    /// It is missing, or none.
    Malformed,
    /// It is over.
    Past,
    /// It is further away than this day.
    TooLate(Date),
}

/// Why a reason is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReasonProblem {
    /// There is none that could be read.
    Missing,
    /// More than [`MAX_REASON`] characters.
    TooLong,
}

/// What has become of the wish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExtendOutcome {
    /// They have more time.
    Extended,
    /// Something that was entered is not taken.
    Refused(ExtendProblems),
    /// It can't be done, or no longer: the page says why.
    NotPossible,
}

/// The member of that `sub`; none: the company has no such member.
///
/// # Errors
/// When the database does not answer.
pub async fn view(ctx: &Ctx, steward: &Steward, sub: &str) -> Result<Option<Extendable>, Fault> {
    let Some(person) = member(ctx, steward, sub).await? else {
        return Ok(None);
    };
    let given = memberships::extended_until(&ctx.store, &person.id, &steward.company.id).await?;
    let today = calendar::today(&ctx.settings, ctx.now());
    Ok(Some(Extendable {
        until: given
            .and_then(|text| calendar::date(&text))
            .filter(|until| *until >= today),
        standing: standing(ctx, steward, (&ctx.store).into(), &person).await?,
        name: Who::from(&person).name().to_owned(),
        email: person.email,
    }))
}

/// Gives the member of that `sub` until the end of a day, `YYYY-MM-DD`. None: the company has no such member.
///
/// # Errors
/// When the database does not answer.
pub async fn extend(
    ctx: &Ctx,
    visitor: &Visitor,
    steward: &Steward,
    sub: &str,
    (until, reason): (&str, &str),
) -> Result<Option<ExtendOutcome>, Fault> {
    let Some(person) = member(ctx, steward, sub).await? else {
        return Ok(None);
    };
    let Standing::Until(latest) = standing(ctx, steward, (&ctx.store).into(), &person).await? else {
        return Ok(Some(ExtendOutcome::NotPossible));
    };
    let reason: String = reason.trim().nfc().collect();
    let until = until_problem(ctx, until.trim(), latest);
    let problems = ExtendProblems {
        until: until.err(),
        reason: reason_problem(&reason),
    };
    let Some(until) = until.ok().filter(|_| problems.reason.is_none()) else {
        return Ok(Some(ExtendOutcome::Refused(problems)));
    };
    let until = until.to_string();
    let company = &steward.company.id;
    let event = Event::of_member(Action::MemberExtended, company, &Who::from(&person))
        .with("until", until.as_str())
        .with("reason", reason);
    let note = steward.note(ctx, visitor, event)?;
    let written = ctx.store.write(|mut tx| async {
        if !steward.still_manages(&mut tx).await? {
            return Ok((false, tx));
        }
        let is_member = memberships::extend(&mut tx, &person.id, company, &until).await?;
        if is_member {
            note.write(&mut tx).await?;
        }
        Ok((is_member, tx))
    });
    Ok(written.await?.then_some(ExtendOutcome::Extended))
}

/// Whoever has that `sub`, if they belong to the company.
async fn member(ctx: &Ctx, steward: &Steward, sub: &str) -> Result<Option<Person>, Fault> {
    let Some(person) = people::by_sub(&ctx.store, sub).await? else {
        return Ok(None);
    };
    let role = memberships::role(&ctx.store, &person.id, &steward.company.id).await?;
    Ok(role.map(|_| person))
}

async fn standing(ctx: &Ctx, steward: &Steward, read: Read<'_>, person: &Person) -> Result<Standing, Fault> {
    // A role on the instance, a reset and one's own switch ask for it at once, whatever the dates are.
    let waits_for_no_date = person.is_support || person.is_operator || person.must_enroll;
    if waits_for_no_date || !authenticators::of_person(read, &person.id).await?.is_empty() {
        return Ok(Standing::NotNeeded);
    }
    Ok(latest(ctx, steward).map_or(Standing::BeyondCompany, Standing::Until))
}

/// The last day that this steward may give.
fn latest(ctx: &Ctx, steward: &Steward) -> Option<Date> {
    let today = calendar::today(&ctx.settings, ctx.now());
    let policy = ctx.settings.second_factor;
    match steward.power {
        Power::Admin if policy.required => policy.grace_until.filter(|end| *end >= today),
        Power::Admin | Power::Support | Power::Operator => Some(calendar::days_after(today, MOST_DAYS)),
    }
}

fn until_problem(ctx: &Ctx, entered: &str, latest: Date) -> Result<Date, UntilProblem> {
    let until = calendar::date(entered).ok_or(UntilProblem::Malformed)?;
    if until < calendar::today(&ctx.settings, ctx.now()) {
        return Err(UntilProblem::Past);
    }
    if until > latest {
        return Err(UntilProblem::TooLate(latest));
    }
    Ok(until)
}

fn reason_problem(reason: &str) -> Option<ReasonProblem> {
    if reason.chars().count() > MAX_REASON {
        return Some(ReasonProblem::TooLong);
    }
    is_unreadable(reason).then_some(ReasonProblem::Missing)
}
