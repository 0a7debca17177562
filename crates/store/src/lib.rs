//! Records and all SQL, on SQLite and PostgreSQL alike.
//!
//! - [`Store`] is the database, [`Tx`] a transaction. A function that only reads takes `impl Into<Read<'_>>`,
//!   one that writes takes `impl Into<Write<'_>>`: both accept `&Store` (the statement stands alone) and
//!   `&mut Tx`. A function that needs several statements, or a lock, takes `&mut Tx`.
//! - Each module below is one noun: its record, and one function for each statement on it.
//! - This crate sees hashes and sealed bytes only, reads no clock and draws no random numbers.
//! - One text of SQL serves both databases; the rules of the portable subset are in `migrations/README.md`.
//!
//! While a transaction is held, nothing may be asked of `&Store`: pass the `Tx` on. SQLite has a single
//! writing connection and PostgreSQL a bounded pool, so that waiting for a second one while holding the first
//! can deadlock.

mod db;
mod error;
mod fold;
mod id;
mod query;
mod row;
mod text_enum;
mod tx;
mod value;

pub mod about;
pub mod alarm_links;
pub mod audit_chains;
pub mod audit_details;
pub mod audit_events;
pub mod audit_queue;
pub mod authenticators;
pub mod clients;
pub mod codes;
pub mod companies;
pub mod company_logos;
pub mod consents;
pub mod decryption_keys;
pub mod email_changes;
pub mod generation;
pub mod grants;
pub mod imports;
pub mod invitations;
pub mod jobs;
pub mod known_browsers;
pub mod logout_calls;
pub mod logouts;
pub mod members;
pub mod memberships;
pub mod otp_resets;
pub mod pairwise_subjects;
pub mod password_resets;
pub mod pending;
pub mod people;
pub mod pin_logins;
pub mod prune;
pub mod quotas;
pub mod recovery_codes;
pub mod refresh_tokens;
pub mod refusals;
pub mod registration_tokens;
pub mod registrations;
pub mod reminders;
pub mod revoked_tokens;
pub mod search_words;
pub mod session_clients;
pub mod sessions;
pub mod settings;
pub mod signing_keys;
pub mod support_requests;
pub mod throttle;
pub mod used_jwts;

pub use db::open::{DatabaseOptions, Inspection, OpenError};
pub use db::schema::SchemaState;
pub use db::{Backend, Store};
pub use error::{Cause, Result, StoreError};
pub use fold::fold;
pub use id::{CompanyId, GrantId, PersonId, SessionId};
pub use text_enum::UnknownName;
pub use tx::{Read, Tx, Write};

/// A SHA-256, or an HMAC-SHA-256: the only form in which tokens, codes and secrets are looked up.
pub type Hash = [u8; 32];

#[cfg(test)]
mod conformance;
