//! The signing keys: next → active → retired, shared by all replicas through the database.
//!
//! A first key is active at once. From then on each algorithm has a published `next`, so that relying parties know
//! a key before it signs; it is promoted by time or by command, and the key before it stays published until the
//! last token that it signed has expired.

use crate::audit::{self, Action, Actor, Event, Note};
use crate::ctx::Ctx;
use crate::error::Fault;
use std::sync::Arc;
use std::time::Duration;
use voltkey_crypto::keyring::{ImportError, Key, Keyring, PrivateKey};
use voltkey_protocol::jose::{KeyState, SigningAlg};
use voltkey_protocol::time::Timestamp;
use voltkey_store::signing_keys::{self, SigningKey};

const DAY: Duration = Duration::from_secs(24 * 3600);
/// How long a key signs before the next one takes its place.
const ACTIVE_LIFE: Duration = Duration::from_secs(90 * 24 * 3600);
/// How long a key must have been published before it signs: relying parties keep what they have read for a while.
const PUBLISHED_BEFORE: Duration = DAY;
/// The purpose under which private keys are sealed.
const PURPOSE: &str = "signing-key";

/// A key as `voltkey keys list` shows it.
#[derive(Clone, Debug)]
pub struct KeyLine {
    /// Its name in tokens.
    pub kid: String,
    /// What it signs with.
    pub alg: String,
    /// Where it stands in its life.
    pub state: KeyState,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it began to sign.
    pub activated_at: Option<Timestamp>,
    /// Until when a retired key is published.
    pub published_until: Option<Timestamp>,
}

/// Why keys were not changed.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    /// The next key has not been published for long enough.
    #[error("the next {alg} key may sign from {} on, when relying parties have seen it; --now does it at once, and withdraws the old key", moment(.from))]
    TooEarly {
        /// Of which algorithm.
        alg: SigningAlg,
        /// From when on it may sign.
        from: Timestamp,
    },
    /// There is no such key.
    #[error("there is no key {0}: `voltkey keys list` shows them")]
    Unknown(String),
    /// The private part was deleted.
    #[error("the private part of key {0} is not kept any more")]
    NoPrivatePart(String),
    /// The file holds no usable key.
    #[error("the key can't be imported: {0}")]
    Import(#[from] ImportError),
    /// The key is there already, or was withdrawn.
    #[error("key {0} is known already")]
    Known(String),
    /// The fault is ours.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<voltkey_store::StoreError> for KeysError {
    fn from(error: voltkey_store::StoreError) -> Self {
        Self::Fault(error.into())
    }
}

/// The keys, from memory while they are current.
pub(crate) async fn keyring(ctx: &Ctx) -> Result<Arc<Keyring>, Fault> {
    if let Some(kept) = ctx.cache.keyring(ctx.now()) {
        return Ok(kept);
    }
    let read_at = ctx.cache.begin_read();
    let rows = signing_keys::all(&ctx.store).await?;
    let keys = rows
        .into_iter()
        .map(|row| open(ctx, row))
        .collect::<Result<Vec<_>, _>>()?;
    let keyring = Keyring::new(keys).map_err(|error| Fault::Internal(error.to_string()))?;
    let keyring = Arc::new(keyring);
    ctx.cache.keep_keyring(read_at, &keyring);
    Ok(keyring)
}

/// Every key that was ever here, to verify what is evidence: those of the audit trail's heads.
pub(crate) async fn keyring_ever(ctx: &Ctx) -> Result<Keyring, Fault> {
    let rows = signing_keys::ever(&ctx.store).await?;
    let keys = rows.into_iter().map(|row| open(ctx, row));
    let keys = keys.collect::<Result<Vec<_>, _>>()?;
    Keyring::new(keys).map_err(|error| Fault::Internal(error.to_string()))
}

/// Makes the keys that are missing, promotes those whose time has come, and forgets private parts that sign no
/// more. Runs at the start and then every hour, on every replica: the database lets one of them win.
///
/// # Errors
/// When the database does not answer.
pub async fn maintain(ctx: &Ctx) -> Result<(), Fault> {
    let now = ctx.now();
    let rows = signing_keys::all(&ctx.store).await?;
    for &alg in SigningAlg::ALL {
        let find = |state| {
            rows.iter()
                .find(|row| row.alg == alg.as_str() && row.state == state)
        };
        match (find(KeyState::Active), find(KeyState::Next)) {
            (None, None) => {
                add(ctx, alg, KeyState::Active).await?;
                add(ctx, alg, KeyState::Next).await?;
            }
            // A key that has been published may sign; nothing else can.
            (None, Some(next)) => {
                promote(ctx, next).await?;
                add(ctx, alg, KeyState::Next).await?;
            }
            (Some(_), None) => add(ctx, alg, KeyState::Next).await?,
            (Some(active), Some(next)) => {
                let is_old =
                    now.saturating_since(active.activated_at.unwrap_or(active.created_at)) >= ACTIVE_LIFE;
                if is_old && may_sign_from(next) <= now {
                    promote(ctx, next).await?;
                    add(ctx, alg, KeyState::Next).await?;
                }
            }
        }
    }
    for row in rows
        .iter()
        .filter(|row| row.state == KeyState::Retired && row.private_key.is_some())
    {
        let forgotten = ctx.store.write(|mut tx| async {
            signing_keys::forget_private(&mut tx, &row.kid).await?;
            Ok(((), tx))
        });
        forgotten.await?;
    }
    Ok(())
}

