//! What people change themselves, on the pages that the platform links to.

use super::activation::NEW_PASSWORD;
use super::{enter_password, enter_pin, has_tokens, log_in, recovery_codes, scanned, sign_in};
use crate::stage::{Browser, PASSWORD, Stage, Tongue, only_link};
use anyhow::{Result, ensure};

/// Signs in at the platform with the password alone, and follows its link to a page of the account.
async fn follow_from_the_platform(stage: &Stage, email: &str, link: &str) -> Result<()> {
    let browser = &stage.browser;
    browser.open(&stage.relying_party("/login")).await?;
    enter_password(browser, email).await?;
    has_tokens(stage, "Robin Stern", "1fa").await?;
    browser.follow(link).await
}

/// Whether the switch is on.
async fn is_on(browser: &Browser) -> Result<bool> {
    let checked = browser
        .attribute_of("[role=switch]", "aria-checked")
        .await?
        .unwrap_or_default();
    Ok(checked == "true")
}

/// The password is changed at any time with the one before, the platform has the person back, and a mail tells of it (S7).
pub async fn the_password_is_changed_at_any_time(stage: &Stage, tongue: Tongue) -> Result<()> {
    let browser = &stage.browser;
    let yara = tongue.address_of("yara");
    browser.speaks(tongue).await?;
    follow_from_the_platform(stage, &yara, "Change the password").await?;
    browser
        .sees(tongue.say("Password", "Contraseña", "Passwort"))
        .await?;
    ensure!(browser.language().await? == tongue.code());
    let change = tongue.say("Change password", "Cambiar contraseña", "Passwort ändern");
    browser.fill("current_password", "Nacht-2026!").await?;
    browser.fill("password", NEW_PASSWORD).await?;
    browser.press(change).await?;
    browser
        .reads(tongue.say(
            "That is not your current password",
            "Esa no es tu contraseña actual",
            "Das ist nicht Ihr aktuelles Passwort",
        ))
        .await?;
    browser.fill("current_password", PASSWORD).await?;
    browser.fill("password", NEW_PASSWORD).await?;
    browser.press(change).await?;
    browser.arrives_at(&stage.relying_party("/profile")).await?;
    ensure!(browser.address().await?.contains("result=done"));
    let told = tongue.say(
        "The password of your Amperecloud account was changed",
        "La contraseña de tu cuenta Amperecloud ha cambiado",
        "Das Passwort Ihres Amperecloud-Kontos wurde geändert",
    );
    stage.mail_to(&yara, told).await?;

    browser.forget_cookies().await?;
    browser.open(&stage.relying_party("/login")).await?;
    enter_password(browser, &yara).await?;
    browser
        .reads(tongue.say(
            "The e-mail address or the password is not right",
            "El correo o la contraseña no son correctos",
            "E-Mail-Adresse oder Passwort stimmen nicht",
        ))
        .await?;
    browser.enter("password", NEW_PASSWORD).await?;
    has_tokens(stage, "Robin Stern", "1fa").await
}

/// The second factor is switched on, set up at the next sign-in, and switched off again (S8).
pub async fn the_second_factor_has_a_switch(stage: &Stage, tongue: Tongue) -> Result<()> {
    let browser = &stage.browser;
    let nils = tongue.address_of("nils");
    browser.speaks(tongue).await?;
    follow_from_the_platform(stage, &nils, "Two-factor authentication").await?;
    let switch = tongue.say(
        "Two-factor authentication",
        "Autenticación en dos pasos",
        "Zwei-Faktor-Authentifizierung",
    );
    browser.sees(switch).await?;
    ensure!(!is_on(browser).await?);
    browser.press(switch).await?;
    // The platform has them back, and sends them again.
    browser.arrives_at(&stage.relying_party("/profile")).await?;
    browser.open(&stage.provider("/account/second-factor")).await?;
    browser
        .reads(tongue.say(
            "Sign out to finish",
            "Cierra la sesión para terminar",
            "Melden Sie sich jetzt ab",
        ))
        .await?;
    ensure!(is_on(browser).await?);
    browser
        .press(tongue.say("Sign out now", "Cerrar sesión ahora", "Jetzt abmelden"))
        .await?;
    browser
        .sees(tongue.say(
            "You are signed out",
            "Has cerrado la sesión",
            "Sie sind abgemeldet",
        ))
        .await?;

    browser.open(&stage.relying_party("/login")).await?;
    browser.sees(sign_in(tongue)).await?;
    enter_password(browser, &nils).await?;
    let mut phone = scanned(browser).await?;
    browser.enter("pin", &phone.pin()).await?;
    has_tokens(stage, "Robin Stern", "2fa").await?;

    browser.open(&stage.provider("/account/second-factor")).await?;
    ensure!(is_on(browser).await?);
    browser.press(switch).await?;
    browser
        .reads(tongue.say(
            "Two-factor authentication is off.",
            "La autenticación en dos pasos está desactivada.",
            "Die Zwei-Faktor-Authentifizierung ist ausgeschaltet.",
        ))
        .await?;
    ensure!(!is_on(browser).await?);
    Ok(())
}

/// The subject of the mail about a browser that was not known.
pub const fn new_device(tongue: Tongue) -> &'static str {
    tongue.say(
        "New sign-in to your Amperecloud account",
        "Nuevo inicio de sesión en tu cuenta Amperecloud",
        "Neue Anmeldung bei Ihrem Amperecloud-Konto",
    )
}

/// The subject of the mail about a frozen account, to its person.
pub const fn frozen(tongue: Tongue) -> &'static str {
    tongue.say(
        "Your Amperecloud account is frozen",
        "Tu cuenta Amperecloud está bloqueada",
        "Ihr Amperecloud-Konto ist gesperrt",
    )
}

