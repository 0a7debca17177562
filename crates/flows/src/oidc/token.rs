//! The token endpoint: who asks, for what, and which deed answers.

use super::{client, exchange_code, issue, refresh, refuse};
use crate::ctx::Ctx;
use crate::error::{Denied, EndpointError};
use crate::visitor::Network;
use voltkey_protocol::client::Client;
use voltkey_protocol::params::Params;
use voltkey_protocol::token::{TokenRequest, TokenResponse, request};

/// Answers a token request (RFC 6749, 3.2).
///
/// # Errors
/// A recorded refusal, or a fault.
pub async fn token(
    ctx: &Ctx,
    network: &Network,
    authorization: Option<&[u8]>,
    params: &Params,
) -> Result<TokenResponse, EndpointError> {
    // A request without a readable grant type is told so before its client is asked who it is.
    if let Err(refusal) = request::grant_type(params) {
        let app = client::named(ctx, authorization, params).await?;
        return Err(refuse::record(ctx, network, app, refusal).await.into());
    }
    let client = client::authenticate(ctx, network, authorization, params).await?;
    let client = &client.client;
    match answer(ctx, client, params).await {
        Ok(response) => {
            ctx.client_uses.note(&client.id, ctx.now());
            Ok(response)
        }
        Err(denied) => Err(refuse::denied(ctx, network, Some(client::app(ctx, client)), denied).await),
    }
}

async fn answer(ctx: &Ctx, client: &Client, params: &Params) -> Result<TokenResponse, Denied> {
    match TokenRequest::parse(params, client)? {
        TokenRequest::Code(request) => exchange_code::exchange_code(ctx, client, request).await,
        TokenRequest::Refresh(request) => refresh::refresh(ctx, client, request).await,
        TokenRequest::Client(request) => issue::for_client(ctx, client, request).await,
    }
}
