//! A page whose sign-in can't be gone on with in this browser: what happened, and how to start again.

use super::View;
use super::message::Message;
use super::moment::Moment;
use super::people::WayOn;
use serde::Serialize;

/// The page that leads back to the start.
#[derive(Clone, Debug, Serialize)]
pub struct Restart {
    /// Where the sign-in begins anew.
    pub way_on: Option<WayOn>,
    /// The number under which the support finds what was refused.
    pub reference: Option<String>,
    /// When it was refused.
    pub at: Option<Moment>,
    #[serde(skip)]
    pub(crate) cause: Cause,
    pub(crate) text: Message,
    pub(crate) advice: Message,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The browser keeps no cookies.
    NoCookies,
    /// The sign-in was begun in another browser.
    OtherBrowser,
    /// The sign-in was begun too long ago, or is finished.
    TooOld,
    /// The form was not one of ours, or of an earlier session.
    Form,
}

impl Restart {
    /// The page for what happened.
    #[must_use]
    pub fn new(cause: Cause, way_on: Option<WayOn>) -> Self {
        let (text, advice) = match cause {
            Cause::NoCookies => ("restart-no-cookies-text", "restart-no-cookies-advice"),
            Cause::OtherBrowser => ("restart-other-browser-text", "restart-other-browser-advice"),
            Cause::TooOld => ("restart-too-old-text", "restart-too-old-advice"),
            Cause::Form => ("restart-form-text", "restart-form-advice"),
        };
        Self {
            way_on,
            reference: None,
            at: None,
            cause,
            text: Message::new(text),
            advice: Message::new(advice),
        }
    }
}

impl View for Restart {
    const TEMPLATE: &'static str = "pages/restart.html";

    fn title(&self) -> Message {
        Message::new(match self.cause {
            Cause::NoCookies => "restart-no-cookies-title",
            Cause::OtherBrowser => "restart-other-browser-title",
            Cause::TooOld => "restart-too-old-title",
            Cause::Form => "restart-form-title",
        })
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let platform = || Some(super::sample::platform());
        vec![
            Self::new(Cause::NoCookies, platform()),
            Self::new(Cause::OtherBrowser, platform()),
            Self::new(Cause::TooOld, platform()),
            Self {
                reference: Some("VK-7Q4M-2XRA".to_owned()),
                at: Some(super::sample::moment()),
                ..Self::new(Cause::Form, None)
            },
        ]
    }
}
