//! `Accept-Language`.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|sent: &[u8]| voltkey_properties::browsers::languages_hold(sent));
