//! Ending a token before its time (RFC 7009).

use super::{client, refuse, userinfo};
use crate::ctx::Ctx;
use crate::error::{EndpointError, Fault};
use crate::visitor::Network;
use voltkey_crypto::secret::Token;
use voltkey_protocol::client::Client;
use voltkey_protocol::params::Params;
use voltkey_protocol::time::Timestamp;
use voltkey_store::{grants, refresh_tokens, revoked_tokens};

/// Ends a token of the calling client. A refresh token ends with its whole grant, an access token alone. A token
/// that is unknown, or another client's, is answered the same (section 2.2).
///
/// # Errors
/// A recorded refusal when the caller does not authenticate or names no token, or a fault.
pub async fn revoke(
    ctx: &Ctx,
    network: &Network,
    authorization: Option<&[u8]>,
    params: &Params,
) -> Result<(), EndpointError> {
    let caller = client::authenticate(ctx, network, authorization, params).await?;
    let token = match params.require("token") {
        Ok(token) => token,
        Err(refusal) => {
            let app = Some(client::app(ctx, &caller.client));
            return Err(refuse::record(ctx, network, app, refusal).await.into());
        }
    };
    Ok(end(ctx, &caller.client, token).await?)
}

async fn end(ctx: &Ctx, caller: &Client, token: &str) -> Result<(), Fault> {
    if let Some(claims) = userinfo::verify(ctx, token).await? {
        if claims.client_id == caller.id {
            let until = Timestamp::from_seconds(claims.exp);
            revoked_tokens::insert(&ctx.store, &claims.jti, until).await?;
        }
        return Ok(());
    }
    let Some(token) = Token::parse(token) else {
        return Ok(());
    };
    let found = refresh_tokens::find(&ctx.store, token.hash().as_bytes()).await?;
    if let Some(found) = found.filter(|found| found.grant.client_id == caller.id) {
        grants::revoke(&ctx.store, &found.grant.id, ctx.now()).await?;
    }
    Ok(())
}
