//! The state of the login in a browser, as apps' pages watch it (OpenID Connect Session Management 1.0, 2 and 3.2).
//!
//! It follows from the session's cookie, so that it changes with each login and log-out and is the same on every
//! replica; nothing follows from it.

use crate::ctx::Ctx;
use crate::visitor::{Token, Visitor};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use voltkey_crypto::secret::{public_id, sha256};
use voltkey_protocol::authorize::AuthorizationRequest;
use voltkey_protocol::client::Client;
use voltkey_protocol::logout::session_state::session_state;

/// The state of a browser with this session's cookie; empty without one.
#[must_use]
pub fn of(session: Option<&Token>) -> String {
    let Some(token) = session else {
        return String::new();
    };
    let input = format!("login-state {}", token.as_str());
    URL_SAFE_NO_PAD.encode(sha256(input.as_bytes()))
}

/// What an answer tells of it; none where the request is not one of OpenID Connect, or no web page can watch.
pub(super) fn told(
    ctx: &Ctx,
    visitor: &Visitor,
    client: &Client,
    request: &AuthorizationRequest,
) -> Option<String> {
    if !request.is_openid() {
        return None;
    }
    let (state, salt) = (of(visitor.session.as_ref()), public_id(ctx.rng()));
    session_state(&client.id, &request.destination.redirect_uri, &state, &salt)
}
