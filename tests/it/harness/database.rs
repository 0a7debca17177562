//! A database for one test: SQLite in a folder, or PostgreSQL, and gone after it.

use std::path::Path;
use voltkey_tests::postgres::{self, SERVER, environment};

/// `postgres` runs the tests on PostgreSQL.
const KIND: &str = "VOLTKEY_TEST_DATABASE";

/// An empty database.
pub(super) struct Database {
    pub(super) url: String,
    /// Dropped with it.
    _on_server: Option<postgres::Database>,
}

impl Database {
    /// A database of the kind that the environment asks for; SQLite lies in `folder`.
    pub(super) async fn new(folder: &Path) -> Self {
        match environment(KIND).as_deref() {
            None | Some("sqlite") => Self {
                url: format!("sqlite:{}", folder.join("voltkey.db").display()),
                _on_server: None,
            },
            Some("postgres") => {
                let server = environment(SERVER).unwrap_or_else(|| panic!("{SERVER} names no server"));
                let database = postgres::Database::new(server, "it").await;
                Self {
                    url: database.url.clone(),
                    _on_server: Some(database),
                }
            }
            Some(other) => panic!("{KIND} is {other}, which is neither sqlite nor postgres"),
        }
    }
}
