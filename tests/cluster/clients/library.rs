//! The libraries: whether they are installed, and how a relying party that is written with one is started.

use serde_json::Value;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use voltkey_tests::postgres::environment;

/// Where Debian keeps Apache's modules.
const APACHE_MODULES: &str = "/usr/lib/apache2/modules";
/// Debian calls the program so.
const APACHE: &str = "/usr/sbin/apache2";

/// A library for relying parties.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Library {
    /// npm's `openid-client`.
    OpenidClient,
    /// PyPI's Authlib, in Flask.
    Authlib,
    /// Debian's `libapache2-mod-auth-openidc`.
    ModAuthOpenidc,
}

impl Library {
    /// Whether it is installed, as `tests/run` does it. VOLTKEY_TEST_REQUIRE_CLIENTS makes it an error if it isn't.
    pub fn is_installed(self) -> bool {
        let missing: Vec<_> = self.needs().into_iter().filter(|path| !path.exists()).collect();
        let is_required = environment("VOLTKEY_TEST_REQUIRE_CLIENTS").is_some_and(|value| value == "1");
        assert!(
            missing.is_empty() || !is_required,
            "{self:?} is required, but {missing:?} is missing: tests/run installs it"
        );
        if !missing.is_empty() {
            eprintln!("without {self:?}: {missing:?} is missing");
        }
        missing.is_empty()
    }

    /// The process of a relying party with these settings, which are described in `tests/clients/node/app.mjs`.
    /// The folder is its own.
    pub fn command(self, settings: &Value, folder: &Path) -> Command {
        match self {
            Self::OpenidClient => script("node", &source("node/app.mjs"), settings),
            Self::Authlib => script(python(), &source("python/app.py"), settings),
            Self::ModAuthOpenidc => apache(settings, folder),
        }
    }

    fn needs(self) -> Vec<PathBuf> {
        match self {
            Self::OpenidClient => vec![source("node/node_modules/openid-client")],
            Self::Authlib => vec![python()],
            Self::ModAuthOpenidc => {
                let module = Path::new(APACHE_MODULES).join("mod_auth_openidc.so");
                vec![APACHE.into(), module]
            }
        }
    }
}

/// A file of `tests/clients`.
fn source(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("clients").join(name)
}

/// The interpreter beside which Authlib is installed.
fn python() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/clients/python/bin/python")
}

fn script(interpreter: impl AsRef<Path>, script: &Path, settings: &Value) -> Command {
    let mut command = Command::new(interpreter.as_ref());
    command.arg(script).arg(settings.to_string());
    command
}

/// In one process, so that nothing of it outlives that. As root, Apache gives its rights up, and must still be able to
/// read its documents.
fn apache(settings: &Value, folder: &Path) -> Command {
    fs::set_permissions(folder, Permissions::from_mode(0o755)).unwrap();
    fs::create_dir(folder.join("documents")).unwrap();
    for (name, text) in [("login", "{}"), ("signed-out", "{\"signed_out\": true}")] {
        fs::write(folder.join("documents").join(name), text).unwrap();
    }
    let text = |value: &Value, default: &str| value.as_str().unwrap_or(default).to_owned();
    let metadata = &settings["metadata"];
    let mut command = Command::new(APACHE);
    command
        .arg("-X")
        .arg("-f")
        .arg(source("apache/httpd.conf"))
        .env("FOLDER", folder)
        .env("MODULES", APACHE_MODULES)
        .env("PORT", settings["port"].to_string())
        .env("ISSUER", text(&settings["issuer"], ""))
        .env("CLIENT_ID", text(&settings["client_id"], ""))
        .env("CLIENT_SECRET", text(&settings["client_secret"], ""))
        .env("RESPONSE_TYPE", text(&metadata["response_types"][0], "code"))
        .env(
            "RESPONSE_MODE",
            text(&settings["parameters"]["response_mode"], "query"),
        );
    command
}
