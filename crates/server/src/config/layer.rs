//! One source of values: dotted keys, each with its raw value and its place.

use super::DEFAULTS;
use super::error::{ConfigError, Origin, Problem};
use super::value::Value;
use std::collections::BTreeMap;
use std::path::Path;
use toml::de::{DeTable, Error as TomlError};

/// A raw value and where it was written.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) value: Value,
    pub(super) origin: Origin,
}

/// The entries of one file by dotted key, such as `session.idle`.
#[derive(Debug, Default)]
pub(super) struct Layer {
    entries: BTreeMap<String, Entry>,
}

impl Layer {
    /// The built-in defaults, which name every key that there is.
    pub(super) fn defaults() -> Self {
        let table = DeTable::parse(DEFAULTS).expect("the built-in defaults are well-formed, as a test shows");
        let mut layer = Self::default();
        layer.collect("", table.get_ref(), &|_| Origin::Default);
        layer
    }

    /// Reads a TOML file.
    ///
    /// # Errors
    /// When it can't be read, or with every violation of TOML's grammar.
    pub(super) fn from_file(path: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(path).map_err(|error| Problem {
            origin: Origin::File(path.to_owned()),
            message: format!("cannot be read: {error}"),
        })?;
        Self::from_toml(path, &text)
    }

    /// Parses TOML text; `path` only names it in messages.
    pub(super) fn from_toml(path: &Path, text: &str) -> Result<Self, ConfigError> {
        let table = parse_toml(path, text)?;
        let line = |at: usize| Origin::Line {
            file: path.to_owned(),
            line: line_of(text, at),
        };
        let mut layer = Self::default();
        layer.collect("", &table, &line);
        Ok(layer)
    }

    fn collect(&mut self, prefix: &str, table: &DeTable<'_>, origin: &dyn Fn(usize) -> Origin) {
        for (name, value) in table {
            let key = if prefix.is_empty() {
                name.to_string()
            } else {
                format!("{prefix}.{name}")
            };
            match value.get_ref().as_table() {
                Some(section) if !section.is_empty() => self.collect(&key, section, origin),
                _ => {
                    let entry = Entry {
                        value: Value::from_toml(value.get_ref()),
                        origin: origin(name.span().start),
                    };
                    self.entries.insert(key, entry);
                }
            }
        }
    }

    pub(super) fn get(&self, key: &str) -> Option<&Entry> {
        self.entries.get(key)
    }

    pub(super) fn contains(&self, key: &str) -> bool {
        self.entries.contains_key(key)
    }

    pub(super) fn insert(&mut self, key: String, entry: Entry) {
        self.entries.insert(key, entry);
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = &str> + Clone {
        self.entries.keys().map(String::as_str)
    }

    pub(super) fn into_entries(self) -> impl Iterator<Item = (String, Entry)> {
        self.entries.into_iter()
    }
}

/// Parses TOML text; `path` only names it in messages.
///
/// # Errors
/// Every violation of TOML's grammar, with its line.
pub(crate) fn parse_toml<'t>(path: &Path, text: &'t str) -> Result<DeTable<'t>, ConfigError> {
    let (table, errors) = DeTable::parse_recoverable(text);
    if errors.is_empty() {
        return Ok(table.into_inner());
    }
    let problem = |error: &TomlError| {
        let line = line_of(text, error.span().map_or(0, |span| span.start));
        Problem {
            origin: Origin::Line {
                file: path.to_owned(),
                line,
            },
            message: error.message().to_owned(),
        }
    };
    Err(ConfigError::new(errors.iter().map(problem).collect()))
}

/// The line, counted from 1, in which the byte at `at` stands.
pub(crate) fn line_of(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or(text);
    before.matches('\n').count() + 1
}
