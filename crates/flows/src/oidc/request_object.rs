//! An authorization request that comes as a request object, by value or by reference (OpenID Connect Core, 6).
//!
//! It is opened once, before anything else is looked at: what is kept of a request that takes several pages are the
//! parameters, so that nothing is fetched twice.

use super::authorize::{self, CheckFailed};
use super::client;
use super::client::{NotKeyed, RegisteredClient};
use super::client_keys::{self, NoKeys, Unverified};
use crate::account::quota::Quota;
use crate::ctx::Ctx;
use crate::error::Denied;
use crate::keys;
use crate::outbound::{Limits, OutboundError};
use crate::visitor::Visitor;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use std::borrow::Cow;
use std::time::Duration;
use voltkey_crypto::client_keys::{ClientJwt, header, read_unsigned};
use voltkey_crypto::secret::sha256;
use voltkey_protocol::authorize::request_object::{self, Reference, RequestObject, Source};
use voltkey_protocol::authorize::{Destination, destination};
use voltkey_protocol::client::Client;
use voltkey_protocol::error::{ErrorCode, Refusal, Rule};
use voltkey_protocol::jose::ClientAlg;
use voltkey_protocol::params::Params;

/// How many objects are fetched: each is a call to a server, which anybody can bring about.
const QUOTA: Quota = Quota {
    name: "request_uri",
    of_network: 1000,
    of_known: 100,
    window: Duration::from_secs(10 * 60),
};

/// What a request object is opened for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Purpose<'a> {
    /// To answer the request, which this visitor has sent.
    Answer(&'a Visitor),
    /// To tell an operator of it: that uses nothing up, and is no use of the client's secret.
    Look,
}

/// The parameters of a request, those of its object among them.
pub(super) async fn unfold(ctx: &Ctx, visitor: &Visitor, params: Params) -> Result<Params, CheckFailed> {
    if params.get("request").is_none() && params.get("request_uri").is_none() {
        return Ok(params);
    }
    // Who asks is settled by the checks that follow, and so is that nobody does.
    let Ok(client_id) = destination::client_id(&params) else {
        return Ok(params);
    };
    let Some(client) = client::find(ctx, client_id).await? else {
        return Ok(params);
    };
    match open(ctx, Purpose::Answer(visitor), &client, &params).await {
        Ok(unfolded) => Ok(unfolded),
        Err(Denied::Fault(fault)) => Err(fault.into()),
        Err(Denied::Refused(refusal)) => Err(tell(ctx, visitor, &client, &params, refusal).await),
    }
}

/// A refusal goes back to the client only where the request names a registered address outside its object: what could not
/// be opened says nothing of where to.
async fn tell(
    ctx: &Ctx,
    visitor: &Visitor,
    client: &RegisteredClient,
    outside: &Params,
    refusal: Refusal,
) -> CheckFailed {
    let client = &client.client;
    match way_back(outside, client) {
        Some(destination) => {
            let response = authorize::tell(ctx, visitor, client, &destination, refusal).await;
            CheckFailed::Told(Box::new(response))
        }
        None => authorize::on_page(ctx, visitor, Some(client), refusal).await,
    }
}

/// Where a client is told that its object can't be opened; none: nowhere.
pub(crate) fn way_back(outside: &Params, client: &Client) -> Option<Destination> {
    let settled = Destination::settle(outside, client).ok();
    settled.filter(|destination| destination.redirect_uri_was_sent)
}

/// The parameters of a request, with those of the object that it brings. Nothing is recorded of a refusal.
pub(crate) async fn open(
    ctx: &Ctx,
    purpose: Purpose<'_>,
    client: &RegisteredClient,
    params: &Params,
) -> Result<Params, Denied> {
    let (jwt, version) = match request_object::source(params)? {
        None => return Ok(params.clone()),
        Some(Source::Value(jwt)) => (jwt.to_owned(), None),
        Some(Source::Reference(uri)) => {
            let reference = request_object::reference(uri, &client.client)?;
            (fetch(ctx, purpose, &reference).await?, reference.version)
        }
    };
    let signed = decrypted(ctx, &jwt).await?;
    let verified = verify(ctx, purpose, client, &signed).await?;
    if verified.alg == ClientAlg::None {
        check_version(&jwt, version)?;
    }
    let object = RequestObject {
        typ: verified.typ.as_deref(),
        claims: &verified.claims,
    };
    Ok(object.unfold(params, &client.client, &ctx.settings.issuer, ctx.now())?)
}

