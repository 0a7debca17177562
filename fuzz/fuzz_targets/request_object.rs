//! What stands in request objects, and whole ones: the request outside, the object, and how it is wrapped.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|request: (&[u8], bool, bool, &[u8])| {
    let (outside, is_signed, is_encrypted, object) = request;
    voltkey_properties::request_object::holds(outside, object);
    voltkey_properties::request_object::a_whole_one_holds(outside, object, is_signed, is_encrypted);
});
