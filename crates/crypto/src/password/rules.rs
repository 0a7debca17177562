//! The rules that a new password must keep, each of which the page shows as it is met.

use super::normalise;
use serde::{Deserialize, Serialize};

/// Most characters of a password. It bounds the work of hashing, and is far above what anyone types.
pub const MAX_LENGTH: usize = 256;

/// zxcvbn takes quadratic time, and tries each way of reading characters as the letters that they look like: a hundred
/// of `4@8({[<369` keep it busy for a second. What follows after these characters could only make a password stronger.
const MEASURED_LENGTH: usize = 32;

/// Parts of personal data shorter than this, such as an initial, are no hint at a weak password.
const SHORTEST_HINT: usize = 3;

/// A kind of character, by its Unicode properties, so that a script can show the same verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CharClass {
    /// `\p{Uppercase}`
    Upper,
    /// `\p{Lowercase}`
    Lower,
    /// `\p{N}`
    Digit,
    /// Anything that is neither `\p{Alphabetic}` nor `\p{N}`: a space, too.
    Special,
}

impl CharClass {
    fn contains(self, character: char) -> bool {
        match self {
            Self::Upper => character.is_uppercase(),
            Self::Lower => character.is_lowercase(),
            Self::Digit => character.is_numeric(),
            Self::Special => !character.is_alphanumeric(),
        }
    }

    const fn missing(self) -> BrokenRule {
        match self {
            Self::Upper => BrokenRule::MissingUpper,
            Self::Lower => BrokenRule::MissingLower,
            Self::Digit => BrokenRule::MissingDigit,
            Self::Special => BrokenRule::MissingSpecial,
        }
    }
}

/// The rules of the instance. Lengths are in characters after NFC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasswordPolicy {
    /// Fewest characters.
    pub min_length: usize,
    /// The classes of which at least one character each must be there.
    pub require: Vec<CharClass>,
    /// The least score of zxcvbn, 0 to 4; 0 allows everything.
    pub min_strength: u8,
}

/// A rule that a password breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BrokenRule {
    /// Fewer characters than [`PasswordPolicy::min_length`].
    TooShort,
    /// More characters than [`MAX_LENGTH`].
    TooLong,
    /// No upper-case letter.
    MissingUpper,
    /// No lower-case letter.
    MissingLower,
    /// No digit.
    MissingDigit,
    /// No special character.
    MissingSpecial,
    /// Easily guessed: a known password, a pattern, or the person's own data.
    TooWeak,
}

impl Default for PasswordPolicy {
    /// Eight characters, one of each class, a strength of 2.
    fn default() -> Self {
        use CharClass::{Digit, Lower, Special, Upper};
        Self {
            min_length: 8,
            require: vec![Upper, Lower, Digit, Special],
            min_strength: 2,
        }
    }
}

impl PasswordPolicy {
    /// Every rule that the password breaks; none means that it is good. `personal` is what an attacker knows
    /// of the person: name, address, company. It may take as long as a hash: a server has it done by
    /// [`Passwords::check`](super::Passwords::check).
    #[must_use]
    pub fn check(&self, password: &str, personal: &[&str]) -> Vec<BrokenRule> {
        let password = normalise(password);
        let mut broken = Vec::new();
        broken.extend(self.broken_length(password.chars().count()));
        let missing = |class: &&CharClass| !password.chars().any(|character| class.contains(character));
        broken.extend(self.require.iter().filter(missing).map(|class| class.missing()));
        if self.min_strength > 0 && strength(&password, personal) < self.min_strength {
            broken.push(BrokenRule::TooWeak);
        }
        broken
    }

    fn broken_length(&self, length: usize) -> Option<BrokenRule> {
        if length < self.min_length {
            return Some(BrokenRule::TooShort);
        }
        (length > MAX_LENGTH).then_some(BrokenRule::TooLong)
    }
}

