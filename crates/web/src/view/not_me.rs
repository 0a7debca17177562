//! "This was not me": the page behind that link in a mail about an account's safety. One button freezes the account.

use super::View;
use super::form::Form;
use super::message::Message;
use serde::Serialize;

/// The page before and after.
#[derive(Clone, Debug, Serialize)]
pub struct NotMe {
    /// Freezes the account; takes nothing. None: there is nothing to freeze.
    pub form: Option<Form>,
    /// The address that the mail went to, masked.
    pub email: String,
    /// Whether somebody else has blocked it.
    pub is_blocked: bool,
}

impl View for NotMe {
    const TEMPLATE: &'static str = "pages/not_me.html";

    fn title(&self) -> Message {
        Message::new(match self.form {
            Some(_) => "not-me-title",
            None if self.is_blocked => "not-me-blocked-title",
            None => "not-me-done-title",
        })
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let form = super::sample::form("/account/not-me").with("token", "6mJq0vXl3ZyT8wRk");
        [(Some(form), false), (None, false), (None, true)]
            .map(|(form, is_blocked)| Self {
                form,
                email: "a•••@sonnenfeld.example".to_owned(),
                is_blocked,
            })
            .into()
    }
}
