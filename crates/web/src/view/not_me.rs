//! "This was not me": the page behind that link in a mail about an account's safety. One button freezes the account.

use super::View;
use super::form::Form;
use super::message::Message;
use serde::Serialize;

/// The page before and after.
#[derive(Clone, Debug, Serialize)]
pub struct NotMe {
    /// Freezes the account; takes nothing. None: it is frozen.
    pub form: Option<Form>,
    /// The account's address, in full or masked.
    pub email: String,
}

impl View for NotMe {
    const TEMPLATE: &'static str = "pages/not_me.html";

    fn title(&self) -> Message {
        Message::new(if self.form.is_some() {
            "not-me-title"
        } else {
            "not-me-done-title"
        })
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let form = super::sample::form("/not-me").with("token", "6mJq0vXl3ZyT8wRk");
        [Some(form), None]
            .map(|form| Self {
                form,
                email: "a•••@sonnenfeld.example".to_owned(),
            })
            .into()
    }
}
