//! Why a mail did not leave, and at which step of the dialogue.

use std::fmt;
use thiserror::Error;

/// Why a mail did not leave. Answers and reasons are fit to be kept and shown.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum MailError {
    /// It can't be a mail, whoever carries it: the address is none.
    #[error("the mail can't be written: {0}")]
    Unsendable(String),
    /// The server refused this mail for good: trying again is no use.
    #[error("the mail server refused the mail at {step}: {answer}")]
    Refused {
        /// Where.
        step: Step,
        /// The server's own answer, its code first.
        answer: String,
    },
    /// It did not work this time: no connection, no TLS, a wrong password, or a server that asks for
    /// patience.
    #[error("the mail could not be handed over at {step}: {reason}")]
    NotNow {
        /// Where.
        step: Step,
        /// The server's own answer, or what happened instead of one.
        reason: String,
    },
}

impl MailError {
    /// Whether another attempt is pointless.
    #[must_use]
    pub fn is_permanent(&self) -> bool {
        matches!(self, Self::Unsendable(_) | Self::Refused { .. })
    }
}

/// A step of the dialogue (RFC 5321, section 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The connection, with TLS where it begins with that.
    Connect,
    /// The greeting and its answer.
    Greeting,
    /// TLS within the connection (RFC 3207), or from its first byte.
    Protection,
    /// The login (RFC 4954).
    Login,
    /// Who sends.
    Sender,
    /// Who gets it.
    Recipient,
    /// Whether the mail may come now.
    Data,
    /// The mail itself.
    Content,
    /// Forgetting what was begun.
    Reset,
    /// The farewell.
    Quit,
}

/// The command, as the server's log has it.
impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Connect => "the connection",
            Self::Greeting => "EHLO",
            Self::Protection => "STARTTLS or TLS",
            Self::Login => "AUTH",
            Self::Sender => "MAIL FROM",
            Self::Recipient => "RCPT TO",
            Self::Data => "DATA",
            Self::Content => "the end of the mail",
            Self::Reset => "RSET",
            Self::Quit => "QUIT",
        })
    }
}
