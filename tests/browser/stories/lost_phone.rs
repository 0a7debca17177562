//! A phone that is gone: who resets the second factor (S14, S15), and what comes after it.

use super::{enter_password, enter_pin, has_tokens, members, scanned};
use crate::stage::{Authenticator, Browser, SECRET, Stage, Tongue, parts};
use anyhow::{Context as _, Result, ensure};

const ADMIN: &str = "Ada Sommer";

/// The heading of the page that helps.
const fn no_access(tongue: Tongue) -> &'static str {
    tongue.say(
        "No access to your authenticator app?",
        "¿No puedes abrir tu aplicación de autenticación?",
        "Kein Zugriff auf die Authentifizierungs-App?",
    )
}

/// The company's admins by name, but to nobody who has not entered the password; the support where there is none.
pub async fn the_page_says_who_resets(stage: &Stage, tongue: Tongue) -> Result<()> {
    let browser = &stage.browser;
    browser.speaks(tongue).await?;
    browser.open(&stage.relying_party("/login")).await?;
    browser
        .follow(tongue.say(
            "I can’t sign in",
            "No puedo iniciar sesión",
            "Ich kann mich nicht anmelden",
        ))
        .await?;
    browser
        .follow(tongue.say(
            "I have no access to my authenticator app",
            "No puedo abrir mi aplicación de autenticación",
            "Ich habe keinen Zugriff auf meine Authentifizierungs-App",
        ))
        .await?;
    browser.sees(no_access(tongue)).await?;
    ensure!(!browser.text().await?.contains(ADMIN));

    ask_after_password(stage, tongue, "tom").await?;
    browser.reads(ADMIN).await?;
    browser.reads("Sonnenfeld GmbH").await?;
    browser
        .reads(tongue.say(
            "Company menu (top right) → Company admin → Members → Actions → key symbol",
            "Menú de la empresa (arriba a la derecha) → Administración de la empresa → Miembros → Acciones",
            "Unternehmensmenü (oben rechts) → Unternehmensadministration → Mitglieder → Aktionen",
        ))
        .await?;
    browser
        .follow(tongue.say(
            "Back to sign-in",
            "Volver a iniciar sesión",
            "Zurück zur Anmeldung",
        ))
        .await?;
    browser.sees(enter_pin(tongue)).await?;

    ask_after_password(stage, tongue, "eva").await?;
    browser
        .reads(tongue.say(
            "Our support resets it",
            "La restablece nuestro equipo de soporte",
            "Unser Support setzt sie zurück",
        ))
        .await?;
    browser
        .follow(tongue.say(
            "Write to our support",
            "Escribir a soporte",
            "An den Support schreiben",
        ))
        .await?;
    browser.arrives_at(&stage.provider("/support")).await?;
    ensure!(browser.value_of("topic").await? == "lost_phone");
    Ok(())
}

/// The way from the PIN page.
async fn ask_after_password(stage: &Stage, tongue: Tongue, name: &str) -> Result<()> {
    let browser = &stage.browser;
    browser.forget_cookies().await?;
    browser.open(&stage.relying_party("/login")).await?;
    enter_password(browser, &tongue.address_of(name)).await?;
    browser.sees(enter_pin(tongue)).await?;
    browser
        .follow(tongue.say(
            "Get your two-factor authentication reset",
            "Pedir que se restablezca la autenticación en dos pasos",
            "Zwei-Faktor-Authentifizierung zurücksetzen lassen",
        ))
        .await?;
    browser.sees(no_access(tongue)).await
}

