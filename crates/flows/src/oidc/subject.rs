//! How people and their sessions are named to clients (OpenID Connect Core, 8): the `sub` and the `sid` of whatever a client
//! is told.

use super::client;
use crate::ctx::Ctx;
use crate::error::Fault;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use voltkey_protocol::client::Client;
use voltkey_store::pairwise_subjects;

/// The purpose of the key under which pairwise identifiers are made. With another master key everybody has others.
const PURPOSE: &str = "pairwise-subject";
/// The same for sessions.
const SESSION: &str = "pairwise-session";

/// The subject identifier that this client has for the person of that `sub`.
pub(crate) fn of(ctx: &Ctx, client: &Client, sub: &str) -> String {
    pairwise(ctx, client, sub).unwrap_or_else(|| sub.to_owned())
}

/// The same, where it is another than for everybody else: then it must be noted once, to lead back to the person.
pub(crate) fn pairwise(ctx: &Ctx, client: &Client, sub: &str) -> Option<String> {
    of_sector(ctx, client, PURPOSE, sub)
}

/// The name that this client has for the session of that `sid`: where it may not tell by `sub` whom else others know, it
/// can't by `sid` either.
pub(crate) fn session(ctx: &Ctx, client: &Client, sid: &str) -> String {
    of_sector(ctx, client, SESSION, sid).unwrap_or_else(|| sid.to_owned())
}

fn of_sector(ctx: &Ctx, client: &Client, purpose: &str, name: &str) -> Option<String> {
    let sector = client.sector()?;
    // No host and no client identifier has a line break.
    let input = format!("{sector}\n{name}");
    Some(URL_SAFE_NO_PAD.encode(ctx.master.mac(purpose, input.as_bytes())))
}

/// The person's own `sub` behind the one in a token of ours, whatever its client's sector is by now.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn in_token(ctx: &Ctx, subject: &str) -> Result<String, Fault> {
    let behind = pairwise_subjects::sub_behind(&ctx.store, subject).await?;
    Ok(behind.unwrap_or_else(|| subject.to_owned()))
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
    let behind = in_token(ctx, subject).await?;
    // An identifier of another sector leads nowhere.
    match of(ctx, &found.client, &behind) == subject {
        true => Ok(behind),
        false => Ok(subject.to_owned()),
    }
}
