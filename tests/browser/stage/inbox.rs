//! The demo's mail catcher, as scripts read it.

use super::browser::Browser;
use anyhow::{Context as _, Result};
use serde_json::Value;

/// The mails to an address, as soon as there are so many.
pub async fn mails_to(browser: &Browser, inbox: &str, address: &str, count: usize) -> Result<Vec<Value>> {
    browser
        .until(&format!("{count} mails to {address}"), async || {
            browser.open(inbox).await?;
            let mails: Vec<Value> = serde_json::from_str(&browser.text().await?)?;
            let theirs: Vec<Value> = mails.into_iter().filter(|mail| mail["to"] == address).collect();
            Ok((theirs.len() >= count).then_some(theirs))
        })
        .await
        .with_context(|| format!("see {inbox}"))
}
