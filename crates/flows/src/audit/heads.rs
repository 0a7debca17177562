//! Signed heads: what a chain was at a moment, to be kept where whoever can write the database can't.
//!
//! A head is a JWT (RFC 7519) signed with the active ES256 key. Its `typ` is its own, so that it passes for no token.

use crate::ctx::{Ctx, window_start};
use crate::error::Fault;
use crate::keys;
use crate::text::hex;
use serde::{Deserialize, Serialize};
use std::time::Duration;
use voltkey_crypto::keyring::{Expect, KeyState, Keyring, SigningAlg, Trust, VerifyError};
use voltkey_store::audit_chains;
use voltkey_store::quotas;

/// The `typ` of a head.
const TYP: &str = "voltkey-audit-head+jwt";
/// How often heads are told by themselves.
const EVERY: Duration = Duration::from_secs(3600);
/// How many chains are read at once.
const PAGE: i64 = 500;

/// A signed head.
#[derive(Clone, Debug)]
pub struct Head {
    /// A company's row, or `instance`.
    pub chain: String,
    /// How many events the chain had.
    pub seq: i64,
    /// The JWS in compact form.
    pub jws: String,
}

/// What is signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Claims {
    iss: String,
    iat: i64,
    /// The chain.
    pub(super) chain: String,
    /// The number of its last event.
    pub(super) seq: i64,
    /// The hash of its last event, in hexadecimal.
    pub(super) hash: String,
}

/// The signed head of every chain, by name.
///
/// # Errors
/// When the database does not answer, or there is no key to sign with.
pub async fn heads(ctx: &Ctx) -> Result<Vec<Head>, Fault> {
    let keyring = keys::keyring(ctx).await?;
    let (mut heads, mut after) = (Vec::new(), String::new());
    loop {
        let chains = audit_chains::list(&ctx.store, &after, PAGE).await?;
        let Some(last) = chains.last() else {
            return Ok(heads);
        };
        after.clone_from(&last.chain);
        for chain in chains {
            let claims = Claims {
                iss: ctx.settings.issuer.clone(),
                iat: ctx.now().as_seconds(),
                chain: chain.chain,
                seq: chain.seq,
                hash: hex(&chain.head),
            };
            heads.push(Head {
                jws: keyring.sign(SigningAlg::ES256, Some(TYP), &claims)?,
                chain: claims.chain,
                seq: claims.seq,
            });
        }
    }
}

/// The heads to be told in this hour: to one replica only, and once.
///
/// # Errors
/// As [`heads`].
pub async fn announce(ctx: &Ctx) -> Result<Vec<Head>, Fault> {
    // The first hour of an instance is not spent on nothing.
    if audit_chains::list(&ctx.store, "", 1).await?.is_empty() {
        return Ok(Vec::new());
    }
    let hour = window_start(ctx.now(), EVERY);
    match quotas::spend(&ctx.store, "audit-heads", hour, 1).await? {
        true => heads(ctx).await,
        false => Ok(Vec::new()),
    }
}

/// The claims of a head that stands somewhere in a text, such as a line of the log, and whether its key was withdrawn
/// since.
pub(super) fn read(keyring: &Keyring, text: &str) -> Result<(Claims, bool), VerifyError> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let token = text
        .split(|c| !is_part(c))
        .find(|part| part.starts_with("eyJ") && part.matches('.').count() == 2);
    let expect = Expect {
        typ: Some(TYP),
        trust: Trust::EvenWithdrawn,
    };
    let verified = keyring.verify(token.ok_or(VerifyError::Malformed)?, expect)?;
    let claims = serde_json::from_value(verified.claims).map_err(|_| VerifyError::Malformed)?;
    Ok((claims, verified.key_state == KeyState::Withdrawn))
}
