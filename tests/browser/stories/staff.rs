//! What the platform's own staff do: a reset for a company without an admin (S15), and a company with its first admin
//! (S6).

use super::activation::{NEW_PASSWORD, activate, create};
use super::{enter_password, log_in, scanned, sign_in};
use crate::stage::{Stage, Tongue, only_link, parts};
use anyhow::{Result, ensure};

/// The support makes sure who asks, and resets; the person sets a new phone up with the mailed code.
pub async fn the_support_resets_after_making_sure_who_asks(stage: &Stage, tongue: Tongue) -> Result<()> {
    let browser = &stage.browser;
    let (sven, vito) = (tongue.address_of("sven"), tongue.address_of("vito"));
    browser.speaks(tongue).await?;
    browser.open(&stage.provider("/support/console")).await?;
    browser.sees(sign_in(tongue)).await?;
    log_in(browser, &sven).await?;
    browser
        .sees(tongue.say("Support console", "Consola de soporte", "Support-Konsole"))
        .await?;
    browser.enter("q", &vito).await?;
    browser.follow("Robin Stern").await?;
    browser.sees("Robin Stern").await?;
    let reset = tongue.say("Reset OTP", "Restablecer OTP", "OTP zurücksetzen");
    browser.follow(reset).await?;
    browser.click_on("main form .button--danger").await?;
    // Its fields are needed: the browser itself asks for the note first.
    browser
        .fill("note", "Called back; knew the last invoice.")
        .await?;
    browser.click_on("main form .button--danger").await?;
    browser
        .reads(tongue.say(
            "Confirm this first",
            "Confírmalo primero",
            "Bestätigen Sie das zuerst",
        ))
        .await?;
    browser.click_on("#called_back").await?;
    browser.click_on("#answered").await?;
    browser.click_on("main form .button--danger").await?;
    browser
        .reads(tongue.say(
            "The code is on its way by e-mail.",
            "El código va de camino por correo.",
            "Der Code ist per E-Mail unterwegs.",
        ))
        .await?;

    let code = super::lost_phone::mailed_code(stage, tongue, &vito).await?;
    browser.forget_cookies().await?;
    browser.open(&stage.relying_party("/login")).await?;
    enter_password(browser, &vito).await?;
    let mut phone = scanned(browser).await?;
    browser.fill("code", &code).await?;
    browser.enter("pin", &phone.pin()).await?;
    browser.arrives_at(&stage.relying_party("/profile")).await
}

/// An operator makes a company; its first admin follows the mail.
pub async fn a_company_begins_with_its_first_admin(stage: &Stage, tongue: Tongue) -> Result<()> {
    let browser = &stage.browser;
    browser.speaks(tongue).await?;
    browser.open(&stage.provider("/operator/companies/new")).await?;
    log_in(browser, &tongue.address_of("opal")).await?;
    browser
        .sees(tongue.say("New company", "Empresa nueva", "Neues Unternehmen"))
        .await?;
    let admin = format!("wiebke@{}-wind.example", tongue.code());
    browser.fill("name", "Windpark Nord eG").await?;
    browser.fill("slug", "Wind Park").await?;
    browser.fill("email", &admin).await?;
    browser.choose("language", tongue.code()).await?;
    browser.click_on("main form .button").await?;
    browser
        .reads(tongue.say(
            "Enter a short name of a to z",
            "Escribe un nombre corto de la a a la z",
            "Geben Sie einen Kurznamen aus a bis z",
        ))
        .await?;
    let slug = format!("windpark-nord-{}", tongue.code());
    browser.fill("slug", &slug).await?;
    browser.click_on("main form .button").await?;
    browser
        .sees(tongue.say("Companies", "Empresas", "Unternehmen"))
        .await?;
    browser.reads("Windpark Nord eG").await?;

    let subject = tongue.say(
        "Amperecloud account activation",
        "Activación de cuenta Amperecloud",
        "Amperecloud Kontoaktivierung",
    );
    let mail = stage.mail_to(&admin, subject).await?;
    for part in parts(&mail) {
        ensure!(part.contains("Windpark Nord eG"), "{part}");
    }
    browser.forget_cookies().await?;
    browser.open(only_link(&mail)?).await?;
    browser.sees(activate(tongue)).await?;
    browser.fill("given_name", "Wiebke").await?;
    browser.fill("family_name", "Wind").await?;
    browser.fill("password", NEW_PASSWORD).await?;
    browser.press(create(tongue)).await?;
    browser.arrives_at(&stage.provider("/login")).await?;
    browser.sees(sign_in(tongue)).await
}
