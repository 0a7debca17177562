//! One function for each thing that a person or a client can do.
//!
//! A flow opens the transaction, asks `protocol` for the decision, lets `store` write, and commits. It knows
//! neither HTTP nor pages, and no SQL. What a flow gives back is what the room that called it needs to answer.

pub mod account;
pub mod admin;
pub mod audit;
pub mod cache;
pub mod calendar;
pub mod clean_up;
pub mod client_uses;
pub mod ctx;
pub mod deep_link;
pub mod error;
pub mod jobs;
pub mod keys;
pub mod oidc;
pub mod outbound;
pub mod page;
mod paging;
pub mod search;
mod secret_text;
pub mod settings;
pub mod spreadsheet;
mod text;
pub mod visitor;

pub use ctx::Ctx;
pub use error::{Fault, PageError, Refused};
pub use page::Page;
pub use secret_text::SecretText;
pub use settings::Settings;
pub use visitor::{Network, Visitor};
