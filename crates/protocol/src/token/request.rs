//! What a token request asks for (RFC 6749, 4.1.3, 4.4.2 and 6).

use crate::client::{Client, GrantType};
use crate::error::{ErrorCode, Refusal, Rule};
use crate::params::{Params, shorten};
use crate::scope::Scope;
use std::fmt;

/// A token request whose client has been authenticated.
#[derive(Debug)]
pub enum TokenRequest {
    /// Exchange an authorization code.
    Code(CodeRequest),
    /// Refresh.
    Refresh(RefreshRequest),
    /// A token for the client itself.
    Client(ClientRequest),
}

/// RFC 6749, 4.1.3.
pub struct CodeRequest {
    /// The authorization code.
    pub code: String,
    /// As it was sent in the authorization request.
    pub redirect_uri: Option<String>,
    /// RFC 7636, 4.5.
    pub code_verifier: Option<String>,
    /// RFC 8707, 2.2.
    pub resources: Vec<String>,
}

/// RFC 6749, 6.
#[derive(Default)]
pub struct RefreshRequest {
    /// The refresh token.
    pub refresh_token: String,
    /// A part of what was granted; none: all of it.
    pub scope: Option<String>,
    /// RFC 8707, 2.2.
    pub resources: Vec<String>,
}

/// RFC 6749, 4.4.2.
#[derive(Debug)]
pub struct ClientRequest {
    /// What the token shall be good for.
    pub scope: Scope,
    /// RFC 8707, 2.2.
    pub resources: Vec<String>,
}

impl fmt::Debug for CodeRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CodeRequest")
            .field("redirect_uri", &self.redirect_uri)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for RefreshRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RefreshRequest")
            .field("scope", &self.scope)
            .finish_non_exhaustive()
    }
}

/// The grant type of a request.
///
/// # Errors
/// `invalid_request` when it or anything else is missing or repeated, `unsupported_grant_type` when this
/// provider does not have it.
pub fn grant_type(params: &Params) -> Result<GrantType, Refusal> {
    params.refuse_repeated()?;
    let text = params.require("grant_type")?;
    text.parse()
        .map_err(|unknown| unsupported(text, &format!("{unknown}")))
}

fn unsupported(grant_type: &str, why: &str) -> Refusal {
    Refusal::new(
        ErrorCode::UnsupportedGrantType,
        Rule::GrantTypeUnsupported,
        format!("grant_type {} is not supported: {why}", shorten(grant_type)),
    )
}

impl TokenRequest {
    /// Reads what an authenticated client asks for.
    ///
    /// # Errors
    /// As [`grant_type`]; `unauthorized_client` when the client is not registered for the grant type.
    pub fn parse(params: &Params, client: &Client) -> Result<Self, Refusal> {
        let grant_type = grant_type(params)?;
        // Registered or not: nothing is given for it here.
        if grant_type != GrantType::Implicit && !client.has_grant(grant_type) {
            return Err(Refusal::new(
                ErrorCode::UnauthorizedClient,
                Rule::GrantTypeNotRegistered,
                format!("this client is not registered for the grant type {grant_type}"),
            ));
        }
        let resources = params.all("resource").map(str::to_owned).collect();
        let text = |name| params.get(name).map(str::to_owned);
        Ok(match grant_type {
            GrantType::AuthorizationCode => Self::Code(CodeRequest {
                code: params.require("code")?.to_owned(),
                redirect_uri: text("redirect_uri"),
                code_verifier: text("code_verifier"),
                resources,
            }),
            GrantType::RefreshToken => Self::Refresh(RefreshRequest {
                refresh_token: params.require("refresh_token")?.to_owned(),
                scope: text("scope"),
                resources,
            }),
            GrantType::ClientCredentials => Self::Client(ClientRequest {
                scope: client_scope(params, client)?,
                resources,
            }),
            GrantType::Implicit => {
                let why = "its tokens come from the authorization endpoint";
                return Err(unsupported(grant_type.as_str(), why));
            }
        })
    }
}

/// The scope of a client's own token. Nobody is signed in, so scopes about a person have no meaning.
fn client_scope(params: &Params, client: &Client) -> Result<Scope, Refusal> {
    let Some(text) = params.get("scope") else {
        return Ok(client
            .scope
            .clone()
            .unwrap_or_default()
            .filter(|value| !crate::scope::KNOWN.contains(&value)));
    };
    let asked: Scope = text.parse()?;
    let registered = client.scope.as_ref();
    let refused = asked.iter().find(|value| {
        crate::scope::KNOWN.contains(value)
            || !registered.is_some_and(|registered| registered.contains(value))
    });
    match refused {
        None => Ok(asked),
        Some(value) => Err(Refusal::new(
            ErrorCode::InvalidScope,
            Rule::ScopeNotRegistered,
            format!(
                "this client may not ask for the scope {} for itself",
                shorten(value)
            ),
        )),
    }
}
