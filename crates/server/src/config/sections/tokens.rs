//! `[tokens]` and `[registration]`: what clients get.

use crate::config::keys::Keys;
use crate::config::value::{OneOf, Whole, Words};
use std::time::Duration;
use voltkey_flows::settings::RegistrationMode;
use voltkey_protocol::jose::SigningAlg;

/// The most that RFC 6749, section 4.1.2 recommends for an authorization code.
const LONGEST_CODE: Duration = Duration::from_secs(600);

/// `[tokens]`: lifetimes and the signature of access tokens.
#[derive(Clone, Debug)]
pub struct TokensConfig {
    /// Lifetime of an authorization code.
    pub code: Duration,
    /// Lifetime of an access token.
    pub access: Duration,
    /// Lifetime of an ID token.
    pub id: Duration,
    /// Lifetime of a refresh token that is not used.
    pub refresh: Duration,
    /// How long a used refresh token may be presented once more, for an answer that got lost.
    pub refresh_grace: Duration,
    /// The end of a family of refresh tokens, however often it is used.
    pub refresh_absolute: Duration,
    /// The algorithm that signs access tokens of clients that name none.
    pub access_alg: SigningAlg,
}

impl TokensConfig {
    pub(in crate::config) fn read(keys: &mut Keys) -> Self {
        let OneOf(access_alg) = keys.read("tokens.access_alg");
        let tokens = Self {
            code: keys.read("tokens.code"),
            access: keys.read("tokens.access"),
            id: keys.read("tokens.id"),
            refresh: keys.read("tokens.refresh"),
            refresh_grace: keys.read("tokens.refresh_grace"),
            refresh_absolute: keys.read("tokens.refresh_absolute"),
            access_alg,
        };
        tokens.check(keys);
        tokens
    }

    fn check(&self, keys: &mut Keys) {
        keys.require(
            self.code <= LONGEST_CODE,
            &["tokens.code"],
            "`tokens.code` is longer than 10m, the most that RFC 6749 recommends",
        );
        keys.require(
            self.refresh <= self.refresh_absolute,
            &["tokens.refresh", "tokens.refresh_absolute"],
            "`tokens.refresh` is longer than `tokens.refresh_absolute`",
        );
        keys.require(
            self.refresh_grace < self.refresh,
            &["tokens.refresh_grace", "tokens.refresh"],
            "`tokens.refresh_grace` is not shorter than `tokens.refresh`",
        );
    }
}

impl Words for SigningAlg {
    const WORDS: &'static [(&'static str, Self)] = &[
        (Self::RS256.as_str(), Self::RS256),
        (Self::ES256.as_str(), Self::ES256),
        (Self::EdDSA.as_str(), Self::EdDSA),
    ];
}

/// `[registration]`: who may register a client (RFC 7591).
#[derive(Clone, Debug)]
pub struct RegistrationConfig {
    /// Who may.
    pub mode: RegistrationMode,
    /// How many clients one network may register in an hour, where anyone may.
    pub per_network: u16,
    /// How many may register in an hour in all, where anyone may.
    pub in_all: u16,
    /// After which time a client is deleted that nobody has used; none: never.
    pub delete_unused: Option<Duration>,
}

impl RegistrationConfig {
    pub(in crate::config) fn read(keys: &mut Keys) -> Self {
        let OneOf(mode) = keys.read("registration.mode");
        let Whole(per_network) = keys.read::<Whole<1, { u16::MAX }>>("registration.per_network");
        let Whole(in_all) = keys.read::<Whole<1, { u16::MAX }>>("registration.in_all");
        Self {
            mode,
            per_network,
            in_all,
            delete_unused: keys.read("registration.delete_unused"),
        }
    }
}

impl Words for RegistrationMode {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("closed", Self::Closed),
        ("token", Self::Token),
        ("open", Self::Open),
    ];
}
