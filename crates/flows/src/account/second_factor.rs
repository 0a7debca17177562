//! Whether a person needs a second factor, and from when on.

use super::session::Session;
use crate::ctx::Ctx;
use crate::error::Fault;
use crate::settings::Settings;
use jiff::civil::Date;
use voltkey_protocol::assurance::Acr;
use voltkey_protocol::time::Timestamp;
use voltkey_store::companies::CompanyPolicy;
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
/// Companies only tighten what the instance asks: the earliest date of all counts.
fn by_policy(has_role: bool, memberships: &[Membership], settings: &Settings, now: Timestamp) -> Duty {
    if has_role {
        return Duty::Now(EnrollReason::Role, None);
    }
    let today = today(settings, now);
    let demands = instance_demand(settings).into_iter().chain(
        memberships
            .iter()
            .filter_map(|membership| company_demand(membership, settings)),
    );
    // No date at all is before every date.
    let Some((reason, until)) = demands.min_by_key(|(_, until)| *until) else {
        return Duty::None;
    };
    match until {
        Some(until) if today <= until => {
            let days_left = days(today, until);
            Duty::Soon(reason, Grace { until, days_left })
        }
        Some(until) => Duty::Now(reason, until.tomorrow().ok()),
        None => Duty::Now(reason, None),
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

fn company_demand(membership: &Membership, settings: &Settings) -> Option<Demand> {
    let instance = settings.second_factor;
    let own = membership.second_factor == CompanyPolicy::Required;
    let earlier = instance.required && membership.grace_until.is_some();
    if !own && !earlier {
        return None;
    }
    let date = membership
        .grace_until
        .as_deref()
        .and_then(|text| text.parse().ok());
    Some((EnrollReason::Company(membership.name.clone()), date))
}

/// The date of a moment where the platform is.
fn today(settings: &Settings, now: Timestamp) -> Date {
    let moment = jiff::Timestamp::from_microsecond(now.as_micros()).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    moment.to_zoned(settings.time_zone.clone()).date()
}

fn days(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}
