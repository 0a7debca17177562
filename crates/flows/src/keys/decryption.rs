//! The keys to which clients encrypt what they send: one of each kind is published, and the one before it decrypts for a
//! while longer.
//!
//! None waits beside the published one as with signing keys: a client encrypts to whatever it has read, and all that it
//! may have read lately still decrypts.

use super::{KeyLine, note_by};
use crate::audit::{Action, Actor, Note};
use crate::ctx::Ctx;
use crate::error::Fault;
use serde_json::Value;
use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;
use voltkey_crypto::jwe;
use voltkey_protocol::jose::{DecryptionAlg, KeyState};
use voltkey_store::decryption_keys::{self, DecryptionKey};
use voltkey_store::{StoreError, Tx};

/// How long a replaced key decrypts: clients keep what they have read, some until they are started anew.
const USABLE_AFTER: Duration = Duration::from_secs(30 * 24 * 3600);
/// The purpose under which private keys are sealed.
const PURPOSE: &str = "decryption-key";
/// What stands between the parts of a JWE in compact form; a JWS has two.
const PERIODS_OF_JWE: usize = 4;

/// All decryption keys at one moment.
pub(crate) struct DecryptionKeys {
    keys: Vec<jwe::DecryptionKey>,
    published: Vec<Value>,
}

/// The content of a JWE that was encrypted to this instance (RFC 7516); none when it can't be decrypted, whatever the
/// reason. Nothing is said of who encrypted it: anybody can.
///
/// # Errors
/// When the keys can't be read.
pub async fn decrypt(ctx: &Ctx, jwe: &str) -> Result<Option<Vec<u8>>, Fault> {
    let held = held(ctx).await?;
    Ok(jwe::decrypt(jwe, &held.keys, ctx.rng()).ok())
}

/// A JWT as it came, or the one that is encrypted in it (RFC 7516, 3.1: a JWE has five parts); none when that can't be
/// decrypted.
///
/// # Errors
/// As [`decrypt`].
pub(crate) async fn unwrap<'a>(ctx: &Ctx, jwt: &'a str) -> Result<Option<Cow<'a, str>>, Fault> {
    if jwt.matches('.').count() != PERIODS_OF_JWE {
        return Ok(Some(jwt.into()));
    }
    let content = decrypt(ctx, jwt).await?;
    Ok(content
        .and_then(|octets| String::from_utf8(octets).ok())
        .map(Cow::Owned))
}

/// The public keys to publish (RFC 7517).
pub(crate) async fn published(ctx: &Ctx) -> Result<Vec<Value>, Fault> {
    Ok(held(ctx).await?.published.clone())
}

/// The keys, from memory while they are current.
async fn held(ctx: &Ctx) -> Result<Arc<DecryptionKeys>, Fault> {
    if let Some(kept) = ctx.cache.decryption_keys(ctx.now()) {
        return Ok(kept);
    }
    let read_at = ctx.cache.begin_read();
    let rows = decryption_keys::all(&ctx.store).await?;
    let mut held = DecryptionKeys {
        keys: Vec::with_capacity(rows.len()),
        published: Vec::new(),
    };
    for row in rows {
        let key = open(ctx, &row)?;
        if row.replaced_at.is_none() {
            held.published.push(key.public_jwk());
        }
        held.keys.push(key);
    }
    let held = Arc::new(held);
    ctx.cache.keep_decryption_keys(read_at, &held);
    Ok(held)
}

/// Makes the keys that are missing, replaces those whose time has come, and deletes those that decrypt no more.
pub(super) async fn maintain(ctx: &Ctx) -> Result<(), Fault> {
    let rows = decryption_keys::all(&ctx.store).await?;
    for &alg in DecryptionAlg::ALL {
        let published = find_published(&rows, alg);
        let is_due =
            published.is_none_or(|key| ctx.now().saturating_since(key.created_at) >= super::ACTIVE_LIFE);
        if is_due {
            let change = Change::prepare(ctx, &Actor::machine(ctx), alg, published, false).await?;
            let written = ctx.store.write(|mut tx| async {
                // False: another replica was first.
                let is_written = change.write(&mut tx).await?;
                Ok((is_written, tx))
            });
            written.await?;
        }
    }
    for row in rows {
        if row.usable_until.is_some_and(|end| end <= ctx.now()) {
            let deleted = ctx.store.write(|mut tx| async {
                let is_deleted = decryption_keys::delete(&mut tx, &row.kid).await?;
                Ok((is_deleted, tx))
            });
            deleted.await?;
        }
    }
    Ok(())
}

