//! The field for a new password with the rules that it must keep, on every page where one is chosen.

use super::form::Field;
use super::message::Message;
use serde::Serialize;
use voltkey_flows::account::new_password::{BrokenRule, CharClass, MAX_LENGTH, PasswordPolicy};

/// The field with its rules.
#[derive(Clone, Debug, Serialize)]
pub struct NewPassword {
    pub(crate) field: Field,
    rules: Vec<Rule>,
    min_length: u32,
    max_length: u32,
    /// Whether the last one was refused because it is easily guessed.
    weak: bool,
}

/// One rule. The script finds by its key what to look for, and changes the state as one types.
#[derive(Clone, Debug, Serialize)]
struct Rule {
    key: &'static str,
    text: Message,
    state: State,
    #[serde(skip)]
    broken: BrokenRule,
}

/// Whether a password keeps a rule. None is met on a page as it is served: a password is never sent back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum State {
    Open,
    Failed,
}

impl NewPassword {
    /// The field as it is first seen.
    #[must_use]
    pub fn new(policy: &PasswordPolicy) -> Self {
        let min_length = count(policy.min_length);
        Self {
            field: Field::default(),
            rules: [Rule::length(min_length)]
                .into_iter()
                .chain(policy.require.iter().copied().map(Rule::of))
                .collect(),
            min_length,
            max_length: count(MAX_LENGTH),
            weak: false,
        }
    }

    /// The field after a password that breaks these rules.
    #[must_use]
    pub fn refused(mut self, broken: &[BrokenRule]) -> Self {
        for rule in &mut self.rules {
            if broken.contains(&rule.broken) {
                rule.state = State::Failed;
            }
        }
        self.weak = broken.contains(&BrokenRule::TooWeak);
        self.field.error = self.error(broken);
        self
    }

    pub(super) fn is_refused(&self) -> bool {
        self.field.error.is_some()
    }

    /// What to say at the field; the rules that are not kept are marked below it.
    fn error(&self, broken: &[BrokenRule]) -> Option<Message> {
        if broken.is_empty() {
            return None;
        }
        if broken.contains(&BrokenRule::TooLong) {
            return Some(Message::new("new-password-too-long").with("most", self.max_length));
        }
        let failed = self.rules.iter().filter(|rule| rule.state == State::Failed);
        Some(match (count(failed.count()), self.weak) {
            (0, _) => Message::new("new-password-weak"),
            (failed, false) => Message::new("new-password-broken").with("count", failed),
            (failed, true) => Message::new("new-password-broken-weak").with("count", failed),
        })
    }
}

impl Rule {
    fn length(least: u32) -> Self {
        Self {
            key: "length",
            text: Message::new("new-password-length").with("least", least),
            state: State::Open,
            broken: BrokenRule::TooShort,
        }
    }

    fn of(class: CharClass) -> Self {
        let (key, text, broken) = match class {
            CharClass::Upper => ("upper", "new-password-upper", BrokenRule::MissingUpper),
            CharClass::Lower => ("lower", "new-password-lower", BrokenRule::MissingLower),
            CharClass::Digit => ("digit", "new-password-digit", BrokenRule::MissingDigit),
            CharClass::Special => ("special", "new-password-special", BrokenRule::MissingSpecial),
        };
        Self {
            key,
            text: Message::new(text),
            state: State::Open,
            broken,
        }
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
impl NewPassword {
    /// The field as it is first seen, and after each kind of refusal.
    pub fn samples() -> Vec<Self> {
        use BrokenRule::{MissingDigit, MissingSpecial, TooLong, TooShort, TooWeak};
        let new = || Self::new(&PasswordPolicy::default());
        let refusals: [&[BrokenRule]; 4] = [
            &[MissingSpecial],
            &[TooShort, MissingDigit, MissingSpecial, TooWeak],
            &[TooWeak],
            &[TooLong],
        ];
        let refused = refusals.into_iter().map(|broken| new().refused(broken));
        [new()].into_iter().chain(refused).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failed(password: &NewPassword) -> Vec<&str> {
        let failed = password.rules.iter().filter(|rule| rule.state == State::Failed);
        failed.map(|rule| rule.key).collect()
    }

    #[test]
    fn only_what_the_policy_asks_for_is_a_rule() {
        let policy = PasswordPolicy {
            min_length: 12,
            require: vec![CharClass::Digit],
            min_strength: 0,
        };
        let password = NewPassword::new(&policy);
        let keys: Vec<_> = password.rules.iter().map(|rule| rule.key).collect();
        assert_eq!(keys, ["length", "digit"]);
        assert_eq!(password.min_length, 12);
        assert!(!password.is_refused());
    }

    #[test]
    fn each_broken_rule_is_marked_and_told_at_the_field() {
        let refused = |broken: &[BrokenRule]| NewPassword::new(&PasswordPolicy::default()).refused(broken);
        let two = refused(&[BrokenRule::TooShort, BrokenRule::MissingUpper]);
        assert_eq!(failed(&two), ["length", "upper"]);
        assert_eq!(
            two.field.error,
            Some(Message::new("new-password-broken").with("count", 2_u32))
        );
        let weak = refused(&[BrokenRule::TooWeak]);
        assert!(failed(&weak).is_empty() && weak.weak && weak.is_refused());
        assert!(refused(&[BrokenRule::TooLong]).is_refused());
        assert!(!refused(&[]).is_refused());
    }
}
