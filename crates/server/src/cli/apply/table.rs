//! One table of the file, read key by key: what nobody has asked for at the end is unknown.

use crate::config::value::{Setting, Value};
use crate::config::{ConfigError, Origin, Problem, line_of, nearest, unknown_key, wrong_value};
use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;
use std::path::Path;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The file that is read, with the problems found so far. Several tables of it may be open at a time.
pub(super) struct Source<'s> {
    path: &'s Path,
    text: &'s str,
    problems: RefCell<Vec<Problem>>,
}

impl<'s> Source<'s> {
    pub(super) fn new(path: &'s Path, text: &'s str) -> Self {
        Self {
            path,
            text,
            problems: RefCell::default(),
        }
    }

    fn line(&self, at: usize) -> usize {
        line_of(self.text, at)
    }

    fn note(&self, at: usize, message: String) {
        let origin = Origin::Line {
            file: self.path.to_owned(),
            line: self.line(at),
        };
        self.problems.borrow_mut().push(Problem { origin, message });
    }

    /// Gives out what was read, unless something is wrong.
    pub(super) fn finish<T>(self, read: T) -> Result<T, ConfigError> {
        let problems = self.problems.into_inner();
        if problems.is_empty() {
            Ok(read)
        } else {
            Err(ConfigError::new(problems))
        }
    }
}

/// The lines of an entry.
#[derive(Debug)]
pub(super) struct Lines {
    entry: usize,
    keys: HashMap<String, usize>,
}

impl Lines {
    /// The line of the key, or that of the entry where it has no such key.
    pub(super) fn of(&self, key: &str) -> usize {
        self.keys.get(key).copied().unwrap_or(self.entry)
    }
}

/// A table, less the keys that have been read.
pub(super) struct Table<'s> {
    source: &'s Source<'s>,
    /// `people`; empty for the file as a whole.
    name: String,
    span: Range<usize>,
    left: DeTable<'s>,
    asked: Vec<&'static str>,
}

impl<'s> Table<'s> {
    /// The file as a whole.
    pub(super) fn root(source: &'s Source<'s>, table: DeTable<'s>) -> Self {
        Self {
            source,
            name: String::new(),
            span: 0..0,
            left: table,
            asked: Vec::new(),
        }
    }

    /// The lines of the keys that are left.
    pub(super) fn lines(&self) -> Lines {
        let line = |key: &Spanned<_>| self.source.line(key.span().start);
        let keys = self
            .left
            .keys()
            .map(|key| (key.get_ref().to_string(), line(key)))
            .collect();
        Lines {
            entry: self.source.line(self.span.start),
            keys,
        }
    }

    /// The value of a key; none where it is absent, or wrong, which then is noted.
    pub(super) fn optional<T: Setting>(&mut self, key: &'static str) -> Option<T> {
        let (at, value) = self.take(key)?;
        let value = Value::from_toml(value.get_ref());
        let parsed = T::parse(&value);
        if parsed.is_none() {
            self.source.note(at, wrong_value::<T>(&self.dotted(key), &value));
        }
        parsed
    }

    /// The value of a key that must be there; none where a problem was noted.
    pub(super) fn required<T: Setting>(&mut self, key: &'static str) -> Option<T> {
        if !self.left.contains_key(key) {
            self.note_missing(key);
        }
        self.optional(key)
    }

    /// What the value of a key stands for; none where it is absent, or wrong, which then is noted.
    pub(super) fn resolved<T: Setting, U>(
        &mut self,
        key: &'static str,
        resolve: impl FnOnce(T) -> Result<U, String>,
    ) -> Option<U> {
        let at = self.place(key).unwrap_or_default();
        match resolve(self.optional(key)?) {
            Ok(value) => Some(value),
            Err(message) => {
                self.note_key(at, key, &message);
                None
            }
        }
    }

    /// The tables of a list; `expected` says how it is written.
    pub(super) fn tables(&mut self, key: &'static str, expected: &str) -> Vec<Table<'s>> {
        let Some((at, value)) = self.take(key) else {
            return Vec::new();
        };
        let name = self.dotted(key);
        let items = match value.into_inner() {
            DeValue::Array(items) if items.iter().all(|item| item.get_ref().is_table()) => items,
            _ => {
                self.source.note(at, format!("`{name}`: expected {expected}"));
                return Vec::new();
            }
        };
        let tables = items.into_iter().filter_map(|item| {
            let span = item.span();
            let DeValue::Table(left) = item.into_inner() else {
                return None;
            };
            Some(Table {
                source: self.source,
                name: name.clone(),
                span,
                left,
                asked: Vec::new(),
            })
        });
        tables.collect()
    }

    /// Gives a key its other name.
    pub(super) fn rename(&mut self, from: &'static str, to: &'static str) {
        let Some((key, value)) = self.left.remove_entry(from) else {
            return;
        };
        let at = key.span();
        if self.left.contains_key(to) {
            self.note_key(
                at.start,
                from,
                &format!("is another name of `{to}`: remove one of the two"),
            );
            return;
        }
        self.left.insert(Spanned::new(at, to.into()), value);
    }

    /// Every key that is left, with its value and its place.
    pub(super) fn left(&self) -> impl Iterator<Item = (&str, Range<usize>)> {
        self.left
            .iter()
            .map(|(key, value)| (key.get_ref().as_ref(), key.span().start..value.span().end))
    }

    /// What is left, as one value.
    pub(super) fn value(&self) -> Spanned<DeValue<'s>> {
        Spanned::new(self.span.clone(), DeValue::Table(self.left.clone()))
    }

    pub(super) fn remove(&mut self, key: &str) {
        self.left.remove(key);
    }

    /// Refuses the keys that are left and not `known`, and forgets them.
    pub(super) fn refuse_unknown(&mut self, known: &[&str]) {
        let left = self.left().map(|(key, span)| (key.to_owned(), span.start));
        let unknown: Vec<_> = left.filter(|(key, _)| !known.contains(&key.as_str())).collect();
        for (key, at) in unknown {
            let meant = nearest(&key, known.iter().copied()).map(|meant| self.dotted(meant));
            self.source.note(at, unknown_key(&self.dotted(&key), meant));
            self.remove(&key);
        }
    }

    /// Refuses every key that nobody has asked for.
    pub(super) fn finish(mut self) {
        let asked = std::mem::take(&mut self.asked);
        self.refuse_unknown(&asked);
    }

    /// Notes a problem of the table as a whole.
    pub(super) fn note(&self, message: &str) {
        self.source
            .note(self.span.start, format!("`{}`: {message}", self.name));
    }

    /// Notes a problem of one key.
    pub(super) fn note_key(&self, at: usize, key: &str, message: &str) {
        self.source.note(at, format!("`{}` {message}", self.dotted(key)));
    }

    pub(super) fn note_missing(&self, key: &str) {
        self.note_key(self.span.start, key, "is missing");
    }

    /// The place of a key that is left.
    pub(super) fn place(&self, key: &str) -> Option<usize> {
        self.left.get_key_value(key).map(|(key, _)| key.span().start)
    }

    fn take(&mut self, key: &'static str) -> Option<(usize, Spanned<DeValue<'s>>)> {
        self.asked.push(key);
        let (key, value) = self.left.remove_entry(key)?;
        Some((key.span().start, value))
    }

    fn dotted(&self, key: &str) -> String {
        match self.name.as_str() {
            "" => key.to_owned(),
            name => format!("{name}.{key}"),
        }
    }
}
