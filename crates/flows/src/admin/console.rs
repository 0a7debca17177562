//! The support's console: finding whoever asks for help, seeing what is the matter, and resetting a second factor after
//! making sure who asks.

pub mod find;
pub mod person;
pub mod reset;
