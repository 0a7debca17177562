//! Failures as endpoints for clients tell them (RFC 6749, 5.2).

use super::Failure;
use super::told::{Told, retry_after};
use axum::Json;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::header::WWW_AUTHENTICATE;

/// Whose credentials are asked for.
pub const REALM: &str = "voltkey";

/// Gives a failure its JSON body; other responses pass.
pub async fn render(mut response: Response) -> Response {
    match Failure::take(&mut response) {
        Some(failure) => answer(Told::of(&failure)),
        None => response,
    }
}

fn answer(told: Told) -> Response {
    let challenge = (told.status == StatusCode::UNAUTHORIZED)
        .then(|| [(WWW_AUTHENTICATE, format!("Basic realm=\"{REALM}\""))]);
    (
        told.status,
        challenge,
        retry_after(told.retry_after),
        Json(told.body),
    )
        .into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::testing::{body, refused};
    use http::header::RETRY_AFTER;
    use std::time::Duration;
    use voltkey_flows::error::Fault;
    use voltkey_protocol::error::{ErrorCode, Rule};

    #[tokio::test]
    async fn a_refusal_is_400_with_the_reference_beside_the_standard_s_members() {
        let failure = refused(ErrorCode::InvalidGrant, Rule::CodeExpired, None);
        let response = render(failure.into_response()).await;
        assert_eq!(response.status(), StatusCode::BAD_REQUEST);
        assert_eq!(
            body(response).await,
            r#"{"error":"invalid_grant","error_description":"why","error_reference":"VK-7Q4M-2XRA"}"#
        );
    }

    #[tokio::test]
    async fn a_client_that_fails_to_authenticate_is_challenged() {
        let failure = refused(ErrorCode::InvalidClient, Rule::ClientAuthFailed, None);
        let response = render(failure.into_response()).await;
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
        assert_eq!(response.headers()[WWW_AUTHENTICATE], "Basic realm=\"voltkey\"");
    }

    #[tokio::test]
    async fn a_throttled_client_is_told_when_to_come_back() {
        let span = Duration::from_millis(1500);
        let failure = refused(ErrorCode::InvalidClient, Rule::ClientAuthThrottled, Some(span));
        let response = render(failure.into_response()).await;
        assert_eq!(response.status(), StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(response.headers()[RETRY_AFTER], "2");
    }

    #[tokio::test]
    async fn our_faults_are_told_without_their_cause() {
        let internal = render(Failure::Fault(Fault::Internal("row 7".to_owned())).into_response()).await;
        assert_eq!(internal.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert!(!body(internal).await.contains("row 7"));
        let busy = render(Failure::Fault(Fault::Busy).into_response()).await;
        assert_eq!(busy.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(busy.headers()[RETRY_AFTER], "5");
    }

    #[tokio::test]
    async fn what_is_no_failure_passes() {
        assert_eq!(render("ok".into_response()).await.status(), StatusCode::OK);
    }
}
