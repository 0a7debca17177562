//! Client metadata.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|json: &[u8]| voltkey_properties::metadata::holds(json));
