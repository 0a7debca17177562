//! An instance in the test's own process, with a database, a clock and people of its own.

use super::browser::Browser;
use super::client::Client;
use super::configuration::configure;
use super::database::Database;
use super::provider::Provider;
use super::records::Records;
use super::seed::{self, CLIENTS};
use super::servers::Servers;
use serde_json::Value;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use tempfile::TempDir;
use voltkey::config::Config;
use voltkey::instance::{Instance, Machine};
use voltkey_crypto::clock::{Clock as _, ManualClock};
use voltkey_crypto::password::Cost;
use voltkey_crypto::rng::SeededRng;
use voltkey_flows::account::forgot_password;
use voltkey_flows::admin::remind;
use voltkey_flows::jobs::{self, Task};
use voltkey_flows::oidc::tell_client;
use voltkey_flows::{Ctx, cache, clean_up, client_uses, keys, search};
use voltkey_protocol::time::Timestamp;

/// The issuer, and the base of every address.
pub const ISSUER: &str = "https://id.example";

/// 2027-01-15, 09:00:00 UTC: when every test begins.
const BEGINNING: Timestamp = Timestamp::from_seconds(1_800_003_600);

/// What no test looks at costs as little as argon2 allows.
const CHEAP: Cost = Cost {
    memory_kib: 8,
    passes: 1,
    lanes: 1,
};

/// An instance, ready to serve. Its database goes with it.
pub struct World {
    /// Stands still until it is moved.
    pub clock: ManualClock,
    instance: Instance,
    provider: Provider,
    servers: Servers,
    /// What a further replica is started with.
    config: Config,
    pub(super) records: Records,
    /// The step of 30 seconds whose PIN each person has used last.
    pub(super) used_steps: Mutex<HashMap<String, i64>>,
    pub(super) database: Database,
    _folder: TempDir,
}

impl World {
    /// An instance with the harness's configuration.
    pub async fn new() -> Self {
        Self::with("").await
    }

