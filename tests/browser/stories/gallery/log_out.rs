//! What a person sees after a log-out at which not every app was reached.

use super::super::log_out::to_a_receipt;
use super::Gallery;
use anyhow::Result;

pub(super) async fn walk(gallery: &Gallery<'_>) -> Result<()> {
    gallery.stage.browser.forget_cookies().await?;
    to_a_receipt(gallery.stage, &gallery.person("nick")).await?;
    gallery.show("signed-out-receipt", "#apps").await
}
