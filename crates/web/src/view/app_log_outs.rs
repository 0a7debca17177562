//! How an app is told of log-outs, and which of them it was told of in vain.

use super::View;
use super::form::Form;
use super::message::Message;
use super::moment::Moment;
use super::tabs::Tab;
use serde::Serialize;
use voltkey_flows::admin::operate::log_out_calls::Outcome;

/// The page with the two ways, and the calls in vain.
#[derive(Clone, Debug, Serialize)]
pub struct AppLogOuts {
    /// The staff's pages.
    pub tabs: Vec<Tab>,
    /// The app's own pages.
    pub app_tabs: Vec<Tab>,
    /// The app's name.
    pub name: String,
    /// Where its server is called; none: it is not.
    pub back_channel: Option<String>,
    /// Its page that browsers load; none: there is none.
    pub front_channel: Option<String>,
    /// Where both are registered.
    pub registration_url: String,
    /// The calls that it did not take, the latest first.
    pub calls: Vec<LogOutCall>,
    /// Whether there are more than are shown.
    pub more: bool,
    /// Makes all of them again.
    pub tell_again: Option<Form>,
    /// Whether it is told again at once; or that there was nothing to tell.
    pub saved: Option<bool>,
}

/// A call that the app did not take.
#[derive(Clone, Debug, Serialize)]
pub struct LogOutCall {
    /// Whether it is tried again.
    pub state: Message,
    /// When the person signed out.
    pub ended: Moment,
    /// When it is tried next; none: it is not.
    pub next: Option<Moment>,
    /// How often it was tried since it was last told again; zero: what `reason` says was then.
    pub attempts: u32,
    /// What the app said, or why it could not be asked, in English.
    pub reason: String,
}

/// What has become of a call, in words.
#[must_use]
pub fn state(outcome: Option<Outcome>) -> Message {
    Message::new(match outcome {
        Some(Outcome::Refused) => "app-log-outs-refused",
        Some(Outcome::GivenUp) => "app-log-outs-given-up",
        Some(Outcome::Told) => "app-log-outs-told",
        None => "app-log-outs-trying",
    })
}

impl View for AppLogOuts {
    const TEMPLATE: &'static str = "admin/app_log_outs.html";

    fn title(&self) -> Message {
        Message::new("app-log-outs-title").with("name", self.name.as_str())
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use super::sample;
        use super::tabs::{AppTab, StaffTab};
        let call = |outcome, attempts, reason: &str| LogOutCall {
            state: state(outcome),
            ended: sample::moment(),
            next: outcome.is_none().then(sample::moment),
            attempts,
            reason: reason.to_owned(),
        };
        let full = Self {
            tabs: sample::staff_tabs(StaffTab::Apps),
            app_tabs: sample::app_tabs(AppTab::LogOuts),
            name: "Solar Reports".to_owned(),
            back_channel: Some("https://reports.heliodata.example/oidc/back-channel".to_owned()),
            front_channel: Some("https://reports.heliodata.example/oidc/front-channel".to_owned()),
            registration_url: "/operator/apps/app?app=solar-reports".to_owned(),
            calls: vec![
                call(None, 3, "the server did not answer in time"),
                call(None, 0, "it was told again"),
                call(Some(Outcome::Refused), 1, "invalid_request: no such session"),
                call(Some(Outcome::GivenUp), 8, "the server answered with status 503"),
                call(Some(Outcome::Told), 2, "the server answered with status 503"),
            ],
            more: true,
            tell_again: Some(sample::form("/operator/apps/app/log-outs/tell-again")),
            saved: Some(true),
        };
        let quiet = Self {
            calls: Vec::new(),
            more: false,
            tell_again: None,
            saved: Some(false),
            ..full.clone()
        };
        let deaf = Self {
            back_channel: None,
            front_channel: None,
            saved: None,
            ..quiet.clone()
        };
        vec![full, quiet, deaf]
    }
}
