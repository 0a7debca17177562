//! What people do on the pages: one file a deed.

pub mod activate;
pub mod ask_support;
pub mod cancel;
pub mod details;
pub mod email;
pub mod enroll;
pub mod enter_pin;
mod failed_login;
pub mod forgot_password;
pub mod join;
pub mod link;
pub mod log_in;
pub mod log_out;
pub mod lost_phone;
pub mod new_password;
pub(crate) mod pending;
pub(crate) mod pin_login;
mod quota;
pub mod reset_password;
pub mod second_factor;
pub mod session;
pub(crate) mod step;
pub(crate) mod throttle;
