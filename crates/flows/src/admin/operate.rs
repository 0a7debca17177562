//! What operators see and do on their pages. Every deed takes an [`Operator`](super::staff::Operator).

pub mod app_fields;
pub mod apps;
pub mod audit_log;
pub mod check_request;
pub mod companies;
pub mod log_out_calls;
pub mod mail;
pub mod open_company;
pub mod refusals;
pub mod signing_keys;
pub mod test_login;
