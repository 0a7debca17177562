//! What the renderers' tests share.

use super::Failure;
use axum::body::to_bytes;
use axum::response::Response;
use std::time::Duration;
use voltkey_flows::error::Refused;
use voltkey_protocol::error::{ErrorCode, Refusal, Rule};

/// A recorded refusal.
pub fn refused(code: ErrorCode, rule: Rule, retry_after: Option<Duration>) -> Failure {
    Failure::Refused(Box::new(Refused {
        refusal: Refusal::new(code, rule, "why"),
        reference: "VK-7Q4M-2XRA".to_owned(),
        app: None,
        retry_after,
    }))
}

/// The text of a response's body.
pub async fn body(response: Response) -> String {
    let bytes = to_bytes(response.into_body(), 64 * 1024)
        .await
        .expect("the body is whole");
    String::from_utf8(bytes.to_vec()).expect("the body is text")
}
