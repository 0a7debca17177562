//! What was done on the instance, by whom and when.

use super::View;
use super::form::Hidden;
use super::message::Message;
use super::staff_event::{self, StaffEvent};
use super::tabs::Tab;
use serde::Serialize;
use voltkey_flows::audit::Action;

/// The page with the list.
#[derive(Clone, Debug, Serialize)]
pub struct OperatorAudit {
    /// The staff's pages.
    pub tabs: Vec<Tab>,
    /// The page's own address. The form goes by GET and takes `action`.
    pub action: String,
    /// What else the address carries.
    pub hidden: Vec<Hidden>,
    /// The latest first.
    pub events: Vec<StaffEvent>,
    /// The page with earlier ones.
    pub older_url: Option<String>,
    pub(crate) actions: Vec<ActionChoice>,
}

/// An action that can be chosen.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ActionChoice {
    value: &'static str,
    text: Message,
    chosen: bool,
}

impl OperatorAudit {
    /// The page with these events, where only `chosen` was asked for.
    #[must_use]
    pub fn new(action: impl Into<String>, chosen: Option<Action>, events: Vec<StaffEvent>) -> Self {
        let choice = |action: &Action| ActionChoice {
            value: action.as_str(),
            text: staff_event::in_words(action.as_str()),
            chosen: Some(*action) == chosen,
        };
        Self {
            tabs: Vec::new(),
            action: action.into(),
            hidden: Vec::new(),
            events,
            older_url: None,
            actions: Action::ALL.iter().map(choice).collect(),
        }
    }
}

impl View for OperatorAudit {
    const TEMPLATE: &'static str = "admin/operator_audit.html";

    fn title(&self) -> Message {
        Message::new("tabs-audit")
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use super::sample;
        use super::tabs::StaffTab;
        let page = |chosen, events| Self {
            tabs: sample::staff_tabs(StaffTab::Audit),
            ..Self::new("/operator/audit", chosen, events)
        };
        let full = Self {
            older_url: Some("/operator/audit?before=5f1c".to_owned()),
            ..page(None, StaffEvent::samples())
        };
        vec![full, page(Some(Action::KeyRotated), Vec::new())]
    }
}