/// What lies at a registered address.
async fn fetch(ctx: &Ctx, purpose: Purpose<'_>, reference: &Reference<'_>) -> Result<String, Denied> {
    if let Purpose::Answer(visitor) = purpose
        && QUOTA.spend(ctx, visitor).await?.is_some()
    {
        return Err(Refusal::new(
            ErrorCode::TemporarilyUnavailable,
            Rule::Quota,
            "too many request objects were asked for from this network: try again later",
        )
        .into());
    }
    let answer = ctx
        .outbound()
        .get(reference.address, Limits::REQUEST_OBJECT)
        .await;
    let body = answer
        .and_then(crate::outbound::Answer::ok)
        .map_err(|error| not_fetched(reference, error))?;
    let text = String::from_utf8(body).map_err(|_| malformed("what lies at request_uri is no text"))?;
    Ok(text.trim().to_owned())
}

fn not_fetched(reference: &Reference<'_>, error: OutboundError) -> Refusal {
    request_object::uri_refused(
        Rule::RequestUriFetch,
        format!("the request object {}", error.told()),
    )
    .with(
        "request_uri",
        voltkey_protocol::params::shorten(reference.address),
    )
    .with("reason", error.to_string())
}

/// The fragment of a `request_uri` tells versions of an object apart, and is its hash where it can change (OpenID Connect
/// Core, 6.2). What is signed is believed for its signature, whatever version the client calls it; what is not, only for
/// its hash, if it is given one.
fn check_version(jwt: &str, version: Option<&str>) -> Result<(), Refusal> {
    let hash = URL_SAFE_NO_PAD.encode(sha256(jwt.as_bytes()));
    match version {
        Some(version) if version != hash => Err(request_object::uri_refused(
            Rule::RequestUriHash,
            "what lies at request_uri has another SHA-256 than its fragment says",
        )
        .with("sha256", hash)),
        _ => Ok(()),
    }
}

/// What an object is, or what is encrypted in it (OpenID Connect Core, 6.1: signed, then encrypted).
async fn decrypted<'a>(ctx: &Ctx, jwt: &'a str) -> Result<Cow<'a, str>, Denied> {
    let refusal = || {
        request_object::refused(
            Rule::RequestObjectEncryption,
            "the request object is not encrypted to a key of this provider, or in a way that is not supported",
        )
    };
    Ok(keys::decryption::unwrap(ctx, jwt).await?.ok_or_else(refusal)?)
}

/// Verifies an object as its client is registered.
async fn verify(
    ctx: &Ctx,
    purpose: Purpose<'_>,
    client: &RegisteredClient,
    jwt: &str,
) -> Result<ClientJwt, Denied> {
    let said =
        header(jwt).map_err(|error| malformed(format!("the request object cannot be read: {error}")))?;
    let alg = request_object::alg(&client.client, &said.alg)?;
    let verified = match alg {
        ClientAlg::None => read_unsigned(jwt).map_err(Unverified::from),
        ClientAlg::HS256 => {
            let keyed = client.verify_mac(ctx, jwt)?.map_err(not_keyed)?;
            if matches!(purpose, Purpose::Answer(_)) {
                client.note_secret(ctx, keyed.secret);
            }
            return Ok(keyed.jwt);
        }
        _ => client_keys::verify(ctx, &client.client, jwt, alg).await,
    };
    Ok(verified.map_err(not_verified)?)
}

fn not_verified(error: Unverified) -> Refusal {
    use voltkey_crypto::client_keys::ClientJwtError as Jwt;
    let rule = match &error {
        Unverified::Keys(_) | Unverified::Jwt(Jwt::UnknownKey | Jwt::ShortSecret) => Rule::RequestObjectKeys,
        Unverified::Jwt(Jwt::Signature) => Rule::RequestObjectSignature,
        Unverified::Jwt(Jwt::Algorithm) => Rule::RequestObjectAlgorithm,
        Unverified::Jwt(_) => Rule::RequestObjectMalformed,
    };
    let told = match &error {
        Unverified::Keys(NoKeys::Fetch(error)) => format!("jwks_uri {}", error.told()),
        _ => error.to_string(),
    };
    request_object::refused(rule, format!("the request object cannot be verified: {told}"))
        .with("reason", error.to_string())
}

fn not_keyed(error: NotKeyed) -> Refusal {
    match error {
        NotKeyed::Jwt(error) => not_verified(error.into()),
        NotKeyed::HashOnly => request_object::refused(
            Rule::RequestObjectKeys,
            "the request object is signed with HS256, and only a hash of the client's secret is kept: register HS256 as its request_object_signing_alg, and give it a new secret then",
        ),
    }
}

fn malformed(description: impl AsRef<str>) -> Refusal {
    request_object::refused(Rule::RequestObjectMalformed, description)
}
