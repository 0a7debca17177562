//! What clients do: one file a deed.

pub mod authorize;
pub mod client;
pub mod consent;
pub mod discover;
pub mod end_session;
pub mod exchange_code;
pub mod introspect;
pub mod issue;
pub mod refresh;
pub mod refuse;
pub mod revoke;
pub mod token;
pub mod userinfo;
