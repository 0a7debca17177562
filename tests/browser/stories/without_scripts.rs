//! Every page works in a browser that runs no scripts.

use super::log_in;
use crate::stage::Stage;
use anyhow::{Result, ensure};
use serde_json::{Value, json};

const GRETA: &str = "greta@stories.example";

/// From the app's front page to the profile.
pub async fn a_login_works(stage: &Stage) -> Result<()> {
    let browser = &stage.browser;
    browser.allow_scripts(false).await?;
    browser.open(&stage.relying_party("/login")).await?;
    browser.sees("Sign in").await?;
    // What only a script can do is not offered.
    ensure!(!browser.text().await?.contains("Show"));
    log_in(browser, GRETA).await?;
    browser.sees("Robin Stern").await
}

/// An app that wants its answer in a form (OAuth 2.0 Form Post Response Mode): without scripts somebody must send it.
pub async fn an_answer_by_post_needs_one_press(stage: &Stage) -> Result<()> {
    let browser = &stage.browser;
    browser.allow_scripts(false).await?;
    browser
        .open(&stage.request_of_sundial("&response_mode=form_post"))
        .await?;
    browser.press("Back to Sundial").await?;
    browser.press("Continue").await?;
    browser.arrives_at(&stage.callback_of_sundial()).await?;
    let answer: Value = serde_json::from_str(&browser.text().await?)?;
    ensure!(answer["method"] == "POST", "{answer}");
    let parameters = &answer["parameters"];
    ensure!(parameters["error"] == "access_denied", "{answer}");
    ensure!(parameters["state"] == "noon", "{answer}");
    ensure!(parameters["iss"] == json!(stage.provider("")), "{answer}");
    Ok(())
}
