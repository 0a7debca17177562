//! After a new password was set.

use super::View;
use super::message::Message;
use super::people::WayOn;
use serde::Serialize;

/// The page that says so.
#[derive(Clone, Debug, Serialize)]
pub struct PasswordChanged {
    /// Where to sign in.
    pub way_on: Option<WayOn>,
}

impl View for PasswordChanged {
    const TEMPLATE: &'static str = "pages/password_changed.html";

    fn title(&self) -> Message {
        Message::new("password-changed-title")
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let way_on = Some(super::sample::platform());
        vec![Self { way_on }, Self { way_on: None }]
    }
}
