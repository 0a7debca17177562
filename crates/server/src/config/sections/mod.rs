//! The sections of the file, each with its keys' types and the rules between them.

mod audit;
mod brand;
mod log;
mod mail;
mod server;
mod sign_in;
mod storage;
mod tokens;

pub use audit::AuditConfig;
pub use brand::{BrandConfig, PlatformConfig, SupportConfig};
pub use log::{LogConfig, LogFormat};
pub use mail::{MailConfig, MailSubjects, SubjectByLanguage};
pub use server::{OutboundConfig, ServerConfig};
pub(super) use sign_in::read_password_policy;
pub use sign_in::{SecondFactorConfig, SecondFactorPolicy, SessionConfig};
pub use storage::{DatabaseConfig, KeysConfig};
pub use tokens::{RegistrationConfig, TokensConfig};
