//! Pages are for people: what a page of another site loads as an image or by script is no visit, and must neither begin
//! a login nor use up its network's quota (Fetch Metadata Request Headers, 2.2).

use crate::error::Failure;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, Method};

const FETCH_MODE: &str = "sec-fetch-mode";

/// Hides the pages from whatever is no navigation, as far as the browser tells.
pub async fn only_visits(request: Request, next: Next) -> Response {
    if request.method() == Method::GET && is_embedded(request.headers()) {
        return Failure::NotFound.into_response();
    }
    next.run(request).await
}

fn is_embedded(headers: &HeaderMap) -> bool {
    // "same-origin" is a script of ours: a browser sends it to the page's own origin alone.
    let is_visit = |mode: &HeaderValue| mode == "navigate" || mode == "same-origin";
    headers.get(FETCH_MODE).is_some_and(|mode| !is_visit(mode))
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderName;

    #[test]
    fn an_image_is_no_visit_and_an_old_browser_tells_nothing() {
        let sent = |mode: &'static str| {
            HeaderMap::from_iter([(
                HeaderName::from_static(FETCH_MODE),
                HeaderValue::from_static(mode),
            )])
        };
        assert!(is_embedded(&sent("no-cors")) && is_embedded(&sent("cors")));
        assert!(!is_embedded(&sent("same-origin")), "our own script");
        assert!(!is_embedded(&sent("navigate")) && !is_embedded(&HeaderMap::new()));
    }
}
