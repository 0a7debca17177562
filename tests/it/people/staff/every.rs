//! Every page of the staff, once: for what all of them have in common with the others.

use super::{CONSOLE, of_staff, page_of, shown};
use crate::harness::{Page, World};
use crate::people::all_pages::Place;

/// Every page.
pub async fn pages(world: &World) -> Vec<(&'static str, Page, Place)> {
    world.worker_tick().await;
    let mut browser = of_staff(world, "olga").await;
    let carla = page_of(world, "carla").await;
    let reset = format!("{carla}/reset-otp");
    let mut pages = Vec::new();
    for (name, address) in [
        ("console", CONSOLE),
        ("console, found", "/support/console?q=sonnenfeld"),
        ("console, person", carla.as_str()),
        ("console, reset", reset.as_str()),
        ("operator", "/operator"),
        ("operator, companies", "/operator/companies"),
        ("operator, new company", "/operator/companies/new"),
        ("operator, apps", "/operator/apps"),
        ("operator, app", "/operator/apps/app?app=platform"),
        ("operator, app set up", "/operator/apps/app/set-up?app=platform"),
        ("operator, request", "/operator/apps/app/request?app=platform"),
        (
            "operator, test login",
            "/operator/apps/app/test-login?app=platform",
        ),
        (
            "operator, app's refusals",
            "/operator/apps/app/refusals?app=platform",
        ),
        (
            "operator, app's log-outs",
            "/operator/apps/app/log-outs?app=platform",
        ),
        ("operator, new app", "/operator/apps/new"),
        ("operator, registration", "/operator/apps/registration"),
        ("operator, refusals", "/operator/refusals"),
        ("operator, mail", "/operator/mail"),
        ("operator, keys", "/operator/keys"),
        ("operator, settings", "/operator/settings"),
        ("operator, audit", "/operator/audit"),
    ] {
        pages.push((name, shown(&mut browser, address).await, Place::Own));
    }
    for (name, address) in [
        ("console, reset refused", reset.as_str()),
        ("operator, new company refused", "/operator/companies/new"),
        ("operator, new app refused", "/operator/apps/new"),
        ("operator, registration refused", "/operator/apps/registration"),
    ] {
        let form = shown(&mut browser, address).await.form();
        pages.push((name, form.submit(&mut browser).await.page(), Place::Own));
    }
    pages
}
