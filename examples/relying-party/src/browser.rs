//! The browser's side of things: our cookies, and whether a form was ours.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use openidconnect::CsrfToken;

use crate::app::App;

/// The bytes of randomness in what nobody may guess.
const RANDOM_BYTES: u32 = 32;

/// A value that nobody can guess.
pub(crate) fn random() -> String {
    CsrfToken::new_random_len(RANDOM_BYTES).into_secret()
}

/// A cookie that no script reads. `SameSite=Lax` lets it come along when the provider sends the browser back.
pub(crate) fn cookie(app: &App, name: String, value: String) -> Cookie<'static> {
    Cookie::build((name, value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(app.public_url().scheme() == "https")
        .build()
}

/// Takes a cookie of ours away from the browser.
pub(crate) fn without(jar: CookieJar, name: String) -> CookieJar {
    jar.remove(Cookie::build((name, "")).path("/"))
}

/// Refuses a form that a page of another origin sent with our cookies. `SameSite=Lax` alone lets through the other ports
/// of this host and its sibling domains: they count as the same site.
pub(crate) async fn own_forms_only(State(app): State<App>, request: Request, next: Next) -> Response {
    if !is_own(&app, request.headers()) {
        return (StatusCode::FORBIDDEN, "This form came from another site.").into_response();
    }
    next.run(request).await
}

fn is_own(app: &App, headers: &HeaderMap) -> bool {
    let read = |name| headers.get(name).and_then(|value| value.to_str().ok());
    match (read("sec-fetch-site"), read(header::ORIGIN.as_str())) {
        (Some(site), _) => site == "same-origin" || site == "none",
        (None, Some(origin)) => origin == app.public_url().origin().ascii_serialization(),
        // Neither header: not a browser, so there is no one whose cookies could be abused.
        (None, None) => true,
    }
}
