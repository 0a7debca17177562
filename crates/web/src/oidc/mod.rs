//! The endpoints of OAuth 2.0 and OpenID Connect: one room each.

pub mod authorize;
pub mod check_session;
pub mod consent;
pub mod discovery;
pub mod introspect;
pub mod jwks;
pub mod logout;
pub mod register;
pub mod revoke;
pub mod token;
pub mod userinfo;
pub mod webfinger;
