//! What a company's stewards do with its members and invitations, and what stands in the way of it.

mod at_once;
pub mod every;
mod invitations;
mod invite;
mod members;
mod reach;
mod told;
mod way_back;

use super::cast;
use crate::harness::{Browser, FilledForm, Landed, Page, World, email_of};
use voltkey_flows::admin::apply::{InstanceRole, MembershipEntry, PersonEntry};
use voltkey_flows::{Network, Visitor, visitor::Token};
use voltkey_store::memberships::{self, Role};
use voltkey_store::{CompanyId, companies, invitations as rows};

const MEMBERS: &str = "/company/members";
const INVITE: &str = "/company/members/invite?company=sonnenfeld";
const DEEDS: [&str; 6] = [
    "reset-otp",
    "make-admin",
    "make-member",
    "block",
    "unblock",
    "remove",
];

/// The test world with some people more, all of whom have an authenticator: Eva, a second admin of Sonnenfeld; Nils, the
/// admin of Sol y Luna; Mia, a member of both; Sue of the support and Otto of the operators. Sam and Olga belong to
/// Sonnenfeld, too.
pub async fn world() -> World {
    let world = World::new().await;
    let people = vec![
        person("eva", "Eva", &[("sonnenfeld", Role::Admin)], None),
        person("nils", "Nils", &[("solluna", Role::Admin)], None),
        person(
            "mia",
            "Mia",
            &[("sonnenfeld", Role::Member), ("solluna", Role::Member)],
            None,
        ),
        person("sue", "Sue", &[], Some(InstanceRole::Support)),
        person("otto", "Otto", &[], Some(InstanceRole::Operator)),
    ];
    cast::settle(&world, people).await;
    world.mails().await;
    for name in ["sam", "olga"] {
        put(&world, name, "sonnenfeld", Role::Member).await;
    }
    world
}

fn person(
    name: &str,
    given_name: &str,
    companies: &[(&str, Role)],
    role: Option<InstanceRole>,
) -> PersonEntry {
    let membership = |(company, role): &(&str, Role)| MembershipEntry {
        company: (*company).to_owned(),
        role: *role,
    };
    PersonEntry {
        memberships: companies.iter().map(membership).collect(),
        roles: role.map(|role| vec![role]),
        otp_secret: Some(cast::authenticator()),
        ..cast::somebody(email_of(name), given_name, "Stern")
    }
}

/// The page on which something is done with a member of Sonnenfeld.
async fn page_of(world: &World, name: &str, deed: &str) -> String {
    let sub = world.person(name).await.sub;
    format!("{MEMBERS}/{sub}/{deed}?company=sonnenfeld&ui_locales=en")
}

/// The page that asks, which is shown.
async fn asked(world: &World, browser: &mut Browser, name: &str, deed: &str) -> Page {
    let address = page_of(world, name, deed).await;
    let page = browser.get(&address).await.page();
    assert_eq!(page.status, 200, "{deed} {name}: {page:?}");
    page
}

/// Asks, and does it: where the browser lands.
async fn acted(world: &World, browser: &mut Browser, name: &str, deed: &str) -> Landed {
    let page = asked(world, browser, name, deed).await;
    page.form().submit(browser).await
}

/// Asks, and does it, which succeeds.
async fn done(world: &World, browser: &mut Browser, name: &str, deed: &str) {
    let page = acted(world, browser, name, deed).await.page();
    let sub = world.person(name).await.sub;
    assert_done(&page, deed, &[("member", &sub)]);
}

/// The browser is on the page of the members, which is told what was done and with whom.
fn assert_done(page: &Page, saved: &str, about: &[(&str, &str)]) {
    assert_eq!(page.url.path(), MEMBERS, "{page:?}");
    let told = |name: &str| {
        let mut pairs = page.url.query_pairs();
        pairs
            .find(|(own, _)| own == name)
            .map(|(_, value)| value.into_owned())
    };
    assert_eq!(told("company").as_deref(), Some("sonnenfeld"));
    assert_eq!(told("saved").as_deref(), Some(saved), "{page:?}");
    for (name, value) in about {
        assert_eq!(told(name).as_deref(), Some(*value), "{page:?}");
    }
}

/// A form to one of our own addresses with the right token and owner, as only its own browser can make it; whether or
/// not any page shows it.
async fn forged(world: &World, browser: &mut Browser, name: &str, address: &str) -> FilledForm {
    let profile = browser.get("/account").await.page().form_to("/account");
    let url = world.provider().address(address);
    let cookie = browser.cookie("__Host-vk_browser").expect("a cookie").value();
    let visitor = Visitor {
        network: Network::of(browser.address),
        user_agent: String::new(),
        request_id: String::new(),
        browser: Token::parse(cookie).expect("a token"),
        session: None,
        other_sessions: Vec::new(),
        pin_login: None,
    };
    let token = world.ctx().form_token(&visitor, url.path());
    let mut form = profile.fill("csrf", &token);
    assert_eq!(form.value("owner"), world.person(name).await.sub);
    form.action = url;
    form
}

async fn company(world: &World, slug: &str) -> CompanyId {
    let found = companies::by_slug(world.store().await, slug).await.unwrap();
    found.expect("a company").id
}

/// Somebody's role in Sonnenfeld.
async fn role(world: &World, name: &str) -> Option<Role> {
    role_in(world, name, "sonnenfeld").await
}

async fn role_in(world: &World, name: &str, slug: &str) -> Option<Role> {
    let person = world.person(name).await;
    let company = company(world, slug).await;
    memberships::role(world.store().await, &person.id, &company)
        .await
        .unwrap()
}

/// Makes somebody a member of a company, or changes their role, behind everybody's back.
async fn put(world: &World, name: &str, slug: &str, role: Role) {
    let person = world.person(name).await;
    let company = company(world, slug).await;
    memberships::put(world.store().await, &person.id, &company, role, world.now())
        .await
        .unwrap();
}

async fn remove(world: &World, name: &str, slug: &str) {
    let person = world.person(name).await;
    let company = company(world, slug).await;
    memberships::remove(world.store().await, &person.id, &company)
        .await
        .unwrap();
}

/// Whether somebody is signed in in this browser.
async fn is_signed_in(browser: &mut Browser) -> bool {
    browser.get("/account").await.page().url.path() == "/account"
}

/// The open invitations to an address.
async fn invited(world: &World, email: &str) -> Vec<rows::Invitation> {
    let found = rows::to_address(world.store().await, email).await.unwrap();
    found
        .into_iter()
        .filter(|one| one.state == rows::InvitationState::Open)
        .collect()
}
