//! An installation: a folder of its own, a port, a database, and the commands that an operator gives there.

use super::process::{Outcome, Process};
use super::server::Server;
use std::collections::BTreeMap;
use std::fs::{self, Permissions};
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU16, Ordering};
use tempfile::TempDir;

/// The program. Cargo builds it for this package because its Cargo.toml names it as a binary too.
const PROGRAM: &str = env!("CARGO_BIN_EXE_voltkey-under-test");

/// Ports below those that systems give to outgoing connections.
const PORTS: std::ops::Range<u16> = 10_000..20_000;

/// A place where the program is run. Only its own variables are set, so that whatever they leave out has its
/// default, relative to the folder.
pub struct Installation {
    folder: Folder,
    variables: BTreeMap<String, String>,
    /// Where it listens.
    pub port: u16,
    /// How the world calls it.
    pub public_url: String,
    runs_without_rights: bool,
}

/// A folder that is deleted in the end, whatever its permissions have become.
struct Folder(TempDir);

/// What can be seen of a file or folder: its mode and, of a file, its content.
pub type Entry = (u32, Option<Vec<u8>>);

impl Installation {
    /// An empty folder, and a port that nobody uses.
    pub fn new() -> Self {
        let port = free_port();
        let installation = Self {
            folder: Folder(TempDir::new().unwrap()),
            variables: BTreeMap::new(),
            port,
            public_url: format!("http://localhost:{port}"),
            runs_without_rights: false,
        };
        let public_url = installation.public_url.clone();
        installation
            .with("VOLTKEY_SERVER__LISTEN", &format!("127.0.0.1:{port}"))
            .with("VOLTKEY_SERVER__PUBLIC_URL", &public_url)
    }

    /// Another replica of this one, in a folder of its own, with the same public address and the same variables.
    pub fn replica(&self) -> Self {
        let fresh = Self::new();
        let mut variables = self.variables.clone();
        let listen = "VOLTKEY_SERVER__LISTEN";
        variables.insert(listen.to_owned(), fresh.variables[listen].clone());
        Self {
            variables,
            public_url: self.public_url.clone(),
            ..fresh
        }
    }

    /// The same with a variable set.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.variables.insert(name.to_owned(), value.to_owned());
        self
    }

    /// The same, run by somebody whom the permissions of files bind: root loses the right to pass them over.
    #[must_use]
    pub fn without_rights(self) -> Self {
        Self {
            runs_without_rights: true,
            ..self
        }
    }

    /// The path of something in its folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.0.path().join(name)
    }

    /// Writes a file in its folder.
    pub fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    /// Makes a folder in its folder.
    pub fn make_folder(&self, name: &str) {
        fs::create_dir_all(self.path(name)).unwrap();
    }

    /// Sets the permissions of something in its folder.
    pub fn set_mode(&self, name: &str, mode: u32) {
        fs::set_permissions(self.path(name), Permissions::from_mode(mode)).unwrap();
    }

    /// The permissions of something in its folder.
    pub fn mode(&self, name: &str) -> u32 {
        fs::metadata(self.path(name)).unwrap().permissions().mode() & 0o7777
    }

    /// Starts a command.
    pub fn start(&self, arguments: &[&str]) -> Process {
        let mut command = self.program();
        command
            .args(arguments)
            .current_dir(self.folder.0.path())
            .env_clear()
            .envs(&self.variables);
        Process::start(command)
    }

    /// Runs a command to its end.
    pub async fn run(&self, arguments: &[&str]) -> Outcome {
        self.start(arguments).end().await
    }

    /// Runs a command that must succeed, and gives what it printed.
    pub async fn done(&self, arguments: &[&str]) -> String {
        let outcome = self.run(arguments).await;
        assert_eq!(outcome.code, Some(0), "{arguments:?}: {}", outcome.stderr);
        outcome.stdout
    }

    /// Runs a command that must fail with 1 and change nothing at all here, and gives its complaint.
    pub async fn refused(&self, arguments: &[&str]) -> String {
        let before = self.everything();
        let Outcome { code, stdout, stderr } = self.run(arguments).await;
        assert_eq!((code, stdout.as_str()), (Some(1), ""), "{stderr}");
        let after = self.everything();
        let names = |all: &BTreeMap<PathBuf, Entry>| all.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&after), names(&before), "after: {stderr}");
        assert!(after == before, "a file was changed, after: {stderr}");
        stderr.trim_end().to_owned()
    }

    /// Runs `serve` until it answers.
    pub async fn serve(&self) -> Server {
        let started = self.serve_or_end().await;
        started.unwrap_or_else(|outcome| panic!("it did not start: {outcome:?}"))
    }

    /// Runs `serve` until it answers, or has ended.
    pub async fn serve_or_end(&self) -> Result<Server, Outcome> {
        Server::when_ready(self.start(&["serve"]), self.port, &self.public_url).await
    }

    /// Every file and folder here, to be compared.
    pub fn everything(&self) -> BTreeMap<PathBuf, Entry> {
        let mut found = BTreeMap::new();
        collect(self.folder.0.path(), &mut found);
        found
    }

    fn program(&self) -> Command {
        if !self.runs_without_rights || fs::metadata(self.folder.0.path()).unwrap().uid() != 0 {
            return Command::new(PROGRAM);
        }
        let mut command = Command::new("setpriv");
        command.args([
            "--bounding-set=-dac_override",
            "--inh-caps=-dac_override",
            "--",
            PROGRAM,
        ]);
        command
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let mut found = BTreeMap::new();
        collect(self.0.path(), &mut found);
        for (path, (_, content)) in found {
            if content.is_none() {
                // Who can't do this can't delete it either, and leaves it behind.
                let _ = fs::set_permissions(path, Permissions::from_mode(0o700));
            }
        }
    }
}

fn collect(folder: &Path, found: &mut BTreeMap<PathBuf, Entry>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let (path, kind) = (entry.path(), entry.metadata().unwrap());
        let content = kind.is_file().then(|| fs::read(&path).unwrap());
        if kind.is_dir() {
            collect(&path, found);
        }
        found.insert(path, (kind.permissions().mode(), content));
    }
}

/// A port that nobody uses. Other processes of this suite count from elsewhere, so that two rarely meet; then the next port is taken.
pub fn free_port() -> u16 {
    static COUNT: AtomicU16 = AtomicU16::new(0);
    let length = u32::from(PORTS.end - PORTS.start);
    loop {
        let nth = std::process::id() * 61 + u32::from(COUNT.fetch_add(1, Ordering::Relaxed));
        let port = PORTS.start + u16::try_from(nth % length).unwrap();
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}
