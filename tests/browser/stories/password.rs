//! A forgotten password (S16).

use super::activation::NEW_PASSWORD;
use super::{enter_password, enter_pin, has_tokens, sign_in};
use crate::stage::{Authenticator, SECRET, Stage, Tongue, only_link};
use anyhow::{Result, ensure};

/// The subject of the mail that brings the link.
pub const fn subject(tongue: Tongue) -> &'static str {
    tongue.say(
        "A new password for your Amperecloud account",
        "Una contraseña nueva para tu cuenta Amperecloud",
        "Ein neues Passwort für Ihr Amperecloud-Konto",
    )
}

/// The link is mailed, the old password is refused from then on, and the PIN is asked as before.
pub async fn a_forgotten_one_is_replaced_by_mail(stage: &Stage, tongue: Tongue) -> Result<()> {
    let browser = &stage.browser;
    let mia = tongue.address_of("mia");
    browser.speaks(tongue).await?;
    browser.open(&stage.relying_party("/login")).await?;
    browser
        .follow(tongue.say(
            "Forgot your password?",
            "¿Has olvidado la contraseña?",
            "Passwort vergessen?",
        ))
        .await?;
    browser
        .sees(tongue.say(
            "Set a new password",
            "Elige una contraseña nueva",
            "Neues Passwort festlegen",
        ))
        .await?;
    browser.fill("email", &mia).await?;
    browser
        .press(tongue.say("Send link", "Enviar enlace", "Link senden"))
        .await?;
    browser
        .sees(tongue.say(
            "Look in your inbox",
            "Mira en tu bandeja de entrada",
            "Sehen Sie in Ihrem Posteingang nach",
        ))
        .await?;
    browser.reads(&mia).await?;

    let mail = stage.mail_to(&mia, subject(tongue)).await?;
    browser.open(only_link(&mail)?).await?;
    browser
        .sees(tongue.say(
            "Choose a new password",
            "Elige una contraseña nueva",
            "Wählen Sie ein neues Passwort",
        ))
        .await?;
    ensure!(browser.value_of("email").await? == mia);
    browser.fill("password", NEW_PASSWORD).await?;
    browser
        .press(tongue.say("Set password", "Guardar contraseña", "Passwort festlegen"))
        .await?;
    browser
        .sees(tongue.say(
            "Your password is changed",
            "Tu contraseña ha cambiado",
            "Ihr Passwort ist geändert",
        ))
        .await?;
    browser.follow(sign_in(tongue)).await?;

    browser.sees(sign_in(tongue)).await?;
    enter_password(browser, &mia).await?;
    browser
        .reads(tongue.say(
            "The e-mail address or the password is not right",
            "El correo o la contraseña no son correctos",
            "E-Mail-Adresse oder Passwort stimmen nicht",
        ))
        .await?;
    browser.enter("password", NEW_PASSWORD).await?;
    browser.sees(enter_pin(tongue)).await?;
    browser.enter("pin", &Authenticator::new(SECRET)?.pin()).await?;
    has_tokens(stage, "Robin Stern", "2fa").await?;
    let told = tongue.say(
        "The password of your Amperecloud account was changed",
        "La contraseña de tu cuenta Amperecloud ha cambiado",
        "Das Passwort Ihres Amperecloud-Kontos wurde geändert",
    );
    stage.mail_to(&mia, told).await?;
    Ok(())
}
