//! Something does not work now, and it is not the person's fault, or too much was asked of us.

use super::View;
use super::message::Message;
use super::moment::{Moment, wait};
use super::people::WayOn;
use serde::Serialize;
use std::time::Duration;

/// The page for 500, 503, and 429 without a form.
#[derive(Clone, Debug, Serialize)]
pub struct Trouble {
    /// The number under which the support finds what happened.
    pub reference: Option<String>,
    /// When it happened.
    pub at: Option<Moment>,
    /// The platform, where one is configured.
    pub way_on: Option<WayOn>,
    #[serde(skip)]
    pub(crate) cause: Cause,
    pub(crate) text: Message,
    pub(crate) advice: Message,
}

/// What is the matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// A fault of ours (500).
    Fault,
    /// Too many people at once (503): worth another try after this long.
    Busy(Duration),
    /// Too many requests from one network (429): worth another try after this long.
    TooMany(Duration),
}

impl Trouble {
    /// The page for what is the matter.
    #[must_use]
    pub fn new(cause: Cause) -> Self {
        let retry = |span| Message::new("trouble-retry").with("wait", wait(span));
        let (text, advice) = match cause {
            Cause::Fault => ("trouble-fault-text", Message::new("trouble-fault-advice")),
            Cause::Busy(span) => ("trouble-busy-text", retry(span)),
            Cause::TooMany(span) => ("trouble-too-many-text", retry(span)),
        };
        Self {
            reference: None,
            at: None,
            way_on: None,
            cause,
            text: Message::new(text),
            advice,
        }
    }
}

impl View for Trouble {
    const TEMPLATE: &'static str = "pages/trouble.html";

    fn title(&self) -> Message {
        Message::new(match self.cause {
            Cause::Fault => "trouble-fault-title",
            Cause::Busy(_) => "trouble-busy-title",
            Cause::TooMany(_) => "trouble-too-many-title",
        })
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use super::sample;
        let fault = Self {
            reference: Some("VK-7Q4M-2XRA".to_owned()),
            at: Some(sample::moment()),
            way_on: Some(sample::platform()),
            ..Self::new(Cause::Fault)
        };
        let minute = Duration::from_secs(120);
        vec![
            fault,
            Self::new(Cause::Busy(Duration::from_secs(5))),
            Self::new(Cause::TooMany(minute)),
        ]
    }
}