/// By the company's menu, the members and the key symbol; the admin is asked first, the member told by mail, and sets up
/// a new phone at the next sign-in.
pub async fn an_admin_resets_it(stage: &Stage, tongue: Tongue) -> Result<()> {
    let browser = &stage.browser;
    let ulf = tongue.address_of("ulf");
    browser.speaks(tongue).await?;
    members::open_members(stage, tongue, &tongue.address_of("ava")).await?;
    members::find(browser, &ulf).await?;
    browser.click_on("tbody .table__actions > a").await?;
    browser
        .sees(tongue.say(
            "Reset the OTP of Robin Stern?",
            "¿Restablecer el OTP de Robin Stern?",
            "OTP von Robin Stern zurücksetzen?",
        ))
        .await?;
    browser
        .press(tongue.say("Reset OTP", "Restablecer OTP", "OTP zurücksetzen"))
        .await?;
    browser.arrives_at(&stage.provider("/company/members")).await?;
    browser
        .reads(tongue.say(
            "The OTP of Robin Stern is reset.",
            "El OTP de Robin Stern se ha restablecido.",
            "Das OTP von Robin Stern ist zurückgesetzt.",
        ))
        .await?;
    let mail = stage.mail_to(&ulf, subject(tongue)).await?;
    let [text, _] = parts(&mail);
    let by = tongue.say(
        "Robin Stern has reset the two-factor authentication",
        "Robin Stern ha restablecido la autenticación en dos pasos",
        "Robin Stern hat die Zwei-Faktor-Authentifizierung",
    );
    ensure!(
        text.split_whitespace().collect::<Vec<_>>().join(" ").contains(by),
        "{text}"
    );
    browser.forget_cookies().await?;
    sets_up_anew(stage, tongue, &ulf).await
}

/// Reset by command: the old app's PINs are worth nothing, and password and mailed code set up a new one.
pub async fn after_a_reset_the_mailed_code_brings_a_new_phone(stage: &Stage, tongue: Tongue) -> Result<()> {
    let udo = tongue.address_of("udo");
    stage.browser.speaks(tongue).await?;
    stage.operator.reset_otp(&udo).await?;
    sets_up_anew(stage, tongue, &udo).await
}

/// What comes next for whose second factor was reset.
async fn sets_up_anew(stage: &Stage, tongue: Tongue, address: &str) -> Result<()> {
    let browser = &stage.browser;
    let code = mailed_code(stage, tongue, address).await?;

    browser.open(&stage.relying_party("/login")).await?;
    enter_password(browser, address).await?;
    browser
        .reads(tongue.say(
            "Your two-factor authentication was reset",
            "Tu autenticación en dos pasos se ha restablecido",
            "Ihre Zwei-Faktor-Authentifizierung wurde zurückgesetzt",
        ))
        .await?;
    let mut phone = scanned(browser).await?;
    enter(browser, "AAAA-AAAA", &phone.pin()).await?;
    browser
        .reads(tongue.say(
            "That code is not right.",
            "Ese código no es correcto.",
            "Dieser Code stimmt nicht.",
        ))
        .await?;
    // A code is read from one screen and typed on another.
    enter(browser, &code.to_lowercase().replace('-', " "), &phone.pin()).await?;
    has_tokens(stage, "Robin Stern", "2fa").await?;

    browser.forget_cookies().await?;
    browser.open(&stage.relying_party("/login")).await?;
    enter_password(browser, address).await?;
    browser.sees(enter_pin(tongue)).await?;
    browser.enter("pin", &Authenticator::new(SECRET)?.pin()).await?;
    browser
        .reads(tongue.say(
            "That PIN is not right.",
            "Ese PIN no es correcto.",
            "Diese PIN stimmt nicht.",
        ))
        .await
}

/// The subject of the mail that brings the code.
pub const fn subject(tongue: Tongue) -> &'static str {
    tongue.say(
        "Your two-factor authentication at Amperecloud was reset",
        "Tu autenticación en dos pasos de Amperecloud se ha restablecido",
        "Ihre Zwei-Faktor-Authentifizierung bei Amperecloud wurde zurückgesetzt",
    )
}

/// The code of the mail, which has no link.
pub async fn mailed_code(stage: &Stage, tongue: Tongue, address: &str) -> Result<String> {
    let mail = stage.mail_to(address, subject(tongue)).await?;
    ensure!(mail["links"].as_array().is_some_and(Vec::is_empty), "{mail}");
    let [text, html] = parts(&mail);
    let code = text.split_whitespace().find(|word| is_code(word));
    let code = code.with_context(|| format!("no code in {text}"))?;
    ensure!(html.contains(code), "{html}");
    Ok(code.to_owned())
}

/// Whether it looks like `7Q4M-2XRA`.
fn is_code(word: &str) -> bool {
    let halves = word.split_once('-');
    halves.is_some_and(|(first, second)| {
        [first, second]
            .iter()
            .all(|half| half.len() == 4 && half.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()))
    })
}

async fn enter(browser: &Browser, code: &str, pin: &str) -> Result<()> {
    browser.fill("code", code).await?;
    browser.enter("pin", pin).await
}
