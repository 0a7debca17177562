//! Clients: checked, compared by metadata and by the keyed hash of the secret, written.

use super::findings::{Findings, Kind};
use super::report::{Change, What};
use super::world::ClientEntry;
use crate::audit::{Action, Event, Note};
use crate::ctx::Ctx;
use crate::error::Fault;
use crate::oidc::client::seal_secret;
use crate::oidc::sector;
use serde_json::{Map, Value};
use std::collections::HashSet;
use voltkey_protocol::client::Client;
use voltkey_store::clients::{self, Client as Row};
use voltkey_store::{StoreError, Tx};

/// Characters below which a secret may be guessable: 128 bits in hexadecimal.
const GOOD_SECRET: usize = 32;

pub(super) fn check(entries: &[ClientEntry], findings: &mut Findings) {
    let mut seen = HashSet::new();
    for (index, ClientEntry { client, secret }) in entries.iter().enumerate() {
        let mut about = findings.about(Kind::Client, index, &client.id);
        if !seen.insert(&client.id) {
            about.problem("id", "stands in the file twice: remove one of the two entries");
        }
        for problem in client.problems() {
            about.problem(&problem.field, problem.message);
        }
        match secret.as_ref().map(|secret| secret.as_str().chars().count()) {
            Some(0) => about.problem("secret", "is empty: leave the key out for a public client"),
            Some(..GOOD_SECRET) => {
                about.warn(
                    "secret",
                    format!("is shorter than {GOOD_SECRET} characters: take a random one"),
                );
            }
            Some(_) | None => {}
        }
    }
}

/// Warns of clients that the list of their sector lacks. It is no problem, because the list may be put there afterwards.
pub(super) async fn look_for_sectors(ctx: &Ctx, entries: &[ClientEntry], findings: &mut Findings) {
    for (index, ClientEntry { client, .. }) in entries.iter().enumerate() {
        if let Err(why) = sector::check(ctx, client).await {
            let mut about = findings.about(Kind::Client, index, &client.id);
            about.warn("sector_identifier_uri", why.to_string());
        }
    }
}

/// A client, and what is to be written of it.
pub(super) struct PlannedClient {
    id: String,
    what: What,
    writing: Option<Writing>,
}

/// What is written of a client.
struct Writing {
    /// As it was read; none where there was none.
    before: Option<Row>,
    after: Row,
    note: Note,
}

pub(super) async fn plan(ctx: &Ctx, entries: &[ClientEntry]) -> Result<Vec<PlannedClient>, Fault> {
    let mut planned = Vec::with_capacity(entries.len());
    for entry in entries {
        planned.push(plan_one(ctx, entry).await?);
    }
    Ok(planned)
}

async fn plan_one(ctx: &Ctx, entry: &ClientEntry) -> Result<PlannedClient, Fault> {
    let ClientEntry { client, secret } = entry;
    let now = ctx.now();
    let mut row = Row {
        id: client.id.clone(),
        metadata: serde_json::to_string(client).map_err(|error| Fault::Internal(error.to_string()))?,
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
    let before = clients::find(&ctx.store, &client.id).await?;
    let what = match &before {
        None => What::Created,
        Some(stored) => {
            row.created_at = stored.created_at;
            What::of_fields(differing(&row, stored))
        }
    };
    let note = what.note(ctx, Action::ClientCreated, Action::ClientChanged, |action| {
        Event::of_instance(action, &client.id)
    })?;
    Ok(PlannedClient {
        id: client.id.clone(),
        what,
        writing: note.map(|note| Writing {
            before,
            after: row,
            note,
        }),
    })
}

/// The metadata that differ, and `secret`.
fn differing(new: &Row, old: &Row) -> Vec<String> {
    // Sealing the same twice gives different bytes: only whether it is there can be compared.
    let is_sealed = |row: &Row| row.secret_sealed.is_some();
    let is_other = new.secret_hash != old.secret_hash || is_sealed(new) != is_sealed(old);
    let secret = is_other.then(|| "secret".to_owned());
    let (new, old) = (members(&new.metadata), members(&old.metadata));
    let changed = new
        .iter()
        .filter(|(name, value)| old.get(*name) != Some(value))
        .map(|(name, _)| name);
    let removed = old.keys().filter(|name| !new.contains_key(*name));
    changed.chain(removed).cloned().chain(secret).collect()
}

/// Metadata as this version writes them, so that a default which an older one left out counts as equal. What
/// can't be read differs from everything.
fn members(metadata: &str) -> Map<String, Value> {
    match serde_json::from_str::<Client>(metadata).and_then(serde_json::to_value) {
        Ok(Value::Object(members)) => members,
        _ => Map::new(),
    }
}

impl PlannedClient {
    /// Returns false when the client is no longer as it was read.
    pub(super) async fn write(&self, tx: &mut Tx) -> Result<bool, StoreError> {
        let Some(Writing { before, after, note }) = &self.writing else {
            return Ok(true);
        };
        let written = match before {
            Some(before) => clients::replace(&mut *tx, before, after).await?,
            None => clients::insert(&mut *tx, after).await?,
        };
        if written {
            note.write(tx).await?;
        }
        Ok(written)
    }

    pub(super) fn into_change(self) -> Change {
        Change {
            kind: Kind::Client,
            name: self.id,
            what: self.what,
        }
    }
}
