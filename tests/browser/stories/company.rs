//! What the admin of a company decides on its pages, and how its members see it.

use super::{enter_password, log_in};
use crate::stage::{Stage, Tongue};
use anyhow::{Result, ensure};

/// The logo that is uploaded.
pub const LOGO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/browser/stage/logo.png");
/// How a field for dates is filled, which each browser shows in its own way.
const SET_DATE: &str = "document.querySelector('#grace_until').value = '2031-05-04'";

/// An admin sets an earlier date and the company's logo. One member is told the date at the login, and another sees the
/// logo on the page that asks for the PIN; before the password nobody sees anything.
pub async fn an_earlier_date_and_a_logo_reach_the_members(stage: &Stage, tongue: Tongue) -> Result<()> {
    let browser = &stage.browser;
    browser.speaks(tongue).await?;
    browser.open(&stage.provider("/company/roll-out")).await?;
    log_in(browser, &tongue.address_of("hedi")).await?;
    browser
        .sees(tongue.say("Roll-out", "Implantación", "Einführung"))
        .await?;
    ensure!(browser.language().await? == tongue.code());
    browser.click_on("#second_factor-required").await?;
    browser.run(SET_DATE).await?;
    let save = tongue.say("Save", "Guardar", "Speichern");
    browser.press(save).await?;
    browser
        .reads(tongue.say(
            "That is saved. It is in force from now on.",
            "Se ha guardado. Ya está en vigor.",
            "Das ist gespeichert. Es gilt ab jetzt.",
        ))
        .await?;
    browser.reads("2031").await?;

    browser
        .follow(tongue.say("Settings", "Ajustes", "Einstellungen"))
        .await?;
    browser.type_on("logo", LOGO).await?;
    browser.press(tongue.say("Upload", "Subir", "Hochladen")).await?;
    browser.text_of(".notice--success").await?;
    browser.fill("accent", "#b3261e").await?;
    browser.press(save).await?;
    browser.text_of("link[href='/accents/b3261e.css']").await?;

    browser.forget_cookies().await?;
    browser.open(&stage.provider("/login")).await?;
    let before = browser
        .run("return document.querySelectorAll('img[src^=\"/logos/\"]').length")
        .await?;
    ensure!(before == 0, "the login tells nothing before the password");
    enter_password(browser, &tongue.address_of("oda")).await?;
    browser.text_of("[data-otp-secret]").await?;
    browser.reads("2031").await?;
    browser.text_of(".brand img[src^='/logos/']").await?;

    browser.forget_cookies().await?;
    browser.open(&stage.provider("/login")).await?;
    enter_password(browser, &tongue.address_of("edo")).await?;
    browser.text_of("#pin").await?;
    browser.text_of(".brand img[src^='/logos/']").await?;
    browser.reads("Gezeitenkraft AG").await
}
