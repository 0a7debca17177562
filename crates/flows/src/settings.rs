//! What the operator has decided, as far as a flow needs it.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::time::Duration;
use voltkey_crypto::password::PasswordPolicy;
use voltkey_protocol::jose::SigningAlg;

/// The instance's settings.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The issuer: the public URL without a slash at its end.
    pub issuer: String,
    /// The platform that people sign in to.
    pub platform_name: String,
    /// The platform's login page: the way back from a dead end.
    pub login_url: Option<String>,
    /// Where the platform's dates are read.
    pub time_zone: TimeZone,
    /// Where requests to the support go by mail.
    pub support_email: Option<String>,
    /// What a new password must be.
    pub password: PasswordPolicy,
    /// Whether everybody needs a second factor.
    pub second_factor: SecondFactorPolicy,
    /// How long sessions last.
    pub session: SessionLimits,
    /// How long tokens last, and what signs them.
    pub tokens: TokenSettings,
    /// Who may register a client.
    pub registration: RegistrationSettings,
    /// What is kept of the audit trail.
    pub audit: AuditSettings,
}

/// Who may register a client (RFC 7591), and how often.
#[derive(Clone, Copy, Debug)]
pub struct RegistrationSettings {
    /// Who may.
    pub mode: RegistrationMode,
    /// How many one network may register in an hour without an initial access token.
    pub per_network: u16,
    /// How many may register in an hour without one in all.
    pub in_all: u16,
    /// After which time a client is deleted that nobody has used; none: never.
    pub delete_unused: Option<Duration>,
}

/// Who may register a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegistrationMode {
    /// Nobody: the registration endpoint does not exist.
    Closed,
    /// Whoever presents an initial access token.
    Token,
    /// Anyone.
    Open,
}

/// What is kept of the audit trail. Its chained events always are.
#[derive(Clone, Copy, Debug)]
pub struct AuditSettings {
    /// How long names, addresses and networks are.
    pub details: Duration,
}

/// Whether a second factor is needed, and from when on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SecondFactorPolicy {
    /// Whether everybody needs one.
    pub required: bool,
    /// The last day without one; none: at once.
    pub grace_until: Option<Date>,
}

/// How long a session lasts.
#[derive(Clone, Copy, Debug)]
pub struct SessionLimits {
    /// Without being used.
    pub idle: Duration,
    /// In all.
    pub absolute: Duration,
    /// After the last password, how long a PIN alone begins a new one in the same browser.
    pub pin_only: Duration,
}

/// How long codes and tokens last.
#[derive(Clone, Copy, Debug)]
pub struct TokenSettings {
    /// An authorization code.
    pub code: Duration,
    /// An access token.
    pub access: Duration,
    /// An ID token.
    pub id: Duration,
    /// A refresh token that is not used.
    pub refresh: Duration,
    /// How long a used refresh token may be used once more, for a client that lost the answer.
    pub refresh_grace: Duration,
    /// All refresh tokens of one grant.
    pub refresh_absolute: Duration,
    /// What signs access tokens.
    pub access_alg: SigningAlg,
}
