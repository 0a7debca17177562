//! What was refused to one app: by the number that the answer showed, and the latest refusals.

use super::View;
use super::form::Hidden;
use super::message::Message;
use super::refusal::{RefusalDetails, RefusalRow};
use super::tabs::Tab;
use serde::Serialize;

/// The page with the search, and one refusal or the latest.
#[derive(Clone, Debug, Serialize)]
pub struct AppRefusals {
    /// The staff's pages.
    pub tabs: Vec<Tab>,
    /// The app's own pages.
    pub app_tabs: Vec<Tab>,
    /// The app's name.
    pub name: String,
    /// The page's own address. The form goes by GET and takes `q`.
    pub action: String,
    /// What else the address carries.
    pub hidden: Vec<Hidden>,
    /// The number that was looked for.
    pub q: String,
    /// The refusal of that number; none: there is none of this app, or none was looked for.
    pub refusal: Option<RefusalDetails>,
    /// The latest, where none was looked for.
    pub rows: Vec<RefusalRow>,
    /// The page with earlier ones.
    pub older_url: Option<String>,
    /// The same search among the refusals of every app, and of no known one.
    pub everywhere_url: String,
}

impl View for AppRefusals {
    const TEMPLATE: &'static str = "admin/app_refusals.html";

    fn title(&self) -> Message {
        match &self.refusal {
            Some(refusal) => Message::new("console-refusal").with("reference", refusal.reference.as_str()),
            None => Message::new("app-refusals-title").with("name", self.name.as_str()),
        }
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use super::refusal::samples;
        use super::sample;
        use super::tabs::{AppTab, StaffTab};
        let latest = Self {
            tabs: sample::staff_tabs(StaffTab::Apps),
            app_tabs: sample::app_tabs(AppTab::Refusals),
            name: "Solar Reports".to_owned(),
            action: "/operator/apps/app/refusals".to_owned(),
            hidden: vec![Hidden {
                name: "app".into(),
                value: "solar-reports".to_owned(),
            }],
            q: String::new(),
            refusal: None,
            rows: vec![samples::row(None), samples::row(None)],
            older_url: Some("/operator/apps/app/refusals?app=solar-reports&before=5f1c".to_owned()),
            everywhere_url: "/operator/refusals".to_owned(),
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
        let each = samples::each().into_iter().map(|refusal| Self {
            q: refusal.reference.clone(),
            refusal: Some(refusal),
            ..none.clone()
        });
        [latest, none.clone(), nothing].into_iter().chain(each).collect()
    }
}
