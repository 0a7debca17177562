//! An address that leads nowhere, or to what the person may not see.

use super::View;
use super::message::Message;
use super::people::WayOn;
use serde::Serialize;

/// The page for 404.
#[derive(Clone, Debug, Serialize)]
pub struct NotFound {
    /// The platform, where one is configured.
    pub way_on: Option<WayOn>,
}

impl View for NotFound {
    const TEMPLATE: &'static str = "pages/not_found.html";

    fn title(&self) -> Message {
        Message::new("not-found-title")
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![
            Self {
                way_on: Some(super::sample::platform()),
            },
            Self { way_on: None },
        ]
    }
}
