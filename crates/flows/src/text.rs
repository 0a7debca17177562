//! What rows of ours keep as text.

use crate::error::Fault;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Reads what a row keeps.
pub(crate) fn read<T: DeserializeOwned>(json: &str) -> Result<T, Fault> {
    serde_json::from_str(json).map_err(|error| Fault::Internal(format!("a row can't be read: {error}")))
}

/// Writes what a row keeps.
pub(crate) fn to_json<T: Serialize>(value: &T) -> Result<String, Fault> {
    serde_json::to_string(value).map_err(|error| Fault::Internal(format!("a row can't be written: {error}")))
}

/// Bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
