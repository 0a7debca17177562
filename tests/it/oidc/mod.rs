//! The endpoints of OAuth 2.0 and OpenID Connect, as clients use them.

mod authorize;
mod consent;
mod discovery;
mod introspect;
mod jwks;
mod library;
mod logout;
mod plans;
mod registration;
mod revoke;
mod third_party_login;
mod token;
mod userinfo;
mod webfinger;
