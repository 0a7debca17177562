//! How far the second factor has come in a company: how many have it, who lacks it, until when there is time, and from when
//! on the company requires it itself. It can only be stricter than the platform.

use super::View;
use super::form::{Field, Form};
use super::members::Filter;
use super::message::Message;
use super::moment::date;
use super::notice::Notice;
use super::tabs::Tab;
use jiff::civil::Date;
use serde::Serialize;
use voltkey_flows::admin::roll_out::{Counts, GraceProblem};

/// The page with the numbers.
#[derive(Clone, Debug, Serialize)]
pub struct RollOut {
    /// The company's pages.
    pub tabs: Vec<Tab>,
    /// Mails everybody who still lacks it; none where nobody does, or where it was done a short while ago.
    pub remind: Option<Form>,
    /// What was just done.
    pub saved: Option<RollOutSaved>,
    /// What the company says itself; none once the platform requires it of everybody.
    pub policy: Option<PolicyForm>,
    pub(crate) enrolled: u32,
    pub(crate) never: u32,
    pub(crate) total: u32,
    pub(crate) rows: Vec<CountRow>,
    pub(crate) notice: Notice,
}

/// What was just done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(into = "Message")]
pub enum RollOutSaved {
    /// So many members are being reminded.
    Reminded(u32),
    /// The company's policy is another one.
    Policy,
}

impl From<RollOutSaved> for Message {
    fn from(saved: RollOutSaved) -> Self {
        match saved {
            RollOutSaved::Reminded(count) => Self::new("roll-out-saved").with("count", count),
            RollOutSaved::Policy => Self::new("roll-out-policy-saved"),
        }
    }
}

/// The form with the company's own policy.
#[derive(Clone, Debug, Serialize)]
pub struct PolicyForm {
    /// Takes `second_factor` and `grace_until`.
    pub form: Form,
    pub(crate) choices: Vec<PolicyChoice>,
    pub(crate) grace_until: Field,
}

/// What a company can choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactorPolicy {
    /// What the platform says.
    Inherit,
    /// Every member needs a second factor.
    Required,
}

/// What the platform says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlatformPolicy {
    /// It is left to each person.
    Optional,
    /// It is required of everybody after this day.
    Until(Date),
}

/// A policy that can be chosen.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct PolicyChoice {
    value: &'static str,
    text: Message,
    note: Message,
    chosen: bool,
}

impl FactorPolicy {
    /// Both, in the order of the list.
    pub const ALL: [Self; 2] = [Self::Inherit, Self::Required];

    /// The policy in the form.
    #[must_use]
    pub const fn value(self) -> &'static str {
        match self {
            Self::Inherit => "inherit",
            Self::Required => "required",
        }
    }

    fn text(self) -> Message {
        Message::new(match self {
            Self::Inherit => "roll-out-inherit",
            Self::Required => "roll-out-demanded",
        })
    }

    fn note(self, platform: PlatformPolicy) -> Message {
        match (self, platform) {
            (Self::Required, _) => Message::new("roll-out-demanded-note"),
            (Self::Inherit, PlatformPolicy::Optional) => Message::new("roll-out-platform-optional"),
            (Self::Inherit, PlatformPolicy::Until(until)) => {
                Message::new("roll-out-platform-until").with("date", date(until))
            }
        }
    }
}

impl PolicyForm {
    /// The form with what is in force, or what was entered; `grace_until` is `YYYY-MM-DD` or empty.
    #[must_use]
    pub fn new(form: Form, platform: PlatformPolicy, policy: FactorPolicy, grace_until: &str) -> Self {
        let choice = |choice: FactorPolicy| PolicyChoice {
            value: choice.value(),
            text: choice.text(),
            note: choice.note(platform),
            chosen: choice == policy,
        };
        Self {
            form,
            choices: FactorPolicy::ALL.map(choice).into(),
            grace_until: Field::holding(grace_until),
        }
    }

    /// The form after a date that is not taken.
    #[must_use]
    pub fn refused(mut self, problem: GraceProblem) -> Self {
        self.grace_until.error = Some(match problem {
            GraceProblem::Malformed => Message::new("roll-out-malformed"),
            GraceProblem::Past => Message::new("roll-out-past"),
            GraceProblem::AfterInstance(last) => {
                Message::new("roll-out-after-platform").with("date", date(last))
            }
            // By then the page has no form.
            GraceProblem::InstanceRequires => Message::new("roll-out-required"),
        });
        self
    }
}

/// What is required of the members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Requirement {
    /// Nothing.
    Optional,
    /// They may go on without until the end of this day.
    Until {
        /// The last day without it.
        until: Date,
        /// How many days that is from today; 0 on the last day.
        days_left: u32,
    },
    /// Nobody may go on without.
    Required,
}

