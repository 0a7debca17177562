//! Resource indicators (RFC 8707): which resource servers an access token is for.

use crate::client::Client;
use crate::error::{ErrorCode, Refusal, Rule};
use crate::params::shorten;
use url::Url;

/// Checks one `resource` that a request names.
///
/// # Errors
/// `invalid_target` when the client is not registered for it.
pub fn check(resource: &str, client: &Client) -> Result<(), Refusal> {
    // RFC 8707, 2: an absolute URI without fragment. An audience may be a mere name, but is then no resource.
    let is_absolute = Url::parse(resource).is_ok_and(|url| url.fragment().is_none());
    match is_absolute && client.audience.iter().any(|own| own == resource) {
        true => Ok(()),
        false => Err(Refusal::new(
            ErrorCode::InvalidTarget,
            Rule::ResourceNotRegistered,
            "resource is none of the audiences that are registered for this client",
        )
        .with("resource", shorten(resource))),
    }
}

/// The resources of a token request: those that it names, else those that were granted.
///
/// # Errors
/// `invalid_target` when it names one that was not granted (RFC 8707, 2.2).
pub fn narrow(asked: Vec<String>, granted: Vec<String>, client: &Client) -> Result<Vec<String>, Refusal> {
    for resource in &asked {
        check(resource, client)?;
        if !granted.is_empty() && !granted.contains(resource) {
            return Err(Refusal::new(
                ErrorCode::InvalidTarget,
                Rule::ResourceNotRegistered,
                "resource was not part of the authorization",
            ));
        }
    }
    Ok(if asked.is_empty() { granted } else { asked })
}
