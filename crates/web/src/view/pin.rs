//! The second step of a login: the PIN of the authenticator app.

use super::View;
use super::form::Form;
use super::message::Message;
use super::people::Identity;
use super::pin_entry::PinEntry;
use serde::Serialize;

/// The page that asks for the PIN.
#[derive(Clone, Debug, Serialize)]
pub struct Pin {
    /// Takes `pin`.
    pub form: Form,
    /// Whose PIN is asked for; the address is masked where the password was not entered before.
    pub identity: Identity,
    /// The field, with what was refused in it.
    pub entry: PinEntry,
    /// Whether the session has ended and the PIN alone begins a new one.
    pub session_ended: bool,
    /// Whether it is asked for once more before something is done that matters for the account's safety.
    pub confirms: bool,
    /// Where a recovery code takes the place of the PIN, for whoever has one.
    pub recovery_code_url: Option<String>,
    /// What to do without the phone.
    pub lost_phone_url: Option<String>,
    /// The way back to the app.
    pub cancel: Option<Form>,
    /// The app that the person wants to get into.
    pub app: Option<String>,
}

impl View for Pin {
    const TEMPLATE: &'static str = "pages/pin.html";

    fn title(&self) -> Message {
        Message::new("pin-title")
    }

    fn has_errors(&self) -> bool {
        self.entry.has_errors()
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use super::sample;
        let again = Self {
            form: sample::form("/login/pin"),
            identity: Identity::new("a•••@sonnenfeld.example", "").or_another(sample::form("/login/not-you")),
            entry: PinEntry::default(),
            session_ended: true,
            confirms: false,
            recovery_code_url: None,
            lost_phone_url: None,
            cancel: None,
            app: None,
        };
        let first = Self {
            identity: sample::ada(),
            session_ended: false,
            lost_phone_url: Some("/support/otp-reset".to_owned()),
            cancel: Some(sample::form("/login/cancel")),
            app: Some("Solar Reports".to_owned()),
            ..again.clone()
        };
        PinEntry::samples()
            .into_iter()
            .map(|entry| Self {
                entry,
                ..first.clone()
            })
            .chain([
                Self {
                    confirms: true,
                    recovery_code_url: Some("/login/recovery-code?request=5f1c".to_owned()),
                    app: None,
                    identity: Identity::new("ada@sonnenfeld.example", "Ada Sommer"),
                    ..first.clone()
                },
                again,
            ])
            .collect()
    }
}
