//! When clients and their secrets are used: noted in memory, because a machine's token costs no statement, and written down
//! by the worker, at most once an hour for each secret and once a day for each client.

use crate::ctx::Ctx;
use crate::error::Fault;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use voltkey_protocol::time::Timestamp;
use voltkey_store::clients;

/// How exactly it is known when a secret was last used.
const EXACT_OF_SECRET: Duration = Duration::from_secs(3600);
/// How exactly it is known when a client was last used.
const EXACT_OF_CLIENT: Duration = Duration::from_secs(24 * 3600);
/// The most clients and secrets that are remembered.
const MOST: usize = 20_000;

/// What was noted.
#[derive(Default)]
pub(crate) struct ClientUses {
    noted: Mutex<HashMap<Used, Use>>,
    /// Whether it was logged that there is no room: once, until there is room again.
    is_full: AtomicBool,
}

/// What was used.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Used {
    client_id: String,
    /// The keyed hash of its secret; none: the client itself, whatever has proved it.
    secret: Option<[u8; 32]>,
}

impl Used {
    fn exact(&self) -> Duration {
        match self.secret {
            Some(_) => EXACT_OF_SECRET,
            None => EXACT_OF_CLIENT,
        }
    }
}

/// The last use.
struct Use {
    at: Timestamp,
    written: Option<Timestamp>,
}

impl Use {
    fn is_due(&self, exact: Duration) -> bool {
        self.written
            .is_none_or(|written| self.at.saturating_since(written) >= exact)
    }
}

impl ClientUses {
    /// Notes that a client has proved itself, or was given a token.
    pub(crate) fn note(&self, client_id: &str, now: Timestamp) {
        self.put(client_id, None, now);
    }

    /// Notes that a client has used the secret of that keyed hash.
    pub(crate) fn note_secret(&self, client_id: &str, hash: [u8; 32], now: Timestamp) {
        self.put(client_id, Some(hash), now);
    }

    fn put(&self, client_id: &str, secret: Option<[u8; 32]>, at: Timestamp) {
        let client_id = client_id.to_owned();
        let used = Used { client_id, secret };
        let mut uses = self.lock();
        if let Some(known) = uses.get_mut(&used) {
            known.at = at;
        } else if uses.len() < MOST {
            uses.insert(used, Use { at, written: None });
        } else if !self.is_full.swap(true, Ordering::Relaxed) {
            tracing::warn!(
                MOST,
                "more clients and secrets are in use than are remembered: some uses are not noted"
            );
        }
    }

    fn due(&self) -> Vec<(Used, Timestamp)> {
        let uses = self.lock();
        let due = uses.iter().filter(|(used, last)| last.is_due(used.exact()));
        due.map(|(used, last)| (used.clone(), last.at)).collect()
    }

    fn written(&self, used: &Used, at: Timestamp) {
        if let Some(last) = self.lock().get_mut(used) {
            last.written = Some(at);
        }
    }

    /// Forgets what was written down long enough ago: its next use is due at once, whether it is known or not.
    fn forget(&self, now: Timestamp) {
        let mut uses = self.lock();
        uses.retain(|used, last| {
            let exact = used.exact();
            let is_recent = |written| now.saturating_since(written) < exact;
            last.is_due(exact) || last.written.is_some_and(is_recent)
        });
        if uses.len() < MOST {
            self.is_full.store(false, Ordering::Relaxed);
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Used, Use>> {
        // Every change above is whole before anything can panic.
        self.noted.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Writes down what was noted and is due. Runs each second, on every replica.
///
/// # Errors
/// When the database does not answer: then it is tried again.
pub async fn write_down(ctx: &Ctx) -> Result<(), Fault> {
    for (used, at) in ctx.client_uses.due() {
        match &used.secret {
            Some(hash) => clients::note_secret_use(&ctx.store, &used.client_id, hash, at).await?,
            None => clients::note_use(&ctx.store, &used.client_id, at).await?,
        };
        ctx.client_uses.written(&used, at);
    }
    ctx.client_uses.forget(ctx.now());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: i64) -> Timestamp {
        Timestamp::from_seconds(minutes * 60)
    }

    fn used(secret: Option<[u8; 32]>) -> Used {
        let client_id = "app".to_owned();
        Used { client_id, secret }
    }

    #[test]
    fn a_use_of_a_secret_is_due_once_an_hour_and_one_of_a_client_once_a_day() {
        for (secret, minutes) in [(Some([1; 32]), 60), (None, 24 * 60)] {
            let (uses, used) = (ClientUses::default(), used(secret));
            assert!(uses.due().is_empty());
            uses.put("app", secret, at(0));
            assert_eq!(uses.due(), [(used.clone(), at(0))]);
            uses.written(&used, at(0));
            uses.put("app", secret, at(minutes - 1));
            assert!(uses.due().is_empty());
            uses.put("app", secret, at(minutes));
            assert_eq!(uses.due(), [(used, at(minutes))]);
        }
    }

    #[test]
    fn what_was_written_down_long_ago_makes_room() {
        let uses = ClientUses::default();
        for number in 0..MOST {
            let mut hash = [0; 32];
            hash[..8].copy_from_slice(&number.to_be_bytes());
            uses.note_secret("app", hash, at(0));
            uses.written(&used(Some(hash)), at(0));
        }
        uses.forget(at(59));
        uses.note_secret("late", [255; 32], at(59));
        assert!(uses.due().is_empty(), "it is full");
        assert!(uses.is_full.load(Ordering::Relaxed), "it was told");
        uses.forget(at(60));
        assert!(!uses.is_full.load(Ordering::Relaxed), "it would be told again");
        uses.note_secret("late", [255; 32], at(60));
        assert_eq!(uses.due().len(), 1);
    }
}
