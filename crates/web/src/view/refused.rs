//! A request of an app that is refused without going back to the app (RFC 6749, 4.1.2.1). It speaks to the
//! person first, and to the app's developer below.

use super::View;
use super::form::Form;
use super::message::Message;
use super::moment::Moment;
use super::people::WayOn;
use serde::Serialize;
use voltkey_protocol::error::Rule;

/// How much of a received value is shown.
const SHOWN_CHARACTERS: usize = 200;

/// The page of a refusal.
#[derive(Clone, Debug, Serialize)]
pub struct Refused {
    /// The number under which the support finds the exact reason.
    pub reference: String,
    /// When it was refused.
    pub at: Moment,
    /// The app's registered home page (`client_uri`).
    pub back: Option<WayOn>,
    /// The platform.
    pub platform: Option<WayOn>,
    /// Whether the app wanted to sign the person out, and not in.
    #[serde(skip)]
    pub is_log_out: bool,
    /// Signs out all the same.
    pub sign_out: Option<Form>,
    /// What came, as far as it matters. Never what is registered: a stranger may be reading.
    pub received: Vec<Received>,
    pub(crate) app: Option<String>,
    pub(crate) text: Message,
    pub(crate) why: Option<Message>,
    pub(crate) answer: Vec<Received>,
}

/// What was refused, as far as the person needs to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// No client has this identifier, or none was given.
    ClientUnknown,
    /// The `redirect_uri` is not registered.
    RedirectUriUnregistered,
    /// The `redirect_uri` is missing.
    RedirectUriMissing,
    /// The `post_logout_redirect_uri` is not registered.
    PostLogoutUnregistered,
    /// The `id_token_hint` of a log-out is none of ours.
    IdTokenHint,
    /// A parameter stands more than once.
    ParameterRepeated,
    /// The request can't be read.
    Malformed,
    /// Anything else.
    Other,
}

/// A parameter as it was received, or of the answer.
#[derive(Clone, Debug, Serialize)]
pub struct Received {
    name: String,
    value: String,
    marked: bool,
}

impl Kind {
    /// The kind of what a rule refused.
    #[must_use]
    pub const fn of(rule: Rule) -> Self {
        match rule {
            Rule::ClientUnknown | Rule::ClientIdMissing => Self::ClientUnknown,
            Rule::RedirectUriUnregistered => Self::RedirectUriUnregistered,
            Rule::RedirectUriMissing => Self::RedirectUriMissing,
            Rule::PostLogoutUnregistered => Self::PostLogoutUnregistered,
            Rule::IdTokenHint => Self::IdTokenHint,
            Rule::ParameterRepeated => Self::ParameterRepeated,
            Rule::RequestMalformed | Rule::RequestTooLarge | Rule::ParameterMalformed => Self::Malformed,
            _ => Self::Other,
        }
    }

    fn text(self) -> Message {
        Message::new(match self {
            Self::ClientUnknown => "refused-client-unknown",
            Self::RedirectUriUnregistered => "refused-redirect-uri-unregistered",
            Self::RedirectUriMissing => "refused-redirect-uri-missing",
            Self::PostLogoutUnregistered => "refused-post-logout-unregistered",
            Self::IdTokenHint => "refused-id-token-hint",
            Self::ParameterRepeated => "refused-parameter-repeated",
            Self::Malformed => "refused-malformed",
            Self::Other => "refused-other",
        })
    }
}

impl Received {
    /// A parameter; `marked` if it is the one that was refused. A long value is shortened.
    #[must_use]
    pub fn new(name: impl Into<String>, value: &str, marked: bool) -> Self {
        let mut shown: String = value.chars().take(SHOWN_CHARACTERS).collect();
        if shown.len() < value.len() {
            shown.push('…');
        }
        Self {
            name: name.into(),
            value: shown,
            marked,
        }
    }
}

