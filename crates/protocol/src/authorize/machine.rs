//! RFC 6749's authorization request, driven through oxide-auth's state machine without its endpoints.
//!
//! The machine binds client and redirect URI, reads the scope and the PKCE challenge, and negotiates the grant. It
//! knows no response type but `code`. What else a response type brings follows from the same grant, and whether the
//! client may have it has been checked: so the machine is driven for the code part, which all of them share.
//! It says nothing of why it refuses, so our own checks come first and give the reasons; a refusal of the
//! machine after them is told with the one reason that is left at its state.

use super::destination::Destination;
use crate::client::Client;
use crate::error::{ErrorCode, Refusal, Rule};
use crate::params::Params;
use crate::scope::Scope;
use oxide_auth::code_grant::authorization::{Authorization, Input, Output, Request};
use oxide_auth::code_grant::extensions::Pkce;
use oxide_auth::primitives::grant::Extensions;
use oxide_auth::primitives::registrar::{BoundClient, ExactUrl, PreGrant, RegisteredUrl};
use std::borrow::Cow;

/// What the machine has approved.
#[derive(Debug)]
pub struct Approved {
    /// The negotiated scope, in the order in which it was asked for.
    pub scope: Scope,
    /// The challenge in the machine's encoding, for the token request.
    pub code_challenge: Option<String>,
}

/// Runs the machine over a request whose destination is settled.
///
/// # Errors
/// `invalid_scope` or `invalid_request`, as the state where it stopped has it.
pub fn approve(params: &Params, client: &Client, destination: &Destination) -> Result<Approved, Refusal> {
    let request = Parameters { params, destination };
    let asked: Scope = params.get("scope").unwrap_or_default().parse()?;
    // Unknown scope values are passed over (OpenID Connect Core, 3.1.2.1).
    let scope = asked.filter(|value| client.may_ask_for(value));
    let mut machine = Authorization::new(&request);
    let mut input = Input::None;
    loop {
        input = match machine.advance(input) {
            Output::Bind {
                client_id,
                redirect_uri,
            } => Input::Bound {
                request: &request,
                bound_client: bind(client_id, redirect_uri, destination)?,
            },
            Output::Extend => Input::Extended(extend(params)?),
            Output::Negotiate { bound_client, .. } => Input::Negotiated {
                pre_grant: negotiate(bound_client, &scope)?,
                state: destination.state.clone(),
            },
            Output::Ok { extensions, .. } => {
                return Ok(Approved {
                    scope,
                    code_challenge: challenge_of(extensions),
                });
            }
            Output::Err(_) => {
                return Err(Refusal::invalid_request(
                    Rule::ParameterMalformed,
                    "the request is not valid",
                ));
            }
        };
    }
}

/// The parameters as the machine wants to see them. Extensions are our own affair.
struct Parameters<'a> {
    params: &'a Params,
    destination: &'a Destination,
}

impl Request for Parameters<'_> {
    fn valid(&self) -> bool {
        true
    }

    fn client_id(&self) -> Option<Cow<'_, str>> {
        self.params.get("client_id").map(Cow::Borrowed)
    }

    fn scope(&self) -> Option<Cow<'_, str>> {
        self.params.get("scope").map(Cow::Borrowed)
    }

    fn redirect_uri(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(&self.destination.redirect_uri))
    }

    fn state(&self) -> Option<Cow<'_, str>> {
        self.params.get("state").map(Cow::Borrowed)
    }

    fn response_type(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed("code"))
    }

    fn extension(&self, key: &str) -> Option<Cow<'_, str>> {
        self.params.get(key).map(Cow::Borrowed)
    }
}

/// Answers the machine's question whether this client has this address: the destination has been settled, so
/// the two must be the same to the letter.
fn bind(
    client_id: String,
    redirect_uri: Option<ExactUrl>,
    destination: &Destination,
) -> Result<BoundClient<'static>, Refusal> {
    match redirect_uri {
        Some(uri) if uri.as_str() == destination.redirect_uri => {
            let redirect_uri = Cow::Owned(RegisteredUrl::Exact(uri));
            Ok(BoundClient {
                client_id: Cow::Owned(client_id),
                redirect_uri,
            })
        }
        _ => Err(Refusal::invalid_request(
            Rule::RedirectUriUnregistered,
            "redirect_uri is not registered",
        )),
    }
}

/// Whether the challenge is required has been checked.
fn extend(params: &Params) -> Result<Extensions, Refusal> {
    let pkce = Pkce::optional();
    let method = params.get("code_challenge_method").map(Cow::Borrowed);
    let challenge = params.get("code_challenge").map(Cow::Borrowed);
    let value = pkce.challenge(method, challenge).map_err(|()| {
        Refusal::invalid_request(Rule::PkceMissing, "code_challenge with method S256 is needed")
    })?;
    let mut extensions = Extensions::new();
    if let Some(value) = value {
        extensions.set(&pkce, value);
    }
    Ok(extensions)
}

fn negotiate(bound: &BoundClient<'static>, scope: &Scope) -> Result<PreGrant, Refusal> {
    let scope = scope.to_string().parse().map_err(|_| {
        Refusal::new(
            ErrorCode::InvalidScope,
            Rule::ScopeMalformed,
            "the scope is not well-formed",
        )
    })?;
    Ok(PreGrant {
        client_id: bound.client_id.clone().into_owned(),
        redirect_uri: bound.redirect_uri.clone().into_owned(),
        scope,
    })
}

fn challenge_of(mut extensions: Extensions) -> Option<String> {
    let value = extensions.remove(&Pkce::optional())?;
    value.into_private_value().ok().flatten()
}
