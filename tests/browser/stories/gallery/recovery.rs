//! The ways back in, and the support.

use super::super::{enter_password, password};
use super::Gallery;
use crate::stage::only_link;
use anyhow::Result;

pub(super) async fn walk(gallery: &Gallery<'_>) -> Result<()> {
    gallery.begin_anew().await?;
    gallery.open("/help/sign-in").await?;
    gallery.show("cannot-sign-in", ".list--ways").await?;
    new_password(gallery).await?;
    lost_phone(gallery).await?;
    support(gallery).await
}

async fn new_password(gallery: &Gallery<'_>) -> Result<()> {
    let (stage, browser) = (gallery.stage, &gallery.stage.browser);
    let max = gallery.person("max");
    gallery.open("/forgot-password").await?;
    gallery.show("forgot-password", "#email").await?;
    browser.fill("email", "max").await?;
    gallery.send_unchecked().await?;
    gallery.show("forgot-password-refused", "#email-error").await?;
    browser.fill("email", &max).await?;
    gallery.send_unchecked().await?;
    gallery.show("mail-sent", ".list").await?;

    let mail = stage.mail_to(&max, password::subject(gallery.tongue)).await?;
    let link = only_link(&mail)?;
    browser.open(link).await?;
    gallery.show("reset-password", "#password").await?;
    browser.fill("password", "Passwort1!").await?;
    gallery.send_unchecked().await?;
    gallery.show("reset-password-refused", "#password-error").await?;
    // His old one once more, which other pages of this walk use.
    browser.fill("password", crate::stage::PASSWORD).await?;
    gallery.send_unchecked().await?;
    gallery.show("password-changed", ".seal--success").await?;
    browser.open(link).await?;
    gallery.show("reset-link-used", ".seal").await?;
    gallery.open("/reset-password?token=cut-o").await?;
    gallery.show("reset-link-unknown", ".seal").await
}

async fn lost_phone(gallery: &Gallery<'_>) -> Result<()> {
    gallery.open("/help/lost-phone").await?;
    gallery.show("lost-phone", "#support").await?;
    after_password(gallery, "robin").await?;
    gallery.show("lost-phone-admins", ".list").await?;
    after_password(gallery, "eva").await?;
    gallery.show("lost-phone-support", "#support").await?;

    let lou = gallery.person("lou");
    gallery.stage.operator_of_last_week.reset_otp(&lou).await?;
    gallery.begin_anew().await?;
    enter_password(&gallery.stage.browser, &lou).await?;
    gallery.show("lost-phone-lapsed", ".notice--warning").await
}

/// The page as somebody sees it who comes from the PIN page.
async fn after_password(gallery: &Gallery<'_>, name: &str) -> Result<()> {
    let browser = &gallery.stage.browser;
    gallery.begin_anew().await?;
    enter_password(browser, &gallery.person(name)).await?;
    browser.text_of("#pin").await?;
    browser.click_on("main a[href*=lost-phone]").await
}

async fn support(gallery: &Gallery<'_>) -> Result<()> {
    let browser = &gallery.stage.browser;
    gallery.open("/support").await?;
    gallery.show("support-form", "#message").await?;
    gallery.send_unchecked().await?;
    gallery.show("support-form-refused", ".error-summary").await?;
    for (field, entry) in [
        ("name", "Robin Stern"),
        ("email", &*gallery.person("robin")),
        ("message", "I can’t find my invoices."),
    ] {
        browser.fill(field, entry).await?;
    }
    gallery.send_unchecked().await?;
    gallery.show("support-sent", "[data-reference]").await
}
