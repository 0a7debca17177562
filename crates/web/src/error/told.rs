//! What a client is told of a failure, before a renderer gives it the shape of its specification.

use super::Failure;
use http::header::RETRY_AFTER;
use http::{HeaderName, StatusCode};
use serde::Serialize;
use std::time::Duration;
use voltkey_flows::error::{Fault, Refused};
use voltkey_protocol::error::ErrorCode;

/// When it is worth trying again after something of ours did not work.
pub const SOON: Duration = Duration::from_secs(5);

/// A failure in the terms of the standards.
#[derive(Debug, PartialEq, Eq)]
pub struct Told {
    /// The status of the answer.
    pub status: StatusCode,
    /// Its body.
    pub body: Body,
    /// When it is worth trying again.
    pub retry_after: Option<Duration>,
}

/// The error response (RFC 6749, 5.2), with our reference number beside the standard's members.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Body {
    error: ErrorCode,
    error_description: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    error_reference: String,
}

impl Told {
    /// What is told of a failure.
    pub fn of(failure: &Failure) -> Self {
        match failure {
            Failure::Refused(refused) => Self::refused(refused),
            // What exactly went wrong stays in the log.
            Failure::Fault(Fault::Internal(_)) => Self::new(
                StatusCode::INTERNAL_SERVER_ERROR,
                ErrorCode::ServerError,
                "something went wrong on our side",
            ),
            Failure::Fault(_) | Failure::TimedOut => Self {
                retry_after: Some(SOON),
                ..Self::new(
                    StatusCode::SERVICE_UNAVAILABLE,
                    ErrorCode::TemporarilyUnavailable,
                    "the server is too busy at the moment",
                )
            },
            // What machines call sends nobody elsewhere.
            Failure::Restart(_) | Failure::Elsewhere(_) => Self::new(
                StatusCode::BAD_REQUEST,
                ErrorCode::InvalidRequest,
                "the request is no longer valid",
            ),
            Failure::NotFound => Self::new(
                StatusCode::NOT_FOUND,
                ErrorCode::InvalidRequest,
                "there is nothing at this address",
            ),
            Failure::MethodNotAllowed => Self::new(
                StatusCode::METHOD_NOT_ALLOWED,
                ErrorCode::InvalidRequest,
                "this address does not take this method",
            ),
        }
    }

    fn refused(refused: &Refused) -> Self {
        let refusal = &refused.refusal;
        let status = match (refused.retry_after, refusal.code) {
            (Some(_), _) => StatusCode::TOO_MANY_REQUESTS,
            (None, ErrorCode::InvalidClient) => StatusCode::UNAUTHORIZED,
            _ => StatusCode::BAD_REQUEST,
        };
        let body = Body {
            error: refusal.code,
            error_description: refusal.description.clone(),
            error_reference: refused.reference.clone(),
        };
        Self {
            status,
            body,
            retry_after: refused.retry_after,
        }
    }

    fn new(status: StatusCode, error: ErrorCode, description: &str) -> Self {
        let body = Body {
            error,
            error_description: description.to_owned(),
            error_reference: String::new(),
        };
        Self {
            status,
            body,
            retry_after: None,
        }
    }
}

/// The header that says when to try again, in whole seconds (RFC 9110, 10.2.3).
pub fn retry_after(span: Option<Duration>) -> Option<[(HeaderName, String); 1]> {
    let seconds = span?.as_millis().div_ceil(1000).max(1);
    Some([(RETRY_AFTER, seconds.to_string())])
}
