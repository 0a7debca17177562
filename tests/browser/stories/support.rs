//! The support (S17).

use crate::stage::{Stage, Tongue, parts};
use anyhow::{Result, ensure};

const MESSAGE: &str = "The dashboard shows yesterday’s yield twice.\n\nWhat can I do?";

/// The form of every page's foot: the support gets what was written, and answers to whoever wrote.
pub async fn a_message_reaches_it(stage: &Stage, tongue: Tongue) -> Result<()> {
    let browser = &stage.browser;
    let mara = tongue.address_of("mara");
    browser.speaks(tongue).await?;
    browser.open(&stage.relying_party("/login")).await?;
    browser
        .follow(tongue.say("Support form", "Formulario de soporte", "Support-Formular"))
        .await?;
    browser
        .sees(tongue.say(
            "Write to our support",
            "Escribe a nuestro equipo de soporte",
            "Schreiben Sie an unseren Support",
        ))
        .await?;
    browser.fill("name", "Mara Monte").await?;
    browser.fill("email", &mara).await?;
    browser.choose("topic", "other").await?;
    browser.fill("message", MESSAGE).await?;
    browser
        .press(tongue.say("Send message", "Enviar mensaje", "Nachricht senden"))
        .await?;
    browser
        .sees(tongue.say(
            "We have your message",
            "Hemos recibido tu mensaje",
            "Ihre Nachricht ist angekommen",
        ))
        .await?;
    browser.reads(&mara).await?;
    let reference = browser.text_of("[data-reference]").await?;

    let what = format!("mails from {mara} to the support");
    let mail = stage
        .mail(&what, |mail| {
            mail["subject"]
                .as_str()
                .is_some_and(|subject| subject.contains(&reference))
        })
        .await?;
    ensure!(mail["to"] == "support@amperecloud.com", "{mail}");
    let answer_to = mail["reply_to"].as_str().unwrap_or_default();
    ensure!(answer_to.contains(&mara), "{mail}");
    let [text, _] = parts(&mail);
    for line in MESSAGE.lines().chain(["Mara Monte", &reference]) {
        ensure!(text.contains(line), "without “{line}”: {text}");
    }
    Ok(())
}
