//! Addresses that lead nowhere, and methods that an address does not take.

use crate::error::Failure;

/// For every address that no room has.
pub async fn not_found() -> Failure {
    Failure::NotFound
}

/// For every method that a room does not take; the router adds `Allow`.
pub async fn method_not_allowed() -> Failure {
    Failure::MethodNotAllowed
}
