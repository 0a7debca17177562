//! `Cookie`.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|sent: &[u8]| voltkey_properties::browsers::cookies_hold(sent));
