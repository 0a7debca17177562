//! Hands finished mails to the SMTP server (RFC 5321).
//!
//! What is written in a mail, and when it is tried again, is decided elsewhere: a mail here is one attempt.

mod answer;
mod dialogue;
mod error;
mod letter;
#[cfg(test)]
mod tests;

pub use answer::presentable;
pub use error::{MailError, Step};

use crate::config::{MailConfig, SmtpSecurity, SmtpServer};
use dialogue::{Dialogue, Limits};
use letter::{Letter, address};
use lettre::message::Mailbox;
use lettre::transport::smtp::client::TlsParameters;
use std::time::Duration;
use voltkey_protocol::time::Timestamp;

/// The longest that one attempt can take, however slow the server is.
pub const LONGEST_ATTEMPT: Duration = Limits::USUAL.longest();

/// A mail, ready to go.
#[derive(Clone, Debug)]
pub struct Mail {
    /// The one recipient's address.
    pub to: String,
    /// Who gets the answer, where that is not the sender: an address. One that fits no field is left out.
    pub reply_to: Option<String>,
    /// In the recipient's language.
    pub subject: String,
    /// The words as plain text.
    pub text: String,
    /// The same words as HTML.
    pub html: String,
    /// The part of the Message-ID before the `@`. The same at each attempt, so that a mail that arrives twice
    /// can be known as one.
    pub message_id: String,
    /// For the `Date` field: when the mail was written, whenever it leaves.
    pub date: Timestamp,
    /// Whether no person wrote it, so that no vacation notice answers it (RFC 3834, section 5).
    pub auto_submitted: bool,
}

/// Sends mails through the server that the configuration names. Each attempt has a connection of its own.
#[derive(Clone)]
pub struct Mailer {
    server: SmtpServer,
    tls: Option<TlsParameters>,
    from: Mailbox,
    limits: Limits,
}

impl Mailer {
    /// Prepares sending; connects to nothing yet.
    ///
    /// # Errors
    /// [`MailError::NotNow`] when the server's name can't be one in a certificate, [`MailError::Unsendable`] when the
    /// sender's address can't be one of a mail.
    pub fn new(config: &MailConfig) -> Result<Self, MailError> {
        let from = Mailbox {
            name: config.from.name.clone(),
            email: address(config.from.email.as_ref())?,
        };
        Ok(Self {
            server: config.server.clone(),
            tls: tls(&config.server)?,
            from,
            limits: Limits::USUAL,
        })
    }

    /// Hands one mail over, and gives back what the server said when it took it. The server may have it even when
    /// no answer came in time, so that a mail can arrive twice, but never gets lost.
    ///
    /// # Errors
    /// [`MailError`] with the server's own answer where there is one.
    pub async fn send(&self, mail: &Mail) -> Result<String, MailError> {
        let letter = Letter::write(mail, &self.from)?;
        let mut dialogue = self.begin().await?;
        let outcome = dialogue
            .hand_over(&self.from.email, &letter.to, &letter.octets)
            .await;
        // Whatever comes of the farewell, the mail's fate is known.
        let _ = dialogue.quit().await;
        outcome
    }

    /// Goes through all of the dialogue but the mail itself, with the sender as the recipient, and sends nothing.
    ///
    /// # Errors
    /// [`MailError`] with the step, and the server's own answer where there is one.
    pub async fn probe(&self) -> Result<(), MailError> {
        let mut dialogue = self.begin().await?;
        let from = &self.from.email;
        dialogue.envelope(from, from, false).await?;
        dialogue.reset().await?;
        dialogue.quit().await
    }

    async fn begin(&self) -> Result<Dialogue, MailError> {
        Dialogue::begin(&self.server, self.tls.as_ref(), self.limits).await
    }
}

fn tls(server: &SmtpServer) -> Result<Option<TlsParameters>, MailError> {
    match server.security {
        SmtpSecurity::Plain => Ok(None),
        SmtpSecurity::StartTls | SmtpSecurity::Tls => TlsParameters::new(server.host.clone())
            .map(Some)
            .map_err(|error| MailError::NotNow {
                step: Step::Protection,
                reason: error.to_string(),
            }),
    }
}
