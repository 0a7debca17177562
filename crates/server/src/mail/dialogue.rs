//! The dialogue with an SMTP server (RFC 5321, section 3), step by step, each with its own limit.
//!
//! A server that lets one step last gets no other step's time, and what it has said before is not forgotten over it:
//! a mail that was taken stays taken when the farewell is not answered.

use super::answer::presentable;
use super::error::{MailError, Step};
use crate::config::{SmtpCredentials, SmtpSecurity, SmtpServer};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use lettre::Address;
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Quit, Rcpt, Rset};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};
use lettre::transport::smtp::response::{Response, Severity};
use std::error::Error as _;
use std::io::{self, ErrorKind};
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::time::timeout;

/// How long a server may take for its answers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// For each step but the last one.
    pub step: Duration,
    /// For taking the mail: the time of spam filters and virus scanners. Who gives up too soon sends twice.
    pub content: Duration,
    /// For the farewell, on which nothing depends.
    pub quit: Duration,
}

impl Limits {
    /// Far shorter than RFC 5321, section 4.5.3.2, asks for between the servers of strangers: this one is the
    /// operator's own or one that they pay, and a mail that is put off is tried again.
    pub const USUAL: Self = Self {
        step: Duration::from_secs(10),
        content: Duration::from_secs(45),
        quit: Duration::from_secs(1),
    };

    /// The longest that one attempt can take: connection, TLS, login, sender, recipient, data; then the rest.
    pub const fn longest(self) -> Duration {
        let steps = self.step.saturating_mul(6);
        steps.saturating_add(self.content).saturating_add(self.quit)
    }
}

/// A connection that is greeted, protected and logged in as configured.
pub(super) struct Dialogue {
    connection: AsyncSmtpConnection,
    limits: Limits,
}

impl Dialogue {
    /// Connects, greets, and where configured asks for TLS and logs in.
    pub async fn begin(
        server: &SmtpServer,
        tls: Option<&TlsParameters>,
        limits: Limits,
    ) -> Result<Self, MailError> {
        let connection = match tls {
            Some(tls) if server.security == SmtpSecurity::Tls => connect_tls(server, tls, limits).await?,
            _ => connect(server, limits).await?,
        };
        let mut dialogue = Self { connection, limits };
        if let Some(tls) = tls.filter(|_| server.security == SmtpSecurity::StartTls) {
            dialogue.protect(tls).await?;
        }
        if let Some(credentials) = &server.credentials {
            dialogue.log_in(credentials).await?;
        }
        Ok(dialogue)
    }

    /// Gives back what the server said when it took the mail.
    pub async fn hand_over(
        &mut self,
        from: &Address,
        to: &Address,
        mail: &[u8],
    ) -> Result<String, MailError> {
        self.envelope(from, to, !mail.is_ascii()).await?;
        let private = [to.user()];
        let said = self.say(Step::Data, Data, &private).await?;
        expect(Step::Data, &said, Severity::PositiveIntermediate)?;
        let taken = self.connection.message(mail);
        let said = within(Step::Content, self.limits.content, &private, taken).await?;
        expect(Step::Content, &said, Severity::PositiveCompletion)?;
        Ok(presentable(&text(&said), &private))
    }

    /// Names sender and recipient. What is beyond ASCII needs a server that says it takes it (RFC 6531).
    pub async fn envelope(
        &mut self,
        from: &Address,
        to: &Address,
        has_wide_content: bool,
    ) -> Result<(), MailError> {
        let is_wide = |address: &Address| !address.to_string().is_ascii();
        let offers = |extension| self.connection.server_info().supports_feature(extension);
        let is_international = is_wide(from) || is_wide(to);
        if is_international && !offers(Extension::SmtpUtfEight) {
            return Err(no_smtputf8(is_wide(from)));
        }
        let mut parameters = Vec::new();
        if is_international {
            parameters.push(MailParameter::SmtpUtfEight);
        }
        if has_wide_content && offers(Extension::EightBitMime) {
            parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
        }
        let sender = Mail::new(Some(from.clone()), parameters);
        self.completed(Step::Sender, sender, &[]).await?;
        let recipient = Rcpt::new(to.clone(), Vec::new());
        self.completed(Step::Recipient, recipient, &[to.user()]).await
    }

    /// Takes back what the envelope said.
    pub async fn reset(&mut self) -> Result<(), MailError> {
        self.completed(Step::Reset, Rset, &[]).await
    }

    /// Says farewell.
    pub async fn quit(&mut self) -> Result<(), MailError> {
        let said = self.connection.command(Quit);
        let said = within(Step::Quit, self.limits.quit, &[], said).await?;
        expect(Step::Quit, &said, Severity::PositiveCompletion)
    }

    async fn protect(&mut self, tls: &TlsParameters) -> Result<(), MailError> {
        let hello = ClientId::default();
        let protected = self.connection.starttls(tls.clone(), &hello);
        within(Step::Protection, self.limits.step, &[], protected).await
    }

    async fn log_in(&mut self, credentials: &SmtpCredentials) -> Result<(), MailError> {
        let SmtpCredentials { user, password } = credentials;
        let private = [
            user.clone(),
            password.clone(),
            BASE64.encode(user),
            BASE64.encode(password),
            BASE64.encode(format!("\0{user}\0{password}")),
        ];
        let private = private.each_ref().map(String::as_str);
        let credentials = Credentials::new(user.clone(), password.clone());
        let logged_in = self
            .connection
            .auth(&[Mechanism::Plain, Mechanism::Login], &credentials);
        let said = within(Step::Login, self.limits.step, &private, logged_in).await?;
        expect(Step::Login, &said, Severity::PositiveCompletion)
    }

