//! What a person sees after a log-out at which not every app was reached.

use super::super::log_in;
use super::Gallery;
use anyhow::{Context as _, Result};

pub(super) async fn walk(gallery: &Gallery<'_>) -> Result<()> {
    let stage = gallery.stage;
    let browser = &stage.browser;
    gallery.begin_anew().await?;
    log_in(browser, &gallery.person("nora")).await?;
    browser.arrives_at(&stage.relying_party("/profile")).await?;
    for app in ["sundial", "almanac", "hourglass"] {
        browser.open(&stage.request_of(app, "")).await?;
        browser.arrives_at(&stage.callback_of_sundial()).await?;
    }
    gallery.open("/oauth2/logout").await?;
    browser.click_on("main .button--full").await?;
    // One app is told, one refuses, one does not answer, and of one the browser has loaded the page. It looks by itself.
    let states = "[...document.querySelectorAll('main .chip')].map(chip => chip.className.split('--')[1]).sort().join(' ')";
    browser
        .until("a receipt", async || {
            let seen = browser.run(&format!("return {states}")).await?;
            Ok((seen == "danger info ok ok").then_some(()))
        })
        .await
        .context("the receipt")?;
    gallery.show("signed-out-receipt", "#apps").await
}
