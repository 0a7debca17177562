//! The mail with the link to set a new password.

use super::letter::Letter;
use super::message::Message;
use super::moment::Moment;
use super::seen::Seen;
use serde::Serialize;

/// What the person needs to know.
#[derive(Clone, Debug, Serialize)]
pub struct PasswordReset {
    /// The link: the mail's only one.
    pub url: String,
    /// The name to greet with, where it is known.
    pub name: Option<String>,
    /// Until when the link can be used.
    pub until: Moment,
    /// Where it was asked for.
    pub seen: Seen,
}

impl Letter for PasswordReset {
    const TEMPLATE: &'static str = "mail/password_reset";

    fn subject(&self) -> Message {
        Message::new("password-reset-subject")
    }
}

#[cfg(test)]
impl PasswordReset {
    /// To somebody whose name is known and to somebody whose name is not.
    pub fn samples() -> Vec<Self> {
        let token = "6mJq0vXl3ZyT8wRkPdB1nQ5sUeHcGfA7oLiM2xKtV9E";
        let letter = |name: Option<&str>| Self {
            url: format!("https://id.ampere.cloud/reset-password?token={token}"),
            name: name.map(str::to_owned),
            until: super::sample::moment(),
            seen: Seen::sample(name),
        };
        vec![letter(None), letter(Some("Carla Vega"))]
    }
}
