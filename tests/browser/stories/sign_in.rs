//! Signing in with password and PIN (S11), and out again.

use super::log_in;
use crate::stage::Stage;
use anyhow::{Result, ensure};

const ADA: &str = "ada@sonnenfeld.example";
const FRIDA: &str = "frida@stories.example";

/// Ada, from the platform's front page and back to it.
pub async fn the_app_learns_who_it_is_until_they_sign_out(stage: &Stage) -> Result<()> {
    let browser = &stage.browser;
    browser.open(&stage.relying_party("/")).await?;
    browser.follow("Sign in").await?;
    browser.sees("Sign in").await?;
    browser.reads("to continue to Amperecloud Platform").await?;
    ensure!(browser.title().await? == "Sign in · Amperecloud");
    log_in(browser, ADA).await?;

    browser.sees("Ada Sommer").await?;
    browser.arrives_at(&stage.relying_party("/profile")).await?;
    let claims = browser.text_of("section[aria-labelledby=id-token]").await?;
    for claim in [&stage.provider(""), "urn:voltkey:acr:2fa", "platform"] {
        ensure!(claims.contains(claim), "the ID token lacks {claim}: {claims}");
    }
    browser.reads(ADA).await?;

    browser.follow("Call the API").await?;
    browser.reads("200").await?;
    browser.follow("Back to the profile").await?;
    browser.press("Refresh the tokens").await?;
    browser.reads("was refreshed 1 time.").await?;

    browser.press("Log out").await?;
    browser.arrives_at(&stage.relying_party("/")).await?;
    browser.reads("You are signed out").await?;
    browser.follow("Sign in").await?;
    browser.arrives_at(&stage.provider("/login")).await?;
    browser.sees("Sign in").await
}

/// The first sign-in with a browser is told to the person, with support but without a secret.
pub async fn a_new_device_is_told_by_mail(stage: &Stage) -> Result<()> {
    let browser = &stage.browser;
    browser.open(&stage.relying_party("/login")).await?;
    log_in(browser, FRIDA).await?;
    browser.sees("Robin Stern").await?;

    let mails = stage.mails_to(FRIDA, 1).await?;
    let mail = &mails[0];
    ensure!(
        mail["subject"] == "New sign-in to your Amperecloud account",
        "{mail}"
    );
    ensure!(mail["from"] == "Amperecloud <no-reply@ampere.cloud>", "{mail}");
    for part in ["text", "html"] {
        let said = mail[part].as_str().unwrap_or_default();
        for words in ["A new browser signed in to your account", "+49 30 6293 77201"] {
            ensure!(said.contains(words), "the part {part} lacks “{words}”: {said}");
        }
    }
    Ok(())
}
