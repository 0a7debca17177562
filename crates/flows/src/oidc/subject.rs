//! How people are named to clients (OpenID Connect Core, 8): the `sub` of whatever a client is told.

use super::client;
use crate::ctx::Ctx;
use crate::error::Fault;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use voltkey_protocol::client::Client;
use voltkey_store::pairwise_subjects;

/// The purpose of the key under which pairwise identifiers are made. With another master key everybody has others.
const PURPOSE: &str = "pairwise-subject";

/// The subject identifier that this client has for the person of that `sub`.
pub(crate) fn of(ctx: &Ctx, client: &Client, sub: &str) -> String {
    pairwise(ctx, client, sub).unwrap_or_else(|| sub.to_owned())
}

/// The same, where it is another than for everybody else: then it must be noted once, to lead back to the person.
pub(crate) fn pairwise(ctx: &Ctx, client: &Client, sub: &str) -> Option<String> {
    let sector = client.sector()?;
    // No host and no client identifier has a line break.
    let input = format!("{sector}\n{sub}");
    Some(URL_SAFE_NO_PAD.encode(ctx.master.mac(PURPOSE, input.as_bytes())))
}

/// The person's own `sub` behind an identifier as this client has it; one that it was never told is left as it is, and
/// so is one of a client that is not known.
///
/// # Errors
/// When the database does not answer.
pub async fn behind(ctx: &Ctx, client_id: &str, subject: &str) -> Result<String, Fault> {
    let found = client::find(ctx, client_id).await?;
    let Some(found) = found.filter(|found| found.client.sector().is_some()) else {
        return Ok(subject.to_owned());
    };
    let behind = pairwise_subjects::sub_behind(&ctx.store, subject).await?;
    // An identifier of another sector leads nowhere.
    let own = behind.filter(|sub| of(ctx, &found.client, sub) == subject);
    Ok(own.unwrap_or_else(|| subject.to_owned()))
}
