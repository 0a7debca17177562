//! Setting up a second factor, for each of its reasons, and PINs that are not taken.

use super::super::lost_phone::mailed_code;
use super::super::{enter_password, scanned};
use super::Gallery;
use crate::stage::{Authenticator, SECRET};
use anyhow::Result;

/// Wrong PINs until no more are taken.
const WRONG_PINS: usize = 5;

pub(super) async fn walk(gallery: &Gallery<'_>) -> Result<()> {
    for (person, name) in [
        ("alex", "enroll-announced"),
        ("kim", "enroll-required"),
        ("max", "enroll-required-since"),
    ] {
        gallery.begin_anew().await?;
        enter_password(&gallery.stage.browser, &gallery.person(person)).await?;
        gallery.show(name, "[data-otp-secret]").await?;
    }
    by_itself(gallery).await?;
    after_a_reset(gallery).await?;
    pins(gallery).await
}

/// Whoever came to set it up and for nothing else.
async fn by_itself(gallery: &Gallery<'_>) -> Result<()> {
    let browser = &gallery.stage.browser;
    browser.forget_cookies().await?;
    gallery.open("/login/enroll").await?;
    enter_password(browser, &gallery.person("sol")).await?;
    let mut phone = scanned(browser).await?;
    browser.enter("pin", &phone.pin()).await?;
    gallery.show("enroll-done", ".seal--success").await
}

async fn after_a_reset(gallery: &Gallery<'_>) -> Result<()> {
    let (stage, browser) = (gallery.stage, &gallery.stage.browser);
    let ines = gallery.person("ines");
    stage.operator.reset_otp(&ines).await?;
    mailed_code(stage, gallery.tongue, &ines).await?;
    gallery.begin_anew().await?;
    enter_password(browser, &ines).await?;
    gallery.show("enroll-reset", "#code").await?;
    let mut phone = scanned(browser).await?;
    browser.fill("code", "AAAA-AAAA").await?;
    browser.enter("pin", &phone.pin()).await?;
    gallery.show("enroll-reset-refused", "#code-error").await
}

async fn pins(gallery: &Gallery<'_>) -> Result<()> {
    let browser = &gallery.stage.browser;
    let phone = Authenticator::new(SECRET)?;
    gallery.begin_anew().await?;
    enter_password(browser, &gallery.person("ruth")).await?;
    browser.enter("pin", &phone.pin_in_minutes(4)).await?;
    gallery.show("pin-clock", ".notice").await?;
    for _ in 1..WRONG_PINS {
        browser.enter("pin", "000000").await?;
    }
    browser.enter("pin", "000000").await?;
    gallery.show("pin-locked", "#pin:not([aria-invalid])").await
}
