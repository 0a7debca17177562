//! The mail after an admin or the support reset somebody's second factor: with the code that, beside the password,
//! lets the person set it up again.

use super::letter::Letter;
use super::message::Message;
use super::moment::Moment;
use serde::Serialize;

/// What the person needs to know. The mail has no link: one that asks for a code is what phishing looks like.
#[derive(Clone, Debug, Serialize)]
pub struct OtpReset {
    /// The name to greet with, where it is known.
    pub name: Option<String>,
    /// The code, like `7Q4M-2XRA`.
    pub code: String,
    /// Until when it can be used.
    pub until: Moment,
    /// Who reset it; none: the support.
    pub by: Option<String>,
}

impl Letter for OtpReset {
    const TEMPLATE: &'static str = "mail/otp_reset";

    fn subject(&self) -> Message {
        Message::new("otp-reset-subject")
    }
}

#[cfg(test)]
impl OtpReset {
    /// By an admin, and by the support.
    pub fn samples() -> Vec<Self> {
        let letter = |name: Option<&str>, by: Option<&str>| Self {
            name: name.map(str::to_owned),
            code: "7Q4M-2XRA".to_owned(),
            until: super::sample::moment(),
            by: by.map(str::to_owned),
        };
        vec![letter(Some("Ben Berger"), Some("Ada Sommer")), letter(None, None)]
    }
}
