//! Calls to clients' servers: their keys, request objects and sectors, and what they are told of ended sessions.
//!
//! Whoever registers a client names these addresses, so they may point anywhere. What may be called at all, and by
//! which way, is decided where the calls are made; here stands what a flow may ask for.

use std::pin::Pin;
use std::time::Duration;
use thiserror::Error;

/// How clients' servers are called. Redirects are not followed: each is an [`Answer`] like any other.
pub trait Outbound: Send + Sync {
    /// Makes one call, to an address as a client has registered or sent it.
    fn send<'a>(&'a self, call: Call<'a>) -> Calling<'a>;

    /// Fetches what lies at an address.
    fn get<'a>(&'a self, url: &'a str, limits: Limits) -> Calling<'a> {
        self.send(Call {
            url,
            form: None,
            limits,
        })
    }

    /// Posts a body of `application/x-www-form-urlencoded`.
    fn post_form<'a>(&'a self, url: &'a str, body: String, limits: Limits) -> Calling<'a> {
        self.send(Call {
            url,
            form: Some(body),
            limits,
        })
    }
}

/// A call under way.
pub type Calling<'a> = Pin<Box<dyn Future<Output = Result<Answer, OutboundError>> + Send + 'a>>;

/// What is asked of a server.
#[derive(Clone, Debug)]
pub struct Call<'a> {
    /// Its address, not checked yet.
    pub url: &'a str,
    /// The form that is posted; none: a GET.
    pub form: Option<String>,
    /// How much of an answer is waited for.
    pub limits: Limits,
}

/// How much of an answer is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The longest body, in octets.
    pub size: usize,
    /// From the first step to the last octet.
    pub time: Duration,
    /// Whether the whole body is asked for. Otherwise the status is what counts: a body that is too long, too slow or
    /// broken ends early.
    pub whole: bool,
}

impl Limits {
    /// A set of keys (`jwks_uri`).
    pub const KEYS: Self = Self::of(256 * 1024);
    /// A request object (`request_uri`).
    pub const REQUEST_OBJECT: Self = Self::of(64 * 1024);
    /// The redirect URIs of a sector (`sector_identifier_uri`).
    pub const SECTOR: Self = Self::of(64 * 1024);
    /// What is said to a notice that a session has ended (`backchannel_logout_uri`).
    pub const NOTICE: Self = Self {
        whole: false,
        ..Self::of(16 * 1024)
    };

    /// So many octets, within the time that a person may be kept waiting.
    const fn of(size: usize) -> Self {
        Self {
            size,
            time: Duration::from_secs(5),
            whole: true,
        }
    }
}

/// What a server answered, whatever its status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// `Content-Type`, with its parameters; none where it is missing or not ASCII.
    pub content_type: Option<String>,
    /// How long the server says that it stays as it is (`Cache-Control`; RFC 9111, 5.2.2); none where it says nothing.
    pub fresh_for: Option<Duration>,
    /// The body, no longer than the limit; its beginning, where the whole was not asked for.
    pub body: Vec<u8>,
}

impl Answer {
    /// The body of a 200: what was asked for lies there.
    ///
    /// # Errors
    /// [`OutboundError::Status`] otherwise.
    pub fn ok(self) -> Result<Vec<u8>, OutboundError> {
        match self.status {
            200 => Ok(self.body),
            status => Err(OutboundError::Status(status)),
        }
    }
}

/// Why there is no answer, or none that can be used. As it stands it is for the operators: whoever names an address hears
/// no more than [`OutboundError::told`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum OutboundError {
    /// Not an address of the web, or one with a password in it.
    #[error("the address is not one of the web")]
    Address,
    /// `http` where only `https` is called.
    #[error("the address is not https")]
    NotHttps,
    /// The name is unknown.
    #[error("the server's name is unknown")]
    UnknownHost,
    /// An address that is not public, and that the operator has not allowed (`[outbound] allow_private`).
    #[error("the server has no public address")]
    Private,
    /// Nobody answers there.
    #[error("the server cannot be reached")]
    Unreachable,
    /// Its certificate is not trusted, or no version of TLS is shared.
    #[error("the server's certificate is not trusted, or no TLS was agreed upon")]
    Tls,
    /// The time is over.
    #[error("the server did not answer in time")]
    TimedOut,
    /// The body is longer than the limit.
    #[error("the server's answer is too long")]
    TooLarge,
    /// What came is no HTTP, or ended in the middle.
    #[error("the server's answer is broken")]
    Broken,
    /// Another status than the one that was hoped for.
    #[error("the server answered with status {0}")]
    Status(u16),
    /// Too many calls were under way.
    #[error("too many calls to clients' servers are under way")]
    Busy,
}

impl OutboundError {
    /// A word for records.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::NotHttps => "not_https",
            Self::UnknownHost => "unknown_host",
            Self::Private => "private",
            Self::Unreachable => "unreachable",
            Self::Tls => "tls",
            Self::TimedOut => "timed_out",
            Self::TooLarge => "too_large",
            Self::Broken => "broken",
            Self::Status(_) => "status",
            Self::Busy => "busy",
        }
    }

    /// What anybody may hear: nothing from which the names, addresses and ports of the network behind this provider could
    /// be told apart.
    #[must_use]
    pub fn told(self) -> String {
        let why = match self {
            Self::Address => "no address of the web",
            Self::UnknownHost | Self::Private | Self::NotHttps => "not public",
            Self::Unreachable | Self::Tls | Self::Broken => "refused",
            Self::TimedOut => "timeout",
            Self::TooLarge => "too large",
            Self::Busy => "too many at once",
            Self::Status(status) => return format!("could not be fetched (status {status})"),
        };
        format!("could not be fetched ({why})")
    }

    /// Whether another attempt at a later time may go better.
    #[must_use]
    pub const fn may_pass(self) -> bool {
        match self {
            Self::UnknownHost
            | Self::Unreachable
            | Self::Tls
            | Self::TimedOut
            | Self::Broken
            | Self::Busy
            | Self::Private => true,
            Self::Status(status) => status >= 500 || status == 408 || status == 429,
            Self::Address | Self::NotHttps | Self::TooLarge => false,
        }
    }
}

/// Reaches nobody: for tests of what calls no server.
#[cfg(test)]
pub(crate) struct Offline;

#[cfg(test)]
impl Outbound for Offline {
    fn send<'a>(&'a self, _: Call<'a>) -> Calling<'a> {
        Box::pin(std::future::ready(Err(OutboundError::Unreachable)))
    }
}
