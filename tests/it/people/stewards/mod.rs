//! What whoever manages a company does on its pages: the audit trail, the roll-out of the second factor, more time for one
//! member, and the company's look.

mod audit;
pub mod every;
mod extend;
mod roll_out;
mod settings;

use super::acts::of_staff;
use super::cast;
use crate::harness::{Browser, Landed, PASSWORD, Page, World};
use voltkey_flows::admin::apply::{MembershipEntry, PersonEntry};
use voltkey_flows::audit as trail;
use voltkey_store::memberships::Role;

/// The admin of "Sol y Luna SL", a neighbour of Sonnenfeld's.
const NEIGHBOUR: &str = "ines@solluna.example";
/// A member of Sonnenfeld's without a second factor.
const MIA: &str = "mia@sonnenfeld.example";

/// Somebody with the password of everybody, in a company.
async fn employ(world: &World, email: &str, company: &str, role: Role, has_factor: bool) {
    let (name, _) = email.split_once('@').expect("an address");
    let person = PersonEntry {
        memberships: vec![MembershipEntry {
            company: company.to_owned(),
            role,
        }],
        otp_secret: has_factor.then(cast::authenticator),
        ..cast::somebody(email, name, "Muster")
    };
    cast::settle(world, vec![person]).await;
}

/// What comes after the right password of somebody, and the PIN where one is asked for.
async fn log_in(world: &World, browser: &mut Browser, email: &str) -> Landed {
    let login = browser.get("/login").await.page();
    let form = login.form().fill("email", email).fill("password", PASSWORD);
    match form.submit(browser).await {
        Landed::Page(page) if page.url.path() == "/login/pin" => {
            let form = page.form().fill("pin", &world.fresh_pin(email));
            form.submit(browser).await
        }
        landed => landed,
    }
}

/// A browser in which somebody is signed in, who does without a second factor as long as that is possible.
async fn signed_in(world: &World, email: &str) -> Browser {
    let mut browser = world.browser();
    match log_in(world, &mut browser, email).await {
        Landed::Page(page) => {
            assert_eq!(page.url.path(), "/login/enroll", "{page:?}");
            let later = page.form_to("/login/enroll/later");
            later.submit(&mut browser).await.away();
        }
        landed => {
            landed.away();
        }
    }
    browser
}

/// The admin of a neighbour is there, and signed in.
async fn neighbour(world: &World) -> Browser {
    employ(world, NEIGHBOUR, "solluna", Role::Admin, true).await;
    signed_in(world, NEIGHBOUR).await
}

/// A page that is there for whoever asks.
async fn shown(browser: &mut Browser, address: &str) -> Page {
    let page = browser.get(address).await.page();
    assert_eq!(page.status, 200, "{address}: {page:?}");
    page
}

/// The status of a page.
async fn status(browser: &mut Browser, address: &str) -> u16 {
    browser.get(address).await.page().status.as_u16()
}

/// A page of Sonnenfeld's exists for its admin and the platform's staff, and for nobody else.
async fn is_for_stewards_only(world: &World, path: &str) {
    let own = format!("{path}?company=sonnenfeld");
    let mut ada = world.signed_in("ada").await;
    for address in [path, &own] {
        assert_eq!(status(&mut ada, address).await, 200, "{address}");
    }
    let foreign = format!("{path}?company=solluna");
    for address in [&*foreign, &format!("{path}?company=nowhere")] {
        assert_eq!(status(&mut ada, address).await, 404, "{address}");
    }
    let mut ben = world.signed_in("ben").await;
    let mut ines = neighbour(world).await;
    assert_eq!(status(&mut ben, path).await, 404, "a member");
    assert_eq!(status(&mut ines, path).await, 200, "the neighbour, of their own");
    for browser in [&mut ben, &mut ines] {
        assert_eq!(status(browser, &own).await, 404);
    }
    for name in ["sam", "olga"] {
        let mut staff = of_staff(world, name).await;
        let which = staff.get(path).await.page();
        assert_eq!(which.url.path(), "/support/console", "{name}, of no company");
        assert_eq!(status(&mut staff, &own).await, 200, "{name}");
    }
    let page = world.browser().get(&own).await.page();
    assert_eq!(page.url.path(), "/login", "nobody");
}

/// Moves what was noted to the chains, as the worker does.
async fn append(world: &World) {
    trail::append(world.ctx()).await.expect("the chains");
}
