//! One suite for both databases: every store function, and the subset of SQL that they are written in.
//!
//! Each test makes databases of its own. SQLite needs nothing; PostgreSQL is a server named by the variable
//! `VOLTKEY_TEST_POSTGRES` (`postgres://postgres@127.0.0.1:5544/postgres`), whose user may create databases.
//! Without it the suite runs on SQLite alone, unless `VOLTKEY_TEST_REQUIRE_POSTGRES` is `1`.
#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod accounts;
mod audit;
mod databases;
mod imports;
mod instance;
mod log_out;
mod members;
mod opening;
mod outbox;
mod own_account;
mod races;
mod registration;
mod requests;
mod samples;
mod staff;
mod statements;
mod stewards;
mod tokens;
mod transactions;
mod ways_in;
