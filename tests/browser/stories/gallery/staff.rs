//! The pages of the platform's own staff.

use super::super::log_in;
use super::Gallery;
use anyhow::Result;

pub(super) async fn walk(gallery: &Gallery<'_>) -> Result<()> {
    let browser = &gallery.stage.browser;
    browser.forget_cookies().await?;
    let ines = gallery.person("ines");
    gallery.open(&format!("/support/console?q={ines}")).await?;
    log_in(browser, &gallery.person("otto")).await?;
    gallery.show("console-found", ".list__way").await?;
    browser.click_on(".list__way").await?;
    gallery.show("console-person", "h1 + p").await?;
    browser
        .click_on(".page__head .button:not(.button--secondary)")
        .await?;
    gallery.show("console-reset", "#note").await?;
    browser
        .run("document.querySelector('main form').noValidate = true")
        .await?;
    browser.click_on("main form .button--danger").await?;
    gallery.show("console-reset-refused", ".error-summary").await?;
    gallery.open("/support/console").await?;
    gallery.show("console", "#q").await?;
    for (name, path, there) in [
        ("operator", "/operator", ".list__way"),
        ("operator-companies", "/operator/companies", ".list__way"),
        ("operator-new-company", "/operator/companies/new", "#slug"),
        ("operator-apps", "/operator/apps", ".list__way"),
        ("operator-app", "/operator/apps/app?app=sundial", "#redirect_uris"),
        ("operator-registration", "/operator/apps/registration", "#label"),
        (
            "operator-app-set-up",
            "/operator/apps/app/set-up?app=sundial",
            ".snippet",
        ),
        (
            "operator-app-request",
            "/operator/apps/app/request?app=sundial",
            "#address",
        ),
        (
            "operator-app-test-login",
            "/operator/apps/app/test-login?app=sundial",
            "#scope",
        ),
        (
            "operator-app-refusals",
            "/operator/apps/app/refusals?app=sundial",
            "#q",
        ),
        (
            "operator-app-log-outs",
            "/operator/apps/app/log-outs?app=almanac",
            "#ways",
        ),
        ("operator-mail", "/operator/mail", "#waiting"),
        ("operator-keys", "/operator/keys", "#ES256"),
        ("operator-settings", "/operator/settings", ".facts"),
        ("operator-audit", "/operator/audit", "#action"),
    ] {
        gallery.open(path).await?;
        gallery.show(name, there).await?;
    }
    gallery
        .open("/oauth2/authorize?client_id=sundial&response_type=code&redirect_uri=http://localhost/call")
        .await?;
    let number = browser.text_of("[data-reference]").await?;
    gallery.open(&format!("/operator/refusals?q={number}")).await?;
    gallery.show("operator-refusal", ".parameters mark").await?;
    gallery
        .open(&format!("/operator/apps/app/refusals?app=sundial&q={number}"))
        .await?;
    gallery.show("operator-app-refusal", ".parameters mark").await?;
    gallery.open("/operator/apps/app/request?app=sundial").await?;
    browser.click_on("main form .button").await?;
    gallery.show("operator-app-request-checked", "#outlook").await?;
    gallery.open("/operator/apps/app/test-login?app=sundial").await?;
    browser.click_on("main form .button").await?;
    gallery.show("operator-app-tested", "#userinfo").await?;
    gallery.open("/operator/refusals").await?;
    gallery.show("operator-refusals", ".list__way").await
}
