//! The mail to a new address, with the link that makes it the account's.

use super::letter::Letter;
use super::message::Message;
use super::moment::Moment;
use serde::Serialize;

/// What the owner of the new address needs to know.
#[derive(Clone, Debug, Serialize)]
pub struct ConfirmEmail {
    /// The link: the mail's only one.
    pub url: String,
    /// The name to greet with, where it is known.
    pub name: Option<String>,
    /// The account's address until now, masked: the new one may be a stranger's by mistake.
    pub old_email: String,
    /// Until when the link can be used.
    pub until: Moment,
}

impl Letter for ConfirmEmail {
    const TEMPLATE: &'static str = "mail/email_change";

    fn subject(&self) -> Message {
        Message::new("email-change-subject")
    }
}

#[cfg(test)]
impl ConfirmEmail {
    /// To somebody whose name is known and to somebody whose name is not.
    pub fn samples() -> Vec<Self> {
        let token = "6mJq0vXl3ZyT8wRkPdB1nQ5sUeHcGfA7oLiM2xKtV9E";
        let letter = |name: Option<&str>| Self {
            url: format!("https://id.ampere.cloud/account/email/confirm?token={token}"),
            name: name.map(str::to_owned),
            old_email: "a•••@sonnenfeld.example".to_owned(),
            until: super::sample::moment(),
        };
        vec![letter(None), letter(Some("Ada Sommer"))]
    }
}
