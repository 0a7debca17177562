//! The page behind the link in the mail to a new address: confirms it, and says that it is the account's now.

use super::View;
use super::form::Form;
use super::message::Message;
use super::people::WayOn;
use serde::Serialize;

/// The page of such a link.
#[derive(Clone, Debug, Serialize)]
pub struct EmailConfirmed {
    /// Takes nothing; none: it is done. Opening the link alone changes nothing, because mail filters open links, too.
    pub form: Option<Form>,
    /// The new address.
    pub email: String,
    /// Where to sign in, or the account.
    pub way_on: Option<WayOn>,
}

impl View for EmailConfirmed {
    const TEMPLATE: &'static str = "pages/email_confirmed.html";

    fn title(&self) -> Message {
        Message::new(if self.form.is_some() {
            "email-confirmed-ask-title"
        } else {
            "email-confirmed-title"
        })
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use super::sample;
        let done = Self {
            form: None,
            email: "ada.sommer@sonnenfeld.example".to_owned(),
            way_on: Some(sample::platform()),
        };
        let asked = Self {
            form: Some(sample::form("/account/email/confirm").with("token", "6mJq0vXl3ZyT8wRk")),
            way_on: None,
            ..done.clone()
        };
        let alone = Self {
            way_on: None,
            ..done.clone()
        };
        vec![asked, done, alone]
    }
}
