//! A login at an app for a test: the operator who asks for it is signed in at the app, as its library would do it, and
//! sees what the app would see.
//!
//! Everything is real: the request goes through the checks of the authorization endpoint, its code is redeemed as at
//! the token endpoint, and the ID token is checked against the published keys. But nothing leaves the provider: no
//! browser carries the code, neither token is shown or stored, and their grant is revoked before the page is.
//! The person is not asked for consent, because nobody gets anything.

use crate::admin::staff::Operator;
use crate::audit::{Action, Event};
use crate::ctx::Ctx;
use crate::error::{Denied, Fault};
use crate::keys;
use crate::oidc::authorize::Checked;
use crate::oidc::issue::ID_TOKEN_TYP;
use crate::oidc::userinfo::UserInfo;
use crate::oidc::{answer, client, discover, exchange_code, userinfo};
use crate::visitor::Visitor;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};
use voltkey_crypto::keyring::{Expect, Trust};
use voltkey_crypto::secret;
use voltkey_protocol::assurance::Acr;
use voltkey_protocol::authorize::{AuthorizationRequest, Destination};
use voltkey_protocol::client::Client;
use voltkey_protocol::error::Refusal;
use voltkey_protocol::id_token::half_hash;
use voltkey_protocol::params::Params;
use voltkey_protocol::time::Timestamp;
use voltkey_protocol::token::TokenResponse;
use voltkey_protocol::token::request::CodeRequest;
use voltkey_store::grants;

/// A login for a test.
#[derive(Clone, Debug)]
pub struct TestLogin {
    /// The authorization request, as the app's library would send it.
    pub request: Vec<(String, String)>,
    /// What came of it.
    pub outcome: Result<Seen, Refusal>,
}

/// What the app would see.
#[derive(Clone, Debug)]
pub struct Seen {
    /// What the token response says beside the tokens.
    pub response: Vec<(&'static str, String)>,
    /// The ID token; none where `openid` was not asked for.
    pub id_token: Option<IdToken>,
    /// What userinfo answers; none where the access token opens nothing there.
    pub userinfo: Option<Map<String, Value>>,
}

/// An ID token, read.
#[derive(Clone, Debug)]
pub struct IdToken {
    /// Its header.
    pub header: Map<String, Value>,
    /// Its claims; empty where it is encrypted, for the app alone to read.
    pub claims: Map<String, Value>,
    /// What a client must check, and whether it holds (OpenID Connect Core, 3.1.3.7 and 3.1.3.8).
    pub checks: Vec<(Check, bool)>,
}

/// Something that a client must check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    /// A published key has signed it.
    Signature,
    /// With the algorithm that the app is registered for.
    Algorithm,
    /// `iss` is the provider's.
    Issuer,
    /// `aud` is the app.
    Audience,
    /// `exp` lies ahead.
    Expiry,
    /// `iat` is now.
    IssuedAt,
    /// `nonce` is the request's.
    Nonce,
    /// `at_hash` is the access token's.
    AccessTokenHash,
    /// `acr` is a class that the provider announces.
    Acr,
    /// `sub` at userinfo is the same.
    Subject,
}

/// What the library keeps between the request and its answer.
struct Kept {
    verifier: secret::Token,
    nonce: secret::Token,
    redirect_uri: String,
}

/// Signs the operator in at an app, as far as `scope` asks for. None when there is no such app, or they are no operator
/// any more.
///
/// # Errors
/// When the database does not answer.
pub async fn run(
    ctx: &Ctx,
    visitor: &Visitor,
    operator: &Operator,
    id: &str,
    scope: &str,
) -> Result<Option<TestLogin>, Fault> {
    let Some(found) = client::find(ctx, id).await? else {
        return Ok(None);
    };
    let staff = operator.staff();
    let note = staff.note(ctx, visitor, Event::of_instance(Action::ClientTested, id))?;
    let noted = ctx.store.write(|mut tx| async {
        let may = staff.still(&mut tx).await?;
        if may {
            note.write(&mut tx).await?;
        }
        Ok((may, tx))
    });
    if !noted.await? {
        return Ok(None);
    }
    let kept = Kept {
        verifier: ctx.new_token(),
        nonce: ctx.new_token(),
        redirect_uri: found.client.redirect_uris.first().cloned().unwrap_or_default(),
    };
    let request = request(ctx, &found.client, scope, &kept);
    let params: Params = request
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let outcome = match check(&found.client, &params) {
        Err(refusal) => Err(refusal),
        Ok(request) => {
            let checked = Checked {
                client: found,
                request,
            };
            log_in(ctx, visitor, operator, &checked, &kept).await?
        }
    };
    let request = request.into_iter().map(|(name, value)| (name.to_owned(), value));
    Ok(Some(TestLogin {
        request: request.collect(),
        outcome,
    }))
}

fn request(ctx: &Ctx, client: &Client, scope: &str, kept: &Kept) -> Vec<(&'static str, String)> {
    let challenge = URL_SAFE_NO_PAD.encode(secret::sha256(kept.verifier.as_str().as_bytes()));
    vec![
        ("client_id", client.id.clone()),
        ("redirect_uri", kept.redirect_uri.clone()),
        ("response_type", "code".to_owned()),
        ("scope", scope.to_owned()),
        ("state", ctx.new_token().as_str().to_owned()),
        ("nonce", kept.nonce.as_str().to_owned()),
        ("code_challenge", challenge),
        ("code_challenge_method", "S256".to_owned()),
    ]
}

fn check(client: &Client, params: &Params) -> Result<AuthorizationRequest, Refusal> {
    let destination = Destination::settle(params, client)?;
    AuthorizationRequest::check(params, client, destination)
}

