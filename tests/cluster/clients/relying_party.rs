//! A relying party in a process of its own, and the provider that knows it.

use super::library::Library;
use crate::harness::{Installation, PATIENCE, Process, Server, Wire, free_port, within, world};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::net::TcpStream;

/// Its `client_id` where it is registered.
const CLIENT_ID: &str = "app";
const CLIENT_SECRET: &str = "app-secret-0123456789abcdef0123456789";

/// How the provider comes to know a relying party.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Registration {
    /// By a file for `voltkey apply`, as one of the house: nobody is asked for their consent.
    Applied,
    /// By itself, with an initial access token.
    ByItself,
}

/// A relying party with a provider of its own, both running.
pub struct RelyingParty {
    process: Process,
    /// The way to it.
    pub wire: Wire,
    /// The provider.
    pub provider: Server,
    /// Where that is installed.
    pub installation: Installation,
    _folder: TempDir,
}

impl RelyingParty {
    /// Begins to serve; none where the library is not installed. `metadata` is registered of it besides its addresses,
    /// where HOME stands for its origin; it does accordingly. `parameters` are those of its authorization requests besides.
    pub async fn start(
        library: Library,
        registration: Registration,
        metadata: &Value,
        parameters: &Value,
    ) -> Option<Self> {
        if !library.is_installed() {
            return None;
        }
        let installation = Installation::new();
        let port = free_port();
        let metadata = complete(metadata, port);
        let known = register(&installation, registration, &metadata).await;
        let provider = installation.serve().await;

        let settings = json!({
            "port": port,
            "issuer": installation.public_url,
            "metadata": metadata,
            "parameters": parameters,
        });
        let folder = TempDir::new().unwrap();
        let process = Process::start(library.command(&together(&settings, &known), folder.path()));
        let party = Self {
            process,
            wire: Wire::new(port, &home(port)),
            provider,
            installation,
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

fn home(port: u16) -> String {
    format!("http://localhost:{port}")
}

/// What every app registers, and this one besides.
fn complete(metadata: &Value, port: u16) -> Value {
    let every = json!({
        "client_name": "App",
        "redirect_uris": ["HOME/callback"],
        "post_logout_redirect_uris": ["HOME/signed-out"],
        "grant_types": ["authorization_code", "refresh_token", "implicit"],
    });
    let text = together(&every, metadata).to_string();
    serde_json::from_str(&text.replace("HOME", &home(port))).expect("JSON as before")
}

/// Does what the operator has to, and gives what the app is to know itself by.
async fn register(installation: &Installation, registration: Registration, metadata: &Value) -> Value {
    let (client, known) = match registration {
        Registration::Applied => applied(metadata),
        Registration::ByItself => (String::new(), Value::Null),
    };
    installation.write("world.toml", &(world(0).await + &client));
    installation.done(&["apply", "world.toml"]).await;
    if registration == Registration::Applied {
        return known;
    }
    let token = installation.done(&["registration-token", "create", "App"]).await;
    json!({ "initial_access_token": token.trim() })
}

/// The client for the file, and how it knows itself.
fn applied(metadata: &Value) -> (String, Value) {
    let has_secret = metadata["token_endpoint_auth_method"]
        .as_str()
        .is_none_or(|method| method.starts_with("client_secret"));
    let mut known = json!({ "client_id": CLIENT_ID });
    let mut client = together(&json!({ "id": CLIENT_ID, "trusted": true }), metadata);
    if has_secret {
        known["client_secret"] = CLIENT_SECRET.into();
        client["secret"] = CLIENT_SECRET.into();
    }
    let file = json!({ "clients": [client] });
    (toml::to_string(&file).expect("TOML"), known)
}

/// Both objects in one.
fn together(one: &Value, other: &Value) -> Value {
    let mut both = one.clone();
    for (name, value) in other.as_object().into_iter().flatten() {
        both[name] = value.clone();
    }
    both
}
