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
use voltkey_protocol::authorize::{AuthorizationRequest, Destination, Granted, Prompt, ResponseType};
use voltkey_protocol::client::Client;
use voltkey_protocol::error::Refusal;
use voltkey_protocol::id_token::half_hash;
use voltkey_protocol::params::Params;
use voltkey_protocol::scope;
use voltkey_protocol::time::Timestamp;
use voltkey_protocol::token::TokenResponse;
use voltkey_protocol::token::request::CodeRequest;
use voltkey_store::grants;

const BEARER: &str = "Bearer";
/// A JWE in compact form has five parts (RFC 7516, 3.1), a JWS three.
const PARTS_OF_JWE: usize = 5;

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
    /// What the response with the tokens says beside them.
    pub response: Vec<(&'static str, String)>,
    /// The ID token; none where `openid` was not asked for.
    pub id_token: Option<IdToken>,
    /// What userinfo answers.
    pub userinfo: SeenUserInfo,
}

/// What userinfo answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SeenUserInfo {
    /// These claims.
    Claims(Map<String, Value>),
    /// Something for the app alone to read.
    Encrypted,
    /// Nothing: the access token does not open it.
    Refused,
    /// Nothing: the app's response type brings no access token.
    NoToken,
}

impl SeenUserInfo {
    fn claim(&self, name: &str) -> Option<&Value> {
        match self {
            Self::Claims(claims) => claims.get(name),
            Self::Encrypted | Self::Refused | Self::NoToken => None,
        }
    }
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
    response_type: ResponseType,
    verifier: secret::Token,
    nonce: secret::Token,
    redirect_uri: String,
}

impl Kept {
    fn new(ctx: &Ctx, client: &Client) -> Self {
        Self {
            response_type: response_type(client),
            verifier: ctx.new_token(),
            nonce: ctx.new_token(),
            redirect_uri: client.redirect_uris.first().cloned().unwrap_or_default(),
        }
    }
}

/// The tokens of a response.
struct Given {
    access_token: Option<String>,
    id_token: Option<String>,
    /// What it says beside them.
    response: Vec<(&'static str, String)>,
}

impl From<TokenResponse> for Given {
    fn from(tokens: TokenResponse) -> Self {
        let mut response = vec![
            ("token_type", tokens.token_type.to_owned()),
            ("expires_in", tokens.expires_in.to_string()),
            ("scope", tokens.scope.to_string()),
        ];
        if tokens.refresh_token.is_some() {
            response.push(("refresh_token", "…".to_owned()));
        }
        Self {
            access_token: Some(tokens.access_token),
            id_token: tokens.id_token,
            response,
        }
    }
}

/// The answer of a response type without a code.
impl From<Granted> for Given {
    fn from(granted: Granted) -> Self {
        let response = granted.token.as_ref().map(|token| {
            vec![
                ("token_type", BEARER.to_owned()),
                ("expires_in", token.expires_in.to_string()),
                ("scope", token.scope.to_string()),
            ]
        });
        Self {
            access_token: granted.token.map(|token| token.access_token),
            id_token: granted.id_token,
            response: response.unwrap_or_default(),
        }
    }
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
    let kept = Kept::new(ctx, &found.client);
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
            match log_in(ctx, visitor, operator, &checked, &kept).await {
                Ok(seen) => Ok(seen),
                Err(Denied::Refused(refusal)) => Err(refusal),
                Err(Denied::Fault(fault)) => return Err(fault),
            }
        }
    };
    let request = request.into_iter().map(|(name, value)| (name.to_owned(), value));
    Ok(Some(TestLogin {
        request: request.collect(),
        outcome,
    }))
}

/// What its library asks for: a code where it may, as most do.
fn response_type(client: &Client) -> ResponseType {
    let registered = &client.response_types;
    let first = registered.first().copied().unwrap_or(ResponseType::Code);
    match registered.contains(&ResponseType::Code) {
        true => ResponseType::Code,
        false => first,
    }
}

/// An authorization request as the app's library would send it, whose answer nobody could redeem: what it would have kept
/// is forgotten.
pub(super) fn example(ctx: &Ctx, client: &Client, scope: &str) -> Vec<(&'static str, String)> {
    request(ctx, client, scope, &Kept::new(ctx, client))
}

