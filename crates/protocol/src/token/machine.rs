//! RFC 6749's code exchange and refresh, driven through oxide-auth's state machines without its endpoints.
//!
//! The machines bind code and token to client and redirect URI, verify PKCE and compare scopes. They answer
//! `invalid_request` where the standard demands `invalid_grant`, and read the system clock: so our own checks
//! come first and give the reason, the machine is fed an end in the far future, and expiry is decided before it.

use super::request::{CodeRequest, RefreshRequest};
use crate::client::Client;
use crate::error::{ErrorCode, Refusal, Rule};
use crate::pkce;
use crate::scope::Scope;
use crate::time::Timestamp;
use chrono::{DateTime, Utc};
use oxide_auth::code_grant::accesstoken::{self, AccessToken};
use oxide_auth::code_grant::extensions::Pkce;
use oxide_auth::code_grant::refresh::{self, Refresh};
use oxide_auth::primitives::grant::{Extensions, Grant, Value};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// What a code is bound to, as it is stored with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeBinding {
    /// The client that the code was issued to.
    pub client_id: String,
    /// To the letter.
    pub redirect_uri: String,
    /// Whether the authorization request named it: then the token request must too.
    pub redirect_uri_was_sent: bool,
    /// The challenge in the machine's encoding.
    pub code_challenge: Option<String>,
    /// What was granted.
    pub scope: Scope,
}

/// What a refresh token is bound to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefreshBinding {
    /// The client that the token was issued to.
    pub client_id: String,
    /// What was granted.
    pub scope: Scope,
    /// When the token ends.
    pub expires_at: Timestamp,
}

/// Checks that a code is presented by whom it was issued to, and as it was asked for: client, redirect URI,
/// verifier. Whether it was used before and has ended comes after this, so that a late replay is still known as one,
/// and somebody who has merely seen a code can do no harm with it.
///
/// # Errors
/// `invalid_grant`, as RFC 6749, 5.2 and RFC 7636, 4.6 have it.
pub fn check_code(request: &CodeRequest, binding: &CodeBinding, client: &Client) -> Result<(), Refusal> {
    if binding.client_id != client.id {
        return Err(invalid_grant(
            Rule::CodeForeign,
            "the code was issued to another client",
        ));
    }
    check_redirect_uri(request, binding)?;
    check_verifier(request, binding, client)?;
    drive_code(request, binding, client)
}

/// RFC 6749, 4.1.3: identical to the authorization request's, and required when that had one.
fn check_redirect_uri(request: &CodeRequest, binding: &CodeBinding) -> Result<(), Refusal> {
    match &request.redirect_uri {
        Some(sent) if *sent == binding.redirect_uri => Ok(()),
        None if !binding.redirect_uri_was_sent => Ok(()),
        None => Err(invalid_grant(
            Rule::CodeRedirectUri,
            "redirect_uri is missing: it was part of the authorization request",
        )),
        Some(_) => Err(invalid_grant(
            Rule::CodeRedirectUri,
            "redirect_uri differs from the authorization request's",
        )),
    }
}

/// RFC 7636, 4.6, and RFC 9700, 4.8.2: a verifier without a challenge is a downgrade.
fn check_verifier(request: &CodeRequest, binding: &CodeBinding, client: &Client) -> Result<(), Refusal> {
    match (&binding.code_challenge, &request.code_verifier) {
        (Some(_), Some(verifier)) => pkce::check_verifier_form(verifier),
        (Some(_), None) => Err(pkce::verifier_refused("code_verifier is missing")),
        (None, Some(_)) => Err(pkce::verifier_refused(
            "code_verifier stands here, but the authorization request had no code_challenge",
        )),
        (None, None) if client.must_use_pkce() => Err(pkce::verifier_refused("this client must use PKCE")),
        (None, None) => Ok(()),
    }
}

fn drive_code(request: &CodeRequest, binding: &CodeBinding, client: &Client) -> Result<(), Refusal> {
    use accesstoken::{Input, Output};
    let parameters = CodeParameters {
        request,
        binding,
        client,
    };
    let pkce = if client.must_use_pkce() {
        Pkce::required()
    } else {
        Pkce::optional()
    };
    let mut machine = AccessToken::new(&parameters);
    let mut input = Input::None;
    loop {
        input = match machine.advance(input) {
            // The client was authenticated before the machine was started.
            Output::Authenticate { .. } => Input::Authenticated,
            Output::Recover { .. } => Input::Recovered(Some(Box::new(code_grant(binding)?))),
            Output::Extend { extensions } => {
                let challenge = extensions.remove(&pkce);
                let verifier = request.code_verifier.as_deref().map(Cow::Borrowed);
                pkce.verify(challenge, verifier)
                    .map_err(|()| pkce::verifier_refused("code_verifier does not fit the code_challenge"))?;
                Input::Extended {
                    access_extensions: Extensions::new(),
                }
            }
            // Every check has passed; what is issued is our affair.
            Output::Issue { .. } | Output::Ok(_) => return Ok(()),
            Output::Err(_) => return Err(invalid_grant(Rule::CodeUnknown, "the code is not valid")),
        };
    }
}

