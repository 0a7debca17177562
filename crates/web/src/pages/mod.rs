//! The screens for people, and what they load: one room each.

pub mod assets;
pub mod enroll;
pub mod health;
pub mod log_out;
pub mod login;
pub mod not_found;
pub mod pin;
pub mod signed_in;
