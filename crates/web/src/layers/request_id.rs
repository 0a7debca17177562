//! Gives each request a number, which stands in the log, in the response and on the page of a fault.

use crate::state::AppState;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderName, HeaderValue};

const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// How many characters of a token make a number: 96 random bits.
const LENGTH: usize = 16;

/// The number of a request.
#[derive(Clone, Debug)]
pub struct RequestId(String);

impl RequestId {
    /// The number as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Numbers a request. What the client calls it is not listened to: a log line must not be forged.
pub async fn number(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let id: String = state.ctx.new_token().as_str().chars().take(LENGTH).collect();
    let header = HeaderValue::from_str(&id);
    request.extensions_mut().insert(RequestId(id));
    let mut response = next.run(request).await;
    if let Ok(header) = header {
        response.headers_mut().insert(HEADER, header);
    }
    response
}
