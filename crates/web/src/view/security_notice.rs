//! The mails that tell a person of what happened to their account, so that they can say whether it was them.

use super::letter::Letter;
use super::message::Message;
use super::seen::Seen;
use serde::Serialize;
use voltkey_flows::account::recovery_codes::FEW;

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A login from a browser that was not seen before.
    NewDevice,
    /// Five wrong PINs after the right password.
    WrongPins,
    /// A second factor was set up.
    Enrolled,
    /// The second factor was switched off.
    SecondFactorOff,
    /// A new password was set.
    PasswordChanged,
    /// The account has another address. This goes to the old one.
    EmailChanged {
        /// The new one, masked.
        new_email: String,
    },
    /// Recovery codes were made.
    RecoveryCodesMade,
    /// A recovery code was used in place of a PIN.
    RecoveryCodeUsed {
        /// How many are left.
        left: u32,
    },
    /// Another authenticator took the place of the old one.
    AuthenticatorReplaced,
    /// Somebody said "This was not me", and nobody can sign in any more.
    AccountFrozen,
}

/// What the person needs to know.
#[derive(Clone, Debug, Serialize)]
pub struct SecurityNotice {
    /// Where it came from.
    pub seen: Seen,
    /// Where the password is changed, if there is such a page: the mail's only link, unless there is the other.
    pub password_url: Option<String>,
    /// "This was not me": the mail's only link, and then what it says to whoever it was not.
    pub not_me_url: Option<String>,
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
        let text = match event {
            Event::EmailChanged { new_email } => text.with("email", new_email),
            Event::RecoveryCodeUsed { left } => text.with("left", left),
            _ => text,
        };
        Self {
            seen,
            password_url: None,
            not_me_url: None,
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
    const fn keys(&self) -> [&'static str; 5] {
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
            Self::SecondFactorOff => [
                "second-factor-off-subject",
                "second-factor-off-title",
                "second-factor-off-text",
                "second-factor-off-you",
                "second-factor-off-not-you",
            ],
            Self::PasswordChanged => [
                "password-changed-subject",
                "password-changed-title",
                "password-changed-text",
                "password-changed-you",
                "password-changed-not-you",
            ],
            Self::EmailChanged { .. } => [
                "email-changed-subject",
                "email-changed-title",
                "email-changed-text",
                "email-changed-you",
                "email-changed-not-you",
            ],
            Self::RecoveryCodesMade => [
                "recovery-codes-made-subject",
                "recovery-codes-made-title",
                "recovery-codes-made-text",
                "recovery-codes-made-you",
                "recovery-codes-made-not-you",
            ],
            Self::RecoveryCodeUsed { left } => [
                "recovery-code-used-subject",
                "recovery-code-used-title",
                "recovery-code-used-text",
                if *left > FEW {
                    "recovery-code-used-you"
                } else {
                    "recovery-code-used-you-few"
                },
                "recovery-code-used-not-you",
            ],
            Self::AuthenticatorReplaced => [
                "authenticator-replaced-subject",
                "authenticator-replaced-title",
                "authenticator-replaced-text",
                "authenticator-replaced-you",
                "authenticator-replaced-not-you",
            ],
            Self::AccountFrozen => [
                "account-frozen-subject",
                "account-frozen-title",
                "account-frozen-text",
                "account-frozen-you",
                "account-frozen-not-you",
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
        let link = |path: &str| Some(format!("https://id.ampere.cloud/{path}"));
        let seen = || Seen::sample(Some("Ada Sommer"));
        let new_email = "a•••@sonnenfeld-energien.example".to_owned();
        let events = [
            Event::NewDevice,
            Event::WrongPins,
            Event::Enrolled,
            Event::SecondFactorOff,
            Event::PasswordChanged,
            Event::EmailChanged { new_email },
            Event::RecoveryCodesMade,
            Event::RecoveryCodeUsed { left: 9 },
            Event::RecoveryCodeUsed { left: 1 },
            Event::RecoveryCodeUsed { left: 0 },
            Event::AuthenticatorReplaced,
            Event::AccountFrozen,
        ];
        let forms = events.into_iter().flat_map(|event| {
            let known = Self {
                password_url: link("account/password"),
                ..Self::new(event.clone(), seen())
            };
            let not_me = Self {
                not_me_url: link("not-me?token=6mJq0vXl3ZyT8wRkPdB1nQ5sUeHcGfA7oLiM2xKtV9E"),
                ..known.clone()
            };
            [Self::new(event, Seen::sample(None)), known, not_me]
        });
        forms.collect()
    }
}
