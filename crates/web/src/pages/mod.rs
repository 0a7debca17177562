//! The screens for people, and what they load: one room each.

pub mod account;
pub mod account_password;
pub mod activate;
pub mod apps;
pub mod assets;
pub mod cannot_sign_in;
pub mod company;
pub mod confirm_email;
mod dead_link;
pub mod devices;
pub mod enroll;
pub mod forgot_password;
pub mod health;
pub mod join;
pub mod log_out;
pub mod login;
pub mod lost_phone;
pub mod no_invitation;
pub mod not_found;
pub mod not_me;
pub mod own;
pub mod pin;
mod recovery;
pub mod reset_password;
pub mod second_factor;
pub mod signed_in;
pub mod support;
