//! Addresses for answers.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|sent: &str| voltkey_properties::redirect_uri::holds(sent));
