//! Lets scripts of any site read the endpoints that apps in browsers use: they give nothing to a browser for its
//! cookies alone.

use http::Method;
use http::header::{AUTHORIZATION, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use std::time::Duration;
use tower_http::cors::{Any, CorsLayer};

/// How long a browser remembers the permission.
const MAX_AGE: Duration = Duration::from_secs(60 * 60);

/// The layer that permits.
pub fn cors() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([AUTHORIZATION, CONTENT_TYPE])
        .expose_headers([WWW_AUTHENTICATE, RETRY_AFTER])
        .max_age(MAX_AGE)
}
