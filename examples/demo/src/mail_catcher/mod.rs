//! A mail server that delivers nothing: what it receives by SMTP is read in a web inbox.
//!
//! It is meant for one machine. It listens where it is told, asks for no password, and keeps its mails in memory.

mod dialogue;
mod inbox;
mod mail;
mod smtp;
mod web;

pub use inbox::{CAPACITY, Inbox};
pub use mail::Mail;
pub use smtp::serve_smtp;
pub use web::router;

#[cfg(test)]
mod tests;
