//! Is this code the person's, now, and for the first time?

use super::{DIGITS, Secret, step_at};
use subtle::ConstantTimeEq as _;
use voltkey_protocol::time::Timestamp;

/// Furthest that an authenticator's clock is remembered to be off, in steps.
const MAX_DRIFT: i64 = 1;

/// How far off a clock may be to be recognised as such: ten minutes either way, in steps.
const FAR: i64 = 20;

/// What came of checking a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The code is right. The caller stores both by compare-and-set (`last_step < step`) before it lets
    /// anyone in, so that the code works once on every replica (RFC 6238, section 5.2).
    Accepted {
        /// The step of the code.
        step: i64,
        /// How far the authenticator's clock is off, to be remembered: -1, 0 or 1 (RFC 6238, section 6).
        drift: i64,
    },
    /// The code is right, but it or a later one was used before.
    Replayed,
    /// The code is right for a moment up to ten minutes away: the clock of the telephone is probably wrong.
    /// **It lets nobody in and counts as a failed attempt.** Whoever guesses learns from this answer a code
    /// that will be right later: the caller stores the step as used, or says no more than "wrong".
    ClockOff {
        /// How many steps of 30 seconds the clock is ahead; negative when it is behind.
        steps: i64,
        /// The step of the code.
        step: i64,
    },
    /// Any other code, or no code at all.
    Wrong,
}

impl Secret {
    /// Checks a code, in which spaces do not count, at that moment. `last_step` is the step of the last code
    /// that was accepted (-1 for none), `drift` the last [`Outcome::Accepted`]'s (0 for none).
    ///
    /// One step of 30 seconds either way around the remembered drift is accepted (RFC 6238, section 5.2). The
    /// time that it takes says nothing about how many digits were right.
    #[must_use]
    pub fn check(&self, code: &str, now: Timestamp, last_step: i64, drift: i64) -> Outcome {
        let Some(code) = digits(code) else {
            return Outcome::Wrong;
        };
        let current = step_at(now);
        let expected = current + drift.clamp(-MAX_DRIFT, MAX_DRIFT);
        let window = [expected, expected - 1, expected + 1];

        let near = self.matching(&code, window);
        if let Some(&step) = near.iter().find(|step| **step > last_step) {
            return Outcome::Accepted {
                step,
                drift: (step - current).clamp(-MAX_DRIFT, MAX_DRIFT),
            };
        }
        if !near.is_empty() {
            return Outcome::Replayed;
        }
        let around = (current - FAR..=current + FAR).filter(|step| !window.contains(step));
        match self.matching(&code, around).first() {
            Some(&step) if step > last_step => Outcome::ClockOff {
                steps: step - current,
                step,
            },
            Some(_) => Outcome::Replayed,
            None => Outcome::Wrong,
        }
    }

    fn matching(&self, code: &str, steps: impl IntoIterator<Item = i64>) -> Vec<i64> {
        let is_code = |step: &i64| bool::from(self.code_at(*step).as_bytes().ct_eq(code.as_bytes()));
        steps
            .into_iter()
            .filter(|step| *step >= 0)
            .filter(is_code)
            .collect()
    }
}

/// The six digits; apps show them in two groups, and people type them so.
fn digits(text: &str) -> Option<String> {
    let digits: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .take(DIGITS + 1)
        .collect();
    (digits.len() == DIGITS && digits.bytes().all(|digit| digit.is_ascii_digit())).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::SeededRng;

    const NOW: Timestamp = Timestamp::from_seconds(1_800_000_015);
    const STEP: i64 = 60_000_000;

    fn secret() -> Secret {
        Secret::generate(&SeededRng::new(5))
    }

    /// The outcome for the code of the step that far away from now.
    fn check(steps: i64, last_step: i64, drift: i64) -> Outcome {
        secret().check(&secret().code_at(STEP + steps), NOW, last_step, drift)
    }

    #[test]
    fn one_step_of_skew_either_way_is_accepted_and_remembered() {
        for skew in [-1, 0, 1] {
            assert_eq!(
                check(skew, -1, 0),
                Outcome::Accepted {
                    step: STEP + skew,
                    drift: skew
                }
            );
        }
        assert_eq!(
            check(2, -1, 0),
            Outcome::ClockOff {
                steps: 2,
                step: STEP + 2
            }
        );
        assert_eq!(
            check(-2, -1, 0),
            Outcome::ClockOff {
                steps: -2,
                step: STEP - 2
            }
        );
    }

    #[test]
    fn the_window_moves_with_the_remembered_drift_but_not_away() {
        assert_eq!(
            check(2, -1, 1),
            Outcome::Accepted {
                step: STEP + 2,
                drift: 1
            }
        );
        assert_eq!(
            check(-1, -1, 1),
            Outcome::ClockOff {
                steps: -1,
                step: STEP - 1
            }
        );
        assert_eq!(check(0, -1, 1), Outcome::Accepted { step: STEP, drift: 0 });
        assert_eq!(
            check(3, -1, 9),
            Outcome::ClockOff {
                steps: 3,
                step: STEP + 3
            }
        );
    }

    #[test]
    fn a_code_works_once_and_older_ones_never_again() {
        assert_eq!(check(0, STEP - 1, 0), Outcome::Accepted { step: STEP, drift: 0 });
        assert_eq!(check(0, STEP, 0), Outcome::Replayed);
        assert_eq!(check(-1, STEP, 0), Outcome::Replayed);
        assert_eq!(check(-9, STEP, 0), Outcome::Replayed);
        assert_eq!(
            check(1, STEP, 0),
            Outcome::Accepted {
                step: STEP + 1,
                drift: 1
            }
        );
    }

    #[test]
    fn a_clock_is_recognised_as_wrong_up_to_ten_minutes() {
        assert_eq!(
            check(20, -1, 0),
            Outcome::ClockOff {
                steps: 20,
                step: STEP + 20
            }
        );
        assert_eq!(
            check(-20, -1, 0),
            Outcome::ClockOff {
                steps: -20,
                step: STEP - 20
            }
        );
        assert_eq!(check(21, -1, 0), Outcome::Wrong);
        assert_eq!(check(-21, -1, 0), Outcome::Wrong);
    }

    #[test]
    fn spaces_do_not_count_and_anything_else_is_wrong() {
        let code = secret().code_at(STEP);
        let outcome = |text: &str| secret().check(text, NOW, -1, 0);
        let right = Outcome::Accepted { step: STEP, drift: 0 };
        assert_eq!(outcome(&format!(" {} {}\n", &code[..3], &code[3..])), right);
        let full_width: String = code
            .chars()
            .filter_map(|digit| char::from_u32(u32::from(digit) + 0xfee0))
            .collect();
        for wrong in [
            "",
            &code[..5],
            &format!("{code}0"),
            &format!("+{}", &code[1..]),
            &full_width,
        ] {
            assert_eq!(outcome(wrong), Outcome::Wrong, "{wrong}");
        }
    }

    #[test]
    fn there_are_no_steps_before_1970() {
        let code = secret().code_at(0);
        let start = Timestamp::from_seconds(0);
        assert_eq!(
            secret().check(&code, start, -1, 0),
            Outcome::Accepted { step: 0, drift: 0 }
        );
        assert_eq!(secret().check(&code, start, 0, -1), Outcome::Replayed);
    }
}
