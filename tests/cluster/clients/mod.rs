//! Relying parties that others wrote, each a process of its own: npm's `openid-client`, PyPI's Authlib and Debian's
//! `mod_auth_openidc` in Apache. What they find wrong with an answer of ours they refuse by themselves.

mod library;
mod log_out;
mod person;
mod registration;
mod relying_party;
mod rotation;
mod story;
