//! A refusal as a developer reads it: which rule refused, in words, what to do, and what was sent beside what is
//! registered.

use super::message::Message;
use super::moment::Moment;
use super::refused::Received;
use super::rule::RuleWords;
use serde::Serialize;
use voltkey_flows::admin::operate::refusals::{Comparison, Difference, Part};

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
    /// The same in words.
    pub why: Message,
    /// The app that was asked for, where the page doesn't say it.
    pub app: Option<String>,
}

impl RefusalRow {
    /// The same on the page of its app.
    #[must_use]
    pub fn without_app(self) -> Self {
        Self { app: None, ..self }
    }
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
    /// The same in words, and what to do.
    pub words: RuleWords,
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

/// Refusals for the samples of the pages that show them.
#[cfg(test)]
pub(super) mod samples {
    use super::super::{rule, sample};
    use super::{Comparison, Difference, Received, RefusalDetails, RefusalRow, ShownComparison};

    const RULE: &str = "redirect_uri.unregistered";
    const REFERENCE: &str = "VK-7Q4M-2XRA";

    pub fn row(app: Option<&str>) -> RefusalRow {
        RefusalRow {
            reference: REFERENCE.to_owned(),
            href: format!("/operator/refusals?q={REFERENCE}"),
            at: sample::moment(),
            rule: RULE.to_owned(),
            why: rule::in_words(RULE).what,
            app: app.map(str::to_owned),
        }
    }

    /// Without a comparison, with each part that can differ, and where nothing is registered.
    pub fn each() -> Vec<RefusalDetails> {
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
            about("of an older version", None),
            about(RULE, Some(comparison(&registered))),
            about(RULE, Some(comparison(&[]))),
        ]
    }

    fn about(word: &str, comparison: Option<Comparison>) -> RefusalDetails {
        RefusalDetails {
            reference: REFERENCE.to_owned(),
            at: sample::moment(),
            rule: word.to_owned(),
            words: rule::in_words(word),
            code: "invalid_request".to_owned(),
            app: Some("solar-reports".to_owned()),
            app_url: Some("/operator/apps/solar-reports".to_owned()),
            account_url: Some("/support/console/people/5f1c".to_owned()),
            network: "203.0.113.0/24".to_owned(),
            details: vec![Received::new("description", "redirect_uri equals none", false)],
            comparison: comparison.map(ShownComparison::from),
        }
    }
}
