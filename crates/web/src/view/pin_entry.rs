//! The field for the six-digit PIN of an authenticator app (RFC 6238), on the PIN page and at set-up.

use super::form::Field;
use super::message::Message;
use super::moment::wait;
use super::notice::Notice;
use serde::Serialize;
use std::time::Duration;

/// The field with what was refused in it.
#[derive(Clone, Debug, Default, Serialize)]
pub struct PinEntry {
    field: Field,
    notice: Option<Notice>,
    /// Whether the last PIN was refused.
    refused: bool,
}

/// Why a PIN was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PinProblem {
    /// Not six digits.
    Malformed,
    /// Not a PIN of this account now.
    Wrong,
    /// Right, but used before: a code works once (RFC 6238, 5.2).
    AlreadyUsed,
    /// Right for a phone whose clock is that many minutes ahead.
    ClockFast {
        /// About how many, at least 1.
        minutes: u32,
    },
    /// Right for a phone whose clock is that many minutes behind.
    ClockSlow {
        /// About how many, at least 1.
        minutes: u32,
    },
    /// Too many wrong ones: none is taken for this long.
    Locked(Duration),
}

impl PinEntry {
    /// The field after a refusal.
    #[must_use]
    pub fn refused(problem: PinProblem) -> Self {
        Self {
            field: Field {
                value: String::new(),
                error: error(problem),
            },
            notice: notice(problem),
            refused: true,
        }
    }

    /// The field after an entry that another message tells to be wrong.
    pub(super) fn refused_as(error: &'static str) -> Self {
        Self {
            field: Field {
                value: String::new(),
                error: Some(Message::new(error)),
            },
            notice: None,
            refused: true,
        }
    }

    pub(super) fn has_errors(&self) -> bool {
        self.refused
    }
}

fn error(problem: PinProblem) -> Option<Message> {
    let key = match problem {
        PinProblem::Malformed => "pin-malformed",
        PinProblem::Wrong => "pin-wrong",
        PinProblem::AlreadyUsed => "pin-already-used",
        PinProblem::ClockFast { .. } | PinProblem::ClockSlow { .. } => "pin-out-of-step",
        PinProblem::Locked(_) => return None,
    };
    Some(Message::new(key))
}

fn notice(problem: PinProblem) -> Option<Notice> {
    let clock = |key: &'static str, minutes: u32| {
        let title = Message::new(key).with("minutes", minutes);
        Some(Notice::warning("clock", title, Message::new("pin-clock-text")))
    };
    match problem {
        PinProblem::ClockFast { minutes } => clock("pin-clock-fast", minutes),
        PinProblem::ClockSlow { minutes } => clock("pin-clock-slow", minutes),
        PinProblem::Locked(span) => {
            let text = Message::new("pin-locked-text").with("wait", wait(span));
            Some(Notice::warning("lock", Message::new("pin-locked-title"), text))
        }
        PinProblem::Malformed | PinProblem::Wrong | PinProblem::AlreadyUsed => None,
    }
}

#[cfg(test)]
impl PinEntry {
    /// The field in each of its states.
    pub fn samples() -> Vec<Self> {
        [
            PinProblem::Malformed,
            PinProblem::Wrong,
            PinProblem::AlreadyUsed,
            PinProblem::ClockFast { minutes: 3 },
            PinProblem::ClockSlow { minutes: 1 },
            PinProblem::Locked(Duration::from_secs(720)),
        ]
        .map(Self::refused)
        .into_iter()
        .chain([Self::default()])
        .collect()
    }
}
