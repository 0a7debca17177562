//! A company, for whoever manages it.

pub mod every;
mod import;
mod members;
