//! The address that a mail is asked for, and why none was sent.

use super::form::Field;
use super::login::EmailProblem;
use super::message::Message;
use super::moment::wait;
use super::notice::Notice;
use serde::Serialize;
use std::time::Duration;

/// Most characters of an e-mail address (RFC 5321, 4.5.3.1.3, without the angle brackets).
pub(crate) const MAX_EMAIL: usize = 254;

/// Why no mail was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailProblem {
    /// The address can't be right.
    Email(EmailProblem),
    /// Too many were asked for: the next is sent after this long.
    Throttled(Duration),
}

/// The field with what was refused in it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct MailEntry {
    field: Field,
    notice: Option<Notice>,
}

impl MailEntry {
    pub fn new(email: impl Into<String>) -> Self {
        Self {
            field: Field {
                value: email.into(),
                error: None,
            },
            notice: None,
        }
    }

    pub fn refused(mut self, problem: MailProblem) -> Self {
        match problem {
            MailProblem::Email(problem) => self.field.error = Some(problem.message()),
            MailProblem::Throttled(span) => self.notice = Some(throttled(span)),
        }
        self
    }

    pub fn has_errors(&self) -> bool {
        self.field.error.is_some() || self.notice.is_some()
    }
}

/// What is said to whoever sent too many forms.
pub(crate) fn throttled(span: Duration) -> Notice {
    let text = Message::new("throttled-text").with("wait", wait(span));
    Notice::warning("clock", Message::new("throttled-title"), text)
}

/// What is said to whoever entered too many passwords that are not right.
pub(crate) fn attempts_throttled(span: Duration) -> Notice {
    let text = Message::new("attempts-text").with("wait", wait(span));
    Notice::warning("clock", Message::new("attempts-title"), text)
}

#[cfg(test)]
impl MailProblem {
    /// Each of them.
    pub const SAMPLES: [Self; 3] = [
        Self::Email(EmailProblem::Missing),
        Self::Email(EmailProblem::Malformed),
        Self::Throttled(Duration::from_secs(240)),
    ];
}
