//! What a new password must be: told on the page before it is chosen, and checked here when it is.

use crate::ctx::Ctx;
use crate::error::Fault;
pub use voltkey_crypto::password::{BrokenRule, CharClass, MAX_LENGTH, PasswordPolicy};
use voltkey_store::people::PasswordHash;

/// Hashes a password that keeps the rules, or tells which it breaks. `personal` is what an attacker knows of the
/// person: name, address, company.
///
/// # Errors
/// `Busy` when all password slots are taken.
pub(crate) async fn accept(
    ctx: &Ctx,
    password: &str,
    personal: &[&str],
) -> Result<Result<PasswordHash, Vec<BrokenRule>>, Fault> {
    let broken = ctx
        .passwords
        .check(&ctx.settings.password, password, personal)
        .await?;
    if !broken.is_empty() {
        return Ok(Err(broken));
    }
    Ok(Ok(PasswordHash::from(ctx.passwords.hash(password).await?)))
}
