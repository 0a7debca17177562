//! Stylesheets, scripts and images. An address that carries the content's hash is good for ever.

use crate::error::{Answer, Failure};
use crate::state::AppState;
use axum::extract::{Path, RawQuery, State};
use axum::response::IntoResponse;
use axum::{Router, routing};
use http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use http::{HeaderMap, StatusCode};

const FOR_EVER: &str = "public, max-age=31536000, immutable";
const ASK_EACH_TIME: &str = "no-cache";

/// The addresses of this room.
pub fn routes() -> Router<AppState> {
    Router::new().route("/assets/{*name}", routing::get(get))
}

async fn get(
    State(state): State<AppState>,
    Path(name): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Answer {
    let asset = state.renderer.asset(&name).ok_or(Failure::NotFound)?;
    let is_versioned = query.is_some_and(|query| asset.address.ends_with(&format!("?{query}")));
    // Weak, because compression changes the bytes (RFC 9110, 8.8.3.3).
    let etag = format!("W/{}", asset.etag);
    let is_known = headers
        .get(IF_NONE_MATCH)
        .is_some_and(|known| known.as_bytes() == etag.as_bytes());
    let cache = if is_versioned { FOR_EVER } else { ASK_EACH_TIME };
    let head = [(CACHE_CONTROL, cache.to_owned()), (ETAG, etag)];
    if is_known {
        return Ok((StatusCode::NOT_MODIFIED, head).into_response());
    }
    Ok((head, [(CONTENT_TYPE, asset.mime)], asset.bytes.clone()).into_response())
}
