//! The whole provider in one process, as browsers and clients speak to it.
//!
//! Each test makes a [`World`](harness::World) of its own and lets actors act in it: a browser that reads forms and
//! cookies, a client that does PKCE and verifies signatures. Time stands still until a test moves it.

#![allow(
    clippy::unwrap_used,
    reason = "a test that can't go on shall stop, and say where"
)]
#![allow(
    unused_crate_dependencies,
    reason = "the tests of this package share one list of dependencies"
)]

mod attacks;
mod audit;
mod harness;
mod house;
mod matrix;
mod oidc;
mod people;
