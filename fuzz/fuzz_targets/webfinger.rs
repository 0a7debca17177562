//! WebFinger's `resource`.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|resource: &str| voltkey_properties::webfinger::holds(resource));
