//! The pages on which a company's admin acts on members and invitations.

use super::super::{log_in, members};
use super::Gallery;
use anyhow::Result;

pub(super) async fn walk(gallery: &Gallery<'_>) -> Result<()> {
    let (stage, browser) = (gallery.stage, &gallery.stage.browser);
    gallery.begin_anew().await?;
    log_in(browser, &gallery.person("asa")).await?;
    browser.arrives_at(&stage.relying_party("/profile")).await?;
    gallery.open("/company/members").await?;
    gallery.show("company-members", "table").await?;
    gallery.open("/company/members?q=berger&filter=locked").await?;
    gallery.show("company-members-nobody", ".empty").await?;
    on_a_member(gallery).await?;
    on_oneself(gallery).await?;
    inviting(gallery).await?;
    importing(gallery).await
}

/// Opens each deed from the list, where somebody stands alone.
async fn on_a_member(gallery: &Gallery<'_>) -> Result<()> {
    let browser = &gallery.stage.browser;
    gallery.open("/company/members").await?;
    members::find(browser, &gallery.person("uli")).await?;
    let reset = browser
        .attribute_of("tbody .table__actions > a", "href")
        .await?
        .unwrap_or_default();
    for deed in ["reset-otp", "make-admin", "block", "remove", "unblock"] {
        gallery.open(&reset.replace("reset-otp", deed)).await?;
        gallery.show(&format!("company-{deed}"), ".dialog h1").await?;
    }
    Ok(())
}

async fn on_oneself(gallery: &Gallery<'_>) -> Result<()> {
    let browser = &gallery.stage.browser;
    gallery.open("/account").await?;
    let sub = browser.value_of("owner").await?;
    gallery.open(&format!("/company/members/{sub}/block")).await?;
    gallery.show("company-yourself", ".notice--danger").await
}

async fn inviting(gallery: &Gallery<'_>) -> Result<()> {
    let browser = &gallery.stage.browser;
    gallery.open("/company/members/invite").await?;
    gallery.show("company-invite", "#role").await?;
    browser.fill("given_name", "???").await?;
    browser.enter("email", &gallery.person("uli")).await?;
    gallery.show("company-invite-refused", ".error-summary").await?;
    browser.fill("given_name", "Mo").await?;
    browser.enter("email", &gallery.person("mo")).await?;
    gallery.show("company-invited", ".notice--success").await?;
    members::find(browser, &gallery.person("mo")).await?;
    let send_again = browser
        .attribute_of("tbody .table__actions > a", "href")
        .await?
        .unwrap_or_default();
    for deed in ["send-again", "withdraw", "correct-address"] {
        gallery.open(&send_again.replace("send-again", deed)).await?;
        gallery.show(&format!("company-{deed}"), ".dialog h1").await?;
    }
    browser.enter("email", &gallery.person("uli")).await?;
    gallery
        .show("company-correct-address-refused", "#email-error")
        .await
}

async fn importing(gallery: &Gallery<'_>) -> Result<()> {
    let browser = &gallery.stage.browser;
    gallery.open("/company/members/import").await?;
    gallery.show("company-import", "#list").await?;
    browser.type_on("list", members::LIST).await?;
    browser.click_on("form[enctype] .button").await?;
    gallery.show("company-import-lines", ".table--lines").await?;
    gallery.open("/company/members/import").await?;
    gallery.show("company-import-again", "#latest").await
}
