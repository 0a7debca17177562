//! Recovery codes: what they are for, and the new ones, which are shown once.

use super::form::Form;
use super::message::Message;
use super::moment::Moment;
use super::renderer::{RenderError, Renderer};
use super::tabs::Tab;
use super::{Language, View};
use serde::Serialize;

/// The page of the recovery codes.
#[derive(Clone, Debug, Serialize)]
pub struct RecoveryCodes {
    /// The pages of the account.
    pub tabs: Vec<Tab>,
    /// Whether they are to be made or have been made.
    pub step: CodesStep,
}

/// Whether the codes are to be made or have been made.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CodesStep {
    /// New ones can be made.
    Ask {
        /// Takes nothing that the person enters.
        form: Form,
        /// How many unused ones stop working.
        replaces: u32,
        /// When those were made; none: there never were any.
        made: Option<Moment>,
        /// Whether they were made just before, by the same form or in another tab.
        already: bool,
        /// Back to the page of the second factor.
        back_url: String,
    },
    /// They are made, and can't be shown again.
    Shown {
        /// The codes, like `7Q4M-2XRA`.
        codes: Vec<String>,
        /// Gives them as a text file. It carries them, since nobody else knows them any more.
        download: Form,
        /// Where the person goes on once they have kept them.
        way_on: String,
    },
}

/// The codes as a text file.
#[derive(Clone, Debug)]
pub struct CodesFile {
    /// The platform's name.
    pub brand: String,
    /// Whose they are.
    pub email: String,
    /// When it was written.
    pub at: Moment,
    /// The codes.
    pub codes: Vec<String>,
}

impl CodesFile {
    /// Its text: what it is, and a code on each line.
    ///
    /// # Errors
    /// When a text is missing.
    pub fn write(&self, renderer: &Renderer, language: Language) -> Result<String, RenderError> {
        let title = Message::new("recovery-codes-file-title")
            .with("brand", self.brand.as_str())
            .with("email", self.email.as_str());
        let say = |message: &Message| renderer.say(language, message);
        let lines = [
            say(&title)?,
            say(self.at.text())?,
            String::new(),
            self.codes.join("\r\n"),
            String::new(),
            say(&Message::new("recovery-codes-each-once"))?,
        ];
        // Whatever opens it, be it of long ago: the line ends of text in general (RFC 2046, 4.1.1).
        Ok(lines.map(|line| line + "\r\n").concat())
    }
}

impl View for RecoveryCodes {
    const TEMPLATE: &'static str = "pages/recovery_codes.html";

    fn has_errors(&self) -> bool {
        matches!(self.step, CodesStep::Ask { already: true, .. })
    }

    fn title(&self) -> Message {
        Message::new(match self.step {
            CodesStep::Ask { .. } => "recovery-codes-title",
            CodesStep::Shown { .. } => "recovery-codes-shown-title",
        })
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use super::sample;
        use super::tabs::AccountTab;
        let page = |step| Self {
            tabs: sample::account_tabs(AccountTab::SecondFactor),
            step,
        };
        let ask = |replaces, made: bool, already| {
            page(CodesStep::Ask {
                form: sample::form("/account/recovery-codes"),
                replaces,
                made: made.then(sample::moment),
                already,
                back_url: "/account/second-factor".to_owned(),
            })
        };
        let codes = [
            "7Q4M-2XRA",
            "K9WD-H3TC",
            "P5NB-8YJE",
            "V2GF-M6KS",
            "C8RZ-4QLX",
            "T3HA-9BWN",
            "J7YE-5DPM",
            "X4SK-2FVG",
            "N6CQ-8ZTR",
            "B9LJ-3HWY",
        ];
        let shown = page(CodesStep::Shown {
            codes: codes.map(str::to_owned).into(),
            download: sample::form("/account/recovery-codes/file"),
            way_on: "/account/second-factor".to_owned(),
        });
        vec![
            ask(0, false, false),
            ask(0, true, false),
            ask(1, true, false),
            ask(7, true, false),
            ask(10, true, true),
            shown,
        ]
    }
}
