//! Whether a person needs a second factor, and from when on.

use super::session::Session;
use crate::calendar;
use crate::ctx::Ctx;
use crate::error::Fault;
use crate::settings::Settings;
use jiff::civil::Date;
use voltkey_protocol::assurance::Acr;
use voltkey_protocol::time::Timestamp;
use voltkey_store::companies::{Company, CompanyPolicy};
use voltkey_store::memberships::{self, Membership, Role};
use voltkey_store::people::Person;

/// Why a person has to set up a second factor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EnrollReason {
    /// The platform requires it of everybody.
    Instance,
    /// This company requires it of its members.
    Company(String),
    /// The support and the operators always need one.
    Role,
    /// The person switched it on.
    Wanted,
    /// It was reset.
    Reset,
    /// The app asked for two factors.
    App,
}

/// Until when a second factor can wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grace {
    /// The last day without one.
    pub until: Date,
    /// How many days that is from today; 0 on the last day.
    pub days_left: i64,
}

/// What is asked of somebody who has no second factor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Duty {
    /// Nothing.
    None,
    /// Told the date, and let in.
    Soon(EnrollReason, Grace),
    /// Set one up before going on; since that day, where a period of grace has ended.
    Now(EnrollReason, Option<Date>),
}

/// When a second factor has to be set up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Term {
    /// It can wait.
    Until(Grace),
    /// At once; since that day, where a period of grace has ended.
    Since(Option<Date>),
}

/// What is asked of this person, who has no second factor, at this moment.
#[must_use]
pub fn duty(person: &Person, memberships: &[Membership], settings: &Settings, now: Timestamp) -> Duty {
    let has_role = person.is_support || person.is_operator;
    if person.must_enroll && !has_role {
        let reason = match person.second_factor_wanted {
            true => EnrollReason::Wanted,
            false => EnrollReason::Reset,
        };
        return Duty::Now(reason, None);
    }
    by_policy(has_role, memberships, settings, now)
}

/// What the instance, the companies and the roles demand of this person, whatever they wish themselves.
pub(crate) fn demand(
    person: &Person,
    memberships: &[Membership],
    settings: &Settings,
    now: Timestamp,
) -> Duty {
    by_policy(
        person.is_support || person.is_operator,
        memberships,
        settings,
        now,
    )
}

/// What is asked of somebody by what the instance and the companies decided, whoever it is.
///
/// Companies only tighten what the instance asks: the earliest date of all counts. More time that one of them has given
/// this person moves its own date and the instance's, but no other company's.
pub(crate) fn by_policy(
    has_role: bool,
    memberships: &[Membership],
    settings: &Settings,
    now: Timestamp,
) -> Duty {
    if has_role {
        return Duty::Now(EnrollReason::Role, None);
    }
    let most = memberships.iter().filter_map(more_time).max();
    let of_instance = instance_demand(settings).map(|demand| postponed(demand, most));
    let of_companies = memberships.iter().filter_map(|membership| {
        let demand = company_demand(membership, settings)?;
        Some(postponed(demand, more_time(membership)))
    });
    let demands = of_instance.into_iter().chain(of_companies);
    // No date at all is before every date.
    let Some((reason, until)) = demands.min_by_key(|(_, until)| *until) else {
        return Duty::None;
    };
    match term(until, settings, now) {
        Term::Until(grace) => Duty::Soon(reason, grace),
        Term::Since(day) => Duty::Now(reason, day),
    }
}

/// When one has to be set up whose last day without is `until`; without such a day, at once.
pub(crate) fn term(until: Option<Date>, settings: &Settings, now: Timestamp) -> Term {
    let today = calendar::today(settings, now);
    match until {
        Some(until) if today <= until => Term::Until(Grace {
            until,
            days_left: calendar::days_between(today, until),
        }),
        Some(until) => Term::Since(until.tomorrow().ok()),
        None => Term::Since(None),
    }
}

/// The last days without a second factor, by who demands one: `Some(None)` is at once, and none: they demand none.
pub(crate) struct LastDays {
    /// By the instance.
    pub(crate) of_instance: Option<Option<Date>>,
    /// By the company.
    pub(crate) of_company: Option<Option<Date>>,
}

impl LastDays {
    /// Those of a company's members.
    pub(crate) fn of(company: &Company, settings: &Settings) -> Self {
        Self {
            of_instance: instance_demand(settings).map(|(_, until)| until),
            of_company: company_date(company.second_factor, company.grace_until.as_deref(), settings),
        }
    }

    /// The one that counts, for whom these two alone decide.
    pub(crate) fn earliest(&self) -> Option<Option<Date>> {
        self.of_instance.into_iter().chain(self.of_company).min()
    }
}

/// Whether a person manages others: as an admin of a company, as the support, or as an operator.
pub(crate) fn is_privileged(person: &Person, memberships: &[Membership]) -> bool {
    person.is_support || person.is_operator || is_admin(memberships)
}

fn is_admin(memberships: &[Membership]) -> bool {
    memberships
        .iter()
        .any(|membership| membership.role == Role::Admin)
}

/// Whether a session is of one factor though two are required by now: the date holds for who is signed in already
/// too. A switch of the person's own waits for the next login.
pub(crate) async fn falls_short(ctx: &Ctx, session: &Session) -> Result<bool, Fault> {
    if session.authentication.acr() == Acr::TwoFactor {
        return Ok(false);
    }
    let has_role = session.person.is_support || session.person.is_operator;
    let memberships = memberships::of_person(&ctx.store, &session.person_id).await?;
    // A PIN alone goes on from two factors that were shown in this browser; but not for whoever manages others by now.
    if !session.authentication.has_password() {
        return Ok(has_role || is_admin(&memberships));
    }
    let duty = by_policy(has_role, &memberships, &ctx.settings, ctx.now());
    Ok(matches!(duty, Duty::Now(..)))
}

type Demand = (EnrollReason, Option<Date>);

fn instance_demand(settings: &Settings) -> Option<Demand> {
    let policy = settings.second_factor;
    policy
        .required
        .then_some((EnrollReason::Instance, policy.grace_until))
}

/// The last day that the member was given.
fn more_time(membership: &Membership) -> Option<Date> {
    membership.extended_until.as_deref()?.parse().ok()
}

fn postponed((reason, date): Demand, until: Option<Date>) -> Demand {
    // No date comes before every date.
    (reason, date.max(until))
}

fn company_demand(membership: &Membership, settings: &Settings) -> Option<Demand> {
    let until = company_date(
        membership.second_factor,
        membership.grace_until.as_deref(),
        settings,
    )?;
    Some((EnrollReason::Company(membership.name.clone()), until))
}

/// What a company of that policy demands: the last day without one, or `Some(None)` at once.
fn company_date(
    policy: CompanyPolicy,
    grace_until: Option<&str>,
    settings: &Settings,
) -> Option<Option<Date>> {
    let own = policy == CompanyPolicy::Required;
    let earlier = settings.second_factor.required && grace_until.is_some();
    (own || earlier).then(|| grace_until.and_then(|text| text.parse().ok()))
}
