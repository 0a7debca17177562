//! Failures as a protected resource tells them (RFC 6750, 3): the header says it all, and the body repeats it.

use super::Failure;
use super::oauth_json::REALM;
use super::told::{Told, retry_after};
use axum::Json;
use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::header::WWW_AUTHENTICATE;
use voltkey_protocol::bearer::challenge;
use voltkey_protocol::error::{ErrorCode, Refusal, Rule};

/// Gives a failure its challenge; other responses pass.
pub async fn render(mut response: Response) -> Response {
    let Some(failure) = Failure::take(&mut response) else {
        return response;
    };
    let told = Told::of(&failure);
    match &*failure {
        Failure::Refused(refused) => refusal(&refused.refusal, told),
        _ => (told.status, retry_after(told.retry_after), Json(told.body)).into_response(),
    }
}

fn refusal(refusal: &Refusal, told: Told) -> Response {
    let status = match refusal.code {
        ErrorCode::InvalidToken => StatusCode::UNAUTHORIZED,
        ErrorCode::InsufficientScope => StatusCode::FORBIDDEN,
        _ => told.status,
    };
    let is_of_the_token = matches!(
        refusal.code,
        ErrorCode::InvalidToken | ErrorCode::InsufficientScope | ErrorCode::InvalidRequest
    );
    let challenge = is_of_the_token.then(|| [(WWW_AUTHENTICATE, challenge(refusal, REALM))]);
    // Who shows no token at all learns nothing but that one is needed (RFC 6750, 3.1).
    if refusal.rule == Rule::BearerMissing {
        return (status, challenge, Body::empty()).into_response();
    }
    (status, challenge, retry_after(told.retry_after), Json(told.body)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::testing::{body, refused};

    #[tokio::test]
    async fn each_code_has_its_status_and_its_challenge() {
        let cases = [
            (ErrorCode::InvalidToken, Rule::BearerExpired, 401),
            (ErrorCode::InsufficientScope, Rule::BearerScope, 403),
            (ErrorCode::InvalidRequest, Rule::ParameterRepeated, 400),
        ];
        for (code, rule, status) in cases {
            let response = render(refused(code, rule, None).into_response()).await;
            assert_eq!(response.status(), status);
            let header = format!("Bearer realm=\"voltkey\", error=\"{code}\", error_description=\"why\"");
            assert_eq!(response.headers()[WWW_AUTHENTICATE], header);
        }
    }

    #[tokio::test]
    async fn what_is_not_about_the_token_has_no_challenge() {
        let failure = refused(ErrorCode::InvalidClientMetadata, Rule::RegistrationMetadata, None);
        let response = render(failure.into_response()).await;
        assert_eq!(response.status(), StatusCode::BAD_REQUEST);
        assert!(!response.headers().contains_key(WWW_AUTHENTICATE));
    }

    #[tokio::test]
    async fn without_a_token_there_is_a_challenge_and_nothing_else() {
        let failure = refused(ErrorCode::InvalidToken, Rule::BearerMissing, None);
        let response = render(failure.into_response()).await;
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
        assert_eq!(response.headers()[WWW_AUTHENTICATE], "Bearer realm=\"voltkey\"");
        assert_eq!(body(response).await, "");
    }
}
