//! The token endpoint (RFC 6749, 3.2 and 5; OpenID Connect Core, 3.1.3 and 12).

pub mod access_token;
pub mod client_assertion;
pub mod client_auth;
pub mod introspection;
pub mod machine;
pub mod refresh;
pub mod request;
pub mod resource;
pub mod response;

#[cfg(test)]
mod tests;

pub use access_token::{AccessTokenClaims, Audience};
pub use client_assertion::ClientAssertion;
pub use client_auth::{Credentials, Proof};
pub use machine::{CodeBinding, RefreshBinding};
pub use request::TokenRequest;
pub use response::TokenResponse;
