//! What can go wrong on the way to being signed in, and what a person reads then.

use axum::http::StatusCode;
use serde::Serialize;
use thiserror::Error;

use crate::id_token::IdTokenRefused;
use crate::provider::Unreachable;

/// A reason why a page of this application can't do what was asked.
#[derive(Debug, Error)]
pub(crate) enum Problem {
    /// The login named another provider than ours (Third-Party Initiated Login: OpenID Connect Core, section 4).
    #[error("This application does not sign people in with {0}.")]
    ForeignIssuer(String),
    /// `state` was unknown, used before, or began in another browser (RFC 6749, section 10.12).
    #[error("The answer carried a state that this browser is not waiting for.")]
    UnknownState,
    /// The response was not, or not provably, our provider's (RFC 9207, section 2.4).
    #[error("The answer says that it comes from {0}.")]
    WrongIssuer(String),
    /// The provider's own refusal (RFC 6749, section 4.1.2.1).
    #[error("{description}")]
    Refused { error: String, description: String },
    /// Neither a code nor an error.
    #[error("The answer held neither a code nor an error.")]
    EmptyAnswer,
    #[error(transparent)]
    Unreachable(#[from] Unreachable),
    /// The token endpoint refused, or could not be asked.
    #[error("{0}")]
    Exchange(String),
    #[error(transparent)]
    IdToken(#[from] IdTokenRefused),
    /// The UserInfo endpoint refused, or spoke of somebody else.
    #[error("{0}")]
    UserInfo(String),
    /// There is nothing to refresh with.
    #[error("The provider issued no refresh token.")]
    NoRefreshToken,
    /// A fault of this application.
    #[error("{0}")]
    Internal(String),
}

/// What the page shows.
#[derive(Serialize)]
pub(crate) struct View {
    title: &'static str,
    detail: String,
    /// The provider's error code, where it is the provider who refused.
    code: Option<String>,
    advice: &'static str,
}

impl Problem {
    pub(crate) fn internal(error: impl ToString) -> Self {
        Self::Internal(error.to_string())
    }

    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::ForeignIssuer(_) | Self::UnknownState | Self::WrongIssuer(_) | Self::EmptyAnswer => {
                StatusCode::BAD_REQUEST
            }
            Self::Refused { .. } | Self::NoRefreshToken => StatusCode::FORBIDDEN,
            Self::Unreachable(_) | Self::Exchange(_) | Self::IdToken(_) | Self::UserInfo(_) => {
                StatusCode::BAD_GATEWAY
            }
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    pub(crate) fn view(&self) -> View {
        let (title, advice) = self.words();
        let code = match self {
            Self::Refused { error, .. } => Some(error.clone()),
            _ => None,
        };
        View {
            title,
            detail: self.to_string(),
            code,
            advice,
        }
    }

    fn words(&self) -> (&'static str, &'static str) {
        match self {
            Self::ForeignIssuer(_) => ("Unknown provider", "Start the sign-in on this page instead."),
            Self::UnknownState => (
                "This sign-in did not begin here",
                "It may have been finished in another tab, or begun in another browser. Sign in again.",
            ),
            Self::WrongIssuer(_) => (
                "The answer came from somebody else",
                "It was thrown away unread, because it may be an attack. Sign in again.",
            ),
            Self::Refused { .. } => (
                "The provider did not sign you in",
                "Nothing was changed. Sign in again when you like.",
            ),
            Self::EmptyAnswer => ("The answer was incomplete", "Sign in again."),
            Self::Unreachable(_) => (
                "The provider can't be reached",
                "It may be starting, or be down. Wait a moment and sign in again.",
            ),
            Self::Exchange(_) => (
                "The provider gave no tokens",
                "Compare the client's secret and its grant types with the registration at the provider.",
            ),
            Self::IdToken(_) => (
                "The ID token was not accepted",
                "An application never signs anybody in with a token that fails a check. Sign in again.",
            ),
            Self::UserInfo(_) => ("The claims could not be read", "Sign in again."),
            Self::NoRefreshToken => (
                "There is nothing to refresh with",
                "A refresh token comes with the scope offline_access, to clients that may have one.",
            ),
            Self::Internal(_) => (
                "Something went wrong here",
                "Look at this application's settings.",
            ),
        }
    }
}
