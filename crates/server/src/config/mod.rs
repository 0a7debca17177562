//! The configuration: one TOML file, each key of which an environment variable can override.
//!
//! Three layers, the later winning: the built-in defaults (`config/voltkey.toml`, compiled in, which is
//! thereby both the documentation and the list of all keys), the operator's file, and the environment. Every
//! problem is collected with its place, so that one run shows them all.

mod error;
mod keys;
mod layer;
mod nearest;
mod sections;
mod types;
pub(crate) mod value;

#[cfg(test)]
mod tests;

pub use error::{ConfigError, Origin, Problem};
pub use sections::{
    AuditConfig, BrandConfig, DatabaseConfig, KeysConfig, LogConfig, LogFormat, MailConfig, MailSubjects,
    OutboundConfig, PlatformConfig, RegistrationConfig, SecondFactorConfig, SecondFactorPolicy, ServerConfig,
    SessionConfig, SubjectByLanguage, SupportConfig, TokensConfig,
};
pub use types::{Accent, DatabaseUrl, LogFilter, PublicUrl, SmtpCredentials, SmtpSecurity, SmtpServer};

pub use keys::Shown;
pub(crate) use keys::{unknown_key, wrong_value};
pub(crate) use layer::{line_of, parse_toml};
pub(crate) use nearest::nearest;

use keys::Keys;
use layer::Layer;
use std::path::Path;
use voltkey_crypto::password::PasswordPolicy;

/// The commented file with the default of every key, as it is compiled in.
pub const DEFAULTS: &str = include_str!("../../../../config/voltkey.toml");

/// Everything that an operator can set, parsed and checked.
///
/// Relative paths in it are relative to the working directory of the process.
#[derive(Clone, Debug)]
pub struct Config {
    /// `[server]`: where the provider listens and how the world calls it.
    pub server: ServerConfig,
    /// `[database]`: SQLite or PostgreSQL.
    pub database: DatabaseConfig,
    /// `[keys]`: where the master key lies.
    pub keys: KeysConfig,
    /// `[mail]`: the SMTP server, the sender and the subjects.
    pub mail: MailConfig,
    /// `[platform]`: the platform whose people sign in here.
    pub platform: PlatformConfig,
    /// `[brand]`: how the pages look.
    pub brand: BrandConfig,
    /// `[password]`: what a password must have.
    pub password: PasswordPolicy,
    /// `[second_factor]`: whether and from when everyone needs one.
    pub second_factor: SecondFactorConfig,
    /// `[session]`: how long someone stays signed in.
    pub session: SessionConfig,
    /// `[tokens]`: lifetimes and the signature of access tokens.
    pub tokens: TokensConfig,
    /// `[registration]`: who may register a client.
    pub registration: RegistrationConfig,
    /// `[outbound]`: which addresses the provider may call.
    pub outbound: OutboundConfig,
    /// `[support]`: the contact that every page shows.
    pub support: SupportConfig,
    /// `[audit]`: what is kept of the audit trail.
    pub audit: AuditConfig,
    /// `[log]`: what is logged, and in which shape.
    pub log: LogConfig,
    /// Each key with its value and its place.
    pub shown: Vec<Shown>,
}

impl Config {
    /// Reads the file at `path`, if one is given, and applies the variables in `env` whose names begin with
    /// `VOLTKEY_` and contain a double underscore.
    ///
    /// # Errors
    /// Every unreadable, unknown or wrong key, each with its file and line or its variable.
    pub fn load(path: Option<&Path>, env: &[(String, String)]) -> Result<Self, ConfigError> {
        let file = path.map(Layer::from_file).transpose()?;
        Self::from_layers(file, env)
    }

    fn from_layers(file: Option<Layer>, env: &[(String, String)]) -> Result<Self, ConfigError> {
        let mut keys = Keys::new(Layer::defaults());
        if let Some(file) = file {
            keys.overlay(file);
        }
        keys.overlay_environment(env);
        let config = Self::read(&mut keys);
        keys.finish(config)
    }

    fn read(keys: &mut Keys) -> Self {
        Self {
            server: ServerConfig::read(keys),
            database: DatabaseConfig::read(keys),
            keys: KeysConfig::read(keys),
            mail: MailConfig::read(keys),
            platform: PlatformConfig::read(keys),
            brand: BrandConfig::read(keys),
            password: sections::read_password_policy(keys),
            second_factor: SecondFactorConfig::read(keys),
            session: SessionConfig::read(keys),
            tokens: TokensConfig::read(keys),
            registration: RegistrationConfig::read(keys),
            outbound: OutboundConfig::read(keys),
            support: SupportConfig::read(keys),
            audit: AuditConfig::read(keys),
            log: LogConfig::read(keys),
            shown: keys.take_shown(),
        }
    }
}