/// The score, 0 to 4. Each item of personal data counts as a whole and in its parts: both the address and the name in
/// it.
fn strength(password: &str, personal: &[&str]) -> u8 {
    let measured = password
        .char_indices()
        .nth(MEASURED_LENGTH)
        .map_or(password, |(end, _)| &password[..end]);
    let parts = personal
        .iter()
        .flat_map(|item| item.split(|c: char| !c.is_alphanumeric()));
    let hints: Vec<&str> = personal
        .iter()
        .copied()
        .chain(parts)
        .filter(|hint| hint.chars().count() >= SHORTEST_HINT)
        .collect();
    let score = |password: &str| u8::from(zxcvbn::zxcvbn(password, &hints).score());
    // zxcvbn takes a name between other pieces for one more choice out of thousands: whoever knows the person does not.
    score(measured).min(score(&without(measured, &hints)))
}

/// The password without what is known of the person, in whatever case.
fn without(password: &str, hints: &[&str]) -> String {
    let mut left = password.to_lowercase();
    let mut known: Vec<String> = hints.iter().map(|hint| hint.to_lowercase()).collect();
    // The whole of an address before its parts.
    known.sort_by_key(|hint| std::cmp::Reverse(hint.len()));
    for hint in &known {
        left = left.replace(hint.as_str(), "");
    }
    if left.len() == password.to_lowercase().len() {
        return password.to_owned();
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(password: &str) -> Vec<BrokenRule> {
        PasswordPolicy::default().check(password, &["ada.sommer@sonnenfeld.example", "Ada", "Sommer"])
    }

    #[test]
    fn the_demo_password_is_good() {
        assert_eq!(broken("Sonne-2026!"), []);
    }

    #[test]
    fn every_broken_rule_is_told() {
        use BrokenRule::*;
        assert_eq!(
            broken(""),
            [
                TooShort,
                MissingUpper,
                MissingLower,
                MissingDigit,
                MissingSpecial,
                TooWeak
            ]
        );
        assert_eq!(broken("kraftwerk berlin"), [MissingUpper, MissingDigit]);
        assert_eq!(broken("KRAFTWERK-BERLIN-7"), [MissingLower]);
        assert_eq!(broken("KraftwerkBerlin7"), [MissingSpecial]);
    }

    #[test]
    fn a_space_is_special_and_letters_of_any_script_are_not() {
        assert_eq!(broken("Kraftwerk Berlin 7"), []);
        assert_eq!(broken("Kr\u{e4}ftwerkBerlin7"), [BrokenRule::MissingSpecial]);
        assert_eq!(broken("\u{416}\u{430}ftwerk \u{663}berlin"), []);
    }

    #[test]
    fn lengths_are_in_characters_after_nfc() {
        let policy = PasswordPolicy {
            min_length: 8,
            require: Vec::new(),
            min_strength: 0,
        };
        assert_eq!(policy.check(&"o\u{308}".repeat(7), &[]), [BrokenRule::TooShort]);
        assert_eq!(policy.check(&"o\u{308}".repeat(8), &[]), []);
        assert_eq!(policy.check(&"\u{f6}".repeat(256), &[]), []);
        assert_eq!(policy.check(&"\u{f6}".repeat(257), &[]), [BrokenRule::TooLong]);
    }

    #[test]
    fn known_and_personal_passwords_are_weak() {
        assert_eq!(broken("Passw0rd!"), [BrokenRule::TooWeak]);
        assert_eq!(broken("Sommer-1!"), [BrokenRule::TooWeak]);
        assert_eq!(PasswordPolicy::default().check("Sommer-1!", &[]), []);
        for weak in ["Ada-Sommer-1", "Sonnenfeld-26!", "Sommer2026!", "aDa#sOmmEr#7"] {
            assert_eq!(broken(weak), [BrokenRule::TooWeak], "{weak}");
        }
        assert_eq!(broken("Ada liebt 7 Kraftwerke!"), [], "the rest is enough");
    }

    #[test]
    fn a_very_long_password_is_measured_by_its_beginning() {
        let policy = PasswordPolicy {
            min_length: 0,
            require: Vec::new(),
            min_strength: 1,
        };
        assert_eq!(
            policy.check(&"\u{f6}".repeat(1_000_000), &[]),
            [BrokenRule::TooLong, BrokenRule::TooWeak]
        );
    }

    #[test]
    fn classes_have_their_configured_names() {
        let classes: Vec<CharClass> =
            serde_json::from_str(r#"["upper", "lower", "digit", "special"]"#).expect("the names");
        assert_eq!(classes, PasswordPolicy::default().require);
    }
}
