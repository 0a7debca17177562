//! Files of people who are to be invited.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| voltkey_properties::lists::a_file_holds(bytes));
