//! An app that is not the platform's own.

use super::log_in;
use crate::stage::Stage;
use anyhow::Result;

const BEN: &str = "ben@sonnenfeld.example";
const QUESTION: &str = "Allow Solar Reports to use your account?";

/// Ben denies, then allows, and is asked again only when the app insists.
pub async fn somebody_else_s_app_asks_once(stage: &Stage) -> Result<()> {
    let browser = &stage.browser;
    let sign_in = stage.relying_party("/solar-reports/login");
    let profile = stage.relying_party("/solar-reports/profile");
    browser.open(&sign_in).await?;
    log_in(browser, BEN).await?;
    browser.sees(QUESTION).await?;
    browser
        .reads("See your name, your language and the rest of your profile")
        .await?;
    browser.reads("See your e-mail address").await?;
    browser.press("Deny").await?;
    browser.sees("The provider did not sign you in").await?;
    browser.reads("access_denied").await?;

    browser.follow("Sign in again").await?;
    browser.sees(QUESTION).await?;
    browser.press("Allow").await?;
    browser.arrives_at(&profile).await?;
    browser.sees("Ben Berger").await?;

    browser.open(&sign_in).await?;
    browser.arrives_at(&profile).await?;

    browser.open(&format!("{sign_in}?prompt=consent")).await?;
    browser.sees(QUESTION).await?;
    browser.reads("Keep this access while you are away").await?;
    browser.press("Allow").await?;
    browser.arrives_at(&profile).await
}
