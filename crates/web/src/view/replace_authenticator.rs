//! Connecting another authenticator app in place of the one that is used now: first the proof that it is the person,
//! then the new secret and its first PIN.

use super::View;
use super::form::{Field, Form};
use super::mail_entry::attempts_throttled;
use super::message::Message;
use super::notice::Notice;
use super::pairing::{Pairing, Shown};
use super::pin_entry::PinEntry;
use super::recovery_code::CodeProblem;
use super::tabs::Tab;
use serde::Serialize;
use std::time::Duration;

/// The page.
#[derive(Clone, Debug, Serialize)]
pub struct ReplaceAuthenticator {
    /// The pages of the account.
    pub tabs: Vec<Tab>,
    /// What it asks for.
    pub step: ReplaceStep,
    /// Back to the page of the second factor, with everything as it was.
    pub back_url: String,
}

/// What the page asks for.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ReplaceStep {
    /// Password and second factor.
    Prove(Prove),
    /// The first PIN of the new app.
    Connect(Connect),
}

/// The first step.
#[derive(Clone, Debug, Serialize)]
pub struct Prove {
    /// Takes `current_password` and `code`.
    form: Form,
    email: String,
    current_password: Field,
    entry: PinEntry,
    notice: Option<Notice>,
}

/// The second step.
#[derive(Clone, Debug, Serialize)]
pub struct Connect {
    /// Takes `pin`.
    form: Form,
    entry: PinEntry,
    pairing: Shown,
}

/// Why the first step is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProveProblem {
    /// Neither six digits nor a recovery code.
    Malformed,
    /// The password is not right.
    Password,
    /// Too many wrong passwords: none is taken for this long.
    PasswordThrottled(Duration),
    /// The PIN is not taken.
    Pin(super::PinProblem),
    /// The recovery code is not taken.
    Code(CodeProblem),
}

impl Prove {
    /// The step as it is first seen.
    #[must_use]
    pub fn new(form: Form, email: impl Into<String>) -> Self {
        Self {
            form,
            email: email.into(),
            current_password: Field::default(),
            entry: PinEntry::default(),
            notice: None,
        }
    }

    /// The same, to whoever comes back to a second step that is over.
    #[must_use]
    pub fn anew(mut self) -> Self {
        self.notice = Some(Notice::warning(
            "clock",
            Message::new("replace-authenticator-over-title"),
            Message::new("replace-authenticator-over-text"),
        ));
        self
    }

    /// The step after a refusal.
    #[must_use]
    pub fn refused(mut self, problem: ProveProblem) -> Self {
        match problem {
            ProveProblem::Malformed => {
                self.entry = PinEntry::refused_as("replace-authenticator-code-malformed");
            }
            ProveProblem::Password => {
                self.current_password.error = Some(Message::new("current-password-wrong"));
            }
            ProveProblem::PasswordThrottled(wait) => self.notice = Some(attempts_throttled(wait)),
            ProveProblem::Pin(problem) => self.entry = PinEntry::refused(problem),
            ProveProblem::Code(problem) => self.entry = problem.into(),
        }
        self
    }
}

impl Connect {
    /// The step with what was refused in its field.
    #[must_use]
    pub fn new(form: Form, pairing: Pairing, entry: PinEntry) -> Self {
        Self {
            form,
            entry,
            pairing: pairing.into(),
        }
    }
}

impl View for ReplaceAuthenticator {
    const TEMPLATE: &'static str = "pages/replace_authenticator.html";

    fn title(&self) -> Message {
        Message::new("replace-authenticator-title")
    }

    fn has_errors(&self) -> bool {
        match &self.step {
            ReplaceStep::Prove(step) => {
                step.current_password.error.is_some() || step.notice.is_some() || step.entry.has_errors()
            }
            ReplaceStep::Connect(step) => step.entry.has_errors(),
        }
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use super::PinProblem;
        use super::sample;
        use super::tabs::AccountTab;
        const PATH: &str = "/account/second-factor/replace";
        let page = |step| Self {
            tabs: sample::account_tabs(AccountTab::SecondFactor),
            step,
            back_url: "/account/second-factor".to_owned(),
        };
        let wait = Duration::from_secs(720);
        let prove = Prove::new(sample::form(PATH), "ada@sonnenfeld.example");
        let refused = [
            ProveProblem::Malformed,
            ProveProblem::Password,
            ProveProblem::PasswordThrottled(wait),
            ProveProblem::Pin(PinProblem::ClockFast { minutes: 3 }),
            ProveProblem::Pin(PinProblem::Locked(wait)),
            ProveProblem::Code(CodeProblem::Wrong),
        ]
        .map(|problem| prove.clone().refused(problem));
        let proving = [prove.clone(), prove.anew()].into_iter().chain(refused);
        let connecting = PinEntry::samples()
            .into_iter()
            .map(|entry| Connect::new(sample::form(PATH), Pairing::sample(), entry));
        let proving = proving.map(ReplaceStep::Prove);
        proving
            .chain(connecting.map(ReplaceStep::Connect))
            .map(page)
            .collect()
    }
}