impl Refused {
    /// The page of a refusal by `rule`, told as `code` and `description` on the wire.
    #[must_use]
    pub fn new(rule: Rule, code: &str, description: &str, reference: &str, at: Moment) -> Self {
        let answer = [("error", code), ("error_description", description)];
        Self {
            reference: reference.to_owned(),
            at,
            back: None,
            platform: None,
            is_log_out: false,
            sign_out: None,
            received: Vec::new(),
            app: None,
            text: Kind::of(rule).text(),
            why: in_words(rule),
            answer: answer
                .map(|(name, value)| Received::new(name, value, false))
                .into(),
        }
    }

    /// The page with the name of the app, which is only known when the client is.
    #[must_use]
    pub fn of_app(mut self, app: &str) -> Self {
        self.app = Some(app.to_owned());
        self
    }
}

/// A rule as the app's developer reads it, where it needs more words than the answer's English ones.
fn in_words(rule: Rule) -> Option<Message> {
    let key = match rule {
        Rule::ClientIdMissing => "refused-why-client-id-missing",
        Rule::ClientUnknown => "refused-why-client-unknown",
        Rule::RedirectUriMissing => "refused-why-redirect-uri-missing",
        Rule::RedirectUriUnregistered => "refused-why-redirect-uri-unregistered",
        Rule::PostLogoutUnregistered => "refused-why-post-logout-unregistered",
        Rule::IdTokenHint => "refused-why-id-token-hint",
        Rule::ParameterRepeated => "refused-why-parameter-repeated",
        Rule::RequestMalformed => "refused-why-request-malformed",
        Rule::RequestTooLarge => "refused-why-request-too-large",
        _ => return None,
    };
    Some(Message::new(key))
}

impl View for Refused {
    const TEMPLATE: &'static str = "pages/refused.html";

    fn title(&self) -> Message {
        match &self.app {
            _ if self.is_log_out => Message::new("refused-title-sign-out"),
            Some(app) => Message::new("refused-title-app").with("app", app.as_str()),
            None => Message::new("refused-title"),
        }
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use super::sample;
        let page = |rule, description| {
            Self::new(
                rule,
                "invalid_request",
                description,
                "VK-7Q4M-2XRA",
                sample::moment(),
            )
        };
        let unregistered = Self {
            back: Some(sample::solar_reports()),
            platform: Some(sample::platform()),
            received: vec![
                Received::new("client_id", "solar-reports", false),
                Received::new(
                    "redirect_uri",
                    "http://reports.heliodata.example/oidc/callback/",
                    true,
                ),
            ],
            ..page(Rule::RedirectUriUnregistered, "redirect_uri is not registered").of_app("Solar Reports")
        };
        let unknown = Self {
            platform: Some(sample::platform()),
            received: vec![Received::new("client_id", &"solar-report".repeat(30), true)],
            ..page(Rule::ClientUnknown, "no such client")
        };
        let plain = [
            Rule::ClientIdMissing,
            Rule::RedirectUriMissing,
            Rule::PostLogoutUnregistered,
            Rule::ParameterRepeated,
            Rule::RequestMalformed,
            Rule::RequestTooLarge,
        ];
        let other = page(Rule::PkceMethod, "code_challenge_method must be S256").of_app("Solar Reports");
        let plain = plain.into_iter().map(|rule| page(rule, "see the specification"));
        let log_out = Self {
            is_log_out: true,
            back: Some(sample::solar_reports()),
            sign_out: Some(sample::form("/oauth2/logout/confirm")),
            ..page(Rule::PostLogoutUnregistered, "the address is not registered").of_app("Solar Reports")
        };
        let hint = Self {
            is_log_out: true,
            sign_out: Some(sample::form("/oauth2/logout/confirm")),
            ..page(Rule::IdTokenHint, "id_token_hint is encrypted")
        };
        let all = [unregistered, unknown, other, log_out, hint];
        all.into_iter().chain(plain).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_value_is_shortened_between_characters() {
        assert_eq!(Received::new("state", "ü", false).value, "ü");
        assert_eq!(
            Received::new("state", &"ü".repeat(201), false).value,
            "ü".repeat(200) + "…"
        );
    }
}
