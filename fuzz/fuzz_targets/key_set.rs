//! Keys that clients publish.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| voltkey_properties::tokens::a_key_set_holds(text));
