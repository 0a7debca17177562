//! Every page of a company's admin that is built here, once: for what all of them have in common with the others.

use super::{Role, append, employ, signed_in};
use crate::harness::{Browser, FilledForm, Page, World};
use crate::people::all_pages::Place;

/// A browser in which an admin is signed in whom no other page concerns.
async fn admin(world: &World) -> Browser {
    const LARS: &str = "lars@sonnenfeld.example";
    employ(world, LARS, "sonnenfeld", Role::Admin, true).await;
    signed_in(world, LARS).await
}

/// Every page.
pub async fn pages(world: &World) -> Vec<(&'static str, Page, Place)> {
    employ(
        world,
        "lena@sonnenfeld.example",
        "sonnenfeld",
        Role::Member,
        false,
    )
    .await;
    world.mails().await;
    let mut browser = admin(world).await;
    append(world).await;
    let lena = voltkey_store::people::by_email_key(world.store().await, "lena@sonnenfeld.example").await;
    let sub = lena.expect("a read").expect("a person").sub;
    let extend = format!("/company/members/{sub}/extend");
    let mut pages = Vec::new();
    for (name, path) in [
        ("company, audit", "/company/audit"),
        ("company, audit, no date", "/company/audit?since=x"),
        ("company, roll-out", "/company/roll-out"),
        ("company, settings", "/company/settings"),
        ("company, extend", &extend),
    ] {
        pages.push((name, browser.get(path).await.page(), Place::Own));
    }
    for (name, path) in [
        ("company, roll-out refused", "/company/roll-out"),
        ("company, settings refused", "/company/settings"),
        ("company, extend refused", &extend),
    ] {
        let form = browser.get(path).await.page().form_to(path);
        let form = match name {
            "company, roll-out refused" => form
                .without("second_factor")
                .with("second_factor", "required")
                .fill("grace_until", "x"),
            "company, settings refused" => form.fill("name", ""),
            _ => form,
        };
        pages.push((name, form.submit(&mut browser).await.page(), Place::Own));
    }
    pages
}

/// Every form of these pages, ready to be sent, and where it leads.
pub async fn forms(world: &World) -> Vec<(&'static str, Browser, FilledForm, &'static str)> {
    employ(
        world,
        "lena@sonnenfeld.example",
        "sonnenfeld",
        Role::Member,
        false,
    )
    .await;
    let lena = voltkey_store::people::by_email_key(world.store().await, "lena@sonnenfeld.example").await;
    let extend = format!(
        "/company/members/{}/extend",
        lena.expect("a read").expect("a person").sub
    );
    let mut forms = Vec::new();
    for (name, on, to, leads_to) in [
        (
            "roll-out",
            "/company/roll-out",
            "/company/roll-out",
            "/company/roll-out?saved=policy",
        ),
        (
            "settings",
            "/company/settings",
            "/company/settings",
            "/company/settings?saved=1",
        ),
        ("extend", &extend, &extend, "/company/members?saved=extend"),
    ] {
        let mut browser = admin(world).await;
        let form = browser.get(on).await.page().form_to(to);
        let form = match name {
            "extend" => form.fill("until", "2027-02-01").fill("reason", "A new phone"),
            _ => form,
        };
        forms.push((name, browser, form, leads_to));
    }
    forms
}
