//! `[log]`: what is logged, and in which shape.

use crate::config::keys::Keys;
use crate::config::types::LogFilter;
use crate::config::value::{OneOf, Words};

/// `[log]`.
#[derive(Clone, Debug)]
pub struct LogConfig {
    /// What is logged.
    pub level: LogFilter,
    /// The shape of a line.
    pub format: LogFormat,
}

impl LogConfig {
    pub(in crate::config) fn read(keys: &mut Keys) -> Self {
        let OneOf(format) = keys.read("log.format");
        Self {
            level: keys.read("log.level"),
            format,
        }
    }
}

/// The shape of a log line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line, for machines.
    Json,
}

impl Words for LogFormat {
    const WORDS: &'static [(&'static str, Self)] = &[("text", Self::Text), ("json", Self::Json)];
}
