//! The mails that tell a person of what happened to their account, so that they can say whether it was them.

use super::letter::Letter;
use super::message::Message;
use super::seen::Seen;
use serde::Serialize;

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// A login from a browser that was not seen before.
    NewDevice,
    /// Five wrong PINs after the right password.
    WrongPins,
    /// A second factor was set up.
    Enrolled,
    /// A new password was set.
    PasswordChanged,
}

/// What the person needs to know.
#[derive(Clone, Debug, Serialize)]
pub struct SecurityNotice {
    /// Where it came from.
    pub seen: Seen,
    /// Where the password is changed, if there is such a page: the mail's only link.
    pub password_url: Option<String>,
    #[serde(skip)]
    subject: Message,
    title: Message,
    text: Message,
    if_you: Message,
    if_not_you: Message,
}

impl SecurityNotice {
    /// The mail about an event.
    #[must_use]
    pub fn new(event: Event, seen: Seen) -> Self {
        let [subject, title, text, if_you, if_not_you] = event.keys().map(Message::new);
        Self {
            seen,
            password_url: None,
            subject,
            title,
            text,
            if_you,
            if_not_you,
        }
    }
}

impl Event {
    /// Its subject, title and text, and the advice to who was it and to who was it not.
    const fn keys(self) -> [&'static str; 5] {
        match self {
            Self::NewDevice => [
                "new-device-subject",
                "new-device-title",
                "new-device-text",
                "new-device-you",
                "new-device-not-you",
            ],
            Self::WrongPins => [
                "wrong-pins-subject",
                "wrong-pins-title",
                "wrong-pins-text",
                "wrong-pins-you",
                "wrong-pins-not-you",
            ],
            Self::Enrolled => [
                "enrolled-subject",
                "enrolled-title",
                "enrolled-text",
                "enrolled-you",
                "enrolled-not-you",
            ],
            Self::PasswordChanged => [
                "password-changed-subject",
                "password-changed-title",
                "password-changed-text",
                "password-changed-you",
                "password-changed-not-you",
            ],
        }
    }
}

impl Letter for SecurityNotice {
    const TEMPLATE: &'static str = "mail/security_notice";

    fn subject(&self) -> Message {
        self.subject.clone()
    }
}

#[cfg(test)]
impl SecurityNotice {
    /// The mail about each event in each of its forms.
    pub fn samples() -> Vec<Self> {
        let link = Some("https://id.ampere.cloud/account/password".to_owned());
        [
            Event::NewDevice,
            Event::WrongPins,
            Event::Enrolled,
            Event::PasswordChanged,
        ]
        .into_iter()
        .flat_map(|event| {
            let known = Self {
                password_url: link.clone(),
                ..Self::new(event, Seen::sample(Some("Ada Sommer")))
            };
            [Self::new(event, Seen::sample(None)), known]
        })
        .collect()
    }
}
