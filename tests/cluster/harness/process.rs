//! A process of the program, which never outlives its test.

use super::within;
use std::fs::{self, File};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::Duration;
use tempfile::TempDir;

/// How long a process may take for what it is asked: far more than it needs, on a machine that does much else.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// A process that was started by a test, and ends with it at the latest.
pub struct Process {
    child: Mutex<Child>,
    /// Apart from the installation, whose folder holds only what the program makes.
    output: TempDir,
}

/// How a process has ended.
#[derive(Debug)]
pub struct Outcome {
    /// Its exit code; none when a signal ended it.
    pub code: Option<i32>,
    /// What it printed.
    pub stdout: String,
    /// What it complained about, and its log.
    pub stderr: String,
}

impl Process {
    /// Starts it.
    pub fn start(mut command: Command) -> Self {
        let output = TempDir::new().unwrap();
        let file = |name| File::create(output.path().join(name)).unwrap();
        command
            .stdin(Stdio::null())
            .stdout(file("stdout"))
            .stderr(file("stderr"));
        let child = command
            .spawn()
            .unwrap_or_else(|error| panic!("{command:?}: {error}"));
        Self {
            child: Mutex::new(child),
            output,
        }
    }

    /// Waits for its end.
    ///
    /// # Panics
    /// When it goes on for longer than [`PATIENCE`].
    pub async fn end(&self) -> Outcome {
        let has_ended = within(PATIENCE, async || self.has_ended()).await;
        assert!(has_ended, "it does not end: {}", self.read("stderr"));
        Outcome {
            code: self.child().wait().unwrap().code(),
            stdout: self.read("stdout"),
            stderr: self.read("stderr"),
        }
    }

    /// Whether it has ended.
    pub fn has_ended(&self) -> bool {
        self.child().try_wait().unwrap().is_some()
    }

    /// Asks it to end, by SIGTERM.
    pub fn terminate(&self) {
        let pid = self.child().id().to_string();
        let sent = Command::new("sh")
            .args(["-c", "kill -TERM \"$0\"", &pid])
            .status()
            .unwrap();
        assert!(sent.success());
    }

    /// Ends it in the middle of whatever it does, by SIGKILL.
    pub fn kill(&self) {
        self.child().kill().unwrap();
        self.child().wait().unwrap();
    }

    fn child(&self) -> std::sync::MutexGuard<'_, Child> {
        self.child.lock().unwrap()
    }

    /// What it has written so far to `stdout` or `stderr`.
    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.output.path().join(name)).unwrap()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if let Ok(child) = self.child.get_mut() {
            // It may have ended by itself.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
