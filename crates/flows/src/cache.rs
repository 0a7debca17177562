//! Clients and keys in memory, as long as the database's `generation` row says that they are current.
//!
//! Each replica polls that row every second ([`poll`]). A cache that could not be polled for five seconds is not
//! used: then the database is asked each time. Nothing negative is kept, and neither are sessions, blocks and
//! grants.

use crate::ctx::Ctx;
use crate::error::Fault;
use crate::keys::decryption::DecryptionKeys;
use crate::oidc::client::RegisteredClient;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use voltkey_crypto::keyring::Keyring;
use voltkey_protocol::time::Timestamp;

/// How long what is kept may be used after the last poll.
const FRESH: Duration = Duration::from_secs(5);
/// The most clients that are kept.
const MAX_CLIENTS: usize = 10_000;

/// What is kept.
#[derive(Default)]
pub(crate) struct Cache(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    generation: i64,
    polled_at: Option<Timestamp>,
    clients: HashMap<String, Arc<RegisteredClient>>,
    keyring: Option<Arc<Keyring>>,
    decryption_keys: Option<Arc<DecryptionKeys>>,
}

/// The generation that was current when something began to be read: it is kept only if that has not changed.
#[derive(Clone, Copy)]
pub(crate) struct ReadAt(i64);

impl Cache {
    /// A client, if it is kept and current.
    pub(crate) fn client(&self, id: &str, now: Timestamp) -> Option<Arc<RegisteredClient>> {
        self.fresh(now)?.clients.get(id).cloned()
    }

    /// The signing keys, if they are kept and current.
    pub(crate) fn keyring(&self, now: Timestamp) -> Option<Arc<Keyring>> {
        self.fresh(now)?.keyring.clone()
    }

    /// The decryption keys, if they are kept and current.
    pub(crate) fn decryption_keys(&self, now: Timestamp) -> Option<Arc<DecryptionKeys>> {
        self.fresh(now)?.decryption_keys.clone()
    }

    /// To be taken before something is read that shall be kept.
    pub(crate) fn begin_read(&self) -> ReadAt {
        ReadAt(self.lock().generation)
    }

    pub(crate) fn keep_client(&self, read_at: ReadAt, client: &Arc<RegisteredClient>) {
        let mut kept = self.lock();
        if kept.generation == read_at.0 && kept.clients.len() < MAX_CLIENTS {
            kept.clients.insert(client.id().to_owned(), Arc::clone(client));
        }
    }

    pub(crate) fn keep_keyring(&self, read_at: ReadAt, keyring: &Arc<Keyring>) {
        let mut kept = self.lock();
        if kept.generation == read_at.0 {
            kept.keyring = Some(Arc::clone(keyring));
        }
    }

    pub(crate) fn keep_decryption_keys(&self, read_at: ReadAt, keys: &Arc<DecryptionKeys>) {
        let mut kept = self.lock();
        if kept.generation == read_at.0 {
            kept.decryption_keys = Some(Arc::clone(keys));
        }
    }

    fn fresh(&self, now: Timestamp) -> Option<MutexGuard<'_, Kept>> {
        let kept = self.lock();
        kept.polled_at
            .is_some_and(|polled| now.saturating_since(polled) < FRESH)
            .then_some(kept)
    }

    fn seen(&self, generation: i64, now: Timestamp) {
        let mut kept = self.lock();
        if kept.generation != generation {
            *kept = Kept {
                generation,
                ..Kept::default()
            };
        }
        kept.polled_at = Some(now);
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        // Every change above is whole before anything can panic.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Asks the database whether what is kept is still current.
///
/// # Errors
/// When the database does not answer: then the cache ages, and is soon not used any more.
pub async fn poll(ctx: &Ctx) -> Result<(), Fault> {
    // The moment before the question, so that a slow answer does not make the cache look younger than it is.
    let asked_at = ctx.now();
    let generation = voltkey_store::generation::current(&ctx.store).await?;
    ctx.cache.seen(generation, asked_at);
    Ok(())
}
