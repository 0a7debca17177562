//! `[database]` and `[keys]`: what lies on disk.

use crate::config::keys::Keys;
use crate::config::types::DatabaseUrl;
use std::path::PathBuf;

/// `[database]`: SQLite or PostgreSQL.
#[derive(Clone, Debug)]
pub struct DatabaseConfig {
    /// The address of the database.
    pub url: DatabaseUrl,
}

impl DatabaseConfig {
    pub(in crate::config) fn read(keys: &mut Keys) -> Self {
        Self {
            url: keys.read("database.url"),
        }
    }
}

/// `[keys]`: where the master key lies.
#[derive(Clone, Debug)]
pub struct KeysConfig {
    /// The folder that holds `master.key`.
    pub dir: PathBuf,
}

impl KeysConfig {
    pub(in crate::config) fn read(keys: &mut Keys) -> Self {
        Self {
            dir: keys.read("keys.dir"),
        }
    }
}