/// The button that freezes an account.
pub const fn freeze(tongue: Tongue) -> &'static str {
    tongue.say("Freeze account", "Bloquear cuenta", "Konto sperren")
}

/// A sign-in is told on the page of the account and by mail; the mail's link asks, and its button freezes the account.
pub async fn this_was_not_me_freezes_it(stage: &Stage, tongue: Tongue) -> Result<()> {
    let browser = &stage.browser;
    let fay = tongue.address_of("fay");
    browser.speaks(tongue).await?;
    browser.open(&stage.relying_party("/login")).await?;
    log_in(browser, &fay).await?;
    has_tokens(stage, "Robin Stern", "2fa").await?;
    let activity = stage.provider("/account/activity");
    let signed_in = tongue.say("Signed in", "Inicio de sesión", "Angemeldet");
    // The worker tells the audit trail of it within a second.
    let told = async || {
        browser.open(&activity).await?;
        let text = browser.text_of("main").await?;
        Ok(text.contains(signed_in).then_some(text))
    };
    let told = browser.until("the sign-in on the page", told).await?;
    ensure!(told.contains("Linux") && told.contains("127.0.0.1"), "{told}");

    let mail = stage.mail_to(&fay, new_device(tongue)).await?;
    browser.open(only_link(&mail)?).await?;
    browser
        .sees(tongue.say("This was not you?", "¿No has sido tú?", "Das waren Sie nicht?"))
        .await?;
    browser.press(freeze(tongue)).await?;
    browser
        .sees(tongue.say(
            "The account is frozen",
            "La cuenta está bloqueada",
            "Das Konto ist gesperrt",
        ))
        .await?;
    stage.mail_to(&fay, frozen(tongue)).await?;
    let to_admin = |mail: &serde_json::Value| {
        let text = mail["text"].as_str().unwrap_or_default();
        mail["to"].to_string().contains("ada@sonnenfeld.example") && text.contains(&fay)
    };
    stage
        .mail("mails to the admin about a frozen account", to_admin)
        .await?;

    browser.open(&stage.provider("/account")).await?;
    browser.sees(sign_in(tongue)).await?;
    enter_password(browser, &fay).await?;
    browser
        .reads(tongue.say(
            "This account was frozen with “This was not me”",
            "Esta cuenta se bloqueó con «No he sido yo»",
            "Dieses Konto wurde mit „Das war ich nicht“ gesperrt",
        ))
        .await
}

/// Codes are made for the day without the phone. On that day one brings in, and another connects a new phone.
pub async fn recovery_codes_bring_in_and_connect_a_new_phone(stage: &Stage, tongue: Tongue) -> Result<()> {
    let browser = &stage.browser;
    let ute = tongue.address_of("ute");
    browser.speaks(tongue).await?;
    browser.open(&stage.provider("/account/recovery-codes")).await?;
    log_in(browser, &ute).await?;
    browser
        .press(tongue.say("Make codes", "Crear códigos", "Codes erstellen"))
        .await?;
    browser
        .reads(tongue.say(
            "You see them only now",
            "Solo los ves ahora",
            "Sie sehen sie nur jetzt",
        ))
        .await?;
    let codes = recovery_codes(browser).await?;
    browser
        .follow(tongue.say(
            "I have kept them",
            "Ya los he guardado",
            "Ich habe sie aufbewahrt",
        ))
        .await?;
    browser
        .reads(tongue.say(
            "10 recovery codes are left",
            "Quedan 10 códigos de recuperación",
            "Noch 10 Wiederherstellungs",
        ))
        .await?;
    let made = tongue.say(
        "New recovery codes for your Amperecloud account",
        "Códigos de recuperación nuevos para tu cuenta Amperecloud",
        "Neue Wiederherstellungscodes für Ihr Amperecloud-Konto",
    );
    stage.mail_to(&ute, made).await?;

    browser.forget_cookies().await?;
    browser.open(&stage.relying_party("/login")).await?;
    enter_password(browser, &ute).await?;
    browser.sees(enter_pin(tongue)).await?;
    browser
        .follow(tongue.say(
            "Use a recovery code",
            "Usar un código de recuperación",
            "Wiederherstellungscode verwenden",
        ))
        .await?;
    // A code is read from paper.
    browser
        .enter("code", &codes[0].to_lowercase().replace('-', " "))
        .await?;
    has_tokens(stage, "Robin Stern", "2fa").await?;
    let used = tongue.say(
        "A recovery code of your Amperecloud account was used",
        "Se ha usado un código de recuperación de tu cuenta Amperecloud",
        "Ein Wiederherstellungscode Ihres Amperecloud-Kontos wurde verwendet",
    );
    stage.mail_to(&ute, used).await?;

    browser.open(&stage.provider("/account/second-factor")).await?;
    browser
        .follow(tongue.say(
            "Connect another app",
            "Conectar otra aplicación",
            "Andere App verbinden",
        ))
        .await?;
    browser.fill("current_password", PASSWORD).await?;
    browser.enter("code", &codes[1]).await?;
    let mut phone = scanned(browser).await?;
    browser.enter("pin", &phone.pin()).await?;
    browser
        .reads(tongue.say(
            "The new authenticator app is connected.",
            "La nueva aplicación de autenticación está conectada.",
            "Die neue Authentifizierungs-App ist verbunden.",
        ))
        .await?;

    browser.forget_cookies().await?;
    browser.open(&stage.relying_party("/login")).await?;
    enter_password(browser, &ute).await?;
    browser.sees(enter_pin(tongue)).await?;
    browser.enter("pin", &phone.pin()).await?;
    has_tokens(stage, "Robin Stern", "2fa").await
}
