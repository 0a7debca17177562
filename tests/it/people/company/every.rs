//! Every page of a company, once: for what all of them have in common with the others.

use crate::harness::{Page, World};
use crate::people::all_pages::Place;

/// Every page.
pub async fn pages(world: &World) -> Vec<(&'static str, Page, Place)> {
    let mut browser = world.signed_in("ada").await;
    let mut pages = Vec::new();
    for (name, path, place) in [
        ("company, members", "/company/members", Place::Own),
        (
            "company, members, nobody found",
            "/company/members?q=nobody&filter=locked",
            Place::Own,
        ),
    ] {
        pages.push((name, browser.get(path).await.page(), place));
    }
    pages
}
