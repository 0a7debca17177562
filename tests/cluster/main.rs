//! The program as its operators run it: whole processes, in folders and on ports of their own.
//!
//! What one process shows alone (its start, its commands, how it refuses), what remains when one is killed, and how
//! replicas share a database. Everything that a router shows in one process is tested in `tests/it`.
//!
//! The program is built from its own `main` as a binary of this package, because cargo builds binaries before tests
//! only within a package, and then tells the tests where it is.

#![allow(
    clippy::unwrap_used,
    reason = "a test that can't go on shall stop, and say where"
)]
#![allow(
    unused_crate_dependencies,
    reason = "each test program of the package uses its own"
)]

mod apply;
mod audit;
mod check;
mod clients;
mod crash;
mod harness;
mod keys;
mod mail;
mod refused;
mod replicas;
mod start;
mod user;
