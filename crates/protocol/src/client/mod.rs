//! A relying party as it is registered: client metadata (RFC 7591; OpenID Connect Dynamic Registration 1.0).

mod keys;
pub mod localized;
pub mod metadata;
mod problems;
pub mod redirect;
pub mod registration;
mod sector;

pub use keys::{MOST_KEYS, MOST_KID};
pub use metadata::{ApplicationType, AuthMethod, Client, GrantType, SubjectType};
pub use problems::Problem;
