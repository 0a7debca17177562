//! JWTs of clients.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|jwt: &str| voltkey_properties::tokens::a_jwt_holds(jwt));
