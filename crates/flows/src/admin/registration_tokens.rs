//! Initial access tokens (RFC 7591, 1.2): made for whoever may register an app, shown once, listed and revoked. By command
//! and by operators alike.

use super::staff::Operator;
use crate::account::session::full_name;
use crate::audit::{self, Action, Actor, Event, Note};
use crate::ctx::Ctx;
use crate::error::Fault;
use crate::secret_text::SecretText;
use crate::text::read;
use crate::visitor::Visitor;
use std::time::Duration;
use voltkey_protocol::client::Client;
use voltkey_protocol::time::Timestamp;
use voltkey_store::registration_tokens::{self as rows, ListedToken, RegistrationToken};
use voltkey_store::{PersonId, registrations};

/// The most characters of a label.
pub const LONGEST_LABEL: usize = 100;
/// The most registrations that are shown.
const SHOWN: i64 = 100;

/// A token that is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// What it is for: 1 to [`LONGEST_LABEL`] characters.
    pub label: String,
    /// How many may register with it; none: any number.
    pub uses: Option<u32>,
    /// How long it works; none: for ever.
    pub lifetime: Option<Duration>,
    /// Whether what registers with it may act for itself (RFC 6749, 4.4).
    pub client_credentials: bool,
}

/// A token that was made.
#[derive(Debug)]
pub struct Made {
    /// Its row, by which it is named.
    pub id: String,
    /// Its text, which nobody can read again.
    pub token: SecretText,
}

/// A token, as it is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenLine {
    /// Its row, by which it is named.
    pub id: String,
    /// What it is for.
    pub label: String,
    /// Where it stands in its life.
    pub state: TokenState,
    /// How many may register with it yet; none: any number.
    pub uses_left: Option<i64>,
    /// Whether what registers with it may act for itself.
    pub client_credentials: bool,
    /// Who made it; none: a command, or somebody who is gone.
    pub made_by: Option<String>,
    /// When it was made.
    pub made: Timestamp,
    /// When something registered with it last.
    pub used: Option<Timestamp>,
    /// Until when it works; none: for ever.
    pub ends: Option<Timestamp>,
}

/// Where a token stands in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenState {
    /// Something can register with it.
    Good,
    /// It has no use left.
    UsedUp,
    /// Its time is over.
    Expired,
    /// It was revoked.
    Revoked,
}

/// An app that registered itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistrationLine {
    /// `client_id`.
    pub id: String,
    /// The name that people see.
    pub name: String,
    /// The label of the token that it registered with; none: anyone could.
    pub label: Option<String>,
    /// From which network.
    pub network: String,
    /// When.
    pub at: Timestamp,
}

/// Makes a token by command. None when the label is empty or too long, or there is no use.
///
/// # Errors
/// When the database does not answer.
pub async fn create(ctx: &Ctx, wanted: &Wanted) -> Result<Option<Made>, Fault> {
    create_as(ctx, &Actor::machine(ctx), None, wanted).await
}

/// As [`create`], by an operator; none also when they are none any more.
///
/// # Errors
/// As [`create`].
pub async fn create_by(
    ctx: &Ctx,
    visitor: &Visitor,
    operator: &Operator,
    wanted: &Wanted,
) -> Result<Option<Made>, Fault> {
    create_as(ctx, &operator.staff().actor(visitor), Some(operator), wanted).await
}

