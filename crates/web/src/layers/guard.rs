//! A room that panics or hangs fails like any other.

use crate::error::Failure;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::any::Any;
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;
use voltkey_flows::error::Fault;

/// The longest that a room may take.
const LIMIT: Duration = Duration::from_secs(30);

/// Turns a panic into a fault.
pub fn catch_panics() -> CatchPanicLayer<fn(Box<dyn Any + Send>) -> Response> {
    CatchPanicLayer::custom(panicked as fn(_) -> _)
}

/// Gives up on a room that takes too long.
pub async fn limit_time(request: Request, next: Next) -> Response {
    tokio::time::timeout(LIMIT, next.run(request))
        .await
        .unwrap_or_else(|_| Failure::TimedOut.into_response())
}

fn panicked(payload: Box<dyn Any + Send>) -> Response {
    let text = payload.downcast_ref::<&str>().copied();
    let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    let what = text.unwrap_or("without a message");
    Failure::Fault(Fault::Internal(format!("panic: {what}"))).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::oauth_json;
    use axum::Router;
    use axum::body::Body;
    use axum::middleware::{from_fn, map_response};
    use axum::routing::get;
    use http::StatusCode;
    use tower::ServiceExt as _;

    async fn breaks() -> &'static str {
        panic!("row 7")
    }

    async fn hangs() -> &'static str {
        std::future::pending().await
    }

    async fn status(path: &str) -> StatusCode {
        let rooms = Router::new()
            .route("/breaks", get(breaks))
            .route("/hangs", get(hangs))
            .layer(from_fn(limit_time))
            .layer(catch_panics())
            .layer(map_response(oauth_json::render));
        let request = Request::get(path).body(Body::empty()).expect("a request");
        rooms.oneshot(request).await.expect("an answer").status()
    }

    #[tokio::test(start_paused = true)]
    async fn what_panics_or_hangs_is_answered_by_the_renderer() {
        assert_eq!(status("/breaks").await, StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(status("/hangs").await, StatusCode::SERVICE_UNAVAILABLE);
    }
}
