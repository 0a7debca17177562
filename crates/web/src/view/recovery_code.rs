//! The second step of a login without the phone: a recovery code in place of the PIN.

use super::View;
use super::form::Form;
use super::message::Message;
use super::people::Identity;
use super::pin_entry::{PinEntry, PinProblem};
use serde::Serialize;
use std::time::Duration;

/// The page that asks for a recovery code.
#[derive(Clone, Debug, Serialize)]
pub struct RecoveryCode {
    /// Takes `code`.
    pub form: Form,
    /// Whose code is asked for.
    pub identity: Identity,
    /// Whether there is any left: nothing is asked for without.
    pub has_codes: bool,
    /// Back to the page that asks for the PIN.
    pub pin_url: String,
    /// What to do without phone and codes.
    pub lost_phone_url: String,
    /// The way back to the app.
    pub cancel: Option<Form>,
    /// The app that the person wants to get into.
    pub app: Option<String>,
    pub(crate) entry: PinEntry,
}

/// Why a recovery code is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeProblem {
    /// It does not look like one.
    Malformed,
    /// None of this person's, or one that was used before.
    Wrong,
    /// Too many wrong PINs and codes: none is taken for this long.
    Locked(Duration),
}

impl From<CodeProblem> for PinEntry {
    fn from(problem: CodeProblem) -> Self {
        match problem {
            CodeProblem::Malformed => Self::refused_as("recovery-code-malformed"),
            CodeProblem::Wrong => Self::refused_as("recovery-code-wrong"),
            CodeProblem::Locked(span) => Self::refused(PinProblem::Locked(span)),
        }
    }
}

impl RecoveryCode {
    /// The page after a code that is not taken.
    #[must_use]
    pub fn refused(mut self, problem: CodeProblem) -> Self {
        self.entry = problem.into();
        self
    }

    /// The page as it is first seen.
    #[must_use]
    pub fn new(form: Form, identity: Identity, pin_url: String, lost_phone_url: String) -> Self {
        Self {
            form,
            identity,
            has_codes: true,
            pin_url,
            lost_phone_url,
            cancel: None,
            app: None,
            entry: PinEntry::default(),
        }
    }
}

impl View for RecoveryCode {
    const TEMPLATE: &'static str = "pages/recovery_code.html";

    fn title(&self) -> Message {
        Message::new("recovery-code-title")
    }

    fn has_errors(&self) -> bool {
        self.entry.has_errors()
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use super::sample;
        let plain = Self::new(
            sample::form("/login/recovery-code"),
            sample::ada(),
            "/login/pin?request=5f1c".to_owned(),
            "/help/lost-phone?request=5f1c".to_owned(),
        );
        let for_app = Self {
            cancel: Some(sample::form("/login/cancel")),
            app: Some("Solar Reports".to_owned()),
            ..plain.clone()
        };
        let none = Self {
            has_codes: false,
            ..plain.clone()
        };
        let refused = [
            CodeProblem::Malformed,
            CodeProblem::Wrong,
            CodeProblem::Locked(Duration::from_secs(720)),
        ]
        .map(|problem| plain.clone().refused(problem));
        [plain, for_app, none].into_iter().chain(refused).collect()
    }
}