/// The keys as they are listed.
pub(super) async fn list(ctx: &Ctx) -> Result<Vec<KeyLine>, Fault> {
    let rows = decryption_keys::all(&ctx.store).await?;
    let lines = rows.into_iter().map(|row| {
        let alg: DecryptionAlg = row.alg.parse().map_err(|error| unreadable(&row, &error))?;
        Ok(KeyLine {
            alg: alg.into(),
            state: match row.replaced_at {
                None => KeyState::Active,
                Some(_) => KeyState::Retired,
            },
            created_at: row.created_at,
            activated_at: Some(row.created_at),
            until: row.usable_until,
            kid: row.kid,
        })
    });
    // As elsewhere, the oldest first.
    lines.rev().collect()
}

/// The published key of that kind.
pub(super) fn find_published(rows: &[DecryptionKey], alg: DecryptionAlg) -> Option<&DecryptionKey> {
    rows.iter()
        .find(|row| row.alg == alg.as_str() && row.replaced_at.is_none())
}

/// A new key that takes the place of another, or the first of its kind: made before the transaction that writes it,
/// because making an RSA key takes a while.
pub(super) struct Change {
    new: DecryptionKey,
    old: Option<OldKey>,
}

struct OldKey {
    kid: String,
    usable_until: voltkey_protocol::time::Timestamp,
    rotated: Note,
    /// That the old key is deleted at once: it may be known to others.
    withdrawn: Option<Note>,
}

impl Change {
    /// Makes the key. With `at_once` the old one is deleted: what was encrypted to it can't be read any more.
    pub(super) async fn prepare(
        ctx: &Ctx,
        actor: &Actor,
        alg: DecryptionAlg,
        old: Option<&DecryptionKey>,
        at_once: bool,
    ) -> Result<Self, Fault> {
        let key = tokio::task::spawn_blocking(move || jwe::DecryptionKey::generate(alg))
            .await
            .map_err(|error| Fault::Internal(error.to_string()))?;
        let new = row(ctx, &key);
        let old = match old {
            None => None,
            Some(old) => Some(OldKey {
                kid: old.kid.clone(),
                usable_until: ctx.now() + USABLE_AFTER,
                rotated: note_by(ctx, actor, Action::KeyRotated, (&new.kid, &new.alg))?,
                withdrawn: match at_once {
                    true => Some(note_by(ctx, actor, Action::KeyWithdrawn, (&old.kid, &old.alg))?),
                    false => None,
                },
            }),
        };
        Ok(Self { new, old })
    }

    /// The name of the new key.
    pub(super) fn kid(&self) -> &str {
        &self.new.kid
    }

    /// Puts the new key in its place. Returns false, and changes nothing, when another was faster.
    pub(super) async fn write(&self, tx: &mut Tx) -> Result<bool, StoreError> {
        let Some(old) = &self.old else {
            return decryption_keys::insert(tx, &self.new).await;
        };
        if !decryption_keys::retire(tx, &old.kid, self.new.created_at, old.usable_until).await? {
            return Ok(false);
        }
        decryption_keys::insert(tx, &self.new).await?;
        old.rotated.write(tx).await?;
        if let Some(withdrawn) = &old.withdrawn {
            decryption_keys::delete(tx, &old.kid).await?;
            withdrawn.write(tx).await?;
        }
        Ok(true)
    }
}

fn row(ctx: &Ctx, key: &jwe::DecryptionKey) -> DecryptionKey {
    DecryptionKey {
        kid: key.kid().to_owned(),
        alg: key.alg().to_string(),
        private_key: ctx.master.seal(PURPOSE, key.kid(), key.to_der()),
        public_jwk: key.public_jwk().to_string(),
        created_at: ctx.now(),
        replaced_at: None,
        usable_until: None,
    }
}

fn open(ctx: &Ctx, row: &DecryptionKey) -> Result<jwe::DecryptionKey, Fault> {
    let alg: DecryptionAlg = row.alg.parse().map_err(|error| unreadable(row, &error))?;
    let der = ctx.master.open(PURPOSE, &row.kid, &row.private_key)?;
    let key = jwe::DecryptionKey::from_der(alg, &der).map_err(|error| unreadable(row, &error))?;
    match key.kid() == row.kid {
        true => Ok(key),
        false => Err(unreadable(row, &"its name is another key's")),
    }
}

fn unreadable(row: &DecryptionKey, what: &dyn std::fmt::Display) -> Fault {
    Fault::Internal(format!("decryption key {}: {what}", row.kid))
}
