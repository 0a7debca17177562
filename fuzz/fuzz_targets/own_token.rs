//! Tokens of this provider, with octets written over, cut out or put in.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|alteration: (u8, Vec<(u16, u8)>)| {
    voltkey_properties::own_tokens::an_altered_one_holds(alteration.0, &alteration.1);
});
