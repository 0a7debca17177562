//! Connecting another authenticator app in place of the one that is used now.

use super::View;
use super::form::Form;
use super::message::Message;
use super::pairing::{Pairing, Shown};
use super::pin_entry::PinEntry;
use super::tabs::Tab;
use serde::Serialize;

/// The page with the new secret.
#[derive(Clone, Debug, Serialize)]
pub struct ReplaceAuthenticator {
    /// The pages of the account.
    pub tabs: Vec<Tab>,
    /// Takes `pin`.
    pub form: Form,
    /// The field, with what was refused in it.
    pub entry: PinEntry,
    /// Back to the page of the second factor, with everything as it was.
    pub back_url: String,
    pub(crate) pairing: Shown,
}

impl ReplaceAuthenticator {
    /// The page as it is first seen.
    #[must_use]
    pub fn new(form: Form, back_url: impl Into<String>, pairing: Pairing) -> Self {
        Self {
            tabs: Vec::new(),
            form,
            entry: PinEntry::default(),
            back_url: back_url.into(),
            pairing: pairing.into(),
        }
    }
}

impl View for ReplaceAuthenticator {
    const TEMPLATE: &'static str = "pages/replace_authenticator.html";

    fn title(&self) -> Message {
        Message::new("replace-authenticator-title")
    }

    fn has_errors(&self) -> bool {
        self.entry.has_errors()
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use super::sample;
        use super::tabs::AccountTab;
        let page = |entry| Self {
            tabs: sample::account_tabs(AccountTab::SecondFactor),
            entry,
            ..Self::new(
                sample::form("/account/second-factor/replace"),
                "/account/second-factor",
                Pairing::sample(),
            )
        };
        PinEntry::samples().into_iter().map(page).collect()
    }
}
