//! A relying party in a process of its own, and the provider that it was registered with.

use super::library::Library;
use crate::harness::{Installation, PATIENCE, Process, Server, Wire, free_port, within, world};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::net::TcpStream;

/// Its `client_id`.
const CLIENT_ID: &str = "app";
const CLIENT_SECRET: &str = "app-secret-0123456789abcdef0123456789";

/// A relying party with a provider of its own, both running.
pub struct RelyingParty {
    process: Process,
    /// The way to it.
    pub wire: Wire,
    /// The provider.
    pub provider: Server,
    _installation: Installation,
    _folder: TempDir,
}

impl RelyingParty {
    /// Begins to serve; none where the library is not installed. `metadata` stands in its registration besides (TOML),
    /// `settings` in what it is told of itself.
    pub async fn start(library: Library, metadata: &str, settings: Value) -> Option<Self> {
        if !library.is_installed() {
            return None;
        }
        let installation = Installation::new().with(
            "VOLTKEY_OUTBOUND__ALLOW_PRIVATE",
            "[\"127.0.0.0/8\", \"::1/128\"]",
        );
        let port = free_port();
        installation.write("world.toml", &(world(0).await + &registration(port, metadata)));
        installation.done(&["apply", "world.toml"]).await;
        let provider = installation.serve().await;

        let folder = TempDir::new().unwrap();
        let settings = all_settings(port, &installation.public_url, settings);
        let process = Process::start(library.command(&settings, folder.path()));
        let party = Self {
            process,
            wire: Wire::new(port, &format!("http://localhost:{port}")),
            provider,
            _installation: installation,
            _folder: folder,
        };
        let listens = async || TcpStream::connect(("127.0.0.1", port)).await.is_ok();
        let settled = within(PATIENCE, async || party.process.has_ended() || listens().await).await;
        assert!(
            settled && !party.process.has_ended(),
            "{library:?} does not start"
        );
        Some(party)
    }
}

impl Drop for RelyingParty {
    /// Whoever reads that a test has failed wants to know what its app had to say.
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("the app says: {}", self.process.read("stderr"));
        }
    }
}

fn registration(port: u16, metadata: &str) -> String {
    format!(
        "[[clients]]\nid = {CLIENT_ID:?}\nname = \"App\"\n\
         redirect_uris = [\"http://localhost:{port}/callback\"]\n\
         post_logout_redirect_uris = [\"http://localhost:{port}/signed-out\"]\n\
         grant_types = [\"authorization_code\", \"refresh_token\"]\ntrusted = true\n{metadata}"
    )
    .replace("SECRET", CLIENT_SECRET)
    .replace("HOME", &format!("http://localhost:{port}"))
}

fn all_settings(port: u16, issuer: &str, own: Value) -> Value {
    let mut settings = json!({
        "port": port,
        "issuer": issuer,
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "scope": "openid email profile offline_access",
    });
    for (name, value) in own.as_object().expect("an object") {
        settings[name] = value.clone();
    }
    settings
}
