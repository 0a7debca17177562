//! Telling a resource server whether a token is valid (RFC 7662).

use super::issue::Holder;
use super::{client, refresh, refuse, userinfo};
use crate::ctx::Ctx;
use crate::error::{EndpointError, Fault};
use crate::visitor::Network;
use serde_json::Value;
use voltkey_crypto::secret::Token;
use voltkey_protocol::client::Client;
use voltkey_protocol::error::Rule;
use voltkey_protocol::params::Params;
use voltkey_protocol::token::introspection::{active_access_token, active_refresh_token, inactive};
use voltkey_protocol::token::{AccessTokenClaims, client_auth};
use voltkey_store::{refresh_tokens, revoked_tokens};

/// Answers an introspection request. A caller learns only of tokens that were issued to it, and of access tokens
/// whose audience names it; every other token is inactive (section 2.2).
///
/// # Errors
/// A recorded refusal when the caller does not authenticate or names no token, or a fault.
pub async fn introspect(
    ctx: &Ctx,
    network: &Network,
    authorization: Option<&[u8]>,
    params: &Params,
) -> Result<Value, EndpointError> {
    let caller = client::authenticate(ctx, network, authorization, params).await?;
    let caller = &caller.client;
    let request = match caller.is_public() {
        // Section 2.1: otherwise tokens could be tried out by anybody.
        true => Err(client_auth::refused(
            Rule::ClientAuthMethod,
            "a public client may not introspect tokens",
        )),
        false => params.require("token"),
    };
    let token = match request {
        Ok(token) => token,
        Err(refusal) => {
            return Err(
                refuse::record(ctx, network, Some(client::app(ctx, caller)), refusal)
                    .await
                    .into(),
            );
        }
    };
    if let Some(claims) = userinfo::verify(ctx, token).await? {
        return Ok(access_token(ctx, caller, claims).await?);
    }
    Ok(refresh_token(ctx, caller, token).await?)
}

async fn access_token(ctx: &Ctx, caller: &Client, claims: AccessTokenClaims) -> Result<Value, Fault> {
    let Some(issued_to) = client::find(ctx, &claims.client_id).await? else {
        // A token ends with its client.
        return Ok(inactive());
    };
    let issued_to = &issued_to.client;
    let is_for_caller = claims.aud.contains(&caller.id) && issued_to.audience.contains(&caller.id);
    let may_see = claims.client_id == caller.id || is_for_caller;
    if !may_see || claims.is_expired(ctx.now()) {
        return Ok(inactive());
    }
    let is_valid = match claims.grant_id {
        Some(_) => userinfo::state(ctx, &claims).await?.is_some(),
        None => !revoked_tokens::exists(&ctx.store, &claims.jti).await?,
    };
    Ok(match is_valid {
        true => active_access_token(&claims.narrowed(issued_to)),
        false => inactive(),
    })
}

async fn refresh_token(ctx: &Ctx, caller: &Client, token: &str) -> Result<Value, Fault> {
    let Some(token) = Token::parse(token) else {
        return Ok(inactive());
    };
    let found = refresh_tokens::find(&ctx.store, token.hash().as_bytes()).await?;
    let Some(found) = found.filter(|found| found.grant.client_id == caller.id) else {
        return Ok(inactive());
    };
    let Some(context) = refresh::in_force(ctx, caller, &found).await? else {
        return Ok(inactive());
    };
    let holder = Holder {
        grant: &found.grant,
        person: &found.person,
        context: &context,
    };
    let scope = found.grant.scope.parse().unwrap_or_default();
    Ok(active_refresh_token(
        &ctx.settings.issuer,
        &caller.id,
        &holder.sub(ctx, caller),
        &caller.narrow(&scope),
        refresh::ends_at(&found),
    ))
}
