//! The pages of the platform's own staff: the support's console, and what operators operate.

mod app_log_outs;
mod app_refusals;
mod app_request;
mod app_set_up;
mod app_test_login;
mod apps;
mod console;
pub mod every;
mod guard;
mod operate;
mod registration;
mod reset;

use super::acts::of_staff;
use super::cast;
use crate::harness::{Browser, Page, World};

const CONSOLE: &str = "/support/console";

/// One of the pages, in English.
async fn shown(browser: &mut Browser, address: &str) -> Page {
    let address = match address.contains('?') {
        true => format!("{address}&ui_locales=en"),
        false => format!("{address}?ui_locales=en"),
    };
    let page = browser.get(&address).await.page();
    assert_eq!(page.status, 200, "{address}: {page:?}");
    page
}

/// The page about somebody.
async fn page_of(world: &World, name: &str) -> String {
    format!("{CONSOLE}/people/{}", world.person(name).await.sub)
}

/// Whether a page has a link that begins so.
fn links(page: &Page, path: &str) -> bool {
    page.html.contains(&format!("href=\"{path}"))
}
