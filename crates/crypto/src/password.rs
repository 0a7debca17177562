//! Passwords: hashed with argon2id on a bounded pool of threads, so that a storm of logins costs no more
//! memory than configured.
//!
//! A verification takes alike whether the account is known or not: never less than one argon2id of the
//! current cost, unless the password was right.

mod hasher;
mod rules;
mod stored;

pub use hasher::{Cost, InvalidCost};
pub use rules::{BrokenRule, CharClass, MAX_LENGTH, PasswordPolicy};
pub use stored::{ImportError, check_importable};

use crate::rng::Rng;
use hasher::Hasher;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;
use stored::Stored;
use thiserror::Error;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

/// How long a login waits for its turn before it is turned away.
const PATIENCE: Duration = Duration::from_secs(5);

/// Unicode's normal form NFC (RFC 8265, section 4.2.2): the same password has the same bytes whatever
/// keyboard it was typed on. Every function of this module applies it by itself.
#[must_use]
pub fn normalise(password: &str) -> Zeroizing<String> {
    Zeroizing::new(password.nfc().collect())
}

/// The bounded pool that hashes and verifies. Clones share it.
#[derive(Clone, Debug)]
pub struct Passwords {
    hasher: Arc<Hasher>,
    slots: Arc<Semaphore>,
    patience: Duration,
}

/// What came of a verification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Another password, no account, or an account without a password.
    Wrong,
    /// The password.
    Right,
    /// The password, stored with a weaker cost or another scheme: hash it anew after the answer is sent.
    RightRehash,
}

/// All slots were taken for too long, or there was no memory: the caller answers 503 with `Retry-After`.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("too many passwords are being checked at once")]
pub struct Busy;

impl Passwords {
    /// A pool of `parallel` slots; each takes the memory of one hash while it works (of an imported one up
    /// to 128 MiB, until its owner's first login replaces it). `rng` gives the salts.
    ///
    /// It hashes once, to have something to compare with for accounts that do not exist.
    ///
    /// # Errors
    ///
    /// [`InvalidCost`] when argon2 does not allow the cost.
    pub fn new(cost: Cost, parallel: NonZeroUsize, rng: Arc<dyn Rng>) -> Result<Self, InvalidCost> {
        Ok(Self {
            hasher: Arc::new(Hasher::new(cost, rng)?),
            slots: Arc::new(Semaphore::new(parallel.get())),
            patience: PATIENCE,
        })
    }

    /// Compares a password with the account's stored hash; `None` stands for no account, or one without
    /// password.
    ///
    /// # Errors
    ///
    /// [`Busy`] after 5 seconds of waiting for a slot.
    pub async fn verify(&self, password: &str, stored: Option<&str>) -> Result<Verdict, Busy> {
        let password = normalise(password);
        let stored = stored.and_then(|text| Stored::parse(text).ok());
        self.run(move |hasher| hasher.verify(&password, stored.as_ref()))
            .await
    }

    /// Hashes a password to the PHC string to store, with a new salt and the current cost.
    ///
    /// # Errors
    ///
    /// [`Busy`] after 5 seconds of waiting for a slot.
    pub async fn hash(&self, password: &str) -> Result<String, Busy> {
        let password = normalise(password);
        self.run(move |hasher| hasher.hash(&password)).await
    }

