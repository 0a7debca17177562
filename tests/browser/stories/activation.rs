//! From the invitation to the tokens (S1 to S5).

use super::{has_tokens, log_in, sign_in};
use crate::stage::{Browser, Stage, Tongue, only_link, parts};
use anyhow::{Result, ensure};

/// Long, and easily remembered.
pub const NEW_PASSWORD: &str = "Drei-Katzen-7-Birnen";

const DORA: &str = "dora@sonnenfeld.example";

/// The subject of an invitation to a new account.
pub const fn subject(tongue: Tongue) -> &'static str {
    tongue.say(
        "Amperecloud account activation",
        "Activación de cuenta Amperecloud",
        "Amperecloud Kontoaktivierung",
    )
}

/// The heading of the page that its link opens.
pub const fn activate(tongue: Tongue) -> &'static str {
    tongue.say(
        "Activate your account",
        "Activa tu cuenta",
        "Aktivieren Sie Ihr Konto",
    )
}

/// The button of that page.
pub const fn create(tongue: Tongue) -> &'static str {
    tongue.say("Create", "Crear", "Erstellen")
}

/// Invited by the operator: the rules are marked while the password is typed, the server says which it misses, and
/// the platform's login takes the new account.
pub async fn the_mail_leads_to_the_tokens(stage: &Stage, tongue: Tongue) -> Result<()> {
    let browser = &stage.browser;
    let nora = tongue.address_of("nora");
    browser.speaks(tongue).await?;
    stage.operator.invite(&nora, tongue, "sonnenfeld").await?;
    let mail = stage.mail_to(&nora, subject(tongue)).await?;
    let link = only_link(&mail)?;
    for part in parts(&mail) {
        let invited = tongue.say(
            "You have been invited to Sonnenfeld GmbH.",
            "Te han invitado a Sonnenfeld GmbH.",
            "Sie wurden zu Sonnenfeld GmbH eingeladen.",
        );
        ensure!(part.contains(invited), "{part}");
    }

    browser.open(link).await?;
    browser.sees(activate(tongue)).await?;
    ensure!(browser.language().await? == tongue.code());
    ensure!(browser.value_of("email").await? == nora);
    browser.fill("given_name", "Nora").await?;
    browser.fill("family_name", "Núñez Groß").await?;
    browser.fill("tel", "+49 30 1234567").await?;
    type_a_password(browser, tongue).await?;
    browser.fill("password", NEW_PASSWORD).await?;
    browser
        .reads(tongue.say("Strength: good", "Seguridad: buena", "Sicherheit: gut"))
        .await?;
    browser.press(create(tongue)).await?;

    browser.arrives_at(&stage.provider("/login")).await?;
    browser.sees(sign_in(tongue)).await?;
    browser
        .reads(tongue.say(
            "to continue to Amperecloud Platform",
            "para continuar en Amperecloud Platform",
            "um mit Amperecloud Platform fortzufahren",
        ))
        .await?;
    browser.fill("email", &nora).await?;
    browser.enter("password", NEW_PASSWORD).await?;
    has_tokens(stage, "Nora Núñez Groß", "1fa").await?;
    let user_info = browser.text_of("section[aria-labelledby=userinfo]").await?;
    for claim in [&*nora, "email_verified true", "sonnenfeld", "+49 30 1234567"] {
        ensure!(user_info.contains(claim), "without {claim}: {user_info}");
    }

    browser.open(link).await?;
    browser
        .sees(tongue.say(
            "This account is activated already",
            "Esta cuenta ya está activada",
            "Dieses Konto ist schon aktiviert",
        ))
        .await
}

/// Each rule is marked as it is met; what is easily guessed is warned of, and refused with the rules that are missed.
async fn type_a_password(browser: &Browser, tongue: Tongue) -> Result<()> {
    browser
        .reads(tongue.say(
            "8 characters or more",
            "8 caracteres o más",
            "Mindestens 8 Zeichen",
        ))
        .await?;
    let mut expected = vec![];
    for (typed, rule) in [
        ("ein", "lower"),
        ("S", "upper"),
        ("-", "special"),
        ("4", "digit"),
        ("xy", "length"),
    ] {
        browser.type_on("password", typed).await?;
        expected.push(rule);
        expected.sort_unstable();
        let marked = rules(browser, "met").await?;
        ensure!(marked == expected, "after {typed}: {marked:?}");
    }

    browser.fill("password", "Passwort1!").await?;
    browser
        .reads(tongue.say("Strength: weak", "Seguridad: débil", "Sicherheit: schwach"))
        .await?;
    browser.press(create(tongue)).await?;
    browser
        .reads(tongue.say(
            "The password was not accepted: it is easily guessed.",
            "No se ha aceptado la contraseña: es fácil de adivinar.",
            "Das Passwort wurde nicht angenommen: Es ist leicht zu erraten.",
        ))
        .await?;
    ensure!(browser.value_of("given_name").await? == "Nora");
    ensure!(browser.value_of("password").await?.is_empty());

    browser.fill("password", "sonnenblumenfelder").await?;
    browser.press(create(tongue)).await?;
    browser
        .reads(tongue.say(
            "3 rules are not met",
            "no cumple 3 requisitos",
            "3 Regeln sind nicht erfüllt",
        ))
        .await?;
    let failed = rules(browser, "failed").await?;
    ensure!(failed == ["digit", "special", "upper"], "{failed:?}");
    Ok(())
}