fn request(ctx: &Ctx, client: &Client, scope: &str, kept: &Kept) -> Vec<(&'static str, String)> {
    let challenge = URL_SAFE_NO_PAD.encode(secret::sha256(kept.verifier.as_str().as_bytes()));
    let mut request = vec![
        ("client_id", client.id.clone()),
        ("redirect_uri", kept.redirect_uri.clone()),
        ("response_type", kept.response_type.to_string()),
        ("scope", scope.to_owned()),
        ("state", ctx.new_token().as_str().to_owned()),
        ("nonce", kept.nonce.as_str().to_owned()),
    ];
    if kept.response_type.has_code() {
        request.push(("code_challenge", challenge));
        request.push(("code_challenge_method", "S256".to_owned()));
    }
    // Otherwise offline_access would not count (OpenID Connect Core, 11).
    let is_offline = scope.split(' ').any(|value| value == scope::OFFLINE_ACCESS);
    if is_offline && !client.skips_consent(&kept.redirect_uri) {
        request.push(("prompt", Prompt::Consent.to_string()));
    }
    request
}

fn check(client: &Client, params: &Params) -> Result<AuthorizationRequest, Refusal> {
    let destination = Destination::settle(params, client)?;
    AuthorizationRequest::check(params, client, destination)
}

/// Grants, redeems where there is a code, looks, and revokes whatever was seen.
async fn log_in(
    ctx: &Ctx,
    visitor: &Visitor,
    operator: &Operator,
    checked: &Checked,
    kept: &Kept,
) -> Result<Seen, Denied> {
    let (grant, granted) = answer::grant_here(ctx, checked, &operator.staff().me.session).await?;
    let seen = look(ctx, visitor, &checked.client.client, granted, kept).await;
    grants::revoke(&ctx.store, &grant, ctx.now()).await?;
    seen
}

async fn look(
    ctx: &Ctx,
    visitor: &Visitor,
    client: &Client,
    mut granted: Granted,
    kept: &Kept,
) -> Result<Seen, Denied> {
    let given = match granted.code.take() {
        Some(code) => redeem(ctx, client, code, kept).await?.into(),
        None => Given::from(granted),
    };
    let userinfo = match &given.access_token {
        Some(token) => ask_userinfo(ctx, visitor, token).await?,
        None => SeenUserInfo::NoToken,
    };
    let id_token = match &given.id_token {
        Some(token) => Some(read(ctx, client, token, &given, kept, &userinfo).await?),
        None => None,
    };
    Ok(Seen {
        response: given.response,
        id_token,
        userinfo,
    })
}

async fn redeem(ctx: &Ctx, client: &Client, code: String, kept: &Kept) -> Result<TokenResponse, Denied> {
    let request = CodeRequest {
        code,
        redirect_uri: Some(kept.redirect_uri.clone()),
        code_verifier: Some(kept.verifier.as_str().to_owned()),
        resources: Vec::new(),
    };
    exchange_code::exchange_code(ctx, client, request).await
}

async fn ask_userinfo(ctx: &Ctx, visitor: &Visitor, access_token: &str) -> Result<SeenUserInfo, Fault> {
    let bearer = format!("{BEARER} {access_token}");
    let told = userinfo::userinfo(ctx, &visitor.network, Some(bearer.as_bytes()), None).await;
    Ok(match told {
        Ok(UserInfo::Claims(Value::Object(claims))) => SeenUserInfo::Claims(claims),
        Ok(UserInfo::Jwt(jwt)) if jwt.split('.').count() == PARTS_OF_JWE => SeenUserInfo::Encrypted,
        Ok(UserInfo::Jwt(jwt)) => {
            let claims = claims_of(ctx, &jwt).await?;
            claims.map_or(SeenUserInfo::Refused, SeenUserInfo::Claims)
        }
        _ => SeenUserInfo::Refused,
    })
}

/// The claims of a userinfo answer that is only signed; none where its signature is not the provider's.
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
    given: &Given,
    kept: &Kept,
    userinfo: &SeenUserInfo,
) -> Result<IdToken, Fault> {
    let parts: Vec<_> = token.split('.').collect();
    let header = part(parts[0]);
    if parts.len() == PARTS_OF_JWE {
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
    let mut checks = vec![
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
        (Check::Acr, Acr::ALL.iter().any(|acr| is("acr", acr.as_str()))),
    ];
    if let Some(token) = &given.access_token {
        checks.push((Check::AccessTokenHash, is("at_hash", &half_hash(alg, token))));
    }
    if matches!(userinfo, SeenUserInfo::Claims(_) | SeenUserInfo::Refused) {
        let sub = userinfo.claim("sub");
        checks.push((Check::Subject, sub.is_some() && sub == claims.get("sub")));
    }
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
