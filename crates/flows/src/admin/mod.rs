//! What operators do, and the stewards of a company: one file a deed.

pub mod apply;
pub mod block;
pub mod change_role;
pub mod company_audit;
pub mod company_settings;
pub mod console;
pub mod correct_address;
pub mod extend;
pub mod import;
pub mod invitation;
pub mod invite;
pub mod invite_member;
pub mod logo;
pub mod member;
pub mod members;
pub mod operate;
pub mod registration_tokens;
pub mod remind;
pub mod remove;
pub mod reset_otp;
pub mod roll_out;
pub mod staff;
pub mod steward;
pub mod unblock;
