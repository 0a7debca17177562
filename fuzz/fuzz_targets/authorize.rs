//! Authorization requests.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|query: &[u8]| voltkey_properties::authorize::holds(query));
