//! What a relying party reads before it begins: whose issuer we are, metadata and keys.

use super::refuse;
use crate::ctx::Ctx;
use crate::error::{EndpointError, Fault};
use crate::keys;
use crate::settings::RegistrationMode;
use crate::visitor::Network;
use serde_json::Value;
use voltkey_protocol::params::Params;
use voltkey_protocol::{discovery, webfinger};

/// The languages of the pages.
pub const UI_LOCALES: &[&str] = &["en", "es", "de"];

/// The provider's metadata (OpenID Connect Discovery 1.0, 3; RFC 8414, 2).
#[must_use]
pub fn document(ctx: &Ctx) -> Value {
    let takes_registrations = ctx.settings.registration.mode != RegistrationMode::Closed;
    discovery::document(&ctx.settings.issuer, UI_LOCALES, takes_registrations)
}

/// The descriptor of a resource at our host, which names the issuer of its account (OpenID Connect Discovery 1.0, 2);
/// none where it is at another.
///
/// # Errors
/// When the query names no resource, or one that can't be read.
pub async fn webfinger(
    ctx: &Ctx,
    network: &Network,
    params: &Params,
) -> Result<Option<Value>, EndpointError> {
    match webfinger::answer(&ctx.settings.issuer, params) {
        Ok(descriptor) => Ok(descriptor),
        Err(refusal) => Err(refuse::record(ctx, network, None, refusal).await.into()),
    }
}

/// The public keys (RFC 7517, 5): first those that sign, then those to encrypt to.
///
/// # Errors
/// When they can't be read.
pub async fn jwks(ctx: &Ctx) -> Result<Value, Fault> {
    let mut set = keys::keyring(ctx).await?.jwks(ctx.now());
    if let Some(keys) = set["keys"].as_array_mut() {
        keys.extend(keys::decryption::published(ctx).await?);
    }
    Ok(set)
}
