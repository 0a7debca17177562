//! What a person tells of themselves: names in any script, a language, and a telephone number if they like.

use crate::oidc::discover::UI_LOCALES;
use unicode_normalization::UnicodeNormalization as _;

/// Most characters of a name.
pub const MAX_NAME: usize = 100;
/// Most characters of a telephone number.
pub const MAX_PHONE: usize = 32;

/// What was entered, as it was entered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Details {
    /// First name.
    pub given_name: String,
    /// Last name.
    pub family_name: String,
    /// Telephone number; empty: none.
    pub phone: String,
    /// `en`, `es` or `de`.
    pub language: String,
}

/// Why a name is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameProblem {
    /// There is none.
    Missing,
    /// More than [`MAX_NAME`] characters.
    TooLong,
    /// Characters that can't be seen, such as a line break, or that turn the direction of what follows.
    Unreadable,
}

/// A telephone number that is none: other characters than digits, spaces and `+-()/.`, fewer than five digits, or more
/// than [`MAX_PHONE`] characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PhoneProblem;

/// What is wrong with details.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DetailProblems {
    /// With the first name.
    pub given_name: Option<NameProblem>,
    /// With the last name.
    pub family_name: Option<NameProblem>,
    /// With the telephone number.
    pub phone: Option<PhoneProblem>,
}

impl DetailProblems {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Details {
    /// The same as it is stored: NFC, without space around it, in a language that is spoken here.
    #[must_use]
    pub fn tidy(&self) -> Self {
        let spoken = UI_LOCALES.iter().find(|locale| **locale == self.language);
        Self {
            given_name: tidy(&self.given_name),
            family_name: tidy(&self.family_name),
            phone: tidy(&self.phone),
            language: (*spoken.unwrap_or(&UI_LOCALES[0])).to_owned(),
        }
    }

    /// What is wrong with tidy details.
    #[must_use]
    pub fn problems(&self) -> DetailProblems {
        DetailProblems {
            given_name: name_problem(&self.given_name),
            family_name: name_problem(&self.family_name),
            phone: (!self.phone.is_empty() && !is_phone(&self.phone)).then_some(PhoneProblem),
        }
    }
}

/// A text of one line as it is stored: NFC, without space around it.
pub(crate) fn tidy(text: &str) -> String {
    text.trim().nfc().collect()
}

/// What is wrong with a name, if anything.
pub(crate) fn name_problem(name: &str) -> Option<NameProblem> {
    if name.is_empty() {
        return Some(NameProblem::Missing);
    }
    if name.chars().count() > MAX_NAME {
        return Some(NameProblem::TooLong);
    }
    is_unreadable(name).then_some(NameProblem::Unreadable)
}

/// Whether a text of one line holds what nobody can see, or what turns the direction of the text after it.
pub(crate) fn is_unreadable(text: &str) -> bool {
    text.chars().any(|c| {
        c.is_control()
            || matches!(c, '\u{2028}' | '\u{2029}' | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    }) || !text.chars().any(char::is_alphanumeric)
}

/// Whether a name may be given to somebody beforehand: it may be missing, but not be unreadable.
pub(crate) fn may_be_known_beforehand(name: &str) -> bool {
    matches!(name_problem(name.trim()), None | Some(NameProblem::Missing))
}

fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    digits >= 5
        && text.chars().count() <= MAX_PHONE
        && text.chars().all(|c| c.is_ascii_digit() || " +-()/.".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn details(given_name: &str, family_name: &str, phone: &str) -> DetailProblems {
        let details = Details {
            given_name: given_name.to_owned(),
            family_name: family_name.to_owned(),
            phone: phone.to_owned(),
            language: "de".to_owned(),
        };
        details.tidy().problems()
    }

    #[test]
    fn names_of_any_script_are_taken() {
        for (given, family) in [
            ("José María", "del Río-Ñandú"),
            ("Søren", "O’Brien"),
            ("小明", "王"),
            ("محمد", "علي"),
            ("Ольга", "Иванова"),
            (" Jo\u{308}rg ", "v. d. Heyden"),
        ] {
            assert!(details(given, family, "").is_empty(), "{given} {family}");
        }
    }

    #[test]
    fn what_is_no_name_is_told() {
        let given = |name: &str| details(name, "X", "").given_name;
        assert_eq!(given("  "), Some(NameProblem::Missing));
        assert_eq!(given(&"x".repeat(101)), Some(NameProblem::TooLong));
        assert_eq!(given(&"ñ".repeat(100)), None);
        for name in [
            "A\r\nBcc: x@y.example",
            "A\u{0}",
            "\u{202e}adA",
            "Ada\u{61c}",
            "a\u{2028}b",
            "...",
        ] {
            assert_eq!(given(name), Some(NameProblem::Unreadable), "{name:?}");
        }
    }

    #[test]
    fn a_phone_number_is_optional_and_looks_like_one() {
        for phone in ["", "+49 30 6293 77201", "(030) 629-377/201", "12345"] {
            assert_eq!(details("A", "B", phone).phone, None, "{phone}");
        }
        for phone in [
            "1234",
            "call me",
            "+49 30\n1234567",
            &"1".repeat(33),
            "１２３４５",
        ] {
            assert_eq!(details("A", "B", phone).phone, Some(PhoneProblem), "{phone}");
        }
    }

    #[test]
    fn an_unknown_language_is_the_first() {
        let details = Details {
            language: "tlh".to_owned(),
            ..Details::default()
        };
        assert_eq!(details.tidy().language, UI_LOCALES[0]);
    }
}
