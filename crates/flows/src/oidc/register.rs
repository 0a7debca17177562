//! Registering a client at its own wish (RFC 7591, 3; OpenID Connect Dynamic Registration, 3).

use super::client::seal_secret;
use super::{refuse, sector};
use crate::audit::{self, Action, Actor, Event};
use crate::ctx::{Ctx, window_start};
use crate::error::{App, Denied, EndpointError, Fault, Refused};
use crate::settings::RegistrationMode;
use crate::text::to_json;
use crate::visitor::Network;
use serde_json::Value;
use std::time::Duration;
use voltkey_crypto::secret::Token;
use voltkey_protocol::bearer;
use voltkey_protocol::client::Client;
use voltkey_protocol::client::registration::{self, Issued, Terms};
use voltkey_protocol::error::{ErrorCode, Refusal, Rule};
use voltkey_store::clients::{self, Client as Row};
use voltkey_store::quotas;
use voltkey_store::registration_tokens::{self, RegistrationToken};
use voltkey_store::registrations::{self, Registration};

/// Over which time everything here is counted.
const QUOTA_WINDOW: Duration = Duration::from_secs(3600);

/// Answers a registration request.
///
/// # Errors
/// A recorded refusal: `invalid_token` by RFC 6750, 3, the codes of RFC 7591, 3.2.2, or a used-up quota with the time to
/// wait. Or a fault.
pub async fn register(
    ctx: &Ctx,
    network: &Network,
    authorization: Option<&[u8]>,
    body: &[u8],
) -> Result<Value, EndpointError> {
    let token = match admit(ctx, authorization).await {
        Ok(token) => token,
        Err(why) => return Err(refuse::denied(ctx, network, None, why).await),
    };
    let client = match asked_for(ctx, token.as_ref(), body) {
        Ok(client) => client,
        Err(refusal) => return Err(refuse::record(ctx, network, None, refusal).await.into()),
    };
    if token.is_none() {
        let settings = ctx.settings.registration;
        let of_network = format!("registrations:{network}");
        let buckets = [
            (of_network.as_str(), settings.per_network),
            ("registrations", settings.in_all),
        ];
        spend(ctx, network, None, &buckets).await?;
    }
    let whose = match &token {
        Some(token) => format!("token:{}", token.id),
        None => network.to_string(),
    };
    check_sector(ctx, network, &whose, None, &client).await?;
    match write(ctx, network, token, &client).await? {
        Some(answer) => Ok(answer),
        // Another request was quicker with the last use.
        None => Err(refuse::record(ctx, network, None, not_admitted()).await.into()),
    }
}

/// Whoever may register: with this token, or without any where anyone may.
async fn admit(ctx: &Ctx, authorization: Option<&[u8]>) -> Result<Option<RegistrationToken>, Denied> {
    if authorization.is_none() && ctx.settings.registration.mode == RegistrationMode::Open {
        return Ok(None);
    }
    let shown = bearer::read(authorization, None)?;
    let token = Token::parse(&shown).ok_or_else(not_admitted)?;
    let found = registration_tokens::find(&ctx.store, token.hash().as_bytes()).await?;
    let found = found.filter(|found| found.is_good(ctx.now()));
    Ok(Some(found.ok_or_else(not_admitted)?))
}

fn not_admitted() -> Refusal {
    Refusal::new(
        ErrorCode::InvalidToken,
        Rule::RegistrationToken,
        "the initial access token is unknown, over or used up",
    )
}

fn asked_for(ctx: &Ctx, token: Option<&RegistrationToken>, body: &[u8]) -> Result<Client, Refusal> {
    let terms = Terms {
        issuer: &ctx.settings.issuer,
        client_credentials: token.is_some_and(|token| token.client_credentials),
    };
    registration::client(&ctx.new_opaque_id(), &registration::read(body)?, terms)
}

