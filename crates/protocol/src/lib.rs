//! The messages and rules of OAuth 2.0 and OpenID Connect: parse, validate, decide, build.
//!
//! Everything here is pure: no clock, no randomness, no input or output. Time and random bytes come in as
//! arguments, so that each rule can be tested by calling it.

#[macro_use]
mod names;

pub mod address;
pub mod assurance;
pub mod authorize;
pub mod bearer;
pub mod claims;
pub mod client;
pub mod discovery;
pub mod error;
pub mod id_token;
pub mod jose;
pub mod json;
pub mod logout;
pub mod params;
pub mod pkce;
pub mod scope;
pub mod time;
pub mod token;
pub mod webfinger;
