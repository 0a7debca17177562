//! The mail that tells of five wrong PINs after the right password.

use super::letter::Letter;
use super::message::Message;
use super::seen::Seen;
use serde::Serialize;

/// What the person needs to know to say whether it was them.
#[derive(Clone, Debug, Serialize)]
pub struct WrongPins {
    /// The last attempt.
    pub seen: Seen,
    /// Where the password is changed, if there is such a page: the mail's only link.
    pub password_url: Option<String>,
}

impl Letter for WrongPins {
    const TEMPLATE: &'static str = "mail/wrong_pins";

    fn subject(&self) -> Message {
        Message::new("wrong-pins-subject")
    }
}

#[cfg(test)]
impl WrongPins {
    /// The mail in each of its forms.
    pub fn samples() -> Vec<Self> {
        let link = Some("https://id.ampere.cloud/account/password".to_owned());
        vec![
            Self {
                seen: Seen::sample(None),
                password_url: None,
            },
            Self {
                seen: Seen::sample(Some("Ada Sommer")),
                password_url: link,
            },
        ]
    }
}
