//! The keys of this instance, shared by all replicas through the database. Those that sign go next → active → retired;
//! those that decrypt are in `decryption`.
//!
//! A first key is active at once. From then on each algorithm has a published `next`, so that relying parties know
//! a key before it signs; it is promoted by time or by command, and the key before it stays published until the
//! last token that it signed has expired.

pub(crate) mod decryption;

pub use decryption::decrypt;

use crate::admin::staff::{Operator, Staff};
use crate::audit::{self, Action, Actor, Event, Note};
use crate::ctx::Ctx;
use crate::error::Fault;
use crate::visitor::Visitor;
use std::sync::Arc;
use std::time::Duration;
use voltkey_crypto::keyring::{ImportError, Key, Keyring, PrivateKey};
use voltkey_protocol::jose::{DecryptionAlg, KeyAlg, KeyState, SigningAlg};
use voltkey_protocol::time::Timestamp;
use voltkey_store::signing_keys::{self, SigningKey};
use voltkey_store::{StoreError, Tx, decryption_keys};

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
    /// What it is for.
    pub alg: KeyAlg,
    /// Where it stands in its life.
    pub state: KeyState,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it began to sign, or to be encrypted to.
    pub activated_at: Option<Timestamp>,
    /// Until when a retired key is published, or decrypts.
    pub until: Option<Timestamp>,
}

/// A key that has just taken the place of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rotated {
    /// Its name.
    pub kid: String,
    /// What it is for.
    pub alg: KeyAlg,
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
    /// The key decrypts.
    #[error("key {0} decrypts, and does not leave this instance: only signing keys are exported")]
    Decrypts(String),
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

impl From<StoreError> for KeysError {
    fn from(error: StoreError) -> Self {
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
    decryption::maintain(ctx).await
}

/// The keys that are not withdrawn, by algorithm and age.
///
/// # Errors
/// When the database does not answer.
pub async fn list(ctx: &Ctx) -> Result<Vec<KeyLine>, Fault> {
    let rows = signing_keys::all(&ctx.store).await?;
    let lines = rows.into_iter().map(|row| {
        let alg: SigningAlg = row.alg.parse().map_err(|error| unreadable(&row.kid, &error))?;
        Ok(KeyLine {
            kid: row.kid,
            alg: alg.into(),
            state: row.state,
            created_at: row.created_at,
            activated_at: row.activated_at,
            until: row.published_until,
        })
    });
    let mut lines = lines.collect::<Result<Vec<_>, Fault>>()?;
    lines.extend(decryption::list(ctx).await?);
    Ok(lines)
}

/// Puts the next key of one algorithm, or of all, in the place of the one that is in use. With `at_once` the key before
/// it is withdrawn (it was compromised): its tokens and hints fail from now on, and what is encrypted to it can't be
/// read. Gives the keys that are in use now.
///
/// # Errors
/// `TooEarly` when a next signing key has not been published for a day and `at_once` is not said; then nothing changes.
pub async fn rotate(ctx: &Ctx, only: Option<KeyAlg>, at_once: bool) -> Result<Vec<Rotated>, KeysError> {
    rotate_by(ctx, &Actor::machine(ctx), None, only, at_once).await
}

/// As [`rotate`], by an operator. Nothing changes when they are none any more.
pub(crate) async fn rotate_as(
    ctx: &Ctx,
    visitor: &Visitor,
    operator: &Operator,
    only: KeyAlg,
    at_once: bool,
) -> Result<Vec<Rotated>, KeysError> {
    let staff = operator.staff();
    rotate_by(ctx, &staff.actor(visitor), Some(staff), Some(only), at_once).await
}

async fn rotate_by(
    ctx: &Ctx,
    actor: &Actor,
    staff: Option<&Staff>,
    only: Option<KeyAlg>,
    at_once: bool,
) -> Result<Vec<Rotated>, KeysError> {
    maintain(ctx).await?;
    let is_meant = |alg: KeyAlg| only.is_none_or(|only| only == alg);
    let mut changes = Vec::new();
    let rows = signing_keys::all(&ctx.store).await?;
    for &alg in SigningAlg::ALL.iter().filter(|alg| is_meant((**alg).into())) {
        changes.extend(Change::of_signing_key(ctx, actor, alg, &rows, at_once)?);
    }
    let rows = decryption_keys::all(&ctx.store).await?;
    for &alg in DecryptionAlg::ALL.iter().filter(|alg| is_meant((**alg).into())) {
        let old = decryption::find_published(&rows, alg);
        let change = decryption::Change::prepare(ctx, actor, alg, old, at_once).await?;
        changes.push(Change::Decryption(alg, Box::new(change)));
    }
    // Together: a key that was compromised must not stay trusted because the machine failed between the two.
    let rotated = ctx.store.write(|mut tx| async {
        let mut rotated = Vec::new();
        if let Some(staff) = staff
            && !staff.still(&mut tx).await?
        {
            return Ok((rotated, tx));
        }
        for change in &changes {
            // False: another was faster.
            if change.write(&mut tx).await? {
                rotated.push(change.rotated());
            }
        }
        Ok((rotated, tx))
    });
    let rotated = rotated.await?;
    // The algorithms whose next key has just been used get another.
    maintain(ctx).await?;
    Ok(rotated)
}

/// A key that is about to take the place of another.
enum Change {
    Signing(Box<Promotion>),
    Decryption(DecryptionAlg, Box<decryption::Change>),
}

struct Promotion {
    alg: SigningAlg,
    next: String,
    now: Timestamp,
    published_until: Timestamp,
    rotated: Note,
    /// The key before it, if it is withdrawn.
    withdrawn: Option<(String, Note)>,
}

impl Change {
    /// `None` where no next key waits.
    fn of_signing_key(
        ctx: &Ctx,
        actor: &Actor,
        alg: SigningAlg,
        rows: &[SigningKey],
        at_once: bool,
    ) -> Result<Option<Self>, KeysError> {
        let find = |state| {
            rows.iter()
                .find(|row| row.alg == alg.as_str() && row.state == state)
        };
        let Some(next) = find(KeyState::Next) else {
            return Ok(None);
        };
        let from = may_sign_from(next);
        if !at_once && from > ctx.now() {
            return Err(KeysError::TooEarly { alg, from });
        }
        let note = |action, row: &SigningKey| note_by(ctx, actor, action, (&row.kid, &row.alg));
        let withdrawn = match find(KeyState::Active).filter(|_| at_once) {
            Some(active) => Some((active.kid.clone(), note(Action::KeyWithdrawn, active)?)),
            None => None,
        };
        Ok(Some(Self::Signing(Box::new(Promotion {
            alg,
            next: next.kid.clone(),
            now: ctx.now(),
            published_until: published_until(ctx),
            rotated: note(Action::KeyRotated, next)?,
            withdrawn,
        }))))
    }