/// Checks a refresh, and gives the scope of the new access token.
///
/// # Errors
/// `invalid_grant` for a foreign or expired token, `invalid_scope` for more than was granted.
pub fn check_refresh(
    request: &RefreshRequest,
    binding: &RefreshBinding,
    client: &Client,
    now: Timestamp,
) -> Result<Scope, Refusal> {
    if binding.client_id != client.id {
        return Err(invalid_grant(
            Rule::RefreshForeign,
            "the refresh token was issued to another client",
        ));
    }
    if binding.expires_at <= now {
        return Err(invalid_grant(
            Rule::RefreshExpired,
            "the refresh token has expired",
        ));
    }
    let asked = request.scope.as_deref().map(str::parse::<Scope>).transpose()?;
    drive_refresh(request, binding, client)?;
    Ok(match asked {
        None => binding.scope.clone(),
        Some(asked) => binding.scope.filter(|value| asked.contains(value)),
    })
}

fn drive_refresh(request: &RefreshRequest, binding: &RefreshBinding, client: &Client) -> Result<(), Refusal> {
    use refresh::{Error, Input, Output};
    let parameters = RefreshParameters { request, client };
    let mut machine = Refresh::new(&parameters);
    let mut input = Input::None;
    loop {
        let scope = request.scope.as_deref().map(Cow::Borrowed);
        input = match machine.advance(input) {
            Output::Unauthenticated { .. } => Input::Authenticated { scope },
            Output::RecoverRefresh { .. } => Input::Recovered {
                scope,
                grant: Some(Box::new(refresh_grant(binding)?)),
            },
            Output::Refresh { .. } | Output::Ok(_) => return Ok(()),
            // Client, expiry and the scope's form have been checked: what is left is RFC 6749, 6.
            Output::Err(Error::Invalid(_)) => {
                return Err(Refusal::new(
                    ErrorCode::InvalidScope,
                    Rule::ScopeExceedsGrant,
                    "scope asks for more than was granted",
                ));
            }
            Output::Err(_) => {
                return Err(invalid_grant(
                    Rule::RefreshUnknown,
                    "the refresh token is not valid",
                ));
            }
        };
    }
}

/// `invalid_grant` by one of our rules.
#[must_use]
pub fn invalid_grant(rule: Rule, description: &str) -> Refusal {
    Refusal::new(ErrorCode::InvalidGrant, rule, description)
}

fn code_grant(binding: &CodeBinding) -> Result<Grant, Refusal> {
    let mut extensions = Extensions::new();
    if let Some(challenge) = &binding.code_challenge {
        extensions.set(&Pkce::optional(), Value::private(Some(challenge.clone())));
    }
    grant(
        &binding.client_id,
        &binding.redirect_uri,
        &binding.scope,
        extensions,
    )
}

fn refresh_grant(binding: &RefreshBinding) -> Result<Grant, Refusal> {
    // A refresh has no redirect URI; the machine's grant wants one.
    grant(&binding.client_id, "urn:none", &binding.scope, Extensions::new())
}

fn grant(
    client_id: &str,
    redirect_uri: &str,
    scope: &Scope,
    extensions: Extensions,
) -> Result<Grant, Refusal> {
    let unreadable = |_| invalid_grant(Rule::Internal, "the grant cannot be read");
    Ok(Grant {
        owner_id: String::new(),
        client_id: client_id.to_owned(),
        scope: scope.to_string().parse().map_err(|_| unreadable(()))?,
        redirect_uri: redirect_uri.parse().map_err(|_| unreadable(()))?,
        until: DateTime::<Utc>::MAX_UTC,
        extensions,
    })
}

struct CodeParameters<'a> {
    request: &'a CodeRequest,
    binding: &'a CodeBinding,
    client: &'a Client,
}

impl accesstoken::Request for CodeParameters<'_> {
    fn valid(&self) -> bool {
        true
    }

    fn code(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(&self.request.code))
    }

    fn authorization(&self) -> accesstoken::Authorization<'_> {
        accesstoken::Authorization::Username(Cow::Borrowed(&self.client.id))
    }

    fn client_id(&self) -> Option<Cow<'_, str>> {
        None
    }

    fn redirect_uri(&self) -> Option<Cow<'_, str>> {
        // The machine always wants one; whether it may be left out has been decided.
        Some(Cow::Borrowed(
            self.request
                .redirect_uri
                .as_ref()
                .unwrap_or(&self.binding.redirect_uri),
        ))
    }

    fn grant_type(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed("authorization_code"))
    }

    fn extension(&self, _: &str) -> Option<Cow<'_, str>> {
        None
    }
}

struct RefreshParameters<'a> {
    request: &'a RefreshRequest,
    client: &'a Client,
}

impl refresh::Request for RefreshParameters<'_> {
    fn valid(&self) -> bool {
        true
    }

    fn refresh_token(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(&self.request.refresh_token))
    }

    fn scope(&self) -> Option<Cow<'_, str>> {
        self.request.scope.as_deref().map(Cow::Borrowed)
    }

    fn grant_type(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed("refresh_token"))
    }

    fn authorization(&self) -> Option<(Cow<'_, str>, Cow<'_, [u8]>)> {
        Some((Cow::Borrowed(&self.client.id), Cow::Borrowed(&[])))
    }

    fn extension(&self, _: &str) -> Option<Cow<'_, str>> {
        None
    }
}
