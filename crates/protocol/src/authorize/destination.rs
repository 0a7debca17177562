//! Who asks, and where an answer may go: settled before anything else is looked at.
//!
//! A failure here is told on a page and never by a redirect, so that nobody can use this provider to send a
//! browser to an address of their choice (RFC 6749, 4.1.2.1; RFC 9700, 4.11).

use super::response::ResponseMode;
use crate::client::{Client, redirect};
use crate::error::{Refusal, Rule};
use crate::params::{Params, shorten};
use crate::scope;

/// A registered address, and how an answer travels there. Only [`Destination::settle`] makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Destination {
    /// The redirect URI, to the letter as it was sent (or the only registered one).
    pub redirect_uri: String,
    /// Whether the request named it: then the token request must too (RFC 6749, 4.1.3).
    pub redirect_uri_was_sent: bool,
    /// How the answer travels; where the request names a mode that it can't have, which is refused later, its own.
    pub mode: ResponseMode,
    /// Handed back unchanged.
    pub state: Option<String>,
}

/// The `client_id` of a request.
///
/// # Errors
/// When it is missing or stands twice: a matter for the page.
pub fn client_id(params: &Params) -> Result<&str, Refusal> {
    refuse_repeated(params, "client_id")?;
    params
        .get("client_id")
        .ok_or_else(|| Refusal::invalid_request(Rule::ClientIdMissing, "the parameter client_id is missing"))
}

/// The refusal of a `client_id` that nobody has.
#[must_use]
pub fn unknown_client(client_id: &str) -> Refusal {
    Refusal::invalid_request(Rule::ClientUnknown, "there is no client with this client_id")
        .with("client_id", shorten(client_id))
}

impl Destination {
    /// Settles where the answer goes.
    ///
    /// # Errors
    /// When `redirect_uri` is missing, stands twice, or equals no registered one: a matter for the page.
    pub fn settle(params: &Params, client: &Client) -> Result<Self, Refusal> {
        refuse_repeated(params, "redirect_uri")?;
        let sent = params.get("redirect_uri");
        let redirect_uri = match sent {
            Some(sent) => registered(client, sent)?,
            None => only_registered(params, client)?,
        };
        Ok(Self {
            redirect_uri: redirect_uri.to_owned(),
            redirect_uri_was_sent: sent.is_some(),
            mode: mode(params),
            // Of two states neither can be trusted to be the client's; the repetition itself is refused later.
            state: params
                .get("state")
                .filter(|_| params.count("state") == 1)
                .map(str::to_owned),
        })
    }
}

/// How the answer travels, a refusal too: decided by `response_type` whatever else is wrong.
fn mode(params: &Params) -> ResponseMode {
    let own = ResponseMode::default_of(params.get("response_type").unwrap_or_default());
    match params.get("response_mode").and_then(|mode| mode.parse().ok()) {
        // OAuth 2.0 Multiple Response Type Encoding Practices, 3 and 5: no token stands in a query.
        Some(ResponseMode::Query) | None => own,
        Some(asked) => asked,
    }
}

fn registered<'a>(client: &Client, sent: &'a str) -> Result<&'a str, Refusal> {
    let is_registered = client
        .redirect_uris
        .iter()
        .any(|own| redirect::matches(own, sent, client.application_type));
    if is_registered {
        return Ok(sent);
    }
    Err(Refusal::invalid_request(
        Rule::RedirectUriUnregistered,
        "redirect_uri equals none of the addresses that are registered for this client",
    )
    .with("redirect_uri", shorten(sent))
    .with("registered", client.redirect_uris.join(" ")))
}

/// RFC 6749, 3.1.2.3 lets a request leave out the only registered address; OpenID Connect Core, 3.1.2.1 does not.
fn only_registered<'a>(params: &Params, client: &'a Client) -> Result<&'a str, Refusal> {
    let asks_openid = params
        .get("scope")
        .is_some_and(|text| text.split(' ').any(|value| value == scope::OPENID));
    match client.redirect_uris.as_slice() {
        [only] if !asks_openid => Ok(only),
        _ => Err(Refusal::invalid_request(
            Rule::RedirectUriMissing,
            "the parameter redirect_uri is missing",
        )),
    }
}

fn refuse_repeated(params: &Params, name: &'static str) -> Result<(), Refusal> {
    match params.count(name) {
        0 | 1 => Ok(()),
        _ => Err(Refusal::invalid_request(
            Rule::ParameterRepeated,
            format!("the parameter {name} stands more than once"),
        )
        .with("parameter", name)),
    }
}
