//! Recovery codes: what they are for, and the new ones, which are shown once.

use super::View;
use super::form::Form;
use super::message::Message;
use super::tabs::Tab;
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
        /// Takes nothing.
        form: Form,
        /// How many unused ones stop working.
        replaces: u32,
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

impl View for RecoveryCodes {
    const TEMPLATE: &'static str = "pages/recovery_codes.html";

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
        let ask = |replaces| {
            page(CodesStep::Ask {
                form: sample::form("/account/recovery-codes"),
                replaces,
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
        vec![ask(0), ask(1), ask(7), shown]
    }
}
