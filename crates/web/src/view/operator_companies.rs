//! The companies of the instance.

use super::View;
use super::form::Hidden;
use super::message::Message;
use super::moment::Moment;
use super::tabs::Tab;
use serde::Serialize;

/// The page with the list.
#[derive(Clone, Debug, Serialize)]
pub struct OperatorCompanies {
    /// The staff's pages.
    pub tabs: Vec<Tab>,
    /// The page's own address. The form goes by GET and takes `q`.
    pub action: String,
    /// What else the address carries.
    pub hidden: Vec<Hidden>,
    /// What was looked for.
    pub q: String,
    /// By short name.
    pub rows: Vec<CompanyRow>,
    /// Whether a search has found more than are shown.
    pub more: bool,
    /// The page after.
    pub next_url: Option<String>,
    /// Makes one.
    pub new_url: String,
    /// The name of the company that was just made.
    pub saved: Option<String>,
}

/// A company.
#[derive(Clone, Debug, Serialize)]
pub struct CompanyRow {
    /// Its name.
    pub name: String,
    /// Its short name.
    pub slug: String,
    /// What it says about the second factor.
    pub policy: Policy,
    /// Since when it is there.
    pub created: Moment,
    /// Its members.
    pub href: String,
}

/// What a company says about the second factor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(into = "Message")]
pub enum Policy {
    /// As the instance has it.
    #[default]
    Inherit,
    /// It is left to each person.
    Optional,
    /// It is required of everybody.
    Required,
}

impl Policy {
    /// Each of them.
    pub const ALL: [Self; 3] = [Self::Inherit, Self::Optional, Self::Required];

    /// The policy in forms.
    #[must_use]
    pub const fn value(self) -> &'static str {
        match self {
            Self::Inherit => "inherit",
            Self::Optional => "optional",
            Self::Required => "required",
        }
    }

    /// The policy of that value.
    #[must_use]
    pub fn from_value(value: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|policy| policy.value() == value)
    }
}

impl From<Policy> for Message {
    fn from(policy: Policy) -> Self {
        Self::new(match policy {
            Policy::Inherit => "operator-companies-inherit",
            Policy::Optional => "operator-companies-optional",
            Policy::Required => "operator-companies-required",
        })
    }
}

impl View for OperatorCompanies {
    const TEMPLATE: &'static str = "admin/operator_companies.html";

    fn title(&self) -> Message {
        Message::new("tabs-companies")
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use super::sample;
        use super::tabs::StaffTab;
        let row = |policy| CompanyRow {
            name: "Sonnenfeld Erneuerbare Energien Betriebsgesellschaft mbH & Co. KG".to_owned(),
            slug: "sonnenfeld".to_owned(),
            policy,
            created: sample::moment(),
            href: "/company/members?company=sonnenfeld".to_owned(),
        };
        let full = Self {
            tabs: sample::staff_tabs(StaffTab::Companies),
            action: "/operator/companies".to_owned(),
            hidden: vec![Hidden {
                name: "ui_locales".into(),
                value: "en".to_owned(),
            }],
            q: String::new(),
            rows: Policy::ALL.map(row).into(),
            more: false,
            next_url: Some("/operator/companies?after=sonnenfeld".to_owned()),
            new_url: "/operator/companies/new".to_owned(),
            saved: Some("Sonnenfeld GmbH".to_owned()),
        };
        let found = Self {
            q: "so".to_owned(),
            more: true,
            next_url: None,
            saved: None,
            ..full.clone()
        };
        let nothing = Self {
            q: "xy".to_owned(),
            rows: Vec::new(),
            more: false,
            ..found.clone()
        };
        let none = Self {
            q: String::new(),
            ..nothing.clone()
        };
        vec![full, found, nothing, none]
    }
}
