//! What operators do: one file a deed.

pub mod apply;
pub mod import;
pub mod invite;
pub mod reset_otp;
pub mod steward;
