//! Why a request was refused: by the number that its answer showed, and the latest ones.

use super::View;
use super::form::Hidden;
use super::message::Message;
use super::moment::Moment;
use super::refused::Received;
use super::tabs::Tab;
use serde::Serialize;
use voltkey_flows::admin::operate::refusals::{Comparison, Difference, Part};

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

/// A refusal in the list.
#[derive(Clone, Debug, Serialize)]
pub struct RefusalRow {
    /// Its number.
    pub reference: String,
    /// All that is known of it.
    pub href: String,
    /// When it was.
    pub at: Moment,
    /// Which rule refused, by its word.
    pub rule: String,
    /// The app that was asked for.
    pub app: Option<String>,
}

/// All that is known of a refusal.
#[derive(Clone, Debug, Serialize)]
pub struct RefusalDetails {
    /// Its number.
    pub reference: String,
    /// When it was.
    pub at: Moment,
    /// Which rule refused, by its word.
    pub rule: String,
    /// The standard's error code that the answer carried.
    pub code: String,
    /// The app that was asked for.
    pub app: Option<String>,
    /// Its page.
    pub app_url: Option<String>,
    /// The page about whom it concerned.
    pub account_url: Option<String>,
    /// The network of the request.
    pub network: String,
    /// What else was noted.
    pub details: Vec<Received>,
    /// Where an address differs from those that are registered.
    pub comparison: Option<ShownComparison>,
}

/// What was sent beside what is registered.
#[derive(Clone, Debug, Serialize)]
pub struct ShownComparison {
    parameter: &'static str,
    sent: String,
    pairs: Vec<Pair>,
}

#[derive(Clone, Debug, Serialize)]
struct Pair {
    what: Message,
    sent: [String; 3],
    registered: [String; 3],
}

impl From<Comparison> for ShownComparison {
    fn from(comparison: Comparison) -> Self {
        let pair = |difference: Difference| Pair {
            what: Message::new(in_words(difference.part)),
            sent: difference.sent,
            registered: difference.registered,
        };
        Self {
            parameter: comparison.parameter,
            sent: comparison.sent,
            pairs: comparison.registered.into_iter().map(pair).collect(),
        }
    }
}

fn in_words(part: Part) -> &'static str {
    match part {
        Part::Scheme => "operator-refusals-scheme",
        Part::Host => "operator-refusals-host",
        Part::Port => "operator-refusals-port",
        Part::Slash => "operator-refusals-slash",
        Part::Case => "operator-refusals-case",
        Part::Path => "operator-refusals-path",
        Part::Query => "operator-refusals-query",
        Part::Other => "operator-refusals-differs",
    }
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
        use super::sample;
        use super::tabs::StaffTab;
        let reference = || "VK-7Q4M-2XRA".to_owned();
        let row = |app: Option<&str>| RefusalRow {
            reference: reference(),
            href: "/operator/refusals?q=VK-7Q4M-2XRA".to_owned(),
            at: sample::moment(),
            rule: "redirect_uri.unregistered".to_owned(),
            app: app.map(str::to_owned),
        };
        let latest = Self {
            tabs: sample::staff_tabs(StaffTab::Refusals),
            action: "/operator/refusals".to_owned(),
            hidden: Vec::new(),
            q: String::new(),
            refusal: None,
            rows: vec![row(Some("solar-reports")), row(None)],
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
        let about = |comparison: Option<Comparison>| Self {
            q: reference(),
            refusal: Some(RefusalDetails {
                reference: reference(),
                at: sample::moment(),
                rule: "redirect_uri.unregistered".to_owned(),
                code: "invalid_request".to_owned(),
                app: Some("solar-reports".to_owned()),
                app_url: Some("/operator/apps/solar-reports".to_owned()),
                account_url: Some("/support/console/people/5f1c".to_owned()),
                network: "203.0.113.0/24".to_owned(),
                details: vec![Received::new("description", "redirect_uri equals none", false)],
                comparison: comparison.map(ShownComparison::from),
            }),
            ..none.clone()
        };
        let sent = "http://reports.heliodata.example/oidc/callback/";
        let registered = [
            "https://reports.heliodata.example/oidc/callback",
            "http://reports.heliodata.example/oidc/callback",
            "http://reports.heliodata.example/OIDC/callback/",
            "http://heliodata.example/oidc/callback/",
            "http://reports.heliodata.example:8080/oidc/callback/",
            "http://reports.heliodata.example/back",
            "http://reports.heliodata.example/oidc/callback/?a=b",
            "com.example.app:/cb#x",
            "/callback",
        ];
        let comparison = |registered: &[&str]| Comparison {
            parameter: "redirect_uri",
            sent: sent.to_owned(),
            registered: registered
                .iter()
                .map(|one| Difference::between(sent, one))
                .collect(),
        };
        vec![
            latest,
            none.clone(),
            nothing,
            about(None),
            about(Some(comparison(&registered))),
            about(Some(comparison(&[]))),
        ]
    }
}
