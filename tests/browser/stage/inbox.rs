//! The demo's mail catcher, as scripts read it.

use super::browser::Browser;
use anyhow::{Context as _, Result, ensure};
use serde_json::Value;
use std::collections::BTreeSet;

/// The mails to an address, as soon as there are so many.
pub async fn mails_to(browser: &Browser, inbox: &str, address: &str, count: usize) -> Result<Vec<Value>> {
    mails(browser, inbox, count, &format!("mails to {address}"), |mail| {
        mail["to"] == address
    })
    .await
}

/// Those mails that are meant, as soon as there are so many; `what` names them.
pub async fn mails(
    browser: &Browser,
    inbox: &str,
    count: usize,
    what: &str,
    is_meant: impl Fn(&Value) -> bool,
) -> Result<Vec<Value>> {
    browser
        .until(&format!("{count} {what}"), async || {
            browser.open(inbox).await?;
            let mails: Vec<Value> = serde_json::from_str(&browser.text().await?)?;
            let meant: Vec<Value> = mails.into_iter().filter(|mail| is_meant(mail)).collect();
            Ok((meant.len() >= count).then_some(meant))
        })
        .await
        .with_context(|| format!("see {inbox}"))
}

/// Both parts of a mail: as plain text, and in HTML.
pub fn parts(mail: &Value) -> [&str; 2] {
    ["text", "html"].map(|part| mail[part].as_str().unwrap_or_default())
}

/// The one link of a mail, which both of its parts have.
pub fn only_link(mail: &Value) -> Result<&str> {
    let links: BTreeSet<&str> = mail["links"]
        .as_array()
        .context("a list of links")?
        .iter()
        .filter_map(Value::as_str)
        .collect();
    let [link] = links.into_iter().collect::<Vec<_>>()[..] else {
        anyhow::bail!("not one link: {mail}");
    };
    let escaped = link.replace('&', "&amp;");
    for part in parts(mail) {
        ensure!(
            part.contains(link) || part.contains(&escaped),
            "without its link: {part}"
        );
    }
    Ok(link)
}
