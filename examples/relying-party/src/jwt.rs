//! The checks that all signed tokens of the provider share. Pure: the keys come in as an argument.

use jsonwebtoken::jwk::{Jwk, JwkSet};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde::de::DeserializeOwned;
use thiserror::Error;

/// How far the provider's clock may be from ours, in seconds.
const LEEWAY: u64 = 5;

/// What is accepted.
#[derive(Debug)]
pub(crate) struct Expected<'a> {
    /// The kind of token, as its `typ` says it.
    pub typ: &'static str,
    /// The one issuer.
    pub issuer: &'a str,
    /// Our own name, which `aud` must contain.
    pub audience: &'a str,
}

/// Why a token counts for nothing. The words go into a header: no quotation marks, no backslashes (RFC 6750, section 3).
#[derive(Debug, Error, PartialEq, Eq)]
pub(crate) enum TokenRefused {
    #[error("The token is not a signed JWT.")]
    Malformed,
    #[error("The token is of another kind: its typ is not {0}.")]
    OtherKind(&'static str),
    #[error("The token is signed with a key that the provider does not publish.")]
    UnknownKey,
    #[error("The signature, the issuer, the audience or the expiry of the token is wrong: {0}.")]
    Invalid(&'static str),
}

/// The claims of a token that holds. The key is chosen by `kid`, and the key says which algorithm is right: what the
/// token says of it counts for nothing (RFC 8725, section 3.1).
pub(crate) fn verified<T: DeserializeOwned>(
    token: &str,
    keys: &JwkSet,
    expected: &Expected<'_>,
) -> Result<T, TokenRefused> {
    let header = decode_header(token).map_err(|_| TokenRefused::Malformed)?;
    if !header.typ.is_some_and(|typ| is_of_kind(expected.typ, &typ)) {
        return Err(TokenRefused::OtherKind(expected.typ));
    }
    let key = header
        .kid
        .and_then(|kid| keys.find(&kid))
        .ok_or(TokenRefused::UnknownKey)?;
    let algorithm = algorithm(key).ok_or(TokenRefused::UnknownKey)?;
    let key = DecodingKey::from_jwk(key).map_err(|_| TokenRefused::UnknownKey)?;
    match decode(token, &key, &validation(algorithm, expected)) {
        Ok(token) => Ok(token.claims),
        Err(error) => Err(TokenRefused::Invalid(reason(&error))),
    }
}

/// A media type, in its short or its long form (RFC 7515, section 4.1.9).
fn is_of_kind(kind: &str, typ: &str) -> bool {
    let typ = typ.to_ascii_lowercase();
    typ.strip_prefix("application/").unwrap_or(&typ) == kind
}

fn algorithm(key: &Jwk) -> Option<Algorithm> {
    Algorithm::try_from(key.common.key_algorithm?).ok()
}

fn validation(algorithm: Algorithm, expected: &Expected<'_>) -> Validation {
    let mut validation = Validation::new(algorithm);
    validation.leeway = LEEWAY;
    validation.validate_nbf = true;
    validation.set_issuer(&[expected.issuer]);
    validation.set_audience(&[expected.audience]);
    validation.set_required_spec_claims(&["exp", "iss", "aud"]);
    validation
}

fn reason(error: &jsonwebtoken::errors::Error) -> &'static str {
    use jsonwebtoken::errors::ErrorKind;
    match error.kind() {
        ErrorKind::ExpiredSignature => "it has expired",
        ErrorKind::ImmatureSignature => "it does not hold yet",
        ErrorKind::InvalidAudience => "it is meant for somebody else",
        ErrorKind::InvalidIssuer => "another provider issued it",
        ErrorKind::InvalidSignature => "the signature does not match",
        ErrorKind::InvalidAlgorithm => "the algorithm is not the key's",
        ErrorKind::MissingRequiredClaim(_) => "a required claim is missing",
        _ => "it can not be read",
    }
}
