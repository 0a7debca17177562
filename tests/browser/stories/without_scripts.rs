//! Every page works in a browser that runs no scripts.

use super::activation::{NEW_PASSWORD, activate, create, subject};
use super::{has_tokens, log_in};
use crate::stage::{Stage, Tongue, only_link};
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

/// From the invitation to the tokens; the server alone says which rule a password misses.
pub async fn an_account_is_activated(stage: &Stage) -> Result<()> {
    let browser = &stage.browser;
    let (ivo, tongue) = ("ivo@stories.example", Tongue::English);
    stage.operator.invite(ivo, tongue, "sonnenfeld").await?;
    let mail = stage.mail_to(ivo, subject(tongue)).await?;
    browser.allow_scripts(false).await?;
    browser.open(only_link(&mail)?).await?;
    browser.sees(activate(tongue)).await?;
    browser.reads("A special character").await?;
    // Only a script could show the password or judge it.
    let text = browser.text().await?;
    ensure!(!text.contains("Show") && !text.contains("Strength"), "{text}");
    browser.fill("given_name", "Ivo").await?;
    browser.fill("family_name", "Ivens").await?;
    browser.fill("password", "sonnenblumenfelder").await?;
    browser.press(create(tongue)).await?;
    browser.reads("3 rules are not met").await?;
    browser.fill("password", NEW_PASSWORD).await?;
    browser.press(create(tongue)).await?;
    browser.sees("Sign in").await?;
    browser.fill("email", ivo).await?;
    browser.enter("password", NEW_PASSWORD).await?;
    has_tokens(stage, "Ivo Ivens", "1fa").await
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
