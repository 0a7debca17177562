//! The checks of an access token (RFC 9068, section 4). Pure: the keys come in as an argument.

use jsonwebtoken::jwk::{Jwk, JwkSet};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde::Deserialize;
use thiserror::Error;

/// How far the provider's clock may be from ours, in seconds.
const LEEWAY: u64 = 5;

/// What this API accepts.
#[derive(Debug)]
pub(crate) struct Expected {
    /// The one issuer.
    pub issuer: String,
    /// The name of this API, which `aud` must contain.
    pub audience: String,
}

/// The claims of an accepted token that this API uses.
#[derive(Debug, Deserialize)]
pub(crate) struct AccessTokenClaims {
    pub sub: String,
    pub client_id: String,
    /// Scope values, separated by spaces.
    #[serde(default)]
    pub scope: String,
    /// Unix seconds.
    pub exp: u64,
}

impl AccessTokenClaims {
    pub(crate) fn has_scope(&self, wanted: &str) -> bool {
        self.scope.split(' ').any(|scope| scope == wanted)
    }
}

/// Why a token opens nothing. The words go into a header: no quotation marks, no backslashes (RFC 6750, section 3).
#[derive(Debug, Error, PartialEq, Eq)]
pub(crate) enum TokenRefused {
    #[error("The token is not a signed JWT.")]
    Malformed,
    #[error("The token is not an access token: its typ is not at+jwt.")]
    NotAnAccessToken,
    #[error("The token is signed with a key that the provider does not publish.")]
    UnknownKey,
    #[error("The signature, the issuer, the audience or the expiry of the token is wrong: {0}.")]
    Invalid(&'static str),
}

/// The claims of a token that holds. The key is chosen by `kid`, and the key says which algorithm is right: what the
/// token says of it counts for nothing (RFC 8725, section 3.1).
pub(crate) fn check(
    token: &str,
    keys: &JwkSet,
    expected: &Expected,
) -> Result<AccessTokenClaims, TokenRefused> {
    let header = decode_header(token).map_err(|_| TokenRefused::Malformed)?;
    if !header.typ.is_some_and(|typ| is_access_token(&typ)) {
        return Err(TokenRefused::NotAnAccessToken);
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

/// The media type, in its short or its long form (RFC 9068, section 2.1).
fn is_access_token(typ: &str) -> bool {
    ["at+jwt", "application/at+jwt"]
        .iter()
        .any(|known| typ.eq_ignore_ascii_case(known))
}

fn algorithm(key: &Jwk) -> Option<Algorithm> {
    Algorithm::try_from(key.common.key_algorithm?).ok()
}

fn validation(algorithm: Algorithm, expected: &Expected) -> Validation {
    let mut validation = Validation::new(algorithm);
    validation.leeway = LEEWAY;
    validation.validate_nbf = true;
    validation.set_issuer(&[&expected.issuer]);
    validation.set_audience(&[&expected.audience]);
    validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
    validation
}

fn reason(error: &jsonwebtoken::errors::Error) -> &'static str {
    use jsonwebtoken::errors::ErrorKind;
    match error.kind() {
        ErrorKind::ExpiredSignature => "it has expired",
        ErrorKind::ImmatureSignature => "it does not hold yet",
        ErrorKind::InvalidAudience => "it is meant for another API",
        ErrorKind::InvalidIssuer => "another provider issued it",
        ErrorKind::InvalidSignature => "the signature does not match",
        ErrorKind::InvalidAlgorithm => "the algorithm is not the key's",
        ErrorKind::MissingRequiredClaim(_) => "a required claim is missing",
        _ => "it can not be read",
    }
}

#[cfg(test)]
mod tests;
