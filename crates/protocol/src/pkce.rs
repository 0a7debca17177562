//! Proof Key for Code Exchange (RFC 7636), method S256 only.

use crate::error::{ErrorCode, Refusal, Rule};
use crate::params::Params;

/// The only `code_challenge_method` that is taken: `plain` protects against nobody who can read the request.
pub const S256: &str = "S256";

/// Checks `code_challenge` and its method as an authorization request carries them.
///
/// # Errors
/// `invalid_request` when one is required and missing, the method is not S256, or the challenge is not 43
/// characters of base64url, which is what SHA-256 gives (RFC 7636, 4.2).
pub fn check_challenge(params: &Params, required: bool) -> Result<(), Refusal> {
    let Some(challenge) = params.get("code_challenge") else {
        if params.get("code_challenge_method").is_some() {
            return Err(Refusal::invalid_request(
                Rule::PkceMissing,
                "code_challenge_method stands without code_challenge",
            ));
        }
        return match required {
            false => Ok(()),
            true => Err(Refusal::invalid_request(
                Rule::PkceMissing,
                "this client must send code_challenge with code_challenge_method=S256 (PKCE)",
            )),
        };
    };
    // RFC 7636, 4.3: without a method it is `plain`.
    if params.get("code_challenge_method") != Some(S256) {
        return Err(Refusal::invalid_request(
            Rule::PkceMethod,
            "code_challenge_method must be S256",
        ));
    }
    if challenge.len() != 43 || !challenge.bytes().all(is_base64url) {
        return Err(Refusal::invalid_request(
            Rule::ParameterMalformed,
            "code_challenge must be the base64url text of a SHA-256 hash: 43 characters",
        )
        .with("parameter", "code_challenge"));
    }
    Ok(())
}

/// Checks the form of a `code_verifier`: 43 to 128 unreserved characters (RFC 7636, 4.1).
///
/// # Errors
/// `invalid_grant`, as RFC 7636, 4.6 has it for every verifier that does not fit.
pub fn check_verifier_form(verifier: &str) -> Result<(), Refusal> {
    let unreserved = |byte: u8| is_base64url(byte) || matches!(byte, b'.' | b'~');
    match (43..=128).contains(&verifier.len()) && verifier.bytes().all(unreserved) {
        true => Ok(()),
        false => Err(verifier_refused(
            "code_verifier must be 43 to 128 unreserved characters",
        )),
    }
}

/// The refusal of a verifier.
#[must_use]
pub fn verifier_refused(description: &str) -> Refusal {
    Refusal::new(ErrorCode::InvalidGrant, Rule::PkceVerifier, description)
}

const fn is_base64url(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    fn params(pairs: &[(&str, &str)]) -> Params {
        pairs.iter().copied().collect()
    }

    #[test]
    fn takes_s256_only() {
        let ok = params(&[("code_challenge", CHALLENGE), ("code_challenge_method", "S256")]);
        assert_eq!(check_challenge(&ok, true), Ok(()));
        for method in ["plain", "s256", "S512"] {
            let other = params(&[("code_challenge", CHALLENGE), ("code_challenge_method", method)]);
            assert_eq!(check_challenge(&other, false).unwrap_err().rule, Rule::PkceMethod);
        }
        let implied_plain = params(&[("code_challenge", CHALLENGE)]);
        assert_eq!(
            check_challenge(&implied_plain, false).unwrap_err().rule,
            Rule::PkceMethod
        );
    }

    #[test]
    fn a_missing_challenge_is_refused_only_where_it_is_required() {
        assert_eq!(check_challenge(&params(&[]), false), Ok(()));
        assert_eq!(
            check_challenge(&params(&[]), true).unwrap_err().rule,
            Rule::PkceMissing
        );
        let lone = params(&[("code_challenge_method", "S256")]);
        assert_eq!(check_challenge(&lone, false).unwrap_err().rule, Rule::PkceMissing);
    }

    #[test]
    fn a_challenge_has_the_length_of_a_hash() {
        for challenge in ["short", &"a".repeat(44), &"+".repeat(43)] {
            let odd = params(&[("code_challenge", challenge), ("code_challenge_method", "S256")]);
            assert_eq!(
                check_challenge(&odd, false).unwrap_err().rule,
                Rule::ParameterMalformed
            );
        }
    }
}
