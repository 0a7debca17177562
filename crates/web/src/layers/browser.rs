//! Knows each browser by a cookie, which it gets with its first page.

use crate::cookies::{self, BROWSER_LIFETIME, Kind};
use crate::extract::network;
use crate::layers::RequestId;
use crate::pages::log_out::CLEAR_SITE_DATA;
use crate::state::AppState;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::header::{SET_COOKIE, USER_AGENT};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method};
use voltkey_flows::Visitor;

/// How much of a browser's own description is kept, in characters.
const USER_AGENT_LENGTH: usize = 400;

/// Tells the room who the visitor is (`Extension<Visitor>`), and gives a new browser its cookie.
///
/// Only a GET gives it: a POST from another site brings no cookies, though the browser may have one that must not
/// be replaced. Each form of ours was got by a GET before.
pub async fn know_browser(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let (visitor, cookie) = visitor(&mut parts, &state).await;
    parts.extensions.insert(visitor);
    let mut response = next.run(Request::from_parts(parts, body)).await;
    // A page that has just cleared the browser gives it nothing.
    let is_cleared = response.headers().contains_key(CLEAR_SITE_DATA);
    if let Some(cookie) = cookie.filter(|_| !is_cleared) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

/// The visitor, and the cookie to be set if the browser is new.
async fn visitor(parts: &mut Parts, state: &AppState) -> (Visitor, Option<HeaderValue>) {
    let secure = state.site.is_secure();
    let network = network::of(parts, state).await;
    let request_id = parts.extensions.get::<RequestId>();
    let request_id = request_id.map(|id| id.as_str().to_owned());
    let headers = &parts.headers;
    let known = cookies::read(headers, Kind::Browser, secure);
    let is_new = known.is_none() && matches!(parts.method, Method::GET | Method::HEAD);
    let visitor = Visitor {
        network,
        user_agent: user_agent(headers),
        request_id: request_id.unwrap_or_default(),
        browser: known.unwrap_or_else(|| state.ctx.new_token()),
        session: cookies::read(headers, Kind::Session, secure),
        other_sessions: cookies::read_all(headers, Kind::OtherSessions, secure),
        pin_login: cookies::read(headers, Kind::PinLogin, secure),
    };
    let cookie = cookies::set(Kind::Browser, secure, &visitor.browser, BROWSER_LIFETIME);
    (
        visitor,
        is_new.then(|| HeaderValue::try_from(cookie).ok()).flatten(),
    )
}

fn user_agent(headers: &HeaderMap) -> String {
    let text = headers
        .get(USER_AGENT)
        .map(|value| String::from_utf8_lossy(value.as_bytes()));
    text.unwrap_or_default().chars().take(USER_AGENT_LENGTH).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_s_description_is_cut() {
        let long = HeaderValue::from_str(&"x".repeat(500)).expect("a header");
        assert_eq!(
            user_agent(&HeaderMap::from_iter([(USER_AGENT, long)])).len(),
            USER_AGENT_LENGTH
        );
        assert_eq!(user_agent(&HeaderMap::new()), "");
    }
}
