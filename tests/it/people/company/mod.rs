//! A company, for whoever manages it.

mod import;
mod members;
