//! `[password]`, `[second_factor]` and `[session]`: how people sign in and for how long.

use crate::config::keys::Keys;
use crate::config::value::{OneOf, Whole, Words};
use jiff::civil::Date;
use std::time::Duration;
use voltkey_crypto::password::{CharClass, PasswordPolicy};

/// `[password]`: what a password must have.
pub(in crate::config) fn read_password_policy(keys: &mut Keys) -> PasswordPolicy {
    let Whole(min_length) = keys.read::<Whole<8, 256>>("password.min_length");
    let require: Vec<OneOf<CharClass>> = keys.read("password.require");
    let Whole(min_strength) = keys.read::<Whole<0, 4>>("password.min_strength");
    PasswordPolicy {
        min_length: min_length.into(),
        require: require.into_iter().map(|OneOf(class)| class).collect(),
        min_strength: u8::try_from(min_strength).unwrap_or(4),
    }
}

impl Words for CharClass {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("upper", Self::Upper),
        ("lower", Self::Lower),
        ("digit", Self::Digit),
        ("special", Self::Special),
    ];
}

/// `[second_factor]`: whether and from when everyone needs one.
#[derive(Clone, Debug)]
pub struct SecondFactorConfig {
    /// The instance's policy, which a company can only tighten.
    pub policy: SecondFactorPolicy,
    /// With `Required`: enforced from the end of this day in the platform's time zone; none: at once.
    pub grace_until: Option<Date>,
}

impl SecondFactorConfig {
    pub(in crate::config) fn read(keys: &mut Keys) -> Self {
        let OneOf(policy) = keys.read("second_factor.policy");
        Self {
            policy,
            grace_until: keys.read("second_factor.grace_until"),
        }
    }
}

/// Whether a second factor is demanded of everyone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecondFactorPolicy {
    /// Each person decides, and each company may require it.
    Optional,
    /// Everyone.
    Required,
}

impl Words for SecondFactorPolicy {
    const WORDS: &'static [(&'static str, Self)] =
        &[("optional", Self::Optional), ("required", Self::Required)];
}

/// `[session]`: how long someone stays signed in.
#[derive(Clone, Debug)]
pub struct SessionConfig {
    /// Without any request.
    pub idle: Duration,
    /// At most, whatever is done.
    pub absolute: Duration,
    /// After the last password, how long a PIN alone opens a new session in the same browser.
    pub pin_only: Duration,
}

impl SessionConfig {
    pub(in crate::config) fn read(keys: &mut Keys) -> Self {
        let session = Self {
            idle: keys.read("session.idle"),
            absolute: keys.read("session.absolute"),
            pin_only: keys.read("session.pin_only"),
        };
        keys.require(
            session.idle <= session.absolute,
            &["session.idle", "session.absolute"],
            "`session.idle` is longer than `session.absolute`",
        );
        session
    }
}
