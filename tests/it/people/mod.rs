//! Everything that a person meets on the pages.

mod account;
pub mod acts;
mod addresses;
mod all_pages;
pub mod cast;
mod company;
mod consent;
mod cookies;
mod csrf;
pub mod deeds;
mod enroll;
mod headers;
mod hostile;
mod language;
mod log_out;
mod login;
mod mails;
mod new_device;
mod pin;
mod recovery_code;
mod session;
mod staff;
pub mod stewards;
mod tabs;
mod throttle;
mod turning_back;
mod ways_in;
