//! Making tokens. An access token costs no write.

use super::{claims, encrypt, subject};
use crate::ctx::Ctx;
use crate::error::{Denied, Fault};
use crate::keys;
use crate::text::read;
use serde::{Deserialize, Serialize};
use voltkey_crypto::secret;
use voltkey_protocol::assurance::Authentication;
use voltkey_protocol::claims::ClaimsRequest;
use voltkey_protocol::client::Client;
use voltkey_protocol::id_token::{Beside, IdTokenClaims, Subject};
use voltkey_protocol::jose::SigningAlg;
use voltkey_protocol::scope::{self, Scope};
use voltkey_protocol::token::access_token::{Issuance, TYP};
use voltkey_protocol::token::request::ClientRequest;
use voltkey_protocol::token::{AccessTokenClaims, TokenResponse, resource};
use voltkey_store::grants::Grant;
use voltkey_store::people::Profile;

/// What a grant remembers of the login and the request that it came of, as its row keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct GrantContext {
    /// How and when the person was authenticated.
    pub(crate) authentication: Authentication,
    /// The person, as the client has known them from the beginning: its sector may have changed since (OpenID Connect
    /// Core, 12.2). None in a grant from before this was kept.
    #[serde(default)]
    pub(crate) sub: Option<String>,
    /// The session, as the client knows it.
    pub(crate) sid: String,
    /// As the authorization request had it.
    pub(crate) nonce: Option<String>,
    /// The resource servers that were asked for (RFC 8707).
    pub(crate) resources: Vec<String>,
    /// Claims that were asked for one by one.
    #[serde(default)]
    pub(crate) claims: ClaimsRequest,
}

impl GrantContext {
    /// What a grant remembers, as far as its client may have it now.
    ///
    /// # Errors
    /// When the row can't be read.
    pub(crate) fn of(grant: &Grant, client: &Client) -> Result<Self, Fault> {
        let context: Self = read(&grant.authentication)?;
        Ok(Self {
            claims: client.narrow_claims(context.claims),
            ..context
        })
    }
}

/// For whom, and from which grant.
#[derive(Clone, Copy)]
pub(crate) struct Holder<'a> {
    pub(crate) grant: &'a Grant,
    pub(crate) person: &'a Profile,
    pub(crate) context: &'a GrantContext,
}

impl Holder<'_> {
    /// The person's subject identifier in whatever comes of the grant.
    pub(crate) fn sub(&self, ctx: &Ctx, client: &Client) -> String {
        let kept = self.context.sub.clone();
        kept.unwrap_or_else(|| subject::of(ctx, client, &self.person.sub))
    }
}

/// Tokens that act for a person: an access token, and an ID token where `openid` was granted. The refresh token
/// is the caller's.
pub(crate) async fn for_person(
    ctx: &Ctx,
    client: &Client,
    holder: &Holder<'_>,
    scope: &Scope,
    resources: &[String],
) -> Result<TokenResponse, Denied> {
    let access_token = access_token(ctx, client, holder, scope, resources).await?;
    let beside = Beside {
        access_token: Some(&access_token),
        ..Beside::default()
    };
    let id_token = match scope.contains(scope::OPENID) {
        false => None,
        true => Some(id_token(ctx, client, holder, &beside, &Scope::default()).await?),
    };
    Ok(response(ctx, access_token, id_token, scope))
}

/// An access token that acts for a person.
pub(crate) async fn access_token(
    ctx: &Ctx,
    client: &Client,
    holder: &Holder<'_>,
    scope: &Scope,
    resources: &[String],
) -> Result<String, Fault> {
    let issuance = issuance(ctx, client, scope, resources);
    let jti = secret::public_id(ctx.rng());
    let sub = holder.sub(ctx, client);
    let grant_id = holder.grant.id.as_str();
    let claims =
        AccessTokenClaims::for_person(&issuance, jti, &sub, grant_id, &holder.context.authentication);
    let keyring = keys::keyring(ctx).await?;
    Ok(keyring.sign(access_alg(ctx, client), Some(TYP), &claims)?)
}

/// An ID token, which goes out with what is `beside` it. It tells of the person what `scope` gives, which is all that
/// was granted where userinfo can't be asked (OpenID Connect Core, 5.4), and what was asked for by name.
pub(crate) async fn id_token(
    ctx: &Ctx,
    client: &Client,
    holder: &Holder<'_>,
    beside: &Beside<'_>,
    scope: &Scope,
) -> Result<String, Denied> {
    let Holder {
        grant,
        person,
        context,
    } = *holder;
    let subject = Subject {
        issuer: &ctx.settings.issuer,
        sub: &holder.sub(ctx, client),
        client_id: &client.id,
        sid: &context.sid,
        authentication: &context.authentication,
        acr: context.claims.acr_to_tell(context.authentication.acr()),
        alg: client.id_token_signed_response_alg,
    };
    let (nonce, lifetime) = (context.nonce.as_deref(), ctx.settings.tokens.id);
    let mut claims = IdTokenClaims::new(&subject, nonce, beside, ctx.now(), lifetime);
    let wishes = &context.claims.id_token;
    claims.person = claims::of(ctx, &grant.person_id, person, scope, wishes).await?;
    let keyring = keys::keyring(ctx).await?;
    let signed = keyring.sign(client.id_token_signed_response_alg, Some(ID_TOKEN_TYP), &claims)?;
    encrypt::as_id_token(ctx, client, signed).await
}

/// The `typ` of an ID token's header.
pub(crate) const ID_TOKEN_TYP: &str = "JWT";

/// A token of the client itself (RFC 6749, 4.4). There is no refresh token beside it (4.4.3).
pub(crate) async fn for_client(
    ctx: &Ctx,
    client: &Client,
    request: ClientRequest,
) -> Result<TokenResponse, Denied> {
    let resources = resource::narrow(request.resources, Vec::new(), client)?;
    let issuance = issuance(ctx, client, &request.scope, &resources);
    let claims = AccessTokenClaims::for_client(&issuance, secret::public_id(ctx.rng()));
    let access_token = keys::keyring(ctx)
        .await?
        .sign(access_alg(ctx, client), Some(TYP), &claims)?;
    Ok(response(ctx, access_token, None, &request.scope))
}

fn issuance<'a>(ctx: &'a Ctx, client: &'a Client, scope: &'a Scope, resources: &'a [String]) -> Issuance<'a> {
    let lifetime = ctx.settings.tokens.access;
    Issuance {
        issuer: &ctx.settings.issuer,
        client,
        scope,
        resources,
        now: ctx.now(),
        lifetime,
    }
}

fn access_alg(ctx: &Ctx, client: &Client) -> SigningAlg {
    client
        .access_token_signed_response_alg
        .unwrap_or(ctx.settings.tokens.access_alg)
}

fn response(ctx: &Ctx, access_token: String, id_token: Option<String>, scope: &Scope) -> TokenResponse {
    TokenResponse {
        access_token,
        token_type: "Bearer",
        expires_in: ctx.settings.tokens.access.as_secs(),
        refresh_token: None,
        id_token,
        scope: scope.clone(),
    }
}
