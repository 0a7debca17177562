//! When the secrets of clients are used: noted in memory, because a machine's token costs no statement, and written down by
//! the worker, at most once an hour for each secret.

use crate::ctx::Ctx;
use crate::error::Fault;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use voltkey_protocol::time::Timestamp;
use voltkey_store::clients;

/// How exactly it is known when a secret was last used.
const EXACT: Duration = Duration::from_secs(3600);
/// The most secrets that are remembered.
const MOST: usize = 20_000;

/// What was noted.
#[derive(Default)]
pub(crate) struct SecretUses(Mutex<HashMap<[u8; 32], Use>>);

/// The last use of a secret, by its keyed hash.
struct Use {
    client_id: String,
    at: Timestamp,
    written: Option<Timestamp>,
}

impl Use {
    fn is_due(&self) -> bool {
        self.written
            .is_none_or(|written| self.at.saturating_since(written) >= EXACT)
    }
}

impl SecretUses {
    /// Notes that a client has used the secret of that keyed hash.
    pub(crate) fn note(&self, client_id: &str, hash: [u8; 32], now: Timestamp) {
        let mut uses = self.lock();
        if let Some(known) = uses.get_mut(&hash) {
            known.at = now;
        } else if uses.len() < MOST {
            let client_id = client_id.to_owned();
            uses.insert(
                hash,
                Use {
                    client_id,
                    at: now,
                    written: None,
                },
            );
        }
    }

    fn due(&self) -> Vec<([u8; 32], String, Timestamp)> {
        let uses = self.lock();
        let due = uses.iter().filter(|(_, last)| last.is_due());
        due.map(|(hash, last)| (*hash, last.client_id.clone(), last.at))
            .collect()
    }

    fn written(&self, hash: &[u8; 32], at: Timestamp) {
        if let Some(last) = self.lock().get_mut(hash) {
            last.written = Some(at);
        }
    }

    /// Forgets what was written down more than an hour ago: its next use is due at once, whether it is known or not.
    fn forget(&self, now: Timestamp) {
        let is_recent = |written| now.saturating_since(written) < EXACT;
        self.lock()
            .retain(|_, last| last.is_due() || last.written.is_some_and(is_recent));
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<[u8; 32], Use>> {
        // Every change above is whole before anything can panic.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Writes down what was noted since the last hour. Runs each second, on every replica.
///
/// # Errors
/// When the database does not answer: then it is tried again.
pub async fn write_down(ctx: &Ctx) -> Result<(), Fault> {
    for (hash, client_id, at) in ctx.secret_uses.due() {
        clients::note_secret_use(&ctx.store, &client_id, &hash, at).await?;
        ctx.secret_uses.written(&hash, at);
    }
    ctx.secret_uses.forget(ctx.now());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_use_is_due_once_an_hour() {
        let uses = SecretUses::default();
        let at = |minutes: i64| Timestamp::from_seconds(minutes * 60);
        assert!(uses.due().is_empty());
        uses.note("app", [1; 32], at(0));
        assert_eq!(uses.due().len(), 1);
        uses.written(&[1; 32], at(0));
        uses.note("app", [1; 32], at(59));
        assert!(uses.due().is_empty());
        uses.note("app", [1; 32], at(60));
        assert_eq!(uses.due(), [([1; 32], "app".to_owned(), at(60))]);
    }

    #[test]
    fn what_was_written_down_long_ago_makes_room() {
        let uses = SecretUses::default();
        let at = |minutes: i64| Timestamp::from_seconds(minutes * 60);
        for number in 0..MOST {
            let mut hash = [0; 32];
            hash[..8].copy_from_slice(&number.to_be_bytes());
            uses.note("app", hash, at(0));
            uses.written(&hash, at(0));
        }
        uses.forget(at(59));
        uses.note("late", [255; 32], at(59));
        assert!(uses.due().is_empty(), "it is full");
        uses.forget(at(60));
        uses.note("late", [255; 32], at(60));
        assert_eq!(uses.due().len(), 1);
    }
}
