//! Claims about the person, for a client that shows an access token (OpenID Connect Core, 5.3).

use super::issue::GrantContext;
use super::{claims, client, encrypt, refuse};
use crate::ctx::Ctx;
use crate::error::{Denied, EndpointError, Fault};
use crate::keys;
use crate::text::to_json;
use crate::visitor::Network;
use serde_json::{Map, Value};
use voltkey_crypto::keyring::{Expect, Trust};
use voltkey_protocol::bearer;
use voltkey_protocol::client::Client;
use voltkey_protocol::error::{ErrorCode, Refusal, Rule};
use voltkey_protocol::params::Params;
use voltkey_protocol::scope;
use voltkey_protocol::token::AccessTokenClaims;
use voltkey_protocol::token::access_token::{TYP, userinfo_audience};
use voltkey_store::GrantId;
use voltkey_store::grants::{self, TokenState};

/// What userinfo answers, in the shape that the client is registered for (OpenID Connect Core, 5.3.2).
#[derive(Debug)]
pub enum UserInfo {
    /// Plain JSON.
    Claims(Value),
    /// A JWT: signed, encrypted, or both.
    Jwt(String),
}

/// Answers a userinfo request, by GET or POST.
///
/// # Errors
/// A recorded refusal for `WWW-Authenticate` (RFC 6750, 3), or a fault.
pub async fn userinfo(
    ctx: &Ctx,
    network: &Network,
    authorization: Option<&[u8]>,
    body: Option<&Params>,
) -> Result<UserInfo, EndpointError> {
    let token = match presented(ctx, authorization, body).await {
        Ok(token) => token,
        Err(denied) => return Err(refuse::denied(ctx, network, None, denied).await),
    };
    let found = client::find(ctx, &token.client_id).await?;
    let client = found.as_deref().map(|found| &found.client);
    match answer(ctx, client, token).await {
        Ok(claims) => Ok(claims),
        Err(denied) => {
            let app = client.map(|client| client::app(ctx, client));
            Err(refuse::denied(ctx, network, app, denied).await)
        }
    }
}

/// The access token of a request, as far as it is one of ours.
async fn presented(
    ctx: &Ctx,
    authorization: Option<&[u8]>,
    body: Option<&Params>,
) -> Result<AccessTokenClaims, Denied> {
    let token = bearer::read(authorization, body)?;
    let unknown = || invalid(Rule::BearerInvalid, "the access token is not valid");
    Ok(verify(ctx, &token).await?.ok_or_else(unknown)?)
}

/// What the token opens, as far as its client may have that now.
async fn answer(ctx: &Ctx, client: Option<&Client>, token: AccessTokenClaims) -> Result<UserInfo, Denied> {
    let Some(client) = client else {
        return Err(invalid(Rule::ClientUnknown, "the access token's client is gone").into());
    };
    let token = token.narrowed(client);
    check(ctx, &token)?;
    let revoked = || invalid(Rule::GrantRevoked, "the access token was revoked");
    let TokenState { grant, person, .. } = state(ctx, &token).await?.ok_or_else(revoked)?;
    let context = GrantContext::of(&grant, client)?;
    let wishes = &context.claims.userinfo;
    let mut told = claims::of(ctx, &grant.person_id, &person, &token.scope, wishes).await?;
    // OpenID Connect Core, 5.3.2: always there.
    told.insert("sub".to_owned(), token.sub.into());
    shape(ctx, client, told).await
}

/// Signs and encrypts as the client is registered, in this order.
async fn shape(ctx: &Ctx, client: &Client, mut told: Map<String, Value>) -> Result<UserInfo, Denied> {
    let signed = match client.userinfo_signed_response_alg {
        None => None,
        Some(alg) => {
            told.insert("iss".to_owned(), ctx.settings.issuer.as_str().into());
            told.insert("aud".to_owned(), client.id.as_str().into());
            // Without a type, so that it is taken for no other token.
            Some(keys::keyring(ctx).await?.sign(alg, None, &told)?)
        }
    };
    let Some(alg) = client.userinfo_encrypted_response_alg else {
        return Ok(signed.map_or(UserInfo::Claims(Value::Object(told)), UserInfo::Jwt));
    };
    let way = (alg, client.userinfo_encrypted_response_enc);
    let (payload, cty) = match signed {
        Some(jwt) => (jwt, Some("JWT")),
        None => (to_json(&told)?, None),
    };
    Ok(UserInfo::Jwt(
        encrypt::to_client(ctx, client, way, &payload, cty).await?,
    ))
}

/// The claims of an access token of ours, whatever its times and audience; none when it is not one.
pub(crate) async fn verify(ctx: &Ctx, token: &str) -> Result<Option<AccessTokenClaims>, Fault> {
    let expect = Expect {
        typ: Some(TYP),
        trust: Trust::PublishedAt(ctx.now()),
    };
    let verified = keys::keyring(ctx).await?.verify(token, expect).ok();
    let claims = verified.and_then(|jwt| serde_json::from_value::<AccessTokenClaims>(jwt.claims).ok());
    Ok(claims.filter(|claims| claims.iss == ctx.settings.issuer))
}

fn check(ctx: &Ctx, claims: &AccessTokenClaims) -> Result<(), Refusal> {
    if claims.is_expired(ctx.now()) {
        return Err(invalid(Rule::BearerExpired, "the access token has expired"));
    }
    if !claims.aud.contains(&userinfo_audience(&ctx.settings.issuer)) {
        return Err(invalid(
            Rule::BearerAudience,
            "the access token is not meant for this endpoint",
        ));
    }
    if !claims.scope.contains(scope::OPENID) {
        return Err(Refusal::new(
            ErrorCode::InsufficientScope,
            Rule::BearerScope,
            "the access token lacks the scope openid",
        ));
    }
    Ok(())
}

/// What lies behind a token now; none when it, its grant or its person may not be used any more.
pub(crate) async fn state(ctx: &Ctx, claims: &AccessTokenClaims) -> Result<Option<TokenState>, Fault> {
    let Some(grant_id) = &claims.grant_id else {
        return Ok(None);
    };
    let state = grants::with_person(&ctx.store, &GrantId::from(grant_id.as_str()), &claims.jti).await?;
    Ok(state.filter(TokenState::is_in_force))
}

fn invalid(rule: Rule, description: &str) -> Refusal {
    Refusal::new(ErrorCode::InvalidToken, rule, description)
}
