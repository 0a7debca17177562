//! `[audit]`: what is kept of the audit trail.

use crate::config::keys::Keys;
use std::time::Duration;

/// `[audit]`: what is kept of the audit trail.
#[derive(Clone, Debug)]
pub struct AuditConfig {
    /// How long an event keeps names, addresses and networks.
    pub details: Duration,
}

impl AuditConfig {
    pub(in crate::config) fn read(keys: &mut Keys) -> Self {
        Self {
            details: keys.read("audit.details"),
        }
    }
}
