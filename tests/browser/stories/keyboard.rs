//! Everything can be done by keyboard alone: tabulator, return and space.

use super::activation::{NEW_PASSWORD, activate, create, subject};
use super::{has_tokens, scanned, sign_in};
use crate::stage::{Authenticator, PASSWORD, SECRET, Stage, Tongue, only_link};
use anyhow::{Result, ensure};
use thirtyfour::Key;

/// From the invitation over the set-up of the second factor to the tokens.
pub async fn it_does_for_everything(stage: &Stage, tongue: Tongue) -> Result<()> {
    let browser = &stage.browser;
    let vera = tongue.address_of("vera");
    browser.speaks(tongue).await?;
    stage.operator.invite(&vera, tongue, "windpark").await?;
    let mail = stage.mail_to(&vera, subject(tongue)).await?;
    browser.open(only_link(&mail)?).await?;
    browser.sees(activate(tongue)).await?;
    for (field, entry) in [
        ("given_name", "Vera"),
        ("family_name", "Vogel"),
        ("password", NEW_PASSWORD),
    ] {
        browser.tab_to(field).await?;
        browser.write(entry).await?;
    }
    browser.tab_to(tongue.say("Show", "Mostrar", "Anzeigen")).await?;
    browser.key(Key::Space).await?;
    ensure!(browser.attribute_of("#password", "type").await?.as_deref() == Some("text"));
    browser.tab_to(create(tongue)).await?;
    browser.key(Key::Space).await?;

    browser.sees(sign_in(tongue)).await?;
    browser.tab_to("email").await?;
    browser.write(&vera).await?;
    browser.tab_to("password").await?;
    browser.write(NEW_PASSWORD).await?;
    browser.key(Key::Enter).await?;

    browser
        .sees(tongue.say(
            "Set up two-factor authentication",
            "Configura la autenticación en dos pasos",
            "Zwei-Faktor-Authentifizierung einrichten",
        ))
        .await?;
    let mut phone = scanned(browser).await?;
    browser.tab_to("pin").await?;
    browser.write(&phone.pin()).await?;
    browser
        .tab_to(tongue.say(
            "Confirm and sign in",
            "Confirmar e iniciar sesión",
            "Bestätigen und anmelden",
        ))
        .await?;
    browser.key(Key::Enter).await?;
    has_tokens(stage, "Vera Vogel", "2fa").await
}

/// A company's admin, from the menu at the top right to a member's reset second factor.
pub async fn an_admin_manages_by_it(stage: &Stage, tongue: Tongue) -> Result<()> {
    let browser = &stage.browser;
    let (jana, lola) = (tongue.address_of("jana"), tongue.address_of("lola"));
    browser.speaks(tongue).await?;
    browser.open(&stage.provider("/account")).await?;
    browser.tab_to("email").await?;
    browser.write(&jana).await?;
    browser.tab_to("password").await?;
    browser.write(PASSWORD).await?;
    browser.key(Key::Enter).await?;
    browser.text_of("#pin").await?;
    browser.tab_to("pin").await?;
    browser.write(&Authenticator::new(SECRET)?.pin()).await?;
    browser.key(Key::Enter).await?;

    browser.text_of("header .menu summary").await?;
    press(stage, "header .menu summary").await?;
    press(stage, "header .menu a[href^='/company?']").await?;
    browser.text_of("#q").await?;
    browser.tab_to("q").await?;
    browser.write(&lola).await?;
    browser.key(Key::Enter).await?;
    browser
        .until("who was looked for", async || {
            Ok(browser.address().await?.contains("q=").then_some(()))
        })
        .await?;
    press(stage, "tbody .menu summary").await?;
    browser
        .tab_to(&words(stage, "tbody .menu__item--danger").await?)
        .await?;
    press(stage, "tbody .table__actions > a").await?;
    browser.text_of(".dialog h1").await?;
    press(stage, ".dialog .button--danger").await?;
    let told = browser.text_of(".notice--success").await?;
    ensure!(told.contains("Robin Stern"), "{told}");
    Ok(())
}

/// Goes to what a CSS selector finds, and presses return there.
async fn press(stage: &Stage, selector: &str) -> Result<()> {
    let goal = words(stage, selector).await?;
    stage.browser.tab_to(&goal).await?;
    stage.browser.key(Key::Enter).await
}

/// The words of what a CSS selector finds, also those that only a screen reader says.
async fn words(stage: &Stage, selector: &str) -> Result<String> {
    let script = format!("return document.querySelector({selector:?}).textContent.trim()");
    stage
        .browser
        .until(selector, async || {
            let words = stage.browser.run(&script).await?;
            Ok(words.as_str().map(str::to_owned))
        })
        .await
}
