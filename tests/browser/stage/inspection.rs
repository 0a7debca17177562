//! What a tester does beside the person: pictures, other windows, the console, scripts of their own.

use super::browser::Browser;
use super::look::Look;
use anyhow::{Context as _, Result, ensure};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use thirtyfour::BrowserLogEntry;

impl Browser {
    /// Fails when a page broke its own policy, or a script failed.
    pub async fn console_is_silent(&self) -> Result<()> {
        let log = self.driver.browser_log().await?;
        let complaints: Vec<&BrowserLogEntry> = log.iter().filter(|entry| is_complaint(entry)).collect();
        ensure!(complaints.is_empty(), "the console says {complaints:#?}");
        Ok(())
    }

    /// Shows pages in a window of another size or colour.
    pub async fn look(&self, look: Look) -> Result<()> {
        self.command("Emulation.setEmulatedMedia", look.media()).await?;
        self.command("Emulation.setDeviceMetricsOverride", look.metrics())
            .await?;
        Ok(())
    }

    /// Writes a picture of the whole page to a file below `target/screenshots`, and says where.
    pub async fn picture(&self, name: &str) -> Result<PathBuf> {
        let answer = self
            .command("Page.captureScreenshot", self.whole_page().await?)
            .await?;
        let data = answer["data"].as_str().context("no picture came")?;
        let path = pictures().join(format!("{name}.png"));
        std::fs::create_dir_all(path.parent().context("a picture has a folder")?)?;
        std::fs::write(&path, BASE64_STANDARD.decode(data)?)?;
        Ok(path)
    }

    /// The page that a story failed on: its address, and a picture of it.
    pub async fn last_picture(&self, story: &str) -> Result<String> {
        let path = self
            .picture(&format!("failed/{}", story.replace("::", "-")))
            .await?;
        Ok(format!("at {}, see {}", self.address().await?, path.display()))
    }

    /// Runs a script beside the page's own.
    pub async fn run(&self, script: &str) -> Result<Value> {
        Ok(self.driver.execute(script, vec![]).await?.json().clone())
    }

    /// Runs a script that calls its last argument with the result.
    pub async fn run_async(&self, script: &str) -> Result<Value> {
        Ok(self.driver.execute_async(script, vec![]).await?.json().clone())
    }

    /// The parameters of a picture of the whole page.
    async fn whole_page(&self) -> Result<Value> {
        let metrics = self.command("Page.getLayoutMetrics", json!({})).await?;
        let size = &metrics["cssContentSize"];
        let clip = json!({ "x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1 });
        Ok(json!({ "captureBeyondViewport": true, "optimizeForSpeed": true, "clip": clip }))
    }
}

/// Where pictures go.
fn pictures() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("screenshots")
}

/// The browser also lists every page that came with the status of an error, which is what those pages are for.
fn is_complaint(entry: &BrowserLogEntry) -> bool {
    let refused_page = entry.source.as_deref() == Some("network") && entry.message.contains("status of 4");
    matches!(entry.level.as_str(), "SEVERE" | "WARNING") && !refused_page
}
