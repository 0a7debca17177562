//! What holds whatever a stranger sends.
//!
//! Each property is a function of what was sent, and panics where it does not hold. This crate's own tests call it with
//! what proptest makes up, for a moment at each run; `fuzz/` calls it with what libFuzzer finds, for as long as one likes.

pub mod authorize;
pub mod browsers;
pub mod claims;
pub mod lists;
pub mod metadata;
pub mod own_tokens;
pub mod params;
pub mod redirect_uri;
pub mod request_object;
pub mod token;
pub mod tokens;
pub mod webfinger;

mod clients;
#[cfg(test)]
mod made_up;
mod told;
