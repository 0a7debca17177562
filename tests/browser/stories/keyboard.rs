//! Everything can be done by keyboard alone: tabulator, return and space.

use super::activation::{NEW_PASSWORD, activate, create, subject};
use super::{has_tokens, scanned, sign_in};
use crate::stage::{Stage, Tongue, only_link};
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
