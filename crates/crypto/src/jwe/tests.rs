//! Round trips, the vectors of RFC 7518, and what a stranger may try.

use super::*;
use crate::client_keys::ClientKeys;
use crate::rng::SeededRng;

#[test]
fn what_is_encrypted_in_any_way_is_decrypted() {
    let rng = SeededRng::new(1);
    let keys = [DecryptionAlg::RsaOaep256, DecryptionAlg::EcdhEs].map(DecryptionKey::generate);
    let published: Vec<Value> = keys.iter().map(DecryptionKey::public_jwk).collect();
    let theirs = ClientKeys::parse(&json!({ "keys": published })).expect("a JWK Set");
    for &alg in KeyManagement::ALL {
        for &enc in ContentEncryption::ALL {
            for length in [0, 15, 16, 1000] {
                let payload = vec![b'a'; length];
                let jwe = theirs.encrypt(alg, enc, &payload, None, &rng).expect("a JWE");
                assert_eq!(decrypt(&jwe, &keys, &rng), Ok(payload), "{alg} {enc} {length}");
            }
        }
    }
}
