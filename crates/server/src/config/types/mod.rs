//! The types of single keys: parsed at the edge, so that what is wrong never gets further.

mod accent;
mod address;
mod database_url;
mod duration;
mod log_filter;
mod public_url;
mod smtp;
mod time;

pub use accent::Accent;
pub use database_url::DatabaseUrl;
pub use log_filter::LogFilter;
pub use public_url::PublicUrl;
pub use smtp::{SmtpCredentials, SmtpSecurity, SmtpServer};