/// The keys that are not withdrawn, by algorithm and age.
///
/// # Errors
/// When the database does not answer.
pub async fn list(ctx: &Ctx) -> Result<Vec<KeyLine>, Fault> {
    let rows = signing_keys::all(&ctx.store).await?;
    Ok(rows
        .into_iter()
        .map(|row| KeyLine {
            kid: row.kid,
            alg: row.alg,
            state: row.state,
            created_at: row.created_at,
            activated_at: row.activated_at,
            published_until: row.published_until,
        })
        .collect())
}

/// Promotes the next key of one algorithm, or of all. With `at_once` the key before it is withdrawn (it was
/// compromised): its tokens and hints fail from now on. Gives the keys that sign now.
///
/// # Errors
/// `TooEarly` when a next key has not been published for a day and `at_once` is not said; then nothing changes.
pub async fn rotate(ctx: &Ctx, only: Option<SigningAlg>, at_once: bool) -> Result<Vec<String>, KeysError> {
    rotate_as(ctx, &Actor::machine(ctx), only, at_once).await
}

/// As [`rotate`], by somebody else than whoever runs this process.
pub(crate) async fn rotate_as(
    ctx: &Ctx,
    actor: &Actor,
    only: Option<SigningAlg>,
    at_once: bool,
) -> Result<Vec<String>, KeysError> {
    maintain(ctx).await?;
    let rows = signing_keys::all(&ctx.store).await?;
    let algs = SigningAlg::ALL
        .iter()
        .copied()
        .filter(|alg| only.is_none_or(|only| only == *alg));
    let mut nexts = Vec::new();
    for alg in algs {
        let find = |state| {
            rows.iter()
                .find(|row| row.alg == alg.as_str() && row.state == state)
        };
        let Some(next) = find(KeyState::Next) else {
            continue;
        };
        if !at_once && may_sign_from(next) > ctx.now() {
            return Err(KeysError::TooEarly {
                alg,
                from: may_sign_from(next),
            });
        }
        let active = find(KeyState::Active);
        let rotated = note_by(ctx, actor, Action::KeyRotated, next)?;
        let withdrawn = active.map(|active| note_by(ctx, actor, Action::KeyWithdrawn, active));
        nexts.push((next, rotated, active.zip(withdrawn.transpose()?)));
    }
    let (now, until) = (ctx.now(), published_until(ctx));
    // Together: a key that was compromised must not stay trusted because the machine failed between the two.
    ctx.store
        .write(|mut tx| async {
            for (next, rotated, active) in &nexts {
                let promoted = signing_keys::promote(&mut tx, &next.kid, now, until).await?;
                if promoted {
                    rotated.write(&mut tx).await?;
                }
                if let Some((active, withdrawn)) = active.as_ref().filter(|_| at_once && promoted) {
                    signing_keys::withdraw(&mut tx, &active.kid, now).await?;
                    withdrawn.write(&mut tx).await?;
                }
            }
            Ok(((), tx))
        })
        .await?;
    // The algorithms whose next key has just been used get another.
    maintain(ctx).await?;
    Ok(nexts.into_iter().map(|(next, ..)| next.kid.clone()).collect())
}

/// Takes a private key in PEM as the next key of its algorithm, in the place of the one that waits there. Gives
/// its name.
///
/// # Errors
/// When the text holds no usable key, or the key is known.
pub async fn import(ctx: &Ctx, pem: &str) -> Result<String, KeysError> {
    let key = PrivateKey::from_pem(pem)?;
    let rows = signing_keys::all(&ctx.store).await?;
    let waiting = rows
        .iter()
        .find(|row| row.alg == key.alg().as_str() && row.state == KeyState::Next);
    let (now, row) = (ctx.now(), row(ctx, &key, KeyState::Next));
    let imported = note(ctx, Action::KeyImported, &row)?;
    let inserted = ctx.store.write(|mut tx| async {
        if signing_keys::is_known(&mut tx, &row.kid).await? {
            return Ok((false, tx));
        }
        if let Some(waiting) = waiting {
            signing_keys::withdraw(&mut tx, &waiting.kid, now).await?;
        }
        let inserted = signing_keys::insert(&mut tx, &row).await?;
        if inserted {
            imported.write(&mut tx).await?;
        }
        Ok((inserted, tx))
    });
    match inserted.await? {
        true => Ok(row.kid.clone()),
        false => Err(KeysError::Known(row.kid.clone())),
    }
}

