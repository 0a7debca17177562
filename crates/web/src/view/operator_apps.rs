//! The apps that may ask for tokens.

use super::View;
use super::message::Message;
use super::tabs::Tab;
use serde::Serialize;

/// The page with the list.
#[derive(Clone, Debug, Serialize)]
pub struct OperatorApps {
    /// The staff's pages.
    pub tabs: Vec<Tab>,
    /// By `client_id`.
    pub rows: Vec<AppRow>,
    /// Registers one.
    pub new_url: String,
    /// The page about apps that register themselves.
    pub registration_url: String,
}

/// An app.
#[derive(Clone, Debug, Serialize)]
pub struct AppRow {
    /// The name that people see.
    pub name: String,
    /// `client_id`.
    pub id: String,
    /// Its page.
    pub href: String,
    /// First party: no consent page.
    pub trusted: bool,
    /// Whether it cannot keep a secret.
    pub is_public: bool,
}

impl View for OperatorApps {
    const TEMPLATE: &'static str = "admin/operator_apps.html";

    fn title(&self) -> Message {
        Message::new("tabs-apps")
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use super::sample;
        use super::tabs::StaffTab;
        let row = |trusted, is_public| AppRow {
            name: "Solar Reports".to_owned(),
            id: "solar-reports".to_owned(),
            href: "/operator/apps/app?app=solar-reports".to_owned(),
            trusted,
            is_public,
        };
        let some = Self {
            tabs: sample::staff_tabs(StaffTab::Apps),
            rows: vec![row(true, false), row(false, true)],
            new_url: "/operator/apps/new".to_owned(),
            registration_url: "/operator/apps/registration".to_owned(),
        };
        let none = Self {
            rows: Vec::new(),
            ..some.clone()
        };
        vec![some, none]
    }
}
