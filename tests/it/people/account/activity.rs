//! What happened to a person's own account.

use super::*;
use crate::harness::{minutes, seconds};
use voltkey_crypto::secret::Token;
use voltkey_flows::admin::apply::InstanceRole;
use voltkey_flows::audit::{self, Action, Actor, Event, Who};
use voltkey_flows::{Network, Visitor};
use voltkey_store::memberships::{self, Role};
use voltkey_store::{audit_queue, companies};

const ACTIVITY: &str = "/account/activity";
const IN_ENGLISH: &str = "/account/activity?ui_locales=en";

/// What a page lists, each event with when and where it was.
fn listed(page: &Page) -> Vec<(String, String)> {
    let text = page.html.split("<li>").skip(1).filter_map(|item| {
        let part = |class: &str| {
            let (_, rest) = item.split_once(&format!("<p class=\"{class}\">"))?;
            let words = rest.split("</p>").next()?.replace("</time>", "");
            let words = words.split('>').next_back()?.trim().to_owned();
            Some(words)
        };
        Some((part("list__title")?, part("list__note")?))
    });
    text.collect()
}

fn titles(page: &Page) -> Vec<String> {
    listed(page).into_iter().map(|(title, _)| title).collect()
}

/// The page, with all that was noted before.
async fn activity(world: &World, browser: &mut Browser, address: &str) -> Page {
    audit::append(world.ctx()).await.expect("the chains");
    shown(browser, address).await
}

/// A world a minute after everybody's account was made: what is noted within one millisecond has no order.
async fn a_minute_old() -> World {
    let world = World::new().await;
    world.clock.advance(minutes(1));
    world
}

/// Somebody, somewhere.
fn visitor(network: &str) -> Visitor {
    Visitor {
        network: Network::of(network.parse().unwrap()),
        user_agent: "Mozilla/5.0 (Windows NT 10.0) Edg/140.0".to_owned(),
        request_id: "request".to_owned(),
        browser: Token::parse(&"A".repeat(43)).unwrap(),
        session: None,
        other_sessions: Vec::new(),
        pin_login: None,
    }
}