    /// [`PasswordPolicy::check`] in a slot of the pool, so that nobody's passwords keep the threads that answer busy.
    ///
    /// # Errors
    ///
    /// [`Busy`] after 5 seconds of waiting for a slot.
    pub async fn check(
        &self,
        policy: &PasswordPolicy,
        password: &str,
        personal: &[&str],
    ) -> Result<Vec<BrokenRule>, Busy> {
        let (policy, password) = (policy.clone(), normalise(password));
        let personal: Vec<String> = personal.iter().map(|&item| item.to_owned()).collect();
        self.run(move |_| {
            let personal: Vec<&str> = personal.iter().map(String::as_str).collect();
            Ok(policy.check(&password, &personal))
        })
        .await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Hasher) -> Result<T, Busy> + Send + 'static,
    ) -> Result<T, Busy> {
        let slot = self.slot().await?;
        let hasher = Arc::clone(&self.hasher);
        let task = tokio::task::spawn_blocking(move || {
            // Held by the thread, not by the request: who hangs up does not free memory still in use.
            let _slot = slot;
            work(&hasher)
        });
        match task.await {
            Ok(outcome) => outcome,
            Err(failed) if failed.is_panic() => std::panic::resume_unwind(failed.into_panic()),
            Err(_shutting_down) => Err(Busy),
        }
    }

    async fn slot(&self) -> Result<OwnedSemaphorePermit, Busy> {
        let slot = Arc::clone(&self.slots).acquire_owned();
        tokio::time::timeout(self.patience, slot)
            .await
            .map_err(|_| Busy)?
            .map_err(|_| Busy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::SeededRng;

    const CHEAP: Cost = Cost {
        memory_kib: 64,
        passes: 2,
        lanes: 1,
    };

    fn passwords(cost: Cost) -> Passwords {
        Passwords::new(cost, NonZeroUsize::MIN, Arc::new(SeededRng::new(1))).expect("a cost")
    }

    #[tokio::test]
    async fn a_hashed_password_verifies_and_another_does_not() {
        let passwords = passwords(CHEAP);
        let stored = passwords.hash("Sonne-2026!").await.expect("a slot");
        assert!(stored.starts_with("$argon2id$v=19$m=64,t=2,p=1$"), "{stored}");
        assert_eq!(
            passwords.verify("Sonne-2026!", Some(&stored)).await,
            Ok(Verdict::Right)
        );
        assert_eq!(
            passwords.verify("sonne-2026!", Some(&stored)).await,
            Ok(Verdict::Wrong)
        );
        assert_ne!(passwords.hash("Sonne-2026!").await.as_ref(), Ok(&stored));
    }

    #[tokio::test]
    async fn no_account_and_a_damaged_hash_are_wrong_whatever_the_password() {
        let passwords = passwords(CHEAP);
        for stored in [
            None,
            Some(""),
            Some("plain"),
            Some("$argon2id$v=19$m=64,t=2,p=1$c2FsdHNhbHQ"),
        ] {
            assert_eq!(
                passwords.verify("", stored).await,
                Ok(Verdict::Wrong),
                "{stored:?}"
            );
        }
    }

    #[tokio::test]
    async fn the_rules_are_checked_in_a_slot_too() {
        let mut passwords = passwords(CHEAP);
        passwords.patience = Duration::from_millis(1);
        let policy = PasswordPolicy::default();
        let broken = passwords.check(&policy, "Sommer-1!", &["Sommer"]).await;
        assert_eq!(broken, Ok(vec![BrokenRule::TooWeak]));
        let taken = passwords.slot().await.expect("the only slot");
        assert_eq!(passwords.check(&policy, "Sommer-1!", &[]).await, Err(Busy));
        drop(taken);
    }

    #[tokio::test]
    async fn both_spellings_of_an_umlaut_are_one_password() {
        let passwords = passwords(CHEAP);
        let stored = passwords.hash("Sch\u{f6}n-2026").await.expect("a slot");
        assert_eq!(
            passwords.verify("Scho\u{308}n-2026", Some(&stored)).await,
            Ok(Verdict::Right)
        );
    }

    #[tokio::test]
    async fn who_waits_too_long_is_turned_away_and_the_next_one_served() {
        let mut passwords = passwords(CHEAP);
        passwords.patience = Duration::from_millis(1);
        let taken = passwords.slot().await.expect("the only slot");
        assert_eq!(passwords.verify("a", None).await, Err(Busy));
        drop(taken);
        assert_eq!(passwords.verify("a", None).await, Ok(Verdict::Wrong));
    }

    #[tokio::test]
    async fn a_caller_who_hangs_up_keeps_the_slot_until_the_work_is_done() {
        let passwords = passwords(CHEAP);
        let (go, wait) = std::sync::mpsc::channel::<()>();
        let task = passwords.run(move |_| wait.recv().map_err(|_| Busy));
        assert!(
            tokio::time::timeout(Duration::from_millis(5), task)
                .await
                .is_err()
        );
        assert_eq!(passwords.slots.available_permits(), 0);
        drop(go);
        assert!(
            passwords.slot().await.is_ok(),
            "the slot is free once the thread has ended"
        );
    }
}
