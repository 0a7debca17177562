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
    match is_registered(resource, client) {
        true => Ok(()),
        false => Err(
            refused("resource is none of the audiences that are registered for this client")
                .with("resource", shorten(resource)),
        ),
    }
}

/// RFC 8707, 2: an absolute URI without fragment. An audience may be a mere name, but is then no resource.
fn is_registered(resource: &str, client: &Client) -> bool {
    let is_absolute = Url::parse(resource).is_ok_and(|url| url.fragment().is_none());
    is_absolute && client.audience.iter().any(|own| own == resource)
}

/// The resources of a token request: those that it names, else those that were granted, as far as the client is still
/// registered for them.
///
/// # Errors
/// `invalid_target` when it names one that was not granted (RFC 8707, 2.2), or none of those that were is left.
pub fn narrow(asked: Vec<String>, granted: Vec<String>, client: &Client) -> Result<Vec<String>, Refusal> {
    for resource in &asked {
        check(resource, client)?;
        if !granted.is_empty() && !granted.contains(resource) {
            return Err(refused("resource was not part of the authorization"));
        }
    }
    if !asked.is_empty() || granted.is_empty() {
        return Ok(asked);
    }
    let mut left = granted;
    left.retain(|resource| is_registered(resource, client));
    // A token without any would be for another resource server than the authorization.
    match left.is_empty() {
        false => Ok(left),
        true => Err(refused(
            "no resource of the authorization is registered for this client any more",
        )),
    }
}

fn refused(description: &str) -> Refusal {
    Refusal::new(ErrorCode::InvalidTarget, Rule::ResourceNotRegistered, description)
}
