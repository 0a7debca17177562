//! The algorithms that Voltkey signs with, as the JOSE library knows them.

use jsonwebtoken::Algorithm;
use voltkey_protocol::jose::SigningAlg;

/// The library's name of an algorithm.
pub(super) const fn jws(alg: SigningAlg) -> Algorithm {
    match alg {
        SigningAlg::RS256 => Algorithm::RS256,
        SigningAlg::ES256 => Algorithm::ES256,
        SigningAlg::EdDSA => Algorithm::EdDSA,
    }
}
