//! Raw values and how a key's type takes them.

use std::fmt;
use std::path::PathBuf;
use toml::de::DeValue;

/// A value as it was written, before its key's type is known to fit.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    /// A TOML string, or a bare TOML date or time.
    Text(String),
    /// A TOML integer.
    Integer(i64),
    /// A TOML boolean.
    Boolean(bool),
    /// A TOML array.
    List(Vec<Value>),
    /// The text of an environment variable, whose type its key decides.
    Loose(String),
    /// A section header with nothing below it.
    EmptySection,
    /// What no key takes (float, table in a list), as it is called.
    Other(&'static str),
}

impl Value {
    pub(crate) fn from_toml(value: &DeValue<'_>) -> Self {
        match value {
            DeValue::String(text) => Self::Text(text.to_string()),
            DeValue::Datetime(moment) => Self::Text(moment.to_string()),
            DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
                .map_or(Self::Other("a number out of range"), Self::Integer),
            DeValue::Array(items) => {
                Self::List(items.iter().map(|item| Self::from_toml(item.get_ref())).collect())
            }
            DeValue::Table(table) if table.is_empty() => Self::EmptySection,
            DeValue::Table(_) => Self::Other("a table"),
            DeValue::Float(_) => Self::Other("a fraction"),
            DeValue::Boolean(value) => Self::Boolean(*value),
        }
    }

    fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Loose(text) => Some(text),
            _ => None,
        }
    }

    fn integer(&self) -> Option<i64> {
        match self {
            Self::Integer(number) => Some(*number),
            Self::Loose(text) => text.trim().parse().ok(),
            _ => None,
        }
    }

    /// The items of a list; in the environment a TOML array, or words between commas.
    fn list(&self) -> Option<Vec<Self>> {
        match self {
            Self::List(items) => Some(items.clone()),
            Self::Loose(text) if text.trim_start().starts_with('[') => {
                let parsed = DeValue::parse(text.trim()).ok()?;
                Self::from_toml(parsed.get_ref()).list()
            }
            Self::Loose(text) => {
                let words = text.split(',').map(str::trim).filter(|word| !word.is_empty());
                Some(words.map(|word| Self::Loose(word.to_owned())).collect())
            }
            _ => None,
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) | Self::Loose(text) => write!(f, "{text:?}"),
            Self::Integer(number) => write!(f, "{number}"),
            Self::Boolean(value) => write!(f, "{value}"),
            Self::List(items) => {
                let items: Vec<_> = items.iter().map(Self::to_string).collect();
                write!(f, "[{}]", items.join(", "))
            }
            Self::EmptySection => f.write_str("a section"),
            Self::Other(what) => f.write_str(what),
        }
    }
}

/// A type that a key can have.
pub(crate) trait Setting: Sized {
    /// Whether the value may hold a password, so that messages must not repeat it.
    const SECRET: bool = false;

    /// What a right value looks like, to follow "expected".
    fn expected() -> String;

    /// The value, or nothing when it is not as expected.
    fn parse(value: &Value) -> Option<Self>;
}

/// A type that is written as text.
pub(crate) trait TextSetting: Sized {
    const SECRET: bool = false;
    /// What a right text looks like, to follow "expected".
    const EXPECTED: &'static str;

    fn parse_text(text: &str) -> Option<Self>;
}

impl<T: TextSetting> Setting for T {
    const SECRET: bool = T::SECRET;

    fn expected() -> String {
        T::EXPECTED.to_owned()
    }

    fn parse(value: &Value) -> Option<Self> {
        T::parse_text(value.text()?)
    }
}

impl<T: Setting> Setting for Option<T> {
    const SECRET: bool = T::SECRET;

    fn expected() -> String {
        format!("{}, or \"\"", T::expected())
    }

    fn parse(value: &Value) -> Option<Self> {
        if value.text() == Some("") {
            Some(None)
        } else {
            T::parse(value).map(Some)
        }
    }
}

impl<T: Setting> Setting for Vec<T> {
    const SECRET: bool = T::SECRET;

    fn expected() -> String {
        format!("a list, each {}", T::expected())
    }

    fn parse(value: &Value) -> Option<Self> {
        value.list()?.iter().map(T::parse).collect()
    }
}

/// A whole number within bounds, both included.
#[derive(Clone, Copy, Debug)]
pub(super) struct Whole<const LOW: u16, const HIGH: u16>(pub(super) u16);

impl<const LOW: u16, const HIGH: u16> Setting for Whole<LOW, HIGH> {
    fn expected() -> String {
        format!("a whole number from {LOW} to {HIGH}")
    }

    fn parse(value: &Value) -> Option<Self> {
        let number = u16::try_from(value.integer()?).ok()?;
        (LOW..=HIGH).contains(&number).then_some(Self(number))
    }
}

/// One of a few words.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OneOf<T>(pub(crate) T);

/// A type whose values are words.
pub(crate) trait Words: Copy + 'static {
    /// Each word with what it stands for, in the order in which they are listed to people.
    const WORDS: &'static [(&'static str, Self)];
}

impl<T: Words> Setting for OneOf<T> {
    fn expected() -> String {
        let words: Vec<_> = T::WORDS.iter().map(|(word, _)| format!("{word:?}")).collect();
        format!("one of {}", words.join(", "))
    }

    fn parse(value: &Value) -> Option<Self> {
        let text = value.text()?;
        T::WORDS
            .iter()
            .find(|(word, _)| *word == text)
            .map(|(_, meaning)| Self(*meaning))
    }
}

impl Setting for bool {
    fn expected() -> String {
        "true or false".to_owned()
    }

    fn parse(value: &Value) -> Option<Self> {
        match value {
            Value::Boolean(value) => Some(*value),
            Value::Loose(text) => text.trim().parse().ok(),
            _ => None,
        }
    }
}

impl TextSetting for String {
    const EXPECTED: &'static str = "a text";

    fn parse_text(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }
}

impl TextSetting for PathBuf {
    const EXPECTED: &'static str = "a path";

    fn parse_text(text: &str) -> Option<Self> {
        (!text.is_empty()).then(|| Self::from(text))
    }
}
