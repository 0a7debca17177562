//! Log-out: the request of a relying party (OpenID Connect RP-Initiated Logout 1.0), and what relying parties are told.

pub mod front_channel;
pub mod session_state;
#[cfg(test)]
mod tests;
pub mod token;

use crate::address;
use crate::client::Client;
use crate::error::{Refusal, Rule};
use crate::params::{Params, shorten};
use serde_json::Value;

/// What counts of a request that is kept.
pub const KEPT: &[&str] = &[
    "id_token_hint",
    "logout_hint",
    "client_id",
    "post_logout_redirect_uri",
    "state",
    "ui_locales",
];

/// Who an `id_token_hint` says is to be logged out (section 2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogoutHint {
    /// The person, as the client knows them.
    pub sub: String,
    /// The session that the token came of; none in a token of another making.
    pub sid: Option<String>,
    /// The client that it was issued to.
    pub client_id: String,
}

impl LogoutHint {
    /// Reads the claims of an ID token of ours, whose signature is known to be right.
    ///
    /// # Errors
    /// When they say neither person nor client, or when `client_id` of the request is somebody else.
    pub fn read(claims: &Value, request: &EndSessionRequest) -> Result<Self, Refusal> {
        let text = |name| claims[name].as_str().map(str::to_owned);
        let aud = match &claims["aud"] {
            Value::Array(several) => several.first().and_then(Value::as_str).map(str::to_owned),
            _ => text("aud"),
        };
        let (Some(sub), Some(client_id)) = (text("sub"), aud) else {
            return Err(invalid_hint("id_token_hint cannot be read"));
        };
        if request.client_id.as_ref().is_some_and(|id| *id != client_id) {
            let why = "client_id is not the client that id_token_hint was issued to";
            return Err(invalid_hint(why).with("issued_to", client_id));
        }
        let sid = text("sid");
        Ok(Self { sub, sid, client_id })
    }

    /// Whether it is about this very session: then the request is taken for the person's own.
    #[must_use]
    pub fn names(&self, sid: &str, sub: &str) -> bool {
        match &self.sid {
            Some(named) => named == sid,
            None => self.sub == sub,
        }
    }
}

/// The refusal of a hint.
#[must_use]
pub fn invalid_hint(why: &str) -> Refusal {
    Refusal::invalid_request(Rule::IdTokenHint, why)
}

/// Why a text is no ID token of ours, as its sender should read it.
#[must_use]
pub fn not_a_hint(hint: &str) -> Refusal {
    // RFC 7516, 3.1: five parts.
    match hint.split('.').count() {
        5 => invalid_hint(
            "id_token_hint is encrypted, and not to a key of this provider: send the signed token that it holds",
        ),
        _ => invalid_hint("id_token_hint is no ID token of this provider"),
    }
}

/// A log-out request. A hint is read by the flow, which has the keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndSessionRequest {
    /// An ID token of ours, possibly expired.
    pub id_token_hint: Option<String>,
    /// Whom the client wants to log out, in its own words. Who is signed in here is known from the session, and asked
    /// where no other hint names it, so that this decides nothing.
    pub logout_hint: Option<String>,
    /// Who asks, where no hint says it.
    pub client_id: Option<String>,
    /// Where the browser shall go afterwards.
    pub post_logout_redirect_uri: Option<String>,
    /// Handed back there.
    pub state: Option<String>,
    /// Languages for the page.
    pub ui_locales: Option<String>,
}

impl EndSessionRequest {
    /// Reads a request.
    ///
    /// # Errors
    /// When a parameter stands twice.
    pub fn parse(params: &Params) -> Result<Self, Refusal> {
        params.refuse_repeated()?;
        let text = |name| params.get(name).map(str::to_owned);
        Ok(Self {
            id_token_hint: text("id_token_hint"),
            logout_hint: text("logout_hint"),
            client_id: text("client_id"),
            post_logout_redirect_uri: text("post_logout_redirect_uri"),
            state: text("state"),
            ui_locales: text("ui_locales"),
        })
    }

    /// Where the browser goes after the log-out: the address with `state`, or none when none was asked for.
    ///
    /// # Errors
    /// When the address equals none that is registered for `client`, or nobody is known to ask for it (section
    /// 3: then it must not be followed).
    pub fn destination(&self, client: Option<&Client>) -> Result<Option<String>, Refusal> {
        let Some(sent) = &self.post_logout_redirect_uri else {
            return Ok(None);
        };
        let registered = client
            .map(|client| client.post_logout_redirect_uris.as_slice())
            .unwrap_or_default();
        if !registered.contains(sent) {
            let why = match client {
                None => "post_logout_redirect_uri needs id_token_hint or client_id beside it",
                Some(_) => {
                    "post_logout_redirect_uri equals none of the addresses that are registered for this client"
                }
            };
            return Err(Refusal::invalid_request(Rule::PostLogoutUnregistered, why)
                .with("post_logout_redirect_uri", shorten(sent))
                .with("registered", registered.join(" ")));
        }
        Ok(Some(match &self.state {
            Some(state) => address::with_parameters(sent, &[("state", state)]),
            None => sent.clone(),
        }))
    }
}
