//! Debian's Chromium and its driver, in processes of their own with a profile of their own.

use super::browser::Browser;
use anyhow::{Context as _, Result, bail};
use serde_json::json;
use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;
use thirtyfour::prelude::*;
use thirtyfour::{ChromeCapabilities, LoggingPrefsLogLevel};

/// Without what a test does not need, above all the network.
const FLAGS: [&str; 9] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
];

/// The browser, its profile, and its driver.
pub struct Chromium {
    session: WebDriver,
    _profile: TempDir,
    // Last, because fields end in order: it outlives its browser.
    _driver: Driver,
}

impl Chromium {
    /// Starts a driver on a free port, and a browser that it drives.
    pub async fn start() -> Result<Self> {
        let driver = Driver::start()?;
        let profile = tempfile::tempdir()?;
        let address = format!("http://localhost:{}", driver.port);
        let session = WebDriver::new(address, capabilities(&profile)?)
            .await
            .context("Chromium does not start: tests/run installs it")?;
        session.set_page_load_timeout(Duration::from_secs(30)).await?;
        Ok(Self {
            session,
            _profile: profile,
            _driver: driver,
        })
    }

    /// The window.
    pub fn browser(&self) -> Browser {
        Browser::new(self.session.clone())
    }

    /// Closes the browser and ends the driver.
    pub async fn end(self) -> Result<()> {
        Ok(self.session.quit().await?)
    }
}

/// The process of chromedriver, which ends with this value.
struct Driver {
    process: Child,
    port: u16,
    /// Kept open: whoever writes to a closed pipe is ended.
    _says: BufReader<ChildStdout>,
}

impl Driver {
    fn start() -> Result<Self> {
        let mut process = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("chromedriver does not start: tests/run installs it")?;
        let mut says = BufReader::new(process.stdout.take().context("the driver's output")?);
        let port = port(&mut says)?;
        Ok(Self {
            process,
            port,
            _says: says,
        })
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Where it has ended already, there is nothing to do.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The driver's own port, which it names when it is ready.
fn port(says: &mut BufReader<ChildStdout>) -> Result<u16> {
    for line in says.by_ref().lines() {
        let line = line?;
        if let Some((_, port)) = line.split_once("started successfully on port ") {
            return Ok(port.trim_end_matches('.').parse()?);
        }
    }
    bail!("chromedriver ended before it was ready");
}

fn capabilities(profile: &TempDir) -> Result<ChromeCapabilities> {
    let mut capabilities = DesiredCapabilities::chrome();
    for flag in FLAGS {
        capabilities.add_arg(flag)?;
    }
    capabilities.add_arg(&format!("--user-data-dir={}", profile.path().display()))?;
    capabilities.add_experimental_option("prefs", json!({ "intl.accept_languages": "en" }))?;
    capabilities.set_browser_log_level(LoggingPrefsLogLevel::All)?;
    Ok(capabilities)
}
