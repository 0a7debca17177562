//! What several of the test binaries share.

#![allow(
    unused_crate_dependencies,
    reason = "the binaries of this package share one list of dependencies"
)]

pub mod postgres;
pub mod smtp;
