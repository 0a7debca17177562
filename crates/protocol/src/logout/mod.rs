//! RP-initiated log-out (OpenID Connect RP-Initiated Logout 1.0).

#[cfg(test)]
mod tests;

use crate::address;
use crate::client::Client;
use crate::error::{Refusal, Rule};
use crate::params::{Params, shorten};

/// A log-out request. A hint is read by the flow, which has the keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndSessionRequest {
    /// An ID token of ours, possibly expired.
    pub id_token_hint: Option<String>,
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
