//! From the invitation to the account, and the links that are over.

use super::super::activation::{NEW_PASSWORD, subject};
use super::super::log_in;
use super::Gallery;
use crate::stage::only_link;
use anyhow::{Context as _, Result};
use serde_json::Value;

pub(super) async fn walk(gallery: &Gallery<'_>) -> Result<()> {
    activation(gallery).await?;
    dead_links(gallery).await?;
    joining(gallery).await?;
    asking_again(gallery).await
}

async fn activation(gallery: &Gallery<'_>) -> Result<()> {
    let (stage, browser) = (gallery.stage, &gallery.stage.browser);
    let rosa = gallery.person("rosa");
    stage.operator.invite(&rosa, gallery.tongue, "sonnenfeld").await?;
    let mail = stage.mail_to(&rosa, subject(gallery.tongue)).await?;
    let link = only_link(&mail)?;
    browser.forget_cookies().await?;
    browser.open(link).await?;
    gallery.show("activate", "#given_name").await?;
    browser.fill("password", "Sommer26").await?;
    gallery.show("activate-weak", "[data-strength]").await?;
    browser.fill("password", NEW_PASSWORD).await?;
    gallery.show("activate-good", "[data-strength]").await?;

    for (field, entry) in [
        ("given_name", "???"),
        ("family_name", "Rosenbaum"),
        ("tel", "to come"),
        ("password", "sonnenblumenfelder"),
    ] {
        browser.fill(field, entry).await?;
    }
    gallery.send_unchecked().await?;
    gallery.show("activate-refused", ".error-summary").await?;
    browser.fill("given_name", "Rosa").await?;
    browser.fill("tel", "").await?;
    browser.fill("password", NEW_PASSWORD).await?;
    browser.click_on("main form .button--full").await?;
    browser.arrives_at(&stage.provider("/login")).await?;
    browser.open(link).await?;
    gallery.show("link-used", ".seal").await
}

async fn dead_links(gallery: &Gallery<'_>) -> Result<()> {
    let (stage, browser) = (gallery.stage, &gallery.stage.browser);
    let sara = gallery.person("sara");
    stage
        .operator_of_last_week
        .invite(&sara, gallery.tongue, "sonnenfeld")
        .await?;
    let mail = stage.mail_to(&sara, subject(gallery.tongue)).await?;
    let link = only_link(&mail)?;
    browser.open(link).await?;
    gallery.show("link-expired", ".seal").await?;
    browser.click_on("main form .button").await?;
    gallery.show("link-sent-again", ".list").await?;
    stage.mails_to(&sara, 2).await?;
    browser.open(link).await?;
    gallery.show("link-replaced", ".seal").await?;
    gallery.open("/activate?token=cut-o").await?;
    gallery.show("link-unknown", ".seal").await
}

async fn joining(gallery: &Gallery<'_>) -> Result<()> {
    let (stage, browser) = (gallery.stage, &gallery.stage.browser);
    let (ines, ruth) = (gallery.person("ines"), gallery.person("ruth"));
    stage.operator.invite(&ines, gallery.tongue, "windpark").await?;
    let mails: Vec<Value> = stage.mails_to(&ines, 1).await?;
    let link = only_link(mails.last().context("her invitation")?)?;
    browser.open(link).await?;
    gallery.show("join-sign-in", "main form").await?;

    gallery.begin_anew().await?;
    log_in(browser, &ruth).await?;
    browser.arrives_at(&stage.relying_party("/profile")).await?;
    browser.open(link).await?;
    gallery.show("join-switch", ".notice").await?;
    let other = gallery.person("theo");
    stage.operator.invite(&other, gallery.tongue, "windpark").await?;
    let mail = stage.mail_to(&other, subject(gallery.tongue)).await?;
    browser.open(only_link(&mail)?).await?;
    gallery.show("activate-other-account", ".notice").await?;

    gallery.begin_anew().await?;
    log_in(browser, &ines).await?;
    browser.arrives_at(&stage.relying_party("/profile")).await?;
    browser.open(link).await?;
    gallery.show("join-confirm", "main form").await
}

async fn asking_again(gallery: &Gallery<'_>) -> Result<()> {
    let browser = &gallery.stage.browser;
    gallery.open("/help/no-invitation").await?;
    gallery.show("no-invitation", "#email").await?;
    browser.fill("email", "nora").await?;
    gallery.send_unchecked().await?;
    gallery.show("no-invitation-refused", "#email-error").await
}
