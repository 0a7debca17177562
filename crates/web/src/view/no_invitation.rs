//! "I got no invitation": where it may be, who sends it, and a form to have it sent again.

use super::View;
use super::form::Form;
use super::mail_entry::{MailEntry, MailProblem};
use super::message::Message;
use serde::Serialize;

/// The page for whoever waits for an invitation.
#[derive(Clone, Debug, Serialize)]
pub struct NoInvitation {
    /// Takes `email`.
    pub form: Form,
    /// Back to the login.
    pub back_url: Option<String>,
    pub(crate) entry: MailEntry,
}

impl NoInvitation {
    /// The page as it is first seen; `email` may be known from the login.
    #[must_use]
    pub fn new(form: Form, email: impl Into<String>) -> Self {
        Self {
            form,
            back_url: None,
            entry: MailEntry::new(email),
        }
    }

    /// The page after a refusal.
    #[must_use]
    pub fn refused(mut self, problem: MailProblem) -> Self {
        self.entry = self.entry.refused(problem);
        self
    }
}

impl View for NoInvitation {
    const TEMPLATE: &'static str = "pages/no_invitation.html";

    fn title(&self) -> Message {
        Message::new("no-invitation-title")
    }

    fn has_errors(&self) -> bool {
        self.entry.has_errors()
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use super::sample;
        let plain = Self::new(sample::form("/help/no-invitation"), "");
        let known = Self {
            back_url: Some("/login?request=5f1c".to_owned()),
            ..Self::new(sample::form("/help/no-invitation"), "dora@sonnenfeld.example")
        };
        let refused = MailProblem::SAMPLES.map(|problem| known.clone().refused(problem));
        [plain, known.clone()].into_iter().chain(refused).collect()
    }
}
