//! Setting a new password after the mailed link.

use super::View;
use super::form::Form;
use super::message::Message;
use super::new_password::NewPassword;
use serde::Serialize;
use voltkey_flows::account::new_password::BrokenRule;

/// The page that asks for the new password.
#[derive(Clone, Debug, Serialize)]
pub struct ResetPassword {
    /// Takes `password`.
    pub form: Form,
    /// Whose password it is; password managers remember it together with the password.
    pub email: String,
    pub(crate) password: NewPassword,
    pub(crate) focus: &'static str,
}

impl ResetPassword {
    /// The page as it is first seen.
    #[must_use]
    pub fn new(form: Form, email: impl Into<String>, password: NewPassword) -> Self {
        Self {
            form,
            email: email.into(),
            password,
            focus: "password",
        }
    }

    /// The page after a password that breaks these rules.
    #[must_use]
    pub fn refused(mut self, broken: &[BrokenRule]) -> Self {
        self.password = self.password.refused(broken);
        self
    }
}

impl View for ResetPassword {
    const TEMPLATE: &'static str = "pages/reset_password.html";

    fn title(&self) -> Message {
        Message::new("reset-password-title")
    }

    fn has_errors(&self) -> bool {
        self.password.is_refused()
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use super::sample;
        let page = |password| Self::new(sample::form("/reset-password"), "carla@solluna.example", password);
        NewPassword::samples().into_iter().map(page).collect()
    }
}
