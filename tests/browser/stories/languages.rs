//! The language that somebody chooses.

use super::enter_password;
use crate::stage::Stage;
use anyhow::{Result, ensure};

const EMIL: &str = "emil@stories.example";

/// A person who reads English elsewhere chooses German on the first page, and no page falls back.
pub async fn the_switch_holds_to_the_end(stage: &Stage) -> Result<()> {
    let browser = &stage.browser;
    browser.open(&stage.relying_party("/login")).await?;
    browser.sees("Sign in").await?;
    browser.follow("Deutsch").await?;
    browser.sees("Anmelden").await?;
    browser.reads("um mit Amperecloud Platform fortzufahren").await?;

    browser.fill("email", EMIL).await?;
    browser.enter("password", "Mond-2026!").await?;
    browser
        .reads("E-Mail-Adresse oder Passwort stimmen nicht")
        .await?;
    enter_password(browser, EMIL).await?;
    browser.sees("Geben Sie Ihre sechsstellige PIN ein").await?;
    browser.enter("pin", "000000").await?;
    browser.reads("Diese PIN stimmt nicht.").await?;
    ensure!(browser.language().await? == "de");
    browser.press("Nicht Sie?").await?;
    browser.sees("Anmelden").await
}