/// Notes what somebody does.
async fn note(world: &World, actor: &Actor, event: Event) {
    let note = audit::note(world.ctx(), actor, event).unwrap();
    let mut tx = world.store().await.begin().await.unwrap();
    note.write(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn ones_own_deeds_are_told_with_browser_and_network_the_newest_first() {
    let world = a_minute_old().await;
    let mut browser = world.signed_in("carla").await.at("203.0.113.5");
    world.clock.advance(minutes(1));
    let page = shown(&mut browser, PASSWORD_PAGE).await;
    new_password(&page, PASSWORD, CHOSEN)
        .submit(&mut browser)
        .await
        .page();
    let page = activity(&world, &mut browser, IN_ENGLISH).await;
    assert_eq!(
        titles(&page),
        ["Password changed", "Signed in", "Account created by Amperecloud"]
    );
    let (_, place) = &listed(&page)[0];
    assert!(
        place.contains("Firefox") && place.contains("203.0.113.5"),
        "{place}"
    );
    assert!(page.has("time[datetime]"), "{page:?}");
    let (_, place) = &listed(&page)[2];
    assert!(!place.contains('.'), "from nowhere: {place}");

    let page = activity(&world, &mut browser, "/account/activity?ui_locales=es").await;
    assert_eq!(titles(&page)[..2], ["Contraseña cambiada", "Inicio de sesión"]);
    let page = activity(&world, &mut browser, ACTIVITY).await;
    assert_eq!(titles(&page)[0], "Contraseña cambiada", "her language");
    assert!(
        page.has("[aria-current=page][href^='/account/activity']"),
        "{page:?}"
    );
}

#[tokio::test]
async fn an_admin_is_told_by_name_and_the_support_is_not() {
    let world = a_minute_old().await;
    let [ada, carla, sam] = [
        world.person("ada").await,
        world.person("carla").await,
        world.person("sam").await,
    ];
    let carla = Who::from(&carla);
    let mut browser = world.signed_in("carla").await;
    for (person, network) in [(&ada, "198.51.100.1"), (&sam, "198.51.100.2")] {
        world.clock.advance(seconds(1));
        let actor = Actor::person(&visitor(network), &Who::from(person));
        note(&world, &actor, Event::of_account(Action::OtpReset, &carla)).await;
    }
    world.clock.advance(seconds(1));
    let stranger = Actor::nobody(&visitor("198.51.100.3"));
    let failed = Event::of_account(Action::LoginFailed, &carla).with("why", "password");
    note(&world, &stranger, failed).await;
    let page = activity(&world, &mut browser, IN_ENGLISH).await;
    assert_eq!(
        titles(&page)[..3],
        [
            "A wrong password was entered",
            "Two-factor authentication reset by our support",
            "Two-factor authentication reset by Ada Sommer",
        ]
    );
    assert!(
        page.text().contains("198.51.100.3"),
        "a stranger's network is theirs to know"
    );
    for hidden in ["198.51.100.1", "198.51.100.2", "Sam", "Parker", email_of("ada")] {
        assert!(!page.html.contains(hidden), "{hidden}: {page:?}");
    }
}

#[tokio::test]
async fn what_they_do_to_others_and_what_others_do_is_not_theirs() {
    let world = a_minute_old().await;
    let (ada, ben) = (world.person("ada").await, world.person("ben").await);
    let mut browser = world.signed_in("ada").await;
    world.signed_in("ben").await;
    let actor = Actor::person(&visitor("198.51.100.1"), &Who::from(&ada));
    note(
        &world,
        &actor,
        Event::of_account(Action::OtpReset, &Who::from(&ben)),
    )
    .await;
    let page = activity(&world, &mut browser, IN_ENGLISH).await;
    assert_eq!(titles(&page), ["Signed in", "Account created by Amperecloud"]);
    assert!(!page.text().contains("Ben"), "{page:?}");
}

#[tokio::test]
async fn an_event_of_several_chains_is_told_once() {
    let world = a_minute_old().await;
    let (store, ada) = (world.store().await, world.person("ada").await);
    let solluna = companies::by_slug(store, "solluna").await.unwrap().unwrap();
    memberships::put(store, &ada.id, &solluna.id, Role::Member, world.now())
        .await
        .unwrap();
    cast::give_role(&world, "ada", &[InstanceRole::Support]).await;
    audit::append(world.ctx()).await.unwrap();
    let mut browser = world.signed_in("ada").await;
    assert_eq!(audit_queue::count(store).await.unwrap(), 3, "in three chains");
    let page = activity(&world, &mut browser, IN_ENGLISH).await;
    assert_eq!(
        titles(&page).iter().filter(|title| *title == "Signed in").count(),
        1
    );
}

#[tokio::test]
async fn a_company_is_named_where_it_is_about_one() {
    let world = a_minute_old().await;
    let (store, carla) = (world.store().await, world.person("carla").await);
    let company = companies::by_slug(store, "solluna").await.unwrap().unwrap();
    let carla = Who::from(&carla);
    let mut browser = world.signed_in("carla").await;
    let machine = Actor::machine(world.ctx());
    for (action, role) in [
        (Action::MemberRole, Some("admin")),
        (Action::MemberRole, Some("member")),
        (Action::MemberRole, None),
        (Action::MemberRemoved, None),
    ] {
        world.clock.advance(seconds(1));
        let event = Event::of_member(action, &company.id, &carla);
        let event = match role {
            Some(role) => event.with("role", role),
            None => event,
        };
        note(&world, &machine, event).await;
    }
    let page = activity(&world, &mut browser, IN_ENGLISH).await;
    let by = "Sol y Luna SL by Amperecloud";
    assert_eq!(
        titles(&page)[..4],
        [
            format!("Removed from {by}"),
            "Role in Sol y Luna SL changed by Amperecloud".to_owned(),
            format!("No longer an admin of {by}"),
            format!("Became an admin of {by}"),
        ]
    );
}

#[tokio::test]
async fn an_app_is_named_and_where_details_are_deleted_there_are_none() {
    let world = a_minute_old().await;
    let solar = world.client("solar-reports");
    let mut browser = world.browser();
    world
        .tokens_by(&solar, &mut browser, "ben", &solar.authorize("openid email"))
        .await;
    world.clock.advance(seconds(1));
    let ben = Who::from(&world.person("ben").await);
    let stranger = Actor::nobody(&visitor("198.51.100.3"));
    let failed = Event::of_account(Action::LoginFailed, &ben).with("why", "pin");
    note(&world, &stranger, failed).await;
    let changed = Event::of_account(Action::EmailChanged, &ben).with("new_email", "b@new.example");
    note(&world, &Actor::person(&visitor("198.51.100.4"), &ben), changed).await;
    let page = activity(&world, &mut browser, IN_ENGLISH).await;
    let titles_of = titles(&page);
    for told in [
        "Access given to Solar Reports",
        "A wrong PIN was entered",
        "Address changed to b@new.example",
    ] {
        assert!(
            titles_of.iter().any(|title| title == told),
            "{told}: {titles_of:?}"
        );
    }
    let machine = Actor::machine(world.ctx());
    audit::forget(world.ctx(), &machine, &world.person("ben").await.id)
        .await
        .unwrap();
    let page = activity(&world, &mut browser, IN_ENGLISH).await;
    let titles_of = titles(&page);
    for told in [
        "Access given to Solar Reports",
        "A sign-in failed",
        "Address changed",
    ] {
        assert!(
            titles_of.iter().any(|title| title == told),
            "{told}: {titles_of:?}"
        );
    }
    assert!(!page.text().contains("198.51.100"), "{page:?}");
}

#[tokio::test]
async fn pages_follow_one_another_both_ways() {
    let world = a_minute_old().await;
    let mut browser = world.signed_in("carla").await;
    let carla = Who::from(&world.person("carla").await);
    let stranger = Actor::nobody(&visitor("198.51.100.3"));
    for number in 0..60 {
        world.clock.advance(seconds(60));
        let app = Event::of_account(Action::ConsentGiven, &carla).object(format!("app-{number}"));
        note(&world, &stranger, app).await;
    }
    let older = |page: &Page| page.attribute_of("a[rel=next]", "href");
    let newer = |page: &Page| page.attribute_of("a[rel=prev]", "href");
    let mut pages = vec![activity(&world, &mut browser, IN_ENGLISH).await];
    assert!(newer(&pages[0]).is_none());
    while let Some(address) = older(pages.last().unwrap()) {
        pages.push(shown(&mut browser, &address).await);
    }
    let counts: Vec<_> = pages.iter().map(|page| listed(page).len()).collect();
    assert_eq!(counts, [25, 25, 12]);
    let all: Vec<_> = pages.iter().flat_map(listed).collect();
    let mut different: Vec<_> = all.iter().map(|(_, note)| note).collect();
    different.dedup();
    assert_eq!(different.len(), all.len(), "each once");
    let back = shown(&mut browser, &newer(&pages[2]).unwrap()).await;
    assert_eq!(listed(&back), listed(&pages[1]));
    let back = shown(&mut browser, &newer(&back).unwrap()).await;
    assert_eq!(listed(&back), listed(&pages[0]));
    assert!(newer(&back).is_none() && older(&back).is_some());
}

#[tokio::test]
async fn an_address_that_makes_no_sense_shows_a_page_nevertheless() {
    let world = a_minute_old().await;
    let mut browser = world.signed_in("carla").await;
    let other = world.person("ben").await.id.to_string();
    for place in [
        "",
        "x",
        "0",
        "~",
        "ñ",
        "%00",
        "' OR '1'='1",
        &other,
        &"9".repeat(2000),
    ] {
        for name in ["before", "after"] {
            let address = format!("{ACTIVITY}?{name}={place}");
            let page = browser.get(&address).await.page();
            assert!([200, 400].contains(&page.status.as_u16()), "{address}: {page:?}");
        }
    }
}

#[tokio::test]
async fn it_is_for_who_is_signed_in() {
    let world = a_minute_old().await;
    assert_eq!(leads_to(&mut world.browser(), ACTIVITY).await, "/login");
}

#[tokio::test]
async fn a_frozen_account_tells_of_it_once_it_is_open_again() {
    let world = a_minute_old().await;
    let carla = world.person("carla").await;
    let machine = Actor::machine(world.ctx());
    let who = Who::from(&carla);
    note(
        &world,
        &Actor::person(&visitor("198.51.100.9"), &who),
        Event::of_account(Action::AccountFrozen, &who),
    )
    .await;
    world.clock.advance(seconds(1));
    note(&world, &machine, Event::of_account(Action::MemberUnblocked, &who)).await;
    world.clock.advance(seconds(1));
    let mut browser = world.signed_in("carla").await;
    let page = activity(&world, &mut browser, IN_ENGLISH).await;
    assert_eq!(
        titles(&page)[..3],
        [
            "Signed in",
            "Account unblocked by Amperecloud",
            "Account frozen with “This was not me”"
        ]
    );
    assert!(page.text().contains("198.51.100.9"));
}

#[tokio::test]
async fn each_deed_with_an_account_has_words_of_its_own() {
    let world = a_minute_old().await;
    let carla = Who::from(&world.person("carla").await);
    let mut browser = world.signed_in("carla").await;
    audit::append(world.ctx()).await.expect("the chains");
    let actor = Actor::person(&visitor("198.51.100.9"), &carla);
    let deeds = [
        Action::PersonActivated,
        Action::PersonRoles,
        Action::ProfileChanged,
        Action::EmailChanged,
        Action::PasswordChanged,
        Action::PasswordReset,
        Action::SecondFactorOn,
        Action::SecondFactorOff,
        Action::OtpEnrolled,
        Action::OtpReplaced,
        Action::OtpReset,
        Action::RecoveryCodesMade,
        Action::RecoveryCodeUsed,
        Action::LoginFailed,
        Action::SessionEnded,
        Action::ConsentGiven,
        Action::ConsentWithdrawn,
        Action::MemberBlocked,
        Action::MemberUnblocked,
        Action::AccountFrozen,
        Action::DetailsForgotten,
    ];
    for action in deeds {
        world.clock.advance(seconds(1));
        note(&world, &actor, Event::of_account(action, &carla)).await;
    }
    let page = activity(&world, &mut browser, IN_ENGLISH).await;
    let mut told = titles(&page);
    assert!(!told.iter().any(|title| title == "Account changed"), "{told:?}");
    told.sort();
    told.dedup();
    assert_eq!(told.len(), deeds.len() + 2, "{told:?}");
}
