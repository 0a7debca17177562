//! What clients do: one file a deed.

pub(crate) mod answer;
pub mod authorize;
mod claims;
pub mod client;
mod client_assertion;
pub(crate) mod client_keys;
pub mod consent;
pub mod discover;
mod encrypt;
pub mod end_session;
pub mod exchange_code;
pub mod introspect;
pub mod issue;
pub mod login_state;
pub mod refresh;
pub mod refuse;
pub mod register;
pub mod registration;
pub(crate) mod request_object;
pub mod revoke;
pub(crate) mod sector;
pub mod subject;
pub mod tell_client;
pub mod token;
pub mod userinfo;
