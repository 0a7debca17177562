//! Queries and form bodies.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|encoded: &[u8]| voltkey_properties::params::holds(encoded));
