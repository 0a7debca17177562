//! Log lines on standard error.

use crate::config::{LogConfig, LogFormat};
use std::io::{self, IsTerminal as _};
use tracing_subscriber::util::{SubscriberInitExt as _, TryInitError};

/// Sends what the process logs to standard error, as `[log]` says. Once in a process.
///
/// # Errors
/// When something else in the process already takes the log.
pub fn init(log: &LogConfig) -> Result<(), TryInitError> {
    let lines = tracing_subscriber::fmt()
        .with_env_filter(log.level.to_filter())
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal());
    match log.format {
        LogFormat::Text => lines.finish().try_init(),
        LogFormat::Json => lines.json().flatten_event(true).finish().try_init(),
    }
}
