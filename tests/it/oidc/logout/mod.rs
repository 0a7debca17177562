//! Log-out, as relying parties ask for it and as they are told of it.

mod back_channel;
mod front_channel;
mod receipt;
mod rp_initiated;
mod session;

use crate::harness::{Browser, Landed, World};
use url::form_urlencoded::Serializer;

/// An app sends the browser to log out.
pub(super) async fn log_out(browser: &mut Browser, params: &[(&str, &str)]) -> Landed {
    let query = Serializer::new(String::new()).extend_pairs(params).finish();
    browser.arrive(&format!("/oauth2/logout?{query}")).await
}

async fn is_signed_in(world: &World, browser: &mut Browser) -> bool {
    let request = world
        .client("platform")
        .authorize("openid")
        .with("prompt", "none");
    browser.open(&request).await.answer().get("code").is_some()
}