    /// An instance with more configuration: TOML, whose keys win over the harness's own.
    pub async fn with(configuration: &str) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let database = Database::new(folder.path()).await;
        let config = configure(configuration, &database.url, folder.path());
        let clock = ManualClock::at(BEGINNING);
        let servers = Servers::default();
        let instance = open(&config, &clock, &servers, 1).await;
        seed::seed(&instance.ctx).await;
        let issuer = config.server.public_url.as_url().clone();
        let records = Records::of(&database.url);
        let provider = Provider::new(instance.router(), issuer, records.clone());
        Self {
            clock,
            provider,
            servers,
            instance,
            config,
            records,
            used_steps: Mutex::default(),
            database,
            _folder: folder,
        }
    }

    /// The whole router.
    pub fn provider(&self) -> &Provider {
        &self.provider
    }

    /// The servers of clients, as the provider reaches them.
    pub fn servers(&self) -> &Servers {
        &self.servers
    }

    /// The router of another replica, which shares the database and the clock and keeps nothing else in common.
    pub async fn replica(&self) -> Provider {
        let instance = open(&self.config, &self.clock, &self.servers, 2).await;
        let issuer = self.config.server.public_url.as_url().clone();
        Provider::new(instance.router(), issuer, self.records.clone())
    }

    /// The flows' surroundings, for what operators do by command.
    pub fn ctx(&self) -> &Ctx {
        &self.instance.ctx
    }

    /// The address of the database, for what is done behind the program's back.
    pub fn database_url(&self) -> &str {
        &self.database.url
    }

    /// The moment.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// A new browser.
    pub fn browser(&self) -> Browser {
        Browser::new(self.provider.clone(), self.clock.clone())
    }

    /// A client of the test world: `platform` (first party), `solar-reports` (third party), `service`
    /// (machine), `spa` and `native` (public), `post-client` (sends its secret in the body).
    ///
    /// # Panics
    /// When there is none of that name.
    pub fn client(&self, id: &str) -> Client {
        let seeded = CLIENTS
            .iter()
            .find(|seeded| seeded.id == id)
            .unwrap_or_else(|| panic!("there is no {id}"));
        let mut client = self.stranger(id, seeded.secret);
        client.redirect_uri = seeded.redirect_uri.to_owned();
        client.posts_secret = id == "post-client";
        client
    }

    /// Somebody who says to be that client.
    pub fn stranger(&self, id: &str, secret: Option<&str>) -> Client {
        Client::new(self.provider.clone(), self.clock.clone(), id, secret)
    }

    /// Registers a client with that metadata, at `https://<id>.example/callback`. Its secret, if it gets one,
    /// is its id with something after it.
    pub async fn register(&self, id: &str, metadata: Value, is_confidential: bool) -> Client {
        let secret = is_confidential.then(|| format!("{id}-secret-0123456789abcdef0123456789"));
        let mut client = self.stranger(id, secret.as_deref());
        client.redirect_uri = format!("https://{id}.example/callback");
        seed::register(self.ctx(), id, &client.redirect_uri, metadata, secret.as_deref()).await;
        client
    }

    /// Registers a client of the test world anew, with some of its metadata changed.
    pub async fn change_client(&self, id: &str, changes: Value) {
        let seeded = CLIENTS
            .iter()
            .find(|seeded| seeded.id == id)
            .unwrap_or_else(|| panic!("there is no {id}"));
        let mut metadata = seed::metadata_of(seeded);
        for (name, value) in changes.as_object().expect("an object") {
            metadata[name] = value.clone();
        }
        seed::register(self.ctx(), id, seeded.redirect_uri, metadata, seeded.secret).await;
    }

    /// Registers a client of [`World::register`] anew, with another secret.
    pub async fn change_secret(&self, id: &str, metadata: Value, secret: &str) {
        seed::register(
            self.ctx(),
            id,
            &format!("https://{id}.example/callback"),
            metadata,
            Some(secret),
        )
        .await;
    }

    /// What the worker does each hour and each second, once: keys, clean-up, caches.
    pub async fn worker_tick(&self) {
        keys::maintain(self.ctx()).await.expect("keys");
        clean_up::clean_up(self.ctx()).await.expect("a clean-up");
        search::index(self.ctx()).await.expect("words");
        client_uses::write_down(self.ctx()).await.expect("uses");
        // Last, so that the caches hold what the rest has changed.
        cache::poll(self.ctx()).await.expect("a poll");
    }

    /// Sends the mails that are due to the server of the configuration.
    pub async fn send_mails(&self) {
        voltkey::worker::send_due(self.instance.clone())
            .await
            .expect("the outbox");
    }

    /// Tells clients of the log-outs that they are to be told of now.
    pub async fn call_clients(&self) {
        while let Some(claimed) = tell_client::claim(self.ctx(), 4).await.expect("the outbox") {
            tell_client::call(self.ctx(), &claimed).await.expect("a call");
        }
    }

    /// The mails that wait to be sent, which counts as sending them.
    pub async fn mails(&self) -> Vec<Task> {
        let mut tasks = Vec::new();
        while let Some(claimed) = jobs::claim(self.ctx()).await.expect("the outbox") {
            jobs::done(self.ctx(), &claimed, None).await.expect("the outbox");
            match claimed.task {
                Task::Recover(recovery) => forgot_password::carry_out(self.ctx(), &recovery)
                    .await
                    .expect("a recovery"),
                Task::RemindMembers(reminding) => remind::carry_out(self.ctx(), &reminding)
                    .await
                    .expect("reminders"),
                mail => tasks.push(mail),
            }
        }
        tasks
    }
}

/// An instance, whose random bytes depend on the seed.
async fn open(config: &Config, clock: &ManualClock, servers: &Servers, seed: u64) -> Instance {
    let machine = Machine {
        clock: Arc::new(clock.clone()),
        rng: Arc::new(SeededRng::new(seed)),
        password_cost: CHEAP,
        outbound: Some(Arc::new(servers.clone())),
    };
    Instance::open(config, machine).await.expect("an instance")
}
