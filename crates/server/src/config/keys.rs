//! The layers put together: hands out typed values, and collects what is wrong.

use super::error::{ConfigError, Origin, Problem};
use super::layer::{Entry, Layer};
use super::nearest::nearest;
use super::value::{Setting, Value};

const ENV_PREFIX: &str = "VOLTKEY_";
const ENV_SEPARATOR: &str = "__";

/// The values in force, with the problems found so far.
#[derive(Debug)]
pub(super) struct Keys {
    defaults: Layer,
    overrides: Layer,
    problems: Vec<Problem>,
    shown: Vec<Shown>,
}

/// A value in force, for operators to see.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The key.
    pub key: String,
    /// The value as a file would have it; none: it may hold a password.
    pub value: Option<String>,
    /// Where it was written.
    pub origin: Origin,
}

impl Keys {
    /// Begins with the defaults: a key that they lack does not exist.
    pub(super) fn new(defaults: Layer) -> Self {
        Self {
            defaults,
            overrides: Layer::default(),
            problems: Vec::new(),
            shown: Vec::new(),
        }
    }

    /// Lets a file's values win over the defaults.
    pub(super) fn overlay(&mut self, file: Layer) {
        for (key, entry) in file.into_entries() {
            if self.defaults.contains(&key) {
                self.overrides.insert(key, entry);
            } else if !self.has_section(&key) {
                let meant = nearest(&key, self.defaults.keys()).map(str::to_owned);
                self.note(entry.origin, unknown_key(&key, meant));
            } else if entry.value != Value::EmptySection {
                let message = format!("`{key}` is a section: its keys stand below a line `[{key}]`");
                self.note(entry.origin, message);
            }
        }
    }

    /// Lets `VOLTKEY_<SECTION>__<KEY>` win over the file. Other variables are none of our business, except a
    /// key's name written with single underscores, which would otherwise be ignored without a word.
    pub(super) fn overlay_environment(&mut self, env: &[(String, String)]) {
        for (name, text) in env {
            let Some(rest) = name.strip_prefix(ENV_PREFIX) else {
                continue;
            };
            let key = rest.replace(ENV_SEPARATOR, ".").to_ascii_lowercase();
            let origin = Origin::Variable(name.clone());
            if !rest.contains(ENV_SEPARATOR) {
                if let Some(meant) = self.written_with_single_underscores(rest) {
                    self.note(origin, unknown_key(&key, Some(meant)));
                }
            } else if self.defaults.contains(&key) {
                let value = Value::Loose(text.clone());
                self.overrides.insert(key, Entry { value, origin });
            } else {
                let meant = nearest(&key, self.defaults.keys()).map(variable);
                self.note(origin, unknown_key(&key, meant));
            }
        }
    }

    /// The value in force of a key that the defaults name. A wrong one is noted as a problem, and its default
    /// is handed out so that reading goes on.
    pub(super) fn read<T: Setting>(&mut self, key: &str) -> T {
        self.show(key, T::SECRET);
        if let Some(entry) = self.overrides.get(key) {
            if let Some(value) = T::parse(&entry.value) {
                return value;
            }
            let message = wrong_value::<T>(key, &entry.value);
            self.note(entry.origin.clone(), message);
        }
        let default = self.defaults.get(key).and_then(|entry| T::parse(&entry.value));
        default
            .unwrap_or_else(|| panic!("`{key}` has a right default in config/voltkey.toml, as a test shows"))
    }

    /// What was read so far.
    pub(super) fn take_shown(&mut self) -> Vec<Shown> {
        std::mem::take(&mut self.shown)
    }

    fn show(&mut self, key: &str, is_secret: bool) {
        let entry = self.overrides.get(key).or_else(|| self.defaults.get(key));
        let shown = entry.map(|entry| Shown {
            key: key.to_owned(),
            value: (!is_secret).then(|| entry.value.to_string()),
            origin: entry.origin.clone(),
        });
        self.shown.extend(shown);
    }

    /// Notes a rule that several keys break together, at the first of them that the operator has set.
    pub(super) fn require(&mut self, holds: bool, keys: &[&str], message: &str) {
        if holds {
            return;
        }
        let set = keys.iter().find_map(|key| self.overrides.get(key));
        let origin = set.map_or(Origin::Default, |entry| entry.origin.clone());
        self.note(origin, message.to_owned());
    }

    /// Gives out what was read, unless something is wrong.
    pub(super) fn finish<T>(self, value: T) -> Result<T, ConfigError> {
        if self.problems.is_empty() {
            Ok(value)
        } else {
            Err(ConfigError::new(self.problems))
        }
    }

    fn note(&mut self, origin: Origin, message: String) {
        self.problems.push(Problem { origin, message });
    }

    fn has_section(&self, name: &str) -> bool {
        self.defaults
            .keys()
            .any(|key| key.strip_prefix(name).is_some_and(|rest| rest.starts_with('.')))
    }

    fn written_with_single_underscores(&self, rest: &str) -> Option<String> {
        let flat = |key: &str| key.replace('.', "_").eq_ignore_ascii_case(rest);
        self.defaults.keys().find(|key| flat(key)).map(variable)
    }
}

/// The environment variable that overrides a key.
fn variable(key: &str) -> String {
    format!(
        "{ENV_PREFIX}{}",
        key.replace('.', ENV_SEPARATOR).to_ascii_uppercase()
    )
}

/// What is said of a key that does not exist.
pub(crate) fn unknown_key(key: &str, meant: Option<String>) -> String {
    match meant {
        Some(meant) => format!("unknown key `{key}`: did you mean `{meant}`?"),
        None => format!("unknown key `{key}`"),
    }
}

/// What is said of a value that its key does not take.
pub(crate) fn wrong_value<T: Setting>(key: &str, value: &Value) -> String {
    let expected = T::expected();
    if T::SECRET {
        format!("`{key}`: expected {expected}")
    } else {
        format!("`{key}`: expected {expected}, found {value}")
    }
}
