//! A company's own policy: it can only be stricter than the platform's.

use super::View;
use super::form::{Field, Form};
use super::message::Message;
use super::moment::date;
use super::tabs::Tab;
use jiff::civil::Date;
use serde::Serialize;

/// The page with the form.
#[derive(Clone, Debug, Serialize)]
pub struct CompanySettings {
    /// The company's pages.
    pub tabs: Vec<Tab>,
    /// Takes `second_factor` and `grace_until`.
    pub form: Form,
    /// Whether it has just been saved.
    pub saved: bool,
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
    /// It is required of everybody, maybe only after a day.
    Required {
        /// The last day without it.
        until: Option<Date>,
    },
}

/// A policy that can be chosen.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct PolicyChoice {
    value: &'static str,
    text: Message,
    note: Message,
    chosen: bool,
}

/// Why a date is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GraceProblem {
    /// It is none.
    Malformed,
    /// It is over.
    Past,
    /// The platform allows no later one than this.
    AfterPlatform(Date),
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

    /// The policy of that value.
    #[must_use]
    pub fn from_value(value: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|policy| policy.value() == value)
    }

    fn text(self) -> Message {
        Message::new(match self {
            Self::Inherit => "company-settings-inherit",
            Self::Required => "company-settings-required",
        })
    }

    fn note(self, platform: PlatformPolicy) -> Message {
        match (self, platform) {
            (Self::Required, _) => Message::new("company-settings-required-note"),
            (Self::Inherit, PlatformPolicy::Optional) => Message::new("company-settings-platform-optional"),
            (Self::Inherit, PlatformPolicy::Required { until: None }) => {
                Message::new("company-settings-platform-required")
            }
            (Self::Inherit, PlatformPolicy::Required { until: Some(until) }) => {
                Message::new("company-settings-platform-until").with("date", date(until))
            }
        }
    }
}

impl CompanySettings {
    /// The page with what is in force, or what was entered; `grace_until` is `YYYY-MM-DD` or empty.
    #[must_use]
    pub fn new(form: Form, platform: PlatformPolicy, policy: FactorPolicy, grace_until: &str) -> Self {
        let choice = |choice: FactorPolicy| PolicyChoice {
            value: choice.value(),
            text: choice.text(),
            note: choice.note(platform),
            chosen: choice == policy,
        };
        Self {
            tabs: Vec::new(),
            form,
            saved: false,
            choices: FactorPolicy::ALL.map(choice).into(),
            grace_until: Field::holding(grace_until),
        }
    }

    /// The page after a date that is not taken.
    #[must_use]
    pub fn refused(mut self, problem: GraceProblem) -> Self {
        self.grace_until.error = Some(match problem {
            GraceProblem::Malformed => Message::new("company-settings-malformed"),
            GraceProblem::Past => Message::new("company-settings-past"),
            GraceProblem::AfterPlatform(last) => {
                Message::new("company-settings-after-platform").with("date", date(last))
            }
        });
        self
    }
}

impl View for CompanySettings {
    const TEMPLATE: &'static str = "admin/company_settings.html";

    fn title(&self) -> Message {
        Message::new("company-settings-title")
    }

    fn has_errors(&self) -> bool {
        self.grace_until.error.is_some()
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use super::sample;
        use super::tabs::CompanyTab;
        let page = |platform, policy, grace_until: &str| Self {
            tabs: sample::company_tabs(CompanyTab::Settings),
            ..Self::new(sample::form("/company/settings"), platform, policy, grace_until)
        };
        let day = Date::constant(2027, 2, 6);
        let required = |until| PlatformPolicy::Required { until };
        let problems = [
            GraceProblem::Malformed,
            GraceProblem::Past,
            GraceProblem::AfterPlatform(day),
        ];
        let refused = problems
            .map(|problem| page(required(Some(day)), FactorPolicy::Required, "2027-03-01").refused(problem));
        let saved = Self {
            saved: true,
            ..page(PlatformPolicy::Optional, FactorPolicy::Required, "2027-02-06")
        };
        [
            page(PlatformPolicy::Optional, FactorPolicy::Inherit, ""),
            page(required(None), FactorPolicy::Inherit, ""),
            saved,
        ]
        .into_iter()
        .chain(refused)
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_is_known_by_its_value() {
        for policy in FactorPolicy::ALL {
            assert_eq!(FactorPolicy::from_value(policy.value()), Some(policy));
        }
        assert_eq!(FactorPolicy::from_value("optional"), None);
    }
}
