//! A client that manages its own registration (RFC 7592): reads, replaces and deletes it, with the registration access
//! token that it got with it.

use super::client::{app, replaced};
use super::refuse;
use super::register::{address, answer, check_sector, spend};
use crate::audit::{self, Action, Actor, Event};
use crate::ctx::Ctx;
use crate::error::{EndpointError, Fault};
use crate::text::read;
use crate::visitor::Network;
use serde_json::{Map, Value};
use voltkey_crypto::secret::{Token, sha256};
use voltkey_protocol::bearer;
use voltkey_protocol::client::registration::{self, Issued, Terms};
use voltkey_protocol::client::{Client, GrantType};
use voltkey_protocol::error::{ErrorCode, Refusal, Rule};
use voltkey_store::clients::{self, Client as Row};
use voltkey_store::registrations;

/// How often a client may replace its registration in an hour: each time is written down, and every cache reads it anew.
const REPLACEMENTS: u16 = 100;
/// How often a replacement is made anew, when somebody else was quicker.
const ATTEMPTS: usize = 3;

/// A client that has shown that the registration is its own.
struct Registrant {
    row: Row,
    client: Client,
    /// The token that it has shown.
    access_token: String,
}

/// Answers what is registered (RFC 7592, 2.1). The secret is not in it: nobody can read it again.
///
/// # Errors
/// A recorded refusal, which does not tell whether there is such a client, or a fault.
pub async fn look(
    ctx: &Ctx,
    network: &Network,
    authorization: Option<&[u8]>,
    client_id: &str,
) -> Result<Value, EndpointError> {
    let registrant = enter(ctx, network, authorization, client_id).await?;
    Ok(registrant.told(ctx, &registrant.client, None)?)
}

/// Replaces what is registered (RFC 7592, 2.2): what the request leaves out has its default. Answers what is registered
/// then, with a secret where a new one was needed.
///
/// What an operator changes while the sector's list is fetched is not undone: the replacement is made anew, of what is
/// there by then.
///
/// # Errors
/// As [`look`], and those of a registration.
pub async fn replace(
    ctx: &Ctx,
    network: &Network,
    authorization: Option<&[u8]>,
    client_id: &str,
    body: &[u8],
) -> Result<Value, EndpointError> {
    for attempt in 0..ATTEMPTS {
        let registrant = enter(ctx, network, authorization, client_id).await?;
        let app = || Some(app(ctx, &registrant.client));
        let after = match registrant.replacement(ctx, body) {
            Ok(after) => after,
            Err(refusal) => return Err(refuse::record(ctx, network, app(), refusal).await.into()),
        };
        // The sector does not depend on what others have changed.
        if attempt == 0 {
            let of_client = format!("replacements:{client_id}");
            spend(ctx, network, app(), &[(&of_client, REPLACEMENTS)]).await?;
            check_sector(ctx, network, &format!("client:{client_id}"), app(), &after).await?;
        }
        if let Some(answer) = registrant.write(ctx, network, &after).await? {
            return Ok(answer);
        }
    }
    Err(Fault::Unavailable(format!("client {client_id} is changed again and again")).into())
}

/// Deletes the client, and with it its grants with their tokens, and the consents to it (RFC 7592, 2.3).
///
/// # Errors
/// As [`look`].
pub async fn delete(
    ctx: &Ctx,
    network: &Network,
    authorization: Option<&[u8]>,
    client_id: &str,
) -> Result<(), EndpointError> {
    let registrant = enter(ctx, network, authorization, client_id).await?;
    let event =
        Event::of_instance(Action::ClientDeleted, client_id).with("name", registrant.client.display_name());
    let note = audit::note(ctx, &Actor::client(network), event)?;
    let deleted = ctx.store.write(|mut tx| async {
        let deleted = registrations::delete(&mut tx, client_id).await?;
        if deleted {
            note.write(&mut tx).await?;
        }
        Ok((deleted, tx))
    });
    match deleted.await? {
        true => Ok(()),
        false => Err(refuse::record(ctx, network, None, not_yours()).await.into()),
    }
}

/// Deletes clients that registered themselves, and that nobody has used in the time that the operator gives them. Gives how
/// many.
pub(crate) async fn delete_unused(ctx: &Ctx, limit: i64) -> Result<u64, Fault> {
    let Some(time) = ctx.settings.registration.delete_unused else {
        return Ok(0);
    };
    let mut deleted = 0;
    for id in registrations::unused(&ctx.store, ctx.now() - time, limit).await? {
        let event = Event::of_instance(Action::ClientDeleted, &id);
        let note = audit::note(ctx, &Actor::machine(ctx), event)?;
        let done = ctx.store.write(|mut tx| async {
            let done = registrations::delete_unused(&mut tx, &id).await?;
            if done {
                note.write(&mut tx).await?;
            }
            Ok((done, tx))
        });
        deleted += u64::from(done.await?);
    }
    Ok(deleted)
}

