//! The security headers of every response (OWASP ASVS 5.0, V3.4).
//!
//! `Cross-Origin-Opener-Policy` is missing on purpose: it would cut an app that opens its login in a pop-up off
//! from that window.

use crate::screen::Policy;
use crate::state::AppState;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, PRAGMA, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderName, HeaderValue, Uri};
use voltkey_protocol::params::Params;

const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");
const CROSS_ORIGIN_RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// Two years, as browsers' preload lists want it; subdomains are not ours to decide upon.
const HSTS: HeaderValue = HeaderValue::from_static("max-age=63072000");

/// Adds the headers.
pub async fn secure(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let is_secret = has_token(request.uri());
    let mut response = next.run(request).await;
    let policy = response.extensions_mut().remove().unwrap_or(Policy::OWN);
    let policy = match is_secret {
        true => policy.hiding_path(),
        false => policy,
    };
    let headers = response.headers_mut();
    by_policy(headers, &policy);
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(
        CROSS_ORIGIN_RESOURCE_POLICY,
        HeaderValue::from_static("same-origin"),
    );
    headers.insert(
        PERMISSIONS_POLICY,
        HeaderValue::from_static("camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    );
    if state.site.is_secure() {
        headers.insert(STRICT_TRANSPORT_SECURITY, HSTS);
    }
    if !headers.contains_key(CACHE_CONTROL) {
        // Pages hold form tokens, answers hold tokens; RFC 6749, 5.1 wants both headers.
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(PRAGMA, HeaderValue::from_static("no-cache"));
    }
    response
}

/// Whether the address holds a mailed link's token. Every answer to it hides it, also the one that explains a failure.
fn has_token(address: &Uri) -> bool {
    let query = address.query().unwrap_or_default();
    Params::parse(query.as_bytes()).is_ok_and(|params| params.get("token").is_some())
}

fn by_policy(headers: &mut HeaderMap, policy: &Policy) {
    headers.insert(
        REFERRER_POLICY,
        HeaderValue::from_static(policy.referrer_policy()),
    );
    // An origin is ASCII without control characters, so this does not fail.
    let csp = HeaderValue::try_from(policy.content_security_policy());
    headers.insert(
        CONTENT_SECURITY_POLICY,
        csp.unwrap_or(HeaderValue::from_static("default-src 'none'")),
    );
}
