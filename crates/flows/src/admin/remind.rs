//! Reminding members of the second factor by mail: by themselves 7, 3 and 1 days before the date that holds for them, and
//! when whoever manages their company asks for it.
//!
//! Nobody is reminded twice on a day: a row of (person, day) is what lets one of several workers send the mail. A worker
//! that stops in the middle goes on where it was, because whoever has that row is not looked at again. A day on which no
//! worker ran at all is left out.

use super::steward::Steward;
use crate::account::second_factor::{self, Duty, EnrollReason, LastDays};
use crate::account::session::full_name;
use crate::audit::{Action, Event};
use crate::calendar;
use crate::ctx::Ctx;
use crate::error::Fault;
use crate::jobs::{self, FactorReminderMail, Reminding, Task};
use crate::visitor::Visitor;
use jiff::civil::Date;
use voltkey_store::jobs::{NewJob, enqueue};
use voltkey_store::reminders::{self, Batch, Unenrolled};
use voltkey_store::{CompanyId, PersonId, memberships};

/// How many days before the date a reminder is sent.
const DAYS_BEFORE: [i64; 3] = [7, 3, 1];
/// The hour, where the platform is, before which none is sent by itself.
const NOT_BEFORE: i8 = 9;
/// How many people are looked at, and at most written to, at once.
const BATCH: i64 = 200;

/// Reminds everybody whose date is 7, 3 or 1 days away today, once it is nine o'clock. Gives how many mails it wrote.
///
/// # Errors
/// When the database does not answer: then the rest is reminded the next time.
pub async fn remind_due(ctx: &Ctx) -> Result<u64, Fault> {
    let local = calendar::local(&ctx.settings, ctx.now());
    if local.hour() < NOT_BEFORE {
        return Ok(0);
    }
    let today = local.date();
    let dates = DAYS_BEFORE.map(|days| calendar::days_after(today, days));
    let policy = ctx.settings.second_factor;
    let all = policy.required && policy.grace_until.is_some_and(|until| dates.contains(&until));
    let words = dates.map(|date| date.to_string());
    if !all && !reminders::concerns_any(&ctx.store, &words).await? {
        return Ok(0);
    }
    let is_due = |duty: &Duty| matches!(duty, Duty::Soon(_, grace) if DAYS_BEFORE.contains(&grace.days_left));
    let day = today.to_string();
    let mut round = Round::new(ctx, &day);
    loop {
        let people = reminders::due(&ctx.store, &words, all, round.batch()).await?;
        if !round.remind(people, is_due).await? {
            return Ok(round.sent);
        }
    }
}

/// Asks for everybody in the company who has no second factor to be reminded now, where one is required of them. Gives how
/// many that are; none: nobody is, and nothing was done.
///
/// # Errors
/// When the database does not answer.
pub async fn remind_now(ctx: &Ctx, visitor: &Visitor, steward: &Steward) -> Result<Option<u32>, Fault> {
    let company = &steward.company;
    if LastDays::of(company, &ctx.settings).earliest().is_none() {
        return Ok(None);
    }
    let today = calendar::today(&ctx.settings, ctx.now());
    let counts = memberships::roll_out(&ctx.store, &company.id, &today.to_string()).await?;
    let Ok(count @ 1..) = u32::try_from(counts.to_remind) else {
        return Ok(None);
    };
    let task = Task::RemindMembers(Reminding {
        company_id: company.id.as_str().to_owned(),
        day: today,
    });
    let job = jobs::prepare(ctx, &task)?;
    let event = Event::of_company(Action::MembersReminded, &company.id, company.id.as_str());
    let note = steward.note(ctx, visitor, event.with("count", count))?;
    let written = ctx.store.write(|mut tx| async {
        if !steward.still_manages(&mut tx).await? {
            return Ok((false, tx));
        }
        enqueue(&mut tx, &job).await?;
        note.write(&mut tx).await?;
        Ok((true, tx))
    });
    Ok(written.await?.then_some(count))
}

/// Reminds the members of a company who were not reminded on that day yet.
///
/// # Errors
/// When the database does not answer: then the rest is reminded at the next attempt.
pub async fn carry_out(ctx: &Ctx, reminding: &Reminding) -> Result<(), Fault> {
    let company = CompanyId::from(reminding.company_id.clone());
    let day = reminding.day.to_string();
    let mut round = Round::new(ctx, &day);
    loop {
        let people = reminders::of_company(&ctx.store, &company, round.batch()).await?;
        if !round.remind(people, |duty| *duty != Duty::None).await? {
            return Ok(());
        }
    }
}

/// A walk through people, a batch at a time.
struct Round<'a> {
    ctx: &'a Ctx,
    day: &'a str,
    /// The last person that was looked at.
    after: String,
    sent: u64,
}

impl<'a> Round<'a> {
    fn new(ctx: &'a Ctx, day: &'a str) -> Self {
        Self {
            ctx,
            day,
            after: String::new(),
            sent: 0,
        }
    }

    fn batch(&self) -> Batch<'_> {
        Batch {
            day: self.day,
            after: &self.after,
            limit: BATCH,
        }
    }

    /// Reminds those of them of whom something is asked that counts. False when there was nobody left to look at.
    async fn remind(
        &mut self,
        people: Vec<Unenrolled>,
        counts: impl Fn(&Duty) -> bool,
    ) -> Result<bool, Fault> {
        let Some(last) = people.last() else {
            return Ok(false);
        };
        self.after = last.id.as_str().to_owned();
        let mut mails = Vec::new();
        for person in people {
            let duty = duty(self.ctx, &person).await?;
            if counts(&duty) {
                let mail = jobs::prepare(self.ctx, &Task::FactorReminder(letter(&person, duty)))?;
                mails.push((person.id, mail));
            }
        }
        self.sent += send(self.ctx, self.day, &mails).await?;
        Ok(true)
    }
}

/// What the policies ask of somebody without a second factor.
async fn duty(ctx: &Ctx, person: &Unenrolled) -> Result<Duty, Fault> {
    let memberships = memberships::of_person(&ctx.store, &person.id).await?;
    let has_role = person.is_support || person.is_operator;
    Ok(second_factor::by_policy(
        has_role,
        &memberships,
        &ctx.settings,
        ctx.now(),
    ))
}

fn letter(person: &Unenrolled, duty: Duty) -> FactorReminderMail {
    let (reason, until): (_, Option<Date>) = match duty {
        Duty::Soon(reason, grace) => (Some(reason), Some(grace.until)),
        Duty::Now(reason, _) => (Some(reason), None),
        Duty::None => (None, None),
    };
    FactorReminderMail {
        email: person.email.clone(),
        name: full_name(&person.given_name, &person.family_name),
        language: person.language.clone(),
        company: match reason {
            Some(EnrollReason::Company(name)) => Some(name),
            _ => None,
        },
        until,
    }
}

/// Puts the mails in the outbox of those who were not reminded on that day yet.
async fn send(ctx: &Ctx, day: &str, mails: &[(PersonId, NewJob)]) -> Result<u64, Fault> {
    let now = ctx.now();
    let written = ctx.store.write(|mut tx| async {
        let mut sent = 0;
        for (person, mail) in mails {
            if reminders::claim(&mut tx, person, day, now).await? {
                enqueue(&mut tx, mail).await?;
                sent += 1;
            }
        }
        Ok((sent, tx))
    });
    Ok(written.await?)
}
