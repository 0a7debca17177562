//! The pages of a company: the roll-out of the second factor, its settings, and its audit trail.

use super::super::company::LOGO;
use super::super::{enter_password, log_in};
use super::Gallery;
use anyhow::Result;

pub(super) async fn walk(gallery: &Gallery<'_>) -> Result<()> {
    let browser = &gallery.stage.browser;
    browser.forget_cookies().await?;
    gallery.open("/company/roll-out").await?;
    log_in(browser, &gallery.person("zita")).await?;
    gallery.show("company-roll-out", "#numbers").await?;
    browser.click_on("#second_factor-required").await?;
    browser
        .run("document.querySelector('#grace_until').value = '2020-05-04'")
        .await?;
    browser
        .click_on("section[aria-labelledby=policy] .button")
        .await?;
    gallery
        .show("company-roll-out-refused", "#grace_until-error")
        .await?;
    gallery.open("/company/settings").await?;
    gallery.show("company-settings", "#accent").await?;
    browser.fill("accent", "green").await?;
    browser.click_on("main .panel .form .button").await?;
    gallery.show("company-settings-refused", "#accent-error").await?;
    browser.type_on("logo", LOGO).await?;
    browser.click_on("form[enctype] .button").await?;
    gallery.show("company-settings-saved", ".notice--success").await?;
    gallery.open("/company/audit").await?;
    gallery.show("company-audit", ".list__title").await?;
    gallery
        .open("/company/audit?since=2027-02-02&until=2027-02-01")
        .await?;
    gallery.show("company-audit-refused", "#until-error").await?;
    gallery.begin_anew().await?;
    enter_password(browser, &gallery.person("edo")).await?;
    gallery.show("company-logo-on-pin", "#pin").await
}