    async fn completed<C: std::fmt::Display>(
        &mut self,
        step: Step,
        command: C,
        private: &[&str],
    ) -> Result<(), MailError> {
        let said = self.say(step, command, private).await?;
        expect(step, &said, Severity::PositiveCompletion)
    }

    async fn say<C: std::fmt::Display>(
        &mut self,
        step: Step,
        command: C,
        private: &[&str],
    ) -> Result<Response, MailError> {
        let said = self.connection.command(command);
        within(step, self.limits.step, private, said).await
    }
}

async fn connect(server: &SmtpServer, limits: Limits) -> Result<AsyncSmtpConnection, MailError> {
    let not_now = |reason: String| MailError::NotNow {
        step: Step::Connect,
        reason,
    };
    let opened = TcpStream::connect((server.host.as_str(), server.port));
    let stream = timeout(limits.step, opened)
        .await
        .map_err(|_| not_now(too_slow(limits.step)))?
        .map_err(|error| not_now(error.to_string()))?;
    let hello = ClientId::default();
    let greeted = AsyncSmtpConnection::connect_with_transport(Box::new(stream), &hello);
    within(Step::Greeting, limits.step, &[], greeted).await
}

/// The parts of this connection can only be told apart by how they fail.
async fn connect_tls(
    server: &SmtpServer,
    tls: &TlsParameters,
    limits: Limits,
) -> Result<AsyncSmtpConnection, MailError> {
    let (address, hello) = ((server.host.as_str(), server.port), ClientId::default());
    let opened = AsyncSmtpConnection::connect_tokio1(address, None, &hello, Some(tls.clone()), None);
    match timeout(limits.step, opened).await {
        Ok(Ok(connection)) => Ok(connection),
        Ok(Err(error)) => Err(failure(step_of(&error), &error, &[])),
        Err(_) => Err(MailError::NotNow {
            step: Step::Connect,
            reason: too_slow(limits.step),
        }),
    }
}

fn step_of(error: &SmtpError) -> Step {
    if error.status().is_some() || error.is_response() {
        return Step::Greeting;
    }
    let mut source = error.source();
    while let Some(error) = source {
        if let Some(error) = error.downcast_ref::<io::Error>() {
            let is_tls = matches!(error.kind(), ErrorKind::InvalidData | ErrorKind::UnexpectedEof);
            return if is_tls { Step::Protection } else { Step::Connect };
        }
        source = error.source();
    }
    Step::Connect
}

/// Waits for one step: for its whole answer, so that a byte now and then gains no time.
async fn within<T>(
    step: Step,
    limit: Duration,
    private: &[&str],
    deed: impl Future<Output = Result<T, SmtpError>>,
) -> Result<T, MailError> {
    match timeout(limit, deed).await {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(error)) => Err(failure(step, &error, private)),
        Err(_) => Err(MailError::NotNow {
            step,
            reason: too_slow(limit),
        }),
    }
}

fn too_slow(limit: Duration) -> String {
    format!("no answer within {} seconds", limit.as_secs_f32())
}

/// Sorts a failure by whether the mail itself is at fault, which only the recipient and the content can be: all before
/// is about us, and holds as long as the operator lets it. So is a 53x answer, a login that is missing (RFC 4954,
/// section 6).
fn failure(step: Step, error: &SmtpError, private: &[&str]) -> MailError {
    let reason = presentable(&reason(error), private);
    let is_about_the_mail = matches!(step, Step::Recipient | Step::Data | Step::Content);
    let is_about_login = reason.starts_with("53");
    if error.is_permanent() && is_about_the_mail && !is_about_login {
        return MailError::Refused { step, answer: reason };
    }
    MailError::NotNow { step, reason }
}

fn reason(error: &SmtpError) -> String {
    let said = error.source().map(ToString::to_string).unwrap_or_default();
    match error.status() {
        Some(code) => format!("{code} {said}"),
        None if said == "incomplete response" => "the server ended the connection".to_owned(),
        None if error.is_response() => "the server's answer is not SMTP".to_owned(),
        None if said.is_empty() => error.to_string(),
        None => said,
    }
}

/// An answer of another kind than the step can have says nothing about the mail.
fn expect(step: Step, said: &Response, severity: Severity) -> Result<(), MailError> {
    if said.code().severity == severity {
        return Ok(());
    }
    let reason = presentable(&format!("{} comes out of turn", text(said)), &[]);
    Err(MailError::NotNow { step, reason })
}

fn text(said: &Response) -> String {
    let lines: Vec<&str> = said.message().collect();
    format!("{} {}", said.code(), lines.join(" "))
}

/// A recipient that no server of ours will ever take is given up; a sender is the operator's to change.
fn no_smtputf8(is_sender: bool) -> MailError {
    let answer =
        "the server takes no address with letters beyond ASCII (it does not offer SMTPUTF8)".to_owned();
    match is_sender {
        true => MailError::NotNow {
            step: Step::Sender,
            reason: answer,
        },
        false => MailError::Refused {
            step: Step::Recipient,
            answer,
        },
    }
}
