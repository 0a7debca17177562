//! After signing out.

use super::View;
use super::message::Message;
use super::people::WayOn;
use serde::Serialize;

/// The page that says that the session has ended.
#[derive(Clone, Debug, Serialize)]
pub struct SignedOut {
    /// Where to sign in again, or what comes next.
    pub way_on: Option<WayOn>,
    /// Whether every trace of the login state was removed from the browser, as `/auth/logout` does.
    pub everything: bool,
}

impl View for SignedOut {
    const TEMPLATE: &'static str = "pages/signed_out.html";

    fn title(&self) -> Message {
        Message::new("signed-out-title")
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let platform = super::sample::platform();
        vec![
            Self {
                way_on: Some(platform),
                everything: true,
            },
            Self {
                way_on: None,
                everything: false,
            },
        ]
    }
}
