//! The `claims` parameter.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| voltkey_properties::claims::hold(text));
