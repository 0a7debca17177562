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

/// The public signing keys (RFC 7517, 5).
///
/// # Errors
/// When they can't be read.
pub async fn jwks(ctx: &Ctx) -> Result<Value, Fault> {
    Ok(keys::keyring(ctx).await?.jwks(ctx.now()))
}
