//! Encrypting to a client what it is registered to get encrypted (OpenID Connect Core, 10.2).

use super::client_keys;
use crate::ctx::Ctx;
use crate::error::Denied;
use std::fmt;
use voltkey_protocol::client::Client;
use voltkey_protocol::error::{ErrorCode, Refusal, Rule};
use voltkey_protocol::jose::{ContentEncryption, KeyManagement};

/// How something is encrypted: by the key's algorithm, and the content's where one is registered.
pub(super) type Way = (KeyManagement, Option<ContentEncryption>);

/// The payload, encrypted to the client. `cty` is `JWT` where it is one: what is signed is signed before.
///
/// # Errors
/// When the client has no key for that, or none that can be had: the answer would have to be given in clear.
pub(super) async fn to_client(
    ctx: &Ctx,
    client: &Client,
    (alg, enc): Way,
    payload: &str,
    cty: Option<&str>,
) -> Result<String, Denied> {
    let keys = client_keys::of(ctx, client, None).await.map_err(unavailable)?;
    // OpenID Connect Dynamic Client Registration, 2: the default where only the other is registered.
    let enc = enc.unwrap_or(ContentEncryption::A128CbcHs256);
    let sealed = keys.encrypt(alg, enc, payload.as_bytes(), cty, ctx.rng());
    Ok(sealed.map_err(unavailable)?)
}

/// What is signed, encrypted as the client wants its ID tokens: as it is where it wants them in clear.
///
/// # Errors
/// As [`to_client`].
pub(super) async fn as_id_token(ctx: &Ctx, client: &Client, signed: String) -> Result<String, Denied> {
    match client.id_token_encrypted_response_alg {
        None => Ok(signed),
        Some(alg) => {
            let way = (alg, client.id_token_encrypted_response_enc);
            to_client(ctx, client, way, &signed, Some("JWT")).await
        }
    }
}

fn unavailable(why: impl fmt::Display) -> Refusal {
    let description = format!("what the client is told cannot be encrypted: {why}");
    Refusal::new(ErrorCode::ServerError, Rule::EncryptionKey, description)
}
