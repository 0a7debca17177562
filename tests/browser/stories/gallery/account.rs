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
