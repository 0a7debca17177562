//! After asking for a mail. It says the same whether the address is known or not.

use super::View;
use super::message::Message;
use super::people::WayOn;
use serde::Serialize;

/// The page that sends the person to their inbox.
#[derive(Clone, Debug, Serialize)]
pub struct MailSent {
    /// The address, as it was entered or masked.
    pub email: String,
    /// The platform, where one is configured.
    pub way_on: Option<WayOn>,
    /// What to do when no mail comes.
    pub help_url: Option<String>,
    pub(crate) lives: Message,
}

/// Which mail was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    /// The one with a link to set a new password.
    PasswordReset,
    /// An invitation, once more.
    Invitation,
}

impl MailSent {
    /// The page after asking for that mail to that address.
    #[must_use]
    pub fn new(sent: Sent, email: impl Into<String>) -> Self {
        Self {
            email: email.into(),
            way_on: None,
            help_url: None,
            lives: Message::new(match sent {
                Sent::PasswordReset => "mail-sent-lives-reset",
                Sent::Invitation => "mail-sent-lives-invitation",
            }),
        }
    }
}

impl View for MailSent {
    const TEMPLATE: &'static str = "pages/mail_sent.html";

    fn title(&self) -> Message {
        Message::new("mail-sent-title")
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let email = "carla@solluna.example";
        vec![
            Self {
                way_on: Some(super::sample::platform()),
                help_url: Some("/help/no-invitation".to_owned()),
                ..Self::new(Sent::PasswordReset, email)
            },
            Self::new(Sent::Invitation, "c•••@solluna.example"),
        ]
    }
}
