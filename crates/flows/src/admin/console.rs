//! The support's console: finding whoever asks for help, seeing what is the matter, resetting a second factor after making
//! sure who asks, and lifting a block.

pub mod find;
pub mod person;
pub mod reset;
pub mod unblock;