/// One number, and where these members are listed.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct CountRow {
    filter: Filter,
    count: u32,
    href: String,
    /// The chip's colour.
    look: &'static str,
}

impl RollOut {
    /// The page with these numbers; `members` is where the members of a filter are listed.
    #[must_use]
    pub fn new(counts: Counts, requirement: Requirement, members: impl Fn(Filter) -> String) -> Self {
        let row = |(filter, count, look)| CountRow {
            href: members(filter),
            filter,
            count,
            look,
        };
        let rows = [
            (Filter::Overdue, counts.overdue, "chip--danger"),
            (Filter::InGrace, counts.in_grace, "chip--warning"),
            (Filter::NotEnrolled, counts.off, ""),
            (Filter::Invited, counts.invited, "chip--info"),
        ];
        Self {
            tabs: Vec::new(),
            remind: None,
            saved: None,
            policy: None,
            enrolled: counts.enrolled,
            never: counts.never_logged_in,
            total: counts.enrolled + counts.in_grace + counts.overdue + counts.off,
            rows: rows
                .into_iter()
                .filter(|(_, count, _)| *count > 0)
                .map(row)
                .collect(),
            notice: notice(requirement),
        }
    }
}

fn notice(requirement: Requirement) -> Notice {
    match requirement {
        Requirement::Optional => Notice::info(
            "info",
            Message::new("roll-out-optional"),
            Message::new("roll-out-optional-text"),
        ),
        Requirement::Until { until, days_left } => Notice::info(
            "clock",
            Message::new("roll-out-until").with("date", date(until)),
            Message::new("roll-out-until-text").with("days", days_left),
        ),
        Requirement::Required => Notice::info(
            "lock",
            Message::new("roll-out-required"),
            Message::new("roll-out-required-text"),
        ),
    }
}

impl View for RollOut {
    const TEMPLATE: &'static str = "admin/roll_out.html";

    fn title(&self) -> Message {
        Message::new("roll-out-title")
    }

    fn has_errors(&self) -> bool {
        self.policy
            .as_ref()
            .is_some_and(|policy| policy.grace_until.error.is_some())
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use super::sample;
        use super::tabs::CompanyTab;
        let page = |counts, requirement| Self {
            tabs: sample::company_tabs(CompanyTab::RollOut),
            ..Self::new(counts, requirement, |filter| {
                format!("/company/members?filter={}", filter.value())
            })
        };
        let day = Date::constant(2027, 2, 6);
        let until = |days_left| Requirement::Until {
            until: day,
            days_left,
        };
        let form = |platform, policy, grace_until: &str| {
            PolicyForm::new(sample::form("/company/roll-out"), platform, policy, grace_until)
        };
        let some = Counts {
            enrolled: 31,
            in_grace: 4,
            overdue: 1,
            off: 2,
            never_logged_in: 1,
            invited: 3,
        };
        let all = Counts {
            enrolled: 1,
            ..Counts::default()
        };
        let first = Self {
            remind: Some(sample::form("/company/roll-out/remind")),
            policy: Some(form(PlatformPolicy::Until(day), FactorPolicy::Inherit, "")),
            ..page(some, until(75))
        };
        let problems = [
            GraceProblem::Malformed,
            GraceProblem::Past,
            GraceProblem::AfterInstance(day),
            GraceProblem::InstanceRequires,
        ];
        let refused = problems.map(|problem| Self {
            policy: Some(
                form(PlatformPolicy::Until(day), FactorPolicy::Required, "2027-03-01").refused(problem),
            ),
            ..first.clone()
        });
        let others = [
            Self {
                saved: Some(RollOutSaved::Reminded(5)),
                policy: Some(form(
                    PlatformPolicy::Optional,
                    FactorPolicy::Required,
                    "2027-02-06",
                )),
                ..page(some, until(1))
            },
            Self {
                saved: Some(RollOutSaved::Reminded(1)),
                ..page(some, until(0))
            },
            Self {
                saved: Some(RollOutSaved::Policy),
                policy: Some(form(PlatformPolicy::Optional, FactorPolicy::Inherit, "")),
                ..page(some, Requirement::Optional)
            },
            page(all, Requirement::Required),
            page(Counts::default(), Requirement::Required),
        ];
        [first].into_iter().chain(others).chain(refused).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_only_invited_does_not_count_and_empty_rows_are_left_out() {
        let counts = Counts {
            enrolled: 2,
            overdue: 1,
            invited: 5,
            ..Counts::default()
        };
        let page = RollOut::new(counts, Requirement::Required, |filter| filter.value().to_owned());
        assert_eq!(page.total, 3);
        let rows: Vec<_> = page
            .rows
            .iter()
            .map(|row| (row.href.as_str(), row.count))
            .collect();
        assert_eq!(rows, [("overdue", 1), ("invited", 5)]);
    }
}
