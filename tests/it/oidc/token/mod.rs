//! The token endpoint (RFC 6749, 3.2; OpenID Connect Core, 3.1.3).

mod access_token;
mod client_assertion;
mod client_auth;
mod client_credentials;
mod code;
mod id_token;
mod parameters;
mod refresh;
mod rotation;
mod taken;
