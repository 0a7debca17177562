//! Requests of clients: an `Authorization` header or none, and a body.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|request: (Option<&[u8]>, &[u8])| voltkey_properties::token::holds(request.0, request.1));
