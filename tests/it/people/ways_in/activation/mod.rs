//! Making the account (S2 to S4): what the page asks for, what it takes, and where it ends.

mod account;
mod at_once;
mod details;
mod end;
mod page;
mod passwords;

use super::*;
use voltkey_store::memberships;

const RULES: [&str; 5] = ["length", "upper", "lower", "digit", "special"];

/// The rules that the page marks as not kept.
fn failed_rules(page: &Page) -> Vec<&'static str> {
    let is_failed = |rule: &&str| page.has(&format!("[data-rule={rule}][data-state=failed]"));
    RULES.into_iter().filter(is_failed).collect()
}

/// What is said at a field.
fn said_at(page: &Page, field: &str) -> String {
    page.text_of(&format!("#{field}-error")).unwrap_or_default()
}

/// A world in which Dora is invited, her browser, and the page of her link.
async fn invited_dora() -> (World, Browser, Page) {
    let world = World::new().await;
    let mut browser = world.browser();
    let link = link_of(&world, &dora()).await;
    let page = browser.get(&link).await.page();
    (world, browser, page)
}

/// Slug and role of each company that an account belongs to, by slug.
async fn companies_of(world: &World, email: &str) -> Vec<(String, Role)> {
    let person = account(world, email).await.expect("an account");
    let found = memberships::of_person(world.store().await, &person.id)
        .await
        .unwrap();
    found.into_iter().map(|one| (one.slug, one.role)).collect()
}
