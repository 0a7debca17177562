//! What people do on the pages: one file a deed.

pub mod cancel;
pub mod details;
pub mod email;
pub mod enroll;
pub mod enter_pin;
pub mod log_in;
pub mod log_out;
pub mod new_password;
pub(crate) mod pending;
pub mod second_factor;
pub mod session;
pub(crate) mod step;
pub(crate) mod throttle;
