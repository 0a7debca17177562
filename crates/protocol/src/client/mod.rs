//! A relying party as it is registered: client metadata (RFC 7591; OpenID Connect Dynamic Registration 1.0).

pub mod metadata;
pub mod redirect;

pub use metadata::{ApplicationType, AuthMethod, Client, GrantType, Problem};
