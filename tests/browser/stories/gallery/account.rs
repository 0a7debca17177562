//! The pages of a person's own account.

use super::super::{account, enter_password, log_in};
use super::Gallery;
use crate::stage::{PASSWORD, only_link};
use anyhow::Result;

pub(super) async fn walk(gallery: &Gallery<'_>) -> Result<()> {
    let browser = &gallery.stage.browser;
    gallery.begin_anew().await?;
    log_in(browser, &gallery.person("wim")).await?;
    browser
        .arrives_at(&gallery.stage.relying_party("/profile"))
        .await?;
    gallery.open("/account").await?;
    gallery.show("account", "#address").await?;
    let new = format!("neu-{}", gallery.person("wim"));
    browser.fill("new_email", &new).await?;
    browser.enter("current_password", PASSWORD).await?;
    gallery.show("account-address-waits", ".notice form").await?;
    gallery.open("/account/password").await?;
    gallery.show("account-password", "#current_password").await?;
    browser.fill("current_password", "Nacht-2026!").await?;
    browser.enter("password", "sonnenschein").await?;
    gallery
        .show("account-password-refused", "#current_password-error")
        .await?;
    gallery.open("/account/second-factor").await?;
    gallery.show("account-second-factor", "[role=switch]").await?;
    let codes = recovery_codes(gallery).await?;
    without_the_phone(gallery, &codes).await?;
    gallery.open("/account/second-factor").await?;
    browser.click_on("[role=switch]").await?;
    gallery
        .show("account-second-factor-off", "[role=switch][aria-checked=false]")
        .await?;
    gallery.open("/account/devices").await?;
    gallery.show("account-devices", "h1").await?;
    gallery.open("/account/apps").await?;
    gallery.show("account-apps", "h1").await?;
    gallery.open("/account/activity").await?;
    gallery.show("account-activity", "time[datetime]").await?;
    not_me(gallery).await
}

/// Freezes the account.
async fn not_me(gallery: &Gallery<'_>) -> Result<()> {
    let (browser, tongue) = (&gallery.stage.browser, gallery.tongue);
    let wim = gallery.person("wim");
    let mail = gallery.stage.mail_to(&wim, account::new_device(tongue)).await?;
    browser.open(only_link(&mail)?).await?;
    gallery.show("not-me", "h1").await?;
    browser.press(account::freeze(tongue)).await?;
    gallery.show("not-me-frozen", "#next").await?;
    gallery.begin_anew().await?;
    enter_password(browser, &wim).await?;
    gallery.show("login-frozen", ".notice--danger").await
}

/// Makes recovery codes, and replaces the authenticator with one of them as far as its first PIN.
async fn recovery_codes(gallery: &Gallery<'_>) -> Result<Vec<String>> {
    let browser = &gallery.stage.browser;
    gallery.open("/account/recovery-codes").await?;
    gallery
        .show("account-recovery-codes", "main form .button")
        .await?;
    browser.click_on("main form .button").await?;
    gallery
        .show("account-recovery-codes-made", "[data-recovery-codes]")
        .await?;
    let codes = super::super::recovery_codes(browser).await?;
    gallery.open("/account/recovery-codes").await?;
    gallery
        .show("account-recovery-codes-again", ".notice--warning")
        .await?;
    gallery.open("/account/second-factor").await?;
    gallery.show("account-second-factor-codes", "#recovery").await?;
    gallery.open("/account/second-factor/replace").await?;
    gallery.show("account-replace", "#current_password").await?;
    browser.fill("current_password", PASSWORD).await?;
    browser.enter("code", "AAAA-AAAA").await?;
    gallery.show("account-replace-refused", "#code-error").await?;
    browser.fill("current_password", PASSWORD).await?;
    browser.enter("code", &codes[0]).await?;
    gallery
        .show("account-replace-connect", "[data-otp-secret]")
        .await?;
    Ok(codes)
}

/// Signs in with a recovery code.
async fn without_the_phone(gallery: &Gallery<'_>, codes: &[String]) -> Result<()> {
    let browser = &gallery.stage.browser;
    gallery.begin_anew().await?;
    enter_password(browser, &gallery.person("wim")).await?;
    gallery
        .show("pin-with-codes", "a[href^='/login/recovery-code']")
        .await?;
    browser.click_on("a[href^='/help/lost-phone']").await?;
    gallery
        .show("help-lost-phone-with-codes", "a[href^='/login/recovery-code']")
        .await?;
    browser.click_on("a[href^='/login/recovery-code']").await?;
    gallery.show("recovery-code", "#code").await?;
    browser.enter("code", "AAAA-AAAA").await?;
    gallery.show("recovery-code-refused", "#code-error").await?;
    browser.enter("code", &codes[1]).await?;
    browser.arrives_at(&gallery.stage.relying_party("/profile")).await
}