async fn create_as(
    ctx: &Ctx,
    actor: &Actor,
    operator: Option<&Operator>,
    wanted: &Wanted,
) -> Result<Option<Made>, Fault> {
    let label = wanted.label.trim();
    if label.is_empty() || label.chars().nth(LONGEST_LABEL).is_some() || wanted.uses == Some(0) {
        return Ok(None);
    }
    let (token, now) = (ctx.new_token(), ctx.now());
    let row = RegistrationToken {
        id: ctx.new_id(),
        token_hash: *token.hash().as_bytes(),
        label: label.to_owned(),
        client_credentials: wanted.client_credentials,
        uses_left: wanted.uses.map(i64::from),
        expires_at: wanted.lifetime.map(|lifetime| now + lifetime),
        made_by: operator.map(person),
        created_at: now,
        last_used_at: None,
        revoked_at: None,
    };
    let event = Event::of_instance(Action::RegistrationTokenCreated, &row.id).with("label", label);
    let note = audit::note(ctx, actor, event)?;
    let written = ctx.store.write(|mut tx| async {
        if !still(operator, &mut tx).await? {
            return Ok((false, tx));
        }
        rows::insert(&mut tx, &row).await?;
        note.write(&mut tx).await?;
        Ok((true, tx))
    });
    Ok(written.await?.then(|| Made {
        id: row.id.clone(),
        token: token.as_str().into(),
    }))
}

/// Revokes a token by command: nothing registers with it any more. What did stays. Returns false when there is none, or it
/// was revoked before.
///
/// # Errors
/// When the database does not answer.
pub async fn revoke(ctx: &Ctx, id: &str) -> Result<bool, Fault> {
    revoke_as(ctx, &Actor::machine(ctx), None, id).await
}

/// As [`revoke`], by an operator; false also when they are none any more.
///
/// # Errors
/// As [`revoke`].
pub async fn revoke_by(ctx: &Ctx, visitor: &Visitor, operator: &Operator, id: &str) -> Result<bool, Fault> {
    revoke_as(ctx, &operator.staff().actor(visitor), Some(operator), id).await
}

async fn revoke_as(ctx: &Ctx, actor: &Actor, operator: Option<&Operator>, id: &str) -> Result<bool, Fault> {
    let note: Note = audit::note(
        ctx,
        actor,
        Event::of_instance(Action::RegistrationTokenRevoked, id),
    )?;
    let now = ctx.now();
    let revoked = ctx.store.write(|mut tx| async {
        let revoked = still(operator, &mut tx).await? && rows::revoke(&mut tx, id, now).await?;
        if revoked {
            note.write(&mut tx).await?;
        }
        Ok((revoked, tx))
    });
    Ok(revoked.await?)
}

/// Every token, the newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn list(ctx: &Ctx) -> Result<Vec<TokenLine>, Fault> {
    let now = ctx.now();
    let listed = rows::all(&ctx.store).await?.into_iter();
    Ok(listed.map(|listed| line(listed, now)).collect())
}

fn line(listed: ListedToken, now: Timestamp) -> TokenLine {
    let token = listed.token;
    let state = match &token {
        token if token.is_good(now) => TokenState::Good,
        token if token.revoked_at.is_some() => TokenState::Revoked,
        token if token.uses_left == Some(0) => TokenState::UsedUp,
        _ => TokenState::Expired,
    };
    let made_by = listed.given_name.zip(listed.family_name);
    TokenLine {
        id: token.id,
        label: token.label,
        state,
        uses_left: token.uses_left,
        client_credentials: token.client_credentials,
        made_by: made_by.map(|(given, family)| full_name(&given, &family)),
        made: token.created_at,
        used: token.last_used_at,
        ends: token.expires_at,
    }
}

/// The latest apps that registered themselves.
///
/// # Errors
/// When the database does not answer.
pub async fn registered(ctx: &Ctx) -> Result<Vec<RegistrationLine>, Fault> {
    let rows = registrations::latest(&ctx.store, SHOWN).await?.into_iter();
    rows.map(|row| {
        let client: Client = read(&row.metadata)?;
        Ok(RegistrationLine {
            name: client.display_name().to_owned(),
            id: row.client_id,
            label: row.label,
            network: row.network,
            at: row.created_at,
        })
    })
    .collect()
}

fn person(operator: &Operator) -> PersonId {
    operator.staff().me.session.person_id.clone()
}

/// Whether an operator still is one; a command needs none.
async fn still(operator: Option<&Operator>, tx: &mut voltkey_store::Tx) -> voltkey_store::Result<bool> {
    match operator {
        Some(operator) => operator.staff().still(tx).await,
        None => Ok(true),
    }
}