/// The rules of the password in this state, sorted.
async fn rules(browser: &Browser, state: &str) -> Result<Vec<String>> {
    let script = format!(
        "return [...document.querySelectorAll('[data-state={state}]')].map(r => r.dataset.rule).sort()"
    );
    Ok(serde_json::from_value(browser.run(&script).await?)?)
}

/// An account exists: the link joins it to the company, after a login, by “Confirm”.
pub async fn an_account_joins_a_further_company(stage: &Stage, tongue: Tongue) -> Result<()> {
    let browser = &stage.browser;
    let jo = tongue.address_of("jo");
    browser.speaks(tongue).await?;
    stage.operator.invite(&jo, tongue, "windpark").await?;
    let subject = tongue.say(
        "Amperecloud invitation",
        "Invitación de Amperecloud",
        "Amperecloud Einladung",
    );
    let mail = stage.mail_to(&jo, subject).await?;
    browser.open(only_link(&mail)?).await?;
    let heading = tongue.say(
        "Join Windpark Küste eG",
        "Únete a Windpark Küste eG",
        "Einladung zu Windpark Küste eG",
    );
    browser.sees(heading).await?;
    browser.press(sign_in(tongue)).await?;
    browser.sees(sign_in(tongue)).await?;
    ensure!(browser.value_of("email").await? == jo);
    log_in(browser, &jo).await?;
    browser.sees(heading).await?;
    browser
        .press(tongue.say("Confirm", "Confirmar", "Bestätigen"))
        .await?;
    has_tokens(stage, "Robin Stern", "2fa").await?;
    browser.reads("Windpark Küste eG").await
}

/// “I got no invitation” (S5): it is sent again, and each of its links works.
pub async fn a_lost_mail_is_sent_again(stage: &Stage, tongue: Tongue) -> Result<()> {
    let browser = &stage.browser;
    let lena = tongue.address_of("lena");
    browser.speaks(tongue).await?;
    stage.operator.invite(&lena, tongue, "sonnenfeld").await?;
    let first = stage.mail_to(&lena, subject(tongue)).await?;

    browser.open(&stage.relying_party("/login")).await?;
    browser
        .follow(tongue.say(
            "I got no invitation",
            "No he recibido la invitación",
            "Ich habe keine Einladung erhalten",
        ))
        .await?;
    browser
        .sees(tongue.say(
            "You got no invitation?",
            "¿No has recibido la invitación?",
            "Keine Einladung erhalten?",
        ))
        .await?;
    browser.fill("email", &lena).await?;
    browser
        .press(tongue.say("Send again", "Enviar otra vez", "Noch einmal senden"))
        .await?;
    browser
        .sees(tongue.say(
            "Look in your inbox",
            "Mira en tu bandeja de entrada",
            "Sehen Sie in Ihrem Posteingang nach",
        ))
        .await?;

    let mails = stage.mails_to(&lena, 2).await?;
    // Whoever asks need not be the one who was invited: the link that came first works on.
    for mail in [&first, &mails[1]] {
        browser.open(only_link(mail)?).await?;
        browser.sees(activate(tongue)).await?;
    }
    Ok(())
}

/// The demo begins with Dora's invitation in the inbox; she ends at the demo's relying party.
pub async fn dora_finds_her_invitation_in_the_demo_s_inbox(stage: &Stage) -> Result<()> {
    let browser = &stage.browser;
    let mails = stage.mails_to(DORA, 1).await?;
    let [mail] = &mails[..] else {
        anyhow::bail!("Dora has {} mails", mails.len());
    };
    ensure!(mail["subject"] == subject(Tongue::German), "{mail}");
    browser.open(only_link(mail)?).await?;
    browser.sees(activate(Tongue::German)).await?;
    ensure!(browser.value_of("given_name").await? == "Dora");
    ensure!(browser.value_of("family_name").await? == "Winkler");
    browser.fill("password", NEW_PASSWORD).await?;
    browser.press(create(Tongue::German)).await?;
    browser.sees("Sign in").await?;
    browser.fill("email", DORA).await?;
    browser.enter("password", NEW_PASSWORD).await?;
    has_tokens(stage, "Dora Winkler", "1fa").await
}
