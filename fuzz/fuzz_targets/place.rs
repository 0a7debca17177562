//! Where a page of a list begins.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| voltkey_properties::lists::a_place_holds(text));
