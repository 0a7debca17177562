//! Changing the password in the profile (S7).

use super::View;
use super::form::{Field, Form, Summary, first_refused};
use super::mail_entry::attempts_throttled;
use super::message::Message;
use super::new_password::NewPassword;
use super::notice::Notice;
use super::tabs::Tab;
use serde::Serialize;
use std::time::Duration;
use voltkey_flows::account::new_password::BrokenRule;

/// The page that asks for the current password and a new one.
#[derive(Clone, Debug, Serialize)]
pub struct AccountPassword {
    /// The pages of the account.
    pub tabs: Vec<Tab>,
    /// Takes `current_password` and `password`.
    pub form: Form,
    /// Whose password it is; password managers remember it together with the password.
    pub email: String,
    /// Whether it has just been changed.
    pub saved: bool,
    /// The way back to the app.
    pub cancel: Option<Form>,
    pub(crate) current_password: Field,
    pub(crate) password: NewPassword,
    pub(crate) notice: Option<Notice>,
    pub(crate) summary: Option<Summary>,
    pub(crate) focus: &'static str,
}

impl AccountPassword {
    /// The page as it is first seen.
    #[must_use]
    pub fn new(form: Form, email: impl Into<String>, password: NewPassword) -> Self {
        Self {
            tabs: Vec::new(),
            form,
            email: email.into(),
            saved: false,
            cancel: None,
            current_password: Field::default(),
            password,
            notice: None,
            summary: None,
            focus: "",
        }
    }

    /// The page after a new password that breaks these rules.
    #[must_use]
    pub fn refused(mut self, broken: &[BrokenRule]) -> Self {
        self.password = self.password.refused(broken);
        self.focused()
    }

    /// The page after a current password that is not right.
    #[must_use]
    pub fn wrong_password(mut self) -> Self {
        self.current_password.error = Some(Message::new("current-password-wrong"));
        self.focused()
    }

    /// The page after too many wrong ones: the next is taken after `wait`.
    #[must_use]
    pub fn throttled(mut self, wait: Duration) -> Self {
        self.notice = Some(attempts_throttled(wait));
        self
    }

    fn focused(mut self) -> Self {
        self.summary = Summary::of(&self.fields());
        self.focus = match self.summary {
            Some(_) => "summary",
            None => first_refused(&self.fields()).unwrap_or_default(),
        };
        self
    }

    /// The fields that can be refused, in the page's order.
    fn fields(&self) -> [(&'static str, &Field); 2] {
        [
            ("current_password", &self.current_password),
            ("password", &self.password.field),
        ]
    }
}

impl View for AccountPassword {
    const TEMPLATE: &'static str = "pages/account_password.html";

    fn title(&self) -> Message {
        Message::new("account-password-title")
    }

    fn has_errors(&self) -> bool {
        self.notice.is_some() || first_refused(&self.fields()).is_some()
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use super::sample;
        use super::tabs::AccountTab;
        let page = |password| Self {
            tabs: sample::account_tabs(AccountTab::Password),
            ..Self::new(
                sample::form("/account/password"),
                "ada@sonnenfeld.example",
                password,
            )
        };
        let passwords = NewPassword::samples();
        let plain = page(passwords[0].clone());
        let for_app = Self {
            saved: true,
            cancel: Some(sample::form("/account/cancel")),
            ..plain.clone()
        };
        let mut refused: Vec<_> = passwords.into_iter().skip(1).map(page).collect();
        refused.push(plain.clone().wrong_password());
        refused.push(plain.clone().wrong_password().refused(&[BrokenRule::TooShort]));
        refused.push(plain.clone().throttled(Duration::from_secs(600)));
        [plain, for_app].into_iter().chain(refused).collect()
    }
}