/// Grants, redeems, looks, and revokes whatever was seen.
async fn log_in(
    ctx: &Ctx,
    visitor: &Visitor,
    operator: &Operator,
    checked: &Checked,
    kept: &Kept,
) -> Result<Result<Seen, Refusal>, Fault> {
    let (grant, code) = match answer::grant_code(ctx, checked, &operator.staff().me.session).await {
        Ok(granted) => granted,
        Err(Denied::Refused(refusal)) => return Ok(Err(refusal)),
        Err(Denied::Fault(fault)) => return Err(fault),
    };
    let seen = redeem(
        ctx,
        visitor,
        &checked.client.client,
        code.unwrap_or_default(),
        kept,
    )
    .await;
    grants::revoke(&ctx.store, &grant, ctx.now()).await?;
    match seen {
        Ok(seen) => Ok(Ok(seen)),
        Err(Denied::Refused(refusal)) => Ok(Err(refusal)),
        Err(Denied::Fault(fault)) => Err(fault),
    }
}

async fn redeem(
    ctx: &Ctx,
    visitor: &Visitor,
    client: &Client,
    code: String,
    kept: &Kept,
) -> Result<Seen, Denied> {
    let request = CodeRequest {
        code,
        redirect_uri: Some(kept.redirect_uri.clone()),
        code_verifier: Some(kept.verifier.as_str().to_owned()),
        resources: Vec::new(),
    };
    let tokens = exchange_code::exchange_code(ctx, client, request).await?;
    let bearer = format!("Bearer {}", tokens.access_token);
    let told = userinfo::userinfo(ctx, &visitor.network, Some(bearer.as_bytes()), None).await;
    let userinfo = match told {
        Ok(UserInfo::Claims(Value::Object(told))) => Some(told),
        Ok(UserInfo::Jwt(jwt)) => claims_of(ctx, &jwt).await?,
        _ => None,
    };
    let id_token = match &tokens.id_token {
        None => None,
        Some(token) => {
            let sub = userinfo.as_ref().and_then(|told| told.get("sub"));
            Some(read(ctx, client, token, &tokens, kept, sub).await?)
        }
    };
    let has_refresh_token = tokens.refresh_token.is_some();
    let mut response = vec![
        ("token_type", tokens.token_type.to_owned()),
        ("expires_in", tokens.expires_in.to_string()),
        ("scope", tokens.scope.to_string()),
    ];
    if has_refresh_token {
        response.push(("refresh_token", "…".to_owned()));
    }
    Ok(Seen {
        response,
        id_token,
        userinfo,
    })
}

/// The claims of a userinfo answer that is only signed; none of one that is encrypted to the client.
async fn claims_of(ctx: &Ctx, jwt: &str) -> Result<Option<Map<String, Value>>, Fault> {
    let expect = Expect {
        typ: None,
        trust: Trust::PublishedAt(ctx.now()),
    };
    let verified = keys::keyring(ctx).await?.verify(jwt, expect).ok();
    Ok(verified.and_then(|jwt| jwt.claims.as_object().cloned()))
}

/// Reads the ID token as a client does: from the text and the published keys.
async fn read(
    ctx: &Ctx,
    client: &Client,
    token: &str,
    tokens: &TokenResponse,
    kept: &Kept,
    sub: Option<&Value>,
) -> Result<IdToken, Fault> {
    let parts: Vec<_> = token.split('.').collect();
    let header = part(parts[0]);
    if parts.len() != 3 {
        return Ok(IdToken {
            header,
            claims: Map::new(),
            checks: Vec::new(),
        });
    }
    let claims = part(parts[1]);
    let is = |name: &str, value: &str| claims.get(name).and_then(Value::as_str) == Some(value);
    let time = |name: &str| {
        claims
            .get(name)
            .and_then(Value::as_i64)
            .map(Timestamp::from_seconds)
    };
    let (alg, now) = (client.id_token_signed_response_alg, ctx.now());
    let checks = vec![
        (Check::Signature, is_signed(ctx, token, &header).await?),
        (
            Check::Algorithm,
            header.get("alg").and_then(Value::as_str) == Some(alg.as_str()),
        ),
        (Check::Issuer, is("iss", &ctx.settings.issuer)),
        (Check::Audience, is("aud", &client.id)),
        (Check::Expiry, time("exp").is_some_and(|at| at > now)),
        (Check::IssuedAt, time("iat").is_some_and(|at| at <= now)),
        (Check::Nonce, is("nonce", kept.nonce.as_str())),
        (
            Check::AccessTokenHash,
            is("at_hash", &half_hash(alg, &tokens.access_token)),
        ),
        (Check::Acr, Acr::ALL.iter().any(|acr| is("acr", acr.as_str()))),
        (Check::Subject, sub.is_some() && sub == claims.get("sub")),
    ];
    Ok(IdToken {
        header,
        claims,
        checks,
    })
}

/// Whether the key that the header names is published, and has signed it.
async fn is_signed(ctx: &Ctx, token: &str, header: &Map<String, Value>) -> Result<bool, Fault> {
    let jwks = discover::jwks(ctx).await?;
    let published = jwks["keys"].as_array().into_iter().flatten();
    let is_published = published
        .into_iter()
        .any(|key| Some(&key["kid"]) == header.get("kid"));
    let expect = Expect {
        typ: Some(ID_TOKEN_TYP),
        trust: Trust::PublishedAt(ctx.now()),
    };
    Ok(is_published && keys::keyring(ctx).await?.verify(token, expect).is_ok())
}

/// A part of a JWT; empty where it is none.
fn part(encoded: &str) -> Map<String, Value> {
    let decoded = URL_SAFE_NO_PAD.decode(encoded).unwrap_or_default();
    serde_json::from_slice(&decoded).unwrap_or_default()
}
