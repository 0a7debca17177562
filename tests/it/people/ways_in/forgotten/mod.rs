//! A forgotten password (S16): who gets which mail, what its link does, and what it ends.

mod afterwards;
mod asking;
mod link;

use super::*;
use crate::harness::minutes;
use std::time::Duration;

const LIFE: Duration = minutes(60);
const FORGOT: &str = "/forgot-password";
const NO_INVITATION: &str = "/help/no-invitation";

/// The link's page with a new password, sent.
async fn choose(browser: &mut Browser, link: &str, password: &str) -> Page {
    let page = browser.get(link).await.page();
    page.form()
        .fill("password", password)
        .submit(browser)
        .await
        .page()
}

/// Replaces somebody's password, in a browser of its own.
async fn replace(world: &World, email: &str) {
    let link = reset_link_for(world, email).await;
    let done = choose(&mut world.browser(), &link, CHOSEN).await;
    assert_eq!(done.status, 200, "{done:?}");
}
