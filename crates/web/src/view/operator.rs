//! What there is to operate.

use super::View;
use super::message::Message;
use super::tabs::Tab;
use serde::Serialize;

/// The page with the ways.
#[derive(Clone, Debug, Serialize)]
pub struct Operator {
    /// The staff's pages.
    pub tabs: Vec<Tab>,
    /// Each of the operators' pages.
    pub ways: Vec<Way>,
    /// How many mails were given up; 0: none.
    pub failed: u32,
    /// Where they are.
    pub mail_url: String,
    /// The apps that did not take all they were told of log-outs lately.
    pub troubled_apps: Vec<AppInTrouble>,
}

/// An app that did not take all it was told.
#[derive(Clone, Debug, Serialize)]
pub struct AppInTrouble {
    /// Its name.
    pub name: String,
    /// Where the reasons are.
    pub href: String,
    /// How many log-outs it was told of in vain.
    pub calls: u32,
}

/// A way to one of the pages.
#[derive(Clone, Debug, Serialize)]
pub struct Way {
    /// Where it leads.
    pub href: String,
    pub(crate) icon: &'static str,
    pub(crate) title: &'static str,
    pub(crate) text: &'static str,
}

/// One of the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// The companies.
    Companies,
    /// What was refused.
    Refusals,
    /// The outbox.
    Mail,
    /// The signing keys.
    Keys,
    /// The apps.
    Apps,
    /// The settings.
    Settings,
    /// The audit log.
    Audit,
}

impl Way {
    /// The way to that room.
    #[must_use]
    pub fn to(room: Room, href: impl Into<String>) -> Self {
        let (icon, title, text) = match room {
            Room::Companies => ("building", "tabs-companies", "operator-companies-lead"),
            Room::Refusals => ("ban", "tabs-refusals", "operator-refusals-lead"),
            Room::Mail => ("mail", "tabs-mail", "operator-mail-lead"),
            Room::Keys => ("key", "tabs-keys", "operator-keys-lead"),
            Room::Apps => ("grid", "tabs-apps", "operator-apps-lead"),
            Room::Settings => ("list", "tabs-settings", "operator-settings-lead"),
            Room::Audit => ("clock", "tabs-audit", "operator-audit-lead"),
        };
        Self {
            href: href.into(),
            icon,
            title,
            text,
        }
    }
}

impl Room {
    /// Each of them, in the order of the tabs.
    pub const ALL: [Self; 7] = [
        Self::Companies,
        Self::Apps,
        Self::Refusals,
        Self::Mail,
        Self::Keys,
        Self::Settings,
        Self::Audit,
    ];
}

impl View for Operator {
    const TEMPLATE: &'static str = "admin/operator.html";

    fn title(&self) -> Message {
        Message::new("tabs-overview")
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use super::sample;
        use super::tabs::StaffTab;
        let quiet = Self {
            tabs: sample::staff_tabs(StaffTab::Overview),
            ways: Room::ALL
                .map(|room| Way::to(room, format!("/operator/{room:?}").to_lowercase()))
                .into(),
            failed: 0,
            mail_url: "/operator/mail".to_owned(),
            troubled_apps: Vec::new(),
        };
        let failed = Self {
            failed: 3,
            troubled_apps: vec![AppInTrouble {
                name: "Solar Reports".to_owned(),
                href: "/operator/apps/app/log-outs?app=solar-reports".to_owned(),
                calls: 2,
            }],
            ..quiet.clone()
        };
        vec![quiet, failed]
    }
}
