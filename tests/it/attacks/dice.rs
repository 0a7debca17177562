//! Chances that a seed decides, so that what they have found is found again.

use voltkey_crypto::rng::{SeededRng, random};

/// Dice.
pub struct Dice(SeededRng);

impl Dice {
    pub const fn new(seed: u64) -> Self {
        Self(SeededRng::new(seed))
    }

    /// A number below that.
    pub fn below(&self, end: usize) -> usize {
        let number = u64::from_le_bytes(random(&self.0));
        usize::try_from(number % end as u64).expect("it is smaller")
    }

    /// True once in so many times.
    pub fn once_in(&self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// One of these.
    pub fn pick<'a, T: ?Sized>(&self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len())]
    }

    /// The text with up to two splinters in it, each at any place, over a few characters or none.
    pub fn harm(&self, text: &str, splinters: &[&str]) -> String {
        (0..=self.below(2)).fold(text.to_owned(), |text, _| {
            let characters: Vec<char> = text.chars().collect();
            let at = self.below(characters.len() + 1);
            let rest = characters.iter().skip(at + self.below(3));
            let head = characters[..at].iter().copied();
            head.chain(self.pick(splinters).chars())
                .chain(rest.copied())
                .collect()
        })
    }
}
