//! Signing in and out, and what an app gets to know.

use super::super::{enter_password, log_in};
use super::Gallery;
use anyhow::Result;

pub(super) async fn walk(gallery: &Gallery<'_>) -> Result<()> {
    passwords_and_pins(gallery).await?;
    answers(gallery).await?;
    accounts(gallery).await?;
    ends(gallery).await
}

async fn passwords_and_pins(gallery: &Gallery<'_>) -> Result<()> {
    let browser = &gallery.stage.browser;
    let robin = gallery.person("robin");
    gallery.begin_anew().await?;
    gallery.show("login", "#email").await?;
    browser.fill("email", &robin).await?;
    browser.enter("password", "Mond-2026!").await?;
    gallery.show("login-refused", ".error-summary").await?;

    enter_password(browser, &robin).await?;
    gallery.show("pin", "#pin").await?;
    browser.enter("pin", "000000").await?;
    gallery.show("pin-refused", "#pin-error").await
}

async fn answers(gallery: &Gallery<'_>) -> Result<()> {
    let stage = gallery.stage;
    let browser = &stage.browser;
    browser
        .open(&stage.relying_party("/solar-reports/login?prompt=consent"))
        .await?;
    log_in(browser, &gallery.person("robin")).await?;
    gallery.show("consent", "[value=allow]").await?;

    browser.allow_scripts(false).await?;
    browser
        .open(&stage.request_of_sundial("&response_mode=form_post"))
        .await?;
    browser.text_of("[data-send-at-once]").await?;
    browser.allow_scripts(true).await?;
    gallery.show("form-post", "[data-send-at-once]").await
}

/// Several accounts in one browser, and how one gets one.
async fn accounts(gallery: &Gallery<'_>) -> Result<()> {
    let stage = gallery.stage;
    let browser = &stage.browser;
    let select = stage.relying_party("/login?prompt=select_account");
    browser.open(&select).await?;
    browser.text_of(".accounts").await?;
    browser.click_on("[name=another]").await?;
    log_in(browser, &gallery.person("timo")).await?;
    browser.arrives_at(&stage.relying_party("/profile")).await?;
    browser.open(&select).await?;
    gallery
        .show("choose-account", ".accounts li:nth-child(2)")
        .await?;
    browser.click_on("[name=sign_out]").await?;
    browser.text_of(".accounts .chip:not(.chip--ok)").await?;
    gallery
        .show("choose-account-signed-out", ".accounts li:nth-child(2)")
        .await?;
    browser.click_on(".accounts li:nth-child(2) .account").await?;
    gallery.show("login-chosen", ".identity").await?;

    browser.open(&stage.relying_party("/login?prompt=create")).await?;
    gallery.show("new-account", "main .button--full").await
}

async fn ends(gallery: &Gallery<'_>) -> Result<()> {
    let stage = gallery.stage;
    let browser = &stage.browser;
    gallery.open("/oauth2/logout").await?;
    gallery.show("sign-out", "main form").await?;
    browser.click_on("main .button--full").await?;
    gallery.show("signed-out", ".seal--success").await?;
    gallery.open("/auth/logout").await?;
    gallery.show("signed-out-every-trace", ".seal--success").await?;

    gallery.begin_anew().await?;
    log_in(browser, &gallery.person("rea")).await?;
    browser.arrives_at(&stage.relying_party("/profile")).await?;
    browser.forget_cookie("vk_session").await?;
    browser.open(&stage.relying_party("/login")).await?;
    gallery.show("pin-session-ended", "#pin").await
}