/// A private key in PEM.
///
/// # Errors
/// When there is no such key, or its private part is not kept any more.
pub async fn export(ctx: &Ctx, kid: &str) -> Result<zeroize::Zeroizing<String>, KeysError> {
    let rows = signing_keys::all(&ctx.store).await?;
    let Some(row) = rows.into_iter().find(|row| row.kid == kid) else {
        return Err(KeysError::Unknown(kid.to_owned()));
    };
    let exported = note(ctx, Action::KeyExported, &row)?;
    let Some(private) = open(ctx, row)?.private else {
        return Err(KeysError::NoPrivatePart(kid.to_owned()));
    };
    // Before the key is given out.
    let noted = ctx.store.write(|mut tx| async {
        exported.write(&mut tx).await?;
        Ok(((), tx))
    });
    noted.await?;
    Ok(private.to_pem())
}

/// What the audit trail is told of a key.
fn note(ctx: &Ctx, action: Action, key: &SigningKey) -> Result<Note, Fault> {
    note_by(ctx, &Actor::machine(ctx), action, key)
}

fn note_by(ctx: &Ctx, actor: &Actor, action: Action, key: &SigningKey) -> Result<Note, Fault> {
    let event = Event::of_instance(action, &key.kid).with("alg", &*key.alg);
    audit::note(ctx, actor, event)
}

fn may_sign_from(next: &SigningKey) -> Timestamp {
    next.created_at + PUBLISHED_BEFORE
}

async fn add(ctx: &Ctx, alg: SigningAlg, state: KeyState) -> Result<(), Fault> {
    // Before the transaction: making an RSA key takes a while.
    let key = tokio::task::spawn_blocking(move || PrivateKey::generate(alg))
        .await
        .map_err(|error| Fault::Internal(error.to_string()))?;
    let row = row(ctx, &key, state);
    let inserted = ctx.store.write(|mut tx| async {
        // False: another replica was first.
        let inserted = signing_keys::insert(&mut tx, &row).await?;
        Ok((inserted, tx))
    });
    inserted.await?;
    Ok(())
}

async fn promote(ctx: &Ctx, next: &SigningKey) -> Result<bool, Fault> {
    let (now, until) = (ctx.now(), published_until(ctx));
    let rotated = note(ctx, Action::KeyRotated, next)?;
    let promoted = ctx.store.write(|mut tx| async {
        let promoted = signing_keys::promote(&mut tx, &next.kid, now, until).await?;
        if promoted {
            rotated.write(&mut tx).await?;
        }
        Ok((promoted, tx))
    });
    Ok(promoted.await?)
}

/// Until when a key that retires now stays published: the last token that it signed has ended by then, with a minute
/// for clocks that are not quite together.
fn published_until(ctx: &Ctx) -> Timestamp {
    let tokens = &ctx.settings.tokens;
    ctx.now() + tokens.id.max(tokens.access) + Duration::from_secs(60)
}

fn row(ctx: &Ctx, key: &PrivateKey, state: KeyState) -> SigningKey {
    let now = ctx.now();
    SigningKey {
        kid: key.kid().to_owned(),
        alg: key.alg().to_string(),
        state,
        private_key: Some(ctx.master.seal(PURPOSE, key.kid(), key.to_der())),
        public_jwk: key.public_jwk().to_string(),
        created_at: now,
        activated_at: (state == KeyState::Active).then_some(now),
        retired_at: None,
        published_until: None,
    }
}

fn open(ctx: &Ctx, row: SigningKey) -> Result<Key, Fault> {
    let unreadable =
        |what: &dyn std::fmt::Display| Fault::Internal(format!("signing key {}: {what}", row.kid));
    let alg: SigningAlg = row.alg.parse().map_err(|error| unreadable(&error))?;
    let private = match &row.private_key {
        None => None,
        Some(sealed) => {
            let der = ctx.master.open(PURPOSE, &row.kid, sealed)?;
            Some(PrivateKey::from_der(alg, &der).map_err(|error| unreadable(&error))?)
        }
    };
    let public_jwk = serde_json::from_str(&row.public_jwk).map_err(|error| unreadable(&error))?;
    Ok(Key {
        kid: row.kid,
        alg,
        state: row.state,
        private,
        public_jwk,
        published_until: row.published_until,
    })
}

/// A moment as people write it.
fn moment(at: &Timestamp) -> String {
    jiff::Timestamp::from_microsecond(at.as_micros()).map_or_else(|_| "?".into(), |at| format!("{at:.0}"))
}