    /// Returns false, and changes nothing, when another was faster.
    async fn write(&self, tx: &mut Tx) -> Result<bool, StoreError> {
        let promotion = match self {
            Self::Signing(promotion) => promotion,
            Self::Decryption(_, change) => return change.write(tx).await,
        };
        let (now, until) = (promotion.now, promotion.published_until);
        if !signing_keys::promote(tx, &promotion.next, now, until).await? {
            return Ok(false);
        }
        promotion.rotated.write(tx).await?;
        if let Some((active, withdrawn)) = &promotion.withdrawn {
            signing_keys::withdraw(tx, active, now).await?;
            withdrawn.write(tx).await?;
        }
        Ok(true)
    }

    fn rotated(&self) -> Rotated {
        match self {
            Self::Signing(promotion) => Rotated {
                kid: promotion.next.clone(),
                alg: promotion.alg.into(),
            },
            Self::Decryption(alg, change) => Rotated {
                kid: change.kid().to_owned(),
                alg: (*alg).into(),
            },
        }
    }
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
        let decrypts = decryption_keys::all(&ctx.store).await?;
        let kid = kid.to_owned();
        return Err(match decrypts.iter().any(|row| row.kid == kid) {
            true => KeysError::Decrypts(kid),
            false => KeysError::Unknown(kid),
        });
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
    note_by(ctx, &Actor::machine(ctx), action, (&key.kid, &key.alg))
}

/// What the audit trail is told of a key with that name and algorithm.
fn note_by(ctx: &Ctx, actor: &Actor, action: Action, (kid, alg): (&str, &str)) -> Result<Note, Fault> {
    let event = Event::of_instance(action, kid).with("alg", alg);
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
    let unreadable = |what: &dyn std::fmt::Display| unreadable(&row.kid, what);
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

fn unreadable(kid: &str, what: &dyn std::fmt::Display) -> Fault {
    Fault::Internal(format!("signing key {kid}: {what}"))
}

/// A moment as people write it.
fn moment(at: &Timestamp) -> String {
    jiff::Timestamp::from_microsecond(at.as_micros()).map_or_else(|_| "?".into(), |at| format!("{at:.0}"))
}
