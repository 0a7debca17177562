//! Two replicas on one PostgreSQL: what one does holds on the other, and what may happen once happens on one of them.

mod first_start;
mod races;
mod shared;

use crate::harness::{Database, Installation, MailServer, Server, world};
use std::fs;

/// Two running replicas with the same master key, each in its own folder, and the mail server of both.
struct Replicas {
    first: Server,
    second: Server,
    /// Where the first lives, for commands.
    installation: Installation,
    mail: MailServer,
    _second: Installation,
    /// After the servers, which hold connections to it.
    _database: Database,
}

impl Replicas {
    /// None without PostgreSQL.
    async fn start() -> Option<Self> {
        Self::start_with(&[]).await
    }

    /// As [`Replicas::start`], with these variables.
    async fn start_with(variables: &[(&str, &str)]) -> Option<Self> {
        let database = Database::Postgres(Database::postgres().await?);
        let mail = MailServer::start().await;
        let mut installation = database.installation().with("VOLTKEY_MAIL__URL", &mail.url);
        for (name, value) in variables {
            installation = installation.with(name, value);
        }
        installation.write("world.toml", &world(1).await);
        installation.done(&["apply", "world.toml"]).await;
        let second = installation.replica();
        second.make_folder("keys");
        // Copied with its mode.
        let master_key = "keys/master.key";
        fs::copy(installation.path(master_key), second.path(master_key)).unwrap();
        Some(Self {
            first: installation.serve().await,
            second: second.serve().await,
            installation,
            mail,
            _second: second,
            _database: database,
        })
    }

    async fn stop(self) {
        self.first.stop().await;
        self.second.stop().await;
    }
}
