//! The checks of an ID token (OpenID Connect Core 1.0, sections 3.1.3.7, 3.1.3.8 and 12.2).

use openidconnect::core::{CoreIdToken, CoreIdTokenClaims};
use openidconnect::{
    AccessToken, AccessTokenHash, ClaimsVerificationError, Nonce, SignatureVerificationError,
    SubjectIdentifier,
};
use thiserror::Error;

use crate::app::App;
use crate::problem::Problem;
use crate::provider::{Client, reasons};

/// How far the provider's clock may be from ours, in seconds.
const LEEWAY: i64 = 5;

/// What this application knows beforehand about the token.
#[derive(Clone, Copy)]
pub(crate) enum Expected<'a> {
    /// It comes with an authorization code.
    Login { nonce: &'a Nonce, max_age: Option<u64> },
    /// It comes with a refreshed access token.
    Refresh { subject: &'a SubjectIdentifier },
}

/// Why a token signs nobody in.
#[derive(Debug, Error)]
pub(crate) enum IdTokenRefused {
    #[error("The answer held no ID token.")]
    Missing,
    /// Signature, `iss`, `aud`, `azp`, `exp`, `iat` or `nonce`.
    #[error("{}", reasons(.0))]
    Claims(#[from] ClaimsVerificationError),
    #[error("{}", reasons(.0))]
    Signature(#[from] SignatureVerificationError),
    #[error("The access token is not the one that the ID token's at_hash belongs to.")]
    AccessTokenHash,
    #[error("A recent authentication was asked for, and auth_time is missing or too long ago.")]
    AuthTime,
    #[error("The refreshed ID token is about somebody else.")]
    OtherSubject,
}

/// The token's claims, once every check has passed. A key that we don't know yet is asked for once: providers rotate
/// their keys without telling.
pub(crate) async fn verified(
    app: &App,
    token: &CoreIdToken,
    access_token: &AccessToken,
    expected: Expected<'_>,
) -> Result<CoreIdTokenClaims, Problem> {
    let client = app.client(&*app.provider().metadata().await?)?;
    match check(&client, token, access_token, expected) {
        Err(IdTokenRefused::Claims(ClaimsVerificationError::SignatureVerification(
            SignatureVerificationError::NoMatchingKey,
        ))) => {
            let client = app.client(&*app.provider().reread().await?)?;
            Ok(check(&client, token, access_token, expected)?)
        }
        result => Ok(result?),
    }
}

fn check(
    client: &Client,
    token: &CoreIdToken,
    access_token: &AccessToken,
    expected: Expected<'_>,
) -> Result<CoreIdTokenClaims, IdTokenRefused> {
    let verifier = client.id_token_verifier();
    let claims = match expected {
        Expected::Login { nonce, .. } => token.claims(&verifier, nonce)?,
        Expected::Refresh { .. } => token.claims(&verifier, |_: Option<&Nonce>| Ok(()))?,
    };
    if let Some(at_hash) = claims.access_token_hash() {
        let actual =
            AccessTokenHash::from_token(access_token, token.signing_alg()?, token.signing_key(&verifier)?);
        if actual.ok().as_ref() != Some(at_hash) {
            return Err(IdTokenRefused::AccessTokenHash);
        }
    }
    match expected {
        Expected::Login {
            max_age: Some(seconds),
            ..
        } => check_auth_time(claims, seconds)?,
        Expected::Refresh { subject } if claims.subject() != subject => {
            return Err(IdTokenRefused::OtherSubject);
        }
        _ => {}
    }
    Ok(claims.clone())
}

/// Whoever asked with `max_age` has to look at `auth_time` (step 13). The token was issued a moment ago, so `iat`
/// stands for the present.
fn check_auth_time(claims: &CoreIdTokenClaims, max_age: u64) -> Result<(), IdTokenRefused> {
    let allowed = i64::try_from(max_age).unwrap_or(i64::MAX).saturating_add(LEEWAY);
    let age = claims
        .auth_time()
        .map(|auth_time| claims.issue_time().timestamp() - auth_time.timestamp());
    match age {
        Some(age) if age <= allowed => Ok(()),
        _ => Err(IdTokenRefused::AuthTime),
    }
}