/// Finds the registration that a token opens. An unknown client, one that did not register itself, and a wrong token are
/// answered alike and take alike (RFC 7592, 2.1).
async fn enter(
    ctx: &Ctx,
    network: &Network,
    authorization: Option<&[u8]>,
    client_id: &str,
) -> Result<Registrant, EndpointError> {
    let access_token = match bearer::read(authorization, None) {
        Ok(token) => token,
        Err(refusal) => return Err(refuse::record(ctx, network, None, refusal).await.into()),
    };
    // Of what has not even the form of a token, too.
    let shown = sha256(access_token.as_bytes());
    let registration = registrations::find(&ctx.store, client_id).await?;
    let row = clients::find(&ctx.store, client_id).await?;
    let is_own = registration.is_some_and(|registration| registration.access_hash == shown);
    let Some(row) = row else {
        return Err(refuse::record(ctx, network, None, not_yours()).await.into());
    };
    let mut client: Client = read(&row.metadata)?;
    client.has_secret = row.secret_hash.is_some();
    if !is_own {
        let app = app(ctx, &client);
        return Err(refuse::record(ctx, network, Some(app), not_yours()).await.into());
    }
    Ok(Registrant {
        row,
        client,
        access_token,
    })
}

fn not_yours() -> Refusal {
    Refusal::new(
        ErrorCode::InvalidToken,
        Rule::RegistrationAccess,
        "the registration access token does not open this registration",
    )
}

impl Registrant {
    /// The client that a request asks for in the place of this one.
    fn replacement(&self, ctx: &Ctx, body: &[u8]) -> Result<Client, Refusal> {
        let sent = registration::read(body)?;
        self.check_identity(ctx, &sent)?;
        let terms = Terms {
            issuer: &ctx.settings.issuer,
            // Whoever was allowed once still is.
            client_credentials: self.client.has_grant(GrantType::ClientCredentials),
        };
        let client = registration::client(&self.client.id, &sent, terms)?;
        Ok(registration::keep_ours(client, &self.client))
    }

    /// RFC 7592, 2.2: `client_id` must be the client's own, and so must `client_secret` where it is sent.
    fn check_identity(&self, ctx: &Ctx, sent: &Map<String, Value>) -> Result<(), Refusal> {
        let wrong = |field: &str, message: &str| {
            Refusal::new(
                ErrorCode::InvalidClientMetadata,
                Rule::RegistrationMetadata,
                format!("{field}: {message}"),
            )
            .with("fields", field)
        };
        if sent.get("client_id").and_then(Value::as_str) != Some(&self.client.id) {
            return Err(wrong("client_id", "must be that of the client (RFC 7592, 2.2)"));
        }
        let Some(secret) = sent.get("client_secret") else {
            return Ok(());
        };
        let hash = secret
            .as_str()
            .map(|secret| ctx.master.hash_client_secret(&self.client.id, secret));
        // Both are keyed hashes, so that comparing them tells nothing of the secret.
        match hash.is_some() && [self.row.secret_hash, self.row.next_secret_hash].contains(&hash) {
            true => Ok(()),
            false => Err(wrong(
                "client_secret",
                "must be that of the client, or be left out (RFC 7592, 2.2)",
            )),
        }
    }

    /// Writes the replacement down, and tells it. None when the client was changed or deleted meanwhile.
    async fn write(&self, ctx: &Ctx, network: &Network, after: &Client) -> Result<Option<Value>, Fault> {
        let (row, secret) = replaced(ctx, &self.row, after)?;
        let event = Event::of_instance(Action::ClientChanged, &after.id);
        let note = audit::note(ctx, &Actor::client(network), event)?;
        let written = ctx.store.write(|mut tx| async {
            let written = clients::replace(&mut tx, &self.row, &row).await?;
            if written {
                note.write(&mut tx).await?;
            }
            Ok((written, tx))
        });
        match written.await? {
            true => self.told(ctx, after, secret.as_ref()).map(Some),
            false => Ok(None),
        }
    }

    fn told(&self, ctx: &Ctx, client: &Client, secret: Option<&Token>) -> Result<Value, Fault> {
        let issued = Issued {
            at: self.row.created_at,
            secret: secret.map(Token::as_str),
            access_token: &self.access_token,
            uri: &address(ctx, &client.id),
        };
        answer(client, issued)
    }
}
