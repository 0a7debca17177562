//! What a relying party reads before it begins: metadata and keys.

use crate::ctx::Ctx;
use crate::error::Fault;
use crate::keys;
use serde_json::Value;
use voltkey_protocol::discovery;

/// The languages of the pages.
pub const UI_LOCALES: &[&str] = &["en", "es", "de"];

/// The provider's metadata (OpenID Connect Discovery 1.0, 3; RFC 8414, 2).
#[must_use]
pub fn document(ctx: &Ctx) -> Value {
    discovery::document(&ctx.settings.issuer, UI_LOCALES)
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
