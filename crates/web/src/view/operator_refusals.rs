//! Why a request was refused: by the number that its answer showed, and the latest ones.

use super::View;
use super::form::Hidden;
use super::message::Message;
use super::refusal::{RefusalDetails, RefusalRow};
use super::tabs::Tab;
use serde::Serialize;

/// The page with the search, and one refusal or the latest.
#[derive(Clone, Debug, Serialize)]
pub struct OperatorRefusals {
    /// The staff's pages.
    pub tabs: Vec<Tab>,
    /// The page's own address. The form goes by GET and takes `q`.
    pub action: String,
    /// What else the address carries.
    pub hidden: Vec<Hidden>,
    /// The number that was looked for.
    pub q: String,
    /// The refusal of that number; none: there is none, or none was looked for.
    pub refusal: Option<RefusalDetails>,
    /// The latest, where none was looked for.
    pub rows: Vec<RefusalRow>,
    /// The page with earlier ones.
    pub older_url: Option<String>,
}

impl View for OperatorRefusals {
    const TEMPLATE: &'static str = "admin/operator_refusals.html";

    fn title(&self) -> Message {
        match &self.refusal {
            Some(refusal) => Message::new("console-refusal").with("reference", refusal.reference.as_str()),
            None => Message::new("tabs-refusals"),
        }
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use super::refusal::samples;
        use super::sample;
        use super::tabs::StaffTab;
        let latest = Self {
            tabs: sample::staff_tabs(StaffTab::Refusals),
            action: "/operator/refusals".to_owned(),
            hidden: Vec::new(),
            q: String::new(),
            refusal: None,
            rows: vec![samples::row(Some("solar-reports")), samples::row(None)],
            older_url: Some("/operator/refusals?before=5f1c".to_owned()),
        };
        let none = Self {
            rows: Vec::new(),
            older_url: None,
            ..latest.clone()
        };
        let nothing = Self {
            q: "VK-0000-0000".to_owned(),
            ..none.clone()
        };
        let about = |refusal: RefusalDetails| Self {
            q: refusal.reference.clone(),
            refusal: Some(refusal),
            ..none.clone()
        };
        let each = samples::each().into_iter().map(about);
        [latest, none.clone(), nothing].into_iter().chain(each).collect()
    }
}
