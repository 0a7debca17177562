//! After a message to the support was taken.

use super::View;
use super::message::Message;
use super::moment::Moment;
use super::people::WayOn;
use serde::Serialize;

/// The page that says so.
#[derive(Clone, Debug, Serialize)]
pub struct SupportSent {
    /// The number under which the support finds the message.
    pub reference: String,
    /// When it was sent.
    pub at: Moment,
    /// Where the answer goes.
    pub email: String,
    /// The platform, where one is configured.
    pub way_on: Option<WayOn>,
}

impl View for SupportSent {
    const TEMPLATE: &'static str = "pages/support_sent.html";

    fn title(&self) -> Message {
        Message::new("support-sent-title")
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use super::sample;
        let page = |way_on| Self {
            reference: "VK-7Q4M-2XRA".to_owned(),
            at: sample::moment(),
            email: "carla@solluna.example".to_owned(),
            way_on,
        };
        vec![page(Some(sample::platform())), page(None)]
    }
}
