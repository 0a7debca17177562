//! The blocking work: one argon2id hash, one comparison.

use super::stored::Stored;
use super::{Busy, Verdict};
use crate::rng::{Rng, random};
use argon2::password_hash::Error;
use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, Version};
use std::fmt;
use std::sync::Arc;
use thiserror::Error as ThisError;

/// Bytes of a salt (RFC 9106, section 3.1).
const SALT_BYTES: usize = 16;

/// Bytes of a hash.
const OUTPUT_BYTES: usize = 32;

/// What one argon2id hash costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over that memory.
    pub passes: u32,
    /// Lanes that could be filled in parallel.
    pub lanes: u32,
}

impl Default for Cost {
    /// 19 MiB, two passes, one lane: the least that OWASP's Password Storage Cheat Sheet recommends.
    fn default() -> Self {
        Self {
            memory_kib: 19 * 1024,
            passes: 2,
            lanes: 1,
        }
    }
}

/// Argon2 does not allow this cost, or there is not even the memory for one hash.
#[derive(Clone, Copy, Debug, ThisError, PartialEq, Eq)]
#[error("argon2 cannot work with {} KiB, {} passes and {} lanes", .0.memory_kib, .0.passes, .0.lanes)]
pub struct InvalidCost(pub Cost);

/// Hashes with one cost and compares with stored hashes of any.
pub(super) struct Hasher {
    cost: Cost,
    argon2: Argon2<'static>,
    /// A hash of the current cost that stands in for accounts that do not exist.
    dummy: Stored,
    rng: Arc<dyn Rng>,
}

impl Hasher {
    pub(super) fn new(cost: Cost, rng: Arc<dyn Rng>) -> Result<Self, InvalidCost> {
        let refused = |_| InvalidCost(cost);
        let params =
            Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(OUTPUT_BYTES)).map_err(refused)?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let dummy = argon2
            .hash_password_with_salt(&random::<32>(rng.as_ref()), &random::<SALT_BYTES>(rng.as_ref()))
            .map_err(|_| InvalidCost(cost))?;
        Ok(Self {
            cost,
            argon2,
            dummy: Stored::Argon2(dummy),
            rng,
        })
    }

    pub(super) fn hash(&self, password: &str) -> Result<String, Busy> {
        let salt = random::<SALT_BYTES>(self.rng.as_ref());
        match self.argon2.hash_password_with_salt(password.as_bytes(), &salt) {
            Ok(hash) => Ok(hash.to_string()),
            Err(Error::OutOfMemory) => Err(Busy),
            Err(other) => unreachable!("the cost and lengths were accepted at the start: {other}"),
        }
    }

    pub(super) fn verify(&self, password: &str, stored: Option<&Stored>) -> Result<Verdict, Busy> {
        let Some(stored) = stored else {
            self.take_as_long(password)?;
            return Ok(Verdict::Wrong);
        };
        let current = stored.costs_at_least(self.cost);
        match (stored.verify(password)?, current) {
            (true, true) => Ok(Verdict::Right),
            (true, false) => Ok(Verdict::RightRehash),
            (false, true) => Ok(Verdict::Wrong),
            (false, false) => {
                self.take_as_long(password)?;
                Ok(Verdict::Wrong)
            }
        }
    }

    /// Spends the time of one verification of the current cost.
    fn take_as_long(&self, password: &str) -> Result<(), Busy> {
        self.dummy.verify(password).map(|_| ())
    }
}

impl fmt::Debug for Hasher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hasher")
            .field("cost", &self.cost)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::SeededRng;
    use std::time::Duration;

    fn hasher(memory_kib: u32, passes: u32) -> Hasher {
        let cost = Cost {
            memory_kib,
            passes,
            lanes: 1,
        };
        Hasher::new(cost, Arc::new(SeededRng::new(1))).expect("a cost")
    }

    fn verdict(hasher: &Hasher, stored: &str) -> Verdict {
        let stored = Stored::parse(stored).expect("a hash");
        hasher.verify("Sonne-2026!", Some(&stored)).expect("memory")
    }

    #[test]
    fn a_weaker_cost_is_rehashed_and_a_stronger_one_kept() {
        let stored = hasher(64, 2).hash("Sonne-2026!").expect("memory");
        assert_eq!(verdict(&hasher(64, 2), &stored), Verdict::Right);
        assert_eq!(verdict(&hasher(32, 1), &stored), Verdict::Right);
        assert_eq!(verdict(&hasher(128, 2), &stored), Verdict::RightRehash);
        assert_eq!(verdict(&hasher(64, 3), &stored), Verdict::RightRehash);
    }

    /// The least of several times, so that a busy machine does not matter.
    fn least_time(work: impl Fn()) -> Duration {
        let time = || {
            #[expect(clippy::disallowed_methods, reason = "this test is about time")]
            let start = std::time::Instant::now();
            work();
            start.elapsed()
        };
        (0..5).map(|_| time()).min().expect("five times")
    }

    #[test]
    fn a_wrong_password_never_takes_less_than_one_hash_of_the_current_cost() {
        let strong = hasher(16 * 1024, 2);
        let weak = hasher(8, 1).hash("Sonne-2026!").expect("memory");
        let weak = Stored::parse(&weak).expect("a hash");
        let time = |password: &str, stored: Option<&Stored>, expected: Verdict| {
            least_time(|| assert_eq!(strong.verify(password, stored), Ok(expected)))
        };
        let right = time("Sonne-2026!", Some(&weak), Verdict::RightRehash);
        let wrong = time("other", Some(&weak), Verdict::Wrong);
        let unknown = time("other", None, Verdict::Wrong);
        assert!(
            wrong > 3 * right && unknown > 3 * right,
            "{right:?} {wrong:?} {unknown:?}"
        );
    }

    #[test]
    fn a_cost_that_argon2_does_not_allow_is_refused() {
        let cost = Cost {
            memory_kib: 0,
            passes: 2,
            lanes: 1,
        };
        let refused = Hasher::new(cost, Arc::new(SeededRng::new(1))).err();
        assert_eq!(refused, Some(InvalidCost(cost)));
        assert_eq!(
            InvalidCost(cost).to_string(),
            "argon2 cannot work with 0 KiB, 2 passes and 1 lanes"
        );
    }

    #[test]
    fn the_default_is_what_owasp_recommends_at_least() {
        assert_eq!(
            Cost::default(),
            Cost {
                memory_kib: 19_456,
                passes: 2,
                lanes: 1
            }
        );
    }
}
