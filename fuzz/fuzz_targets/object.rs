//! JSON objects in which no name stands twice.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| voltkey_properties::tokens::an_object_holds(text));
