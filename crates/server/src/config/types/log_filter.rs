//! What is logged.

use crate::config::value::TextSetting;
use std::fmt;
use tracing_subscriber::EnvFilter;

/// A level, or levels for single modules: `info` or `info,voltkey_store=debug`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogFilter(String);

impl LogFilter {
    /// The filter that the subscriber takes.
    #[must_use]
    pub fn to_filter(&self) -> EnvFilter {
        EnvFilter::new(&self.0)
    }
}

impl fmt::Display for LogFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TextSetting for LogFilter {
    const EXPECTED: &'static str = "a level (\"off\", \"error\", \"warn\", \"info\", \"debug\", \"trace\"), \
         or such as \"info,voltkey_store=debug\"";

    fn parse_text(text: &str) -> Option<Self> {
        // The subscriber takes a misspelt level for the name of a module, and then logs nothing.
        let is_level = |part: &str| matches!(part, "off" | "error" | "warn" | "info" | "debug" | "trace");
        let right = text.split(',').all(|part| is_level(part) || part.contains('='))
            && EnvFilter::builder().parse(text).is_ok();
        right.then(|| Self(text.to_owned()))
    }
}
