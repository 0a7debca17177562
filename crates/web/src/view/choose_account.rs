//! Choosing an account.

use super::View;
use super::form::Form;
use super::message::Message;
use super::people::initials;
use serde::Serialize;

/// The page with the accounts that a browser knows.
#[derive(Clone, Debug, Serialize)]
pub struct ChooseAccount {
    /// Takes `account` or `sign_out`, each a key of an account; or `another`.
    pub form: Form,
    /// The app that the person wants to get into.
    pub app: Option<String>,
    /// The accounts.
    pub accounts: Vec<KnownAccount>,
    /// Where all of them are signed out, if there are several to be.
    pub sign_out_url: Option<String>,
    /// The way back to the app.
    pub cancel: Option<Form>,
}

/// An account that is signed in, or has been.
#[derive(Clone, Debug, Serialize)]
pub struct KnownAccount {
    key: String,
    email: String,
    name: String,
    initials: String,
    signed_in: bool,
}

impl KnownAccount {
    /// The account of that address and name; the name may be unknown.
    #[must_use]
    pub fn new(key: String, email: String, name: String, signed_in: bool) -> Self {
        let initials = initials(if name.is_empty() { &email } else { &name });
        Self {
            key,
            email,
            name,
            initials,
            signed_in,
        }
    }
}

impl View for ChooseAccount {
    const TEMPLATE: &'static str = "pages/choose_account.html";

    fn title(&self) -> Message {
        Message::new("choose-account-title")
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use super::sample;
        let account = |email: &str, name: &str, signed_in| {
            KnownAccount::new("c0ffee".to_owned(), email.to_owned(), name.to_owned(), signed_in)
        };
        let several = Self {
            form: sample::form("/login/account"),
            app: Some("Amperecloud Platform".to_owned()),
            accounts: vec![
                account("ada@sonnenfeld.example", "Ada Sommer", true),
                account("a.sommer@windrad.example", "", true),
                account("b•••@sonnenfeld.example", "", false),
            ],
            sign_out_url: Some("/auth/logout".to_owned()),
            cancel: Some(sample::form("/login/cancel")),
        };
        let one = Self {
            app: None,
            accounts: vec![account("b•••@sonnenfeld.example", "", false)],
            sign_out_url: None,
            cancel: None,
            ..several.clone()
        };
        let none = Self {
            accounts: Vec::new(),
            ..one.clone()
        };
        vec![several, one, none]
    }
}
