//! How a flow fails: a recorded refusal, a page that has to be begun again, or a fault of ours.

use std::time::Duration;
use voltkey_crypto::keyring::SignError;
use voltkey_crypto::password;
use voltkey_crypto::seal::OpenError;
use voltkey_protocol::client::localized::{self, Localized};
use voltkey_protocol::error::{Refusal, Rule};
use voltkey_store::StoreError;

/// A refusal that has been recorded, with the number under which the record is found.
#[derive(Clone, Debug)]
pub struct Refused {
    /// What was refused, and why.
    pub refusal: Refusal,
    /// "VK-7Q4M-2XRA"; empty when the network's quota of records is used up.
    pub reference: String,
    /// The client that asked, where it is known.
    pub app: Option<App>,
    /// How long to wait before it is worth trying again.
    pub retry_after: Option<Duration>,
}

/// Something of ours that does not work.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// Too much to do: come back later.
    #[error("all password slots are busy")]
    Busy,
    /// The database does not answer.
    #[error("the database is unavailable: {0}")]
    Unavailable(String),
    /// A mistake in here, or a row that can't be read.
    #[error("{0}")]
    Internal(String),
}

/// How an endpoint for clients fails.
#[derive(Debug)]
pub enum EndpointError {
    /// The request is refused.
    Refused(Box<Refused>),
    /// The fault is ours.
    Fault(Fault),
}

/// Why a client is not given what it asked for, before that is recorded.
#[derive(Debug)]
pub(crate) enum Denied {
    /// By a rule.
    Refused(Refusal),
    /// The fault is ours.
    Fault(Fault),
}

/// How a page fails.
#[derive(Debug)]
pub enum PageError {
    /// The request behind the page is refused, and nothing may be sent to the client.
    Refused(Box<Refused>),
    /// The page can't go on here, but can be begun again.
    Restart(Restart),
    /// The fault is ours.
    Fault(Fault),
}

/// Why a page has to be begun again.
#[derive(Clone, Debug)]
pub struct Restart {
    /// What is the matter.
    pub reason: RestartReason,
    /// The client that had sent the browser, where it is known.
    pub app: Option<App>,
}

/// What is the matter with a page that can't go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RestartReason {
    /// Its request belongs to another browser, or this browser keeps no cookies.
    Foreign,
    /// Its request is no longer kept.
    Expired,
    /// Its request has been answered already.
    Done,
}

/// A client as pages show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct App {
    /// `client_id`.
    pub id: String,
    /// The name that people see.
    pub name: String,
    /// Its home page.
    pub home: Option<String>,
    /// Where a login of this client can be begun anew.
    pub login: Option<String>,
    /// Its logo.
    pub logo_uri: Option<String>,
    /// Its privacy policy.
    pub policy_uri: Option<String>,
    /// Its terms of service.
    pub tos_uri: Option<String>,
    /// What of this it has registered in several languages.
    pub localized: Localized,
}

impl App {
    /// The same as a page in this language shows it, such as `de`.
    #[must_use]
    pub fn in_language(self, language: &str) -> Self {
        let shown = |member, else_shown| {
            let found = localized::in_language(&self.localized, member, language);
            found.map(str::to_owned).or(else_shown)
        };
        Self {
            name: shown("client_name", None).unwrap_or(self.name),
            home: shown("client_uri", self.home),
            logo_uri: shown("logo_uri", self.logo_uri),
            policy_uri: shown("policy_uri", self.policy_uri),
            tos_uri: shown("tos_uri", self.tos_uri),
            ..self
        }
    }
}

impl Refused {
    /// The rule that refused.
    #[must_use]
    pub fn rule(&self) -> Rule {
        self.refusal.rule
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(_) | StoreError::Conflict(_) => Self::Unavailable(with_source(&error)),
            _ => Self::Internal(with_source(&error)),
        }
    }
}

impl From<password::Busy> for Fault {
    fn from(_: password::Busy) -> Self {
        Self::Busy
    }
}

impl From<OpenError> for Fault {
    fn from(error: OpenError) -> Self {
        Self::Internal(format!("a sealed value can't be opened: {error}"))
    }
}

impl From<SignError> for Fault {
    fn from(error: SignError) -> Self {
        Self::Internal(error.to_string())
    }
}

fn with_source(error: &dyn std::error::Error) -> String {
    match error.source() {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    }
}

impl<E: Into<Fault>> From<E> for Denied {
    fn from(error: E) -> Self {
        Self::Fault(error.into())
    }
}

impl From<Refusal> for Denied {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl<E: Into<Fault>> From<E> for EndpointError {
    fn from(error: E) -> Self {
        Self::Fault(error.into())
    }
}

impl<E: Into<Fault>> From<E> for PageError {
    fn from(error: E) -> Self {
        Self::Fault(error.into())
    }
}

impl From<Refused> for EndpointError {
    fn from(refused: Refused) -> Self {
        Self::Refused(Box::new(refused))
    }
}

impl From<Refused> for PageError {
    fn from(refused: Refused) -> Self {
        Self::Refused(Box::new(refused))
    }
}

impl From<Restart> for PageError {
    fn from(restart: Restart) -> Self {
        Self::Restart(restart)
    }
}
