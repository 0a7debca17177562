//! What is encrypted to us.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|jwe: &str| voltkey_properties::tokens::a_jwe_holds(jwe));
