//! Asking for a link to set a new password.

use super::View;
use super::form::Form;
use super::mail_entry::MailEntry;
use super::message::Message;
use serde::Serialize;

pub use super::mail_entry::MailProblem;

/// The page that asks for the address.
#[derive(Clone, Debug, Serialize)]
pub struct ForgotPassword {
    /// Takes `email`.
    pub form: Form,
    /// Back to the login.
    pub back_url: Option<String>,
    pub(crate) entry: MailEntry,
}

impl ForgotPassword {
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

impl View for ForgotPassword {
    const TEMPLATE: &'static str = "pages/forgot_password.html";

    fn title(&self) -> Message {
        Message::new("forgot-password-title")
    }

    fn has_errors(&self) -> bool {
        self.entry.has_errors()
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use super::sample;
        let plain = Self::new(sample::form("/forgot-password"), "");
        let known = Self {
            back_url: Some("/login?request=5f1c".to_owned()),
            ..Self::new(sample::form("/forgot-password"), "carla@solluna.example")
        };
        let refused = MailProblem::SAMPLES.map(|problem| known.clone().refused(problem));
        [plain, known.clone()].into_iter().chain(refused).collect()
    }
}