/// Makes sure that a client belongs to the sector that it names. Its list is fetched, so each of those who ask has so many of
/// these as a network may have registrations: `whose` is a client that is known, a token, or else the network, whose strangers
/// use up nothing of the others'.
pub(super) async fn check_sector(
    ctx: &Ctx,
    network: &Network,
    whose: &str,
    app: Option<App>,
    client: &Client,
) -> Result<(), EndpointError> {
    if client.sector_identifier_uri.is_none() {
        return Ok(());
    }
    let of_theirs = format!("sectors:{whose}");
    let limit = ctx.settings.registration.per_network;
    spend(ctx, network, app.clone(), &[(&of_theirs, limit)]).await?;
    match sector::check(ctx, client).await {
        Ok(()) => Ok(()),
        Err(why) => Err(refuse::record(ctx, network, app, why.into()).await.into()),
    }
}

/// Spends one of what each of these buckets has in an hour.
pub(super) async fn spend(
    ctx: &Ctx,
    network: &Network,
    app: Option<App>,
    buckets: &[(&str, u16)],
) -> Result<(), EndpointError> {
    let window = window_start(ctx.now(), QUOTA_WINDOW);
    for (bucket, limit) in buckets {
        if !quotas::spend(&ctx.store, bucket, window, i64::from(*limit)).await? {
            let refusal = Refusal::new(
                ErrorCode::TemporarilyUnavailable,
                Rule::Quota,
                "too many requests about registrations: try again later",
            );
            let wait = (window + QUOTA_WINDOW).saturating_since(ctx.now());
            return Err(Refused {
                retry_after: Some(wait),
                ..refuse::record(ctx, network, app, refusal).await
            }
            .into());
        }
    }
    Ok(())
}

/// Writes everything down, and tells the client of it. None when the token was used up meanwhile.
async fn write(
    ctx: &Ctx,
    network: &Network,
    token: Option<RegistrationToken>,
    client: &Client,
) -> Result<Option<Value>, Fault> {
    let now = ctx.now();
    let secret = client.has_secret.then(|| ctx.new_token());
    let access = ctx.new_token();
    let row = Row {
        id: client.id.clone(),
        metadata: to_json(client)?,
        secret_hash: secret
            .as_ref()
            .map(|secret| ctx.master.hash_client_secret(&client.id, secret.as_str())),
        next_secret_hash: None,
        secret_sealed: secret
            .as_ref()
            .and_then(|secret| seal_secret(ctx, client, secret.as_str())),
        next_secret_sealed: None,
        created_at: now,
        updated_at: now,
    };
    let registration = Registration {
        client_id: client.id.clone(),
        access_hash: *access.hash().as_bytes(),
        token_id: token.map(|token| token.id),
        network: network.to_string(),
        created_at: now,
    };
    let event = Event::of_instance(Action::ClientRegistered, &client.id).with("name", client.display_name());
    let event = match &registration.token_id {
        Some(token) => event.object(token.as_str()),
        None => event,
    };
    let note = audit::note(ctx, &Actor::client(network), event)?;
    let written = ctx.store.write(|mut tx| async {
        if let Some(token) = &registration.token_id
            && !registration_tokens::spend(&mut tx, token, now).await?
        {
            return Ok((false, tx));
        }
        clients::insert(&mut tx, &row).await?;
        registrations::insert(&mut tx, &registration).await?;
        note.write(&mut tx).await?;
        Ok((true, tx))
    });
    if !written.await? {
        return Ok(None);
    }
    let issued = Issued {
        at: now,
        secret: secret.as_ref().map(Token::as_str),
        access_token: access.as_str(),
        uri: &address(ctx, &client.id),
    };
    answer(client, issued).map(Some)
}

/// Where a client manages its registration.
pub(super) fn address(ctx: &Ctx, client_id: &str) -> String {
    format!("{}/oauth2/register/{client_id}", ctx.settings.issuer)
}

pub(super) fn answer(client: &Client, issued: Issued<'_>) -> Result<Value, Fault> {
    registration::response(client, issued).map_err(|error| Fault::Internal(error.to_string()))
}
