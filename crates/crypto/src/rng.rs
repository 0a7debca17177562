//! Where random bytes come from: everything else takes the source as an argument.
//!
//! Three things draw from aws-lc-rs directly instead, because its interface leaves no choice: the nonces of
//! [`crate::seal`], private keys, and the seeds of RSA-OAEP.

use crate::secret::sha256;
use std::sync::atomic::{AtomicU64, Ordering};
use uuid::{Builder, Uuid};
use voltkey_protocol::time::Timestamp;

/// A source of random bytes.
pub trait Rng: Send + Sync {
    /// Fills the whole slice with random bytes.
    fn fill(&self, bytes: &mut [u8]);
}

/// The cryptographic generator of aws-lc-rs, seeded by the operating system.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemRng;

impl Rng for SystemRng {
    /// # Panics
    ///
    /// When the operating system has no randomness to give: going on without it would be worse.
    fn fill(&self, bytes: &mut [u8]) {
        #[expect(clippy::disallowed_methods, reason = "the one place that draws random bytes")]
        aws_lc_rs::rand::fill(bytes).expect("the operating system gives random bytes");
    }
}

/// A generator for tests: the same seed gives the same bytes. It must never make a real secret.
#[derive(Debug)]
pub struct SeededRng {
    seed: u64,
    block: AtomicU64,
}

impl SeededRng {
    /// A generator whose bytes depend on the seed alone.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self {
            seed,
            block: AtomicU64::new(0),
        }
    }

    fn next_block(&self) -> [u8; 32] {
        let block = self.block.fetch_add(1, Ordering::SeqCst);
        let mut input = [0; 16];
        input[..8].copy_from_slice(&self.seed.to_be_bytes());
        input[8..].copy_from_slice(&block.to_be_bytes());
        sha256(&input)
    }
}

impl Rng for SeededRng {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            chunk.copy_from_slice(&self.next_block()[..chunk.len()]);
        }
    }
}

/// `N` random bytes.
#[must_use]
pub fn random<const N: usize>(rng: &dyn Rng) -> [u8; N] {
    let mut bytes = [0; N];
    rng.fill(&mut bytes);
    bytes
}

/// A random identifier (RFC 9562, section 5.4), such as a person's `sub`.
#[must_use]
pub fn uuid_v4(rng: &dyn Rng) -> Uuid {
    Builder::from_random_bytes(random(rng)).into_uuid()
}

/// An identifier that sorts by the millisecond of its making (RFC 9562, section 5.7), such as a row's.
/// A moment before 1970 counts as 1970.
#[must_use]
pub fn uuid_v7(rng: &dyn Rng, now: Timestamp) -> Uuid {
    let millis = u64::try_from(now.as_micros() / 1_000).unwrap_or(0);
    Builder::from_unix_timestamp_millis(millis, &random(rng)).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_repeats_itself_and_differs_from_other_seeds() {
        let draw = |seed| random::<70>(&SeededRng::new(seed));
        assert_eq!(draw(1), draw(1));
        assert_ne!(draw(1), draw(2));
    }

    #[test]
    fn successive_draws_differ() {
        let seeded = SeededRng::new(7);
        assert_ne!(random::<16>(&seeded), random::<16>(&seeded));
        assert_ne!(random::<16>(&SystemRng), random::<16>(&SystemRng));
    }

    #[test]
    fn uuids_carry_version_variant_and_time() {
        let rng = SeededRng::new(1);
        let v4 = uuid_v4(&rng).to_string();
        assert_eq!(v4.as_bytes()[14], b'4');
        assert!(b"89ab".contains(&v4.as_bytes()[19]));

        let earlier = uuid_v7(&rng, Timestamp::from_seconds(1_800_000_000)).to_string();
        let later = uuid_v7(&rng, Timestamp::from_micros(1_800_000_000_001_000)).to_string();
        assert_eq!(earlier.as_bytes()[14], b'7');
        assert!(earlier < later);
    }
}
