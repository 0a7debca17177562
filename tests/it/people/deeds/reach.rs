//! Who may do what with whom: every deed, by everybody, with everybody.

use super::*;

/// What a page says of a deed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    /// It asks.
    Asks,
    /// The support does it.
    NotYours,
    /// The account is one of the platform's staff.
    Staff,
    /// It is one's own account.
    Yourself,
    /// The company needs an admin.
    LastAdmin,
    /// The staff make sure who asks first.
    Checklist,
    /// It is as it would be.
    Gone,
    /// There is nobody of that name.
    NotFound,
    /// Log in first.
    LogIn,
}
use Told::{Asks, Checklist, Gone, LastAdmin, LogIn, NotFound, NotYours, Staff, Yourself};

fn told(page: &Page, path: &str) -> Told {
    if page.url.path() == "/login" {
        return LogIn;
    }
    if page.status == 404 {
        return NotFound;
    }
    if page.url.path().starts_with("/support/console/people/") {
        return Checklist;
    }
    assert_eq!(page.url.path(), path);
    if page.forms().iter().any(|form| form.action.path() == path) {
        return Asks;
    }
    let title = page.text_of("main .notice__title").unwrap_or_default();
    match title.as_str() {
        "Our support has to do this" => NotYours,
        "This is an account of the platform’s staff" => Staff,
        "This is your own account" => Yourself,
        "The company needs an admin" => LastAdmin,
        "This is no longer possible" => Gone,
        _ => panic!("{page:?}"),
    }
}

/// What all six deeds come to, in the order of [`DEEDS`].
async fn all_deeds(world: &World, browser: &mut Browser, name: &str) -> [Told; 6] {
    let mut found = [Asks; 6];
    for (deed, found) in DEEDS.into_iter().zip(&mut found) {
        let address = page_of(world, name, deed).await;
        let page = browser.get(&address).await.page();
        *found = told(&page, page_path(&address));
    }
    found
}

fn page_path(address: &str) -> &str {
    address.split('?').next().unwrap_or_default()
}

#[tokio::test]
async fn an_admin_manages_whoever_belongs_to_their_company_alone() {
    let world = world().await;
    let mut ada = world.signed_in("ada").await;
    for (name, expected) in [
        ("ben", [Asks, Asks, Gone, Asks, Gone, Asks]),
        ("eva", [Asks, Gone, Asks, Asks, Gone, Asks]),
        ("mia", [NotYours, Asks, Gone, NotYours, NotYours, Asks]),
        ("sam", [NotYours, Asks, Gone, NotYours, NotYours, Asks]),
        ("olga", [NotYours, Asks, Gone, NotYours, NotYours, Asks]),
        ("ada", [Yourself; 6]),
        ("carla", [NotFound; 6]),
        ("nils", [NotFound; 6]),
        ("sue", [NotFound; 6]),
    ] {
        assert_eq!(all_deeds(&world, &mut ada, name).await, expected, "{name}");
    }
    put(&world, "ada", "solluna", Role::Admin).await;
    assert_eq!(
        all_deeds(&world, &mut ada, "mia").await,
        [Asks, Asks, Gone, Asks, Gone, Asks],
        "now both companies are hers"
    );
    put(&world, "ada", "solluna", Role::Member).await;
    assert_eq!(
        all_deeds(&world, &mut ada, "mia").await,
        [NotYours, Asks, Gone, NotYours, NotYours, Asks],
        "a member of the other is not enough"
    );
}

#[tokio::test]
async fn the_support_manages_everybody_but_the_staff_and_operators_all_but_operators() {
    let world = world().await;
    let mut sue = world.signed_in("sue").await;
    let mut otto = world.signed_in("otto").await;
    let of_member = [Checklist, Asks, Gone, Asks, Gone, Asks];
    for (name, by_sue, by_otto) in [
        ("ben", of_member, of_member),
        ("mia", of_member, of_member),
        (
            "ada",
            [Checklist, Gone, Asks, Asks, Gone, Asks],
            [Checklist, Gone, Asks, Asks, Gone, Asks],
        ),
        ("sam", [Staff; 6], of_member),
        ("olga", [Staff; 6], [Staff; 6]),
        ("carla", [NotFound; 6], [NotFound; 6]),
    ] {
        assert_eq!(all_deeds(&world, &mut sue, name).await, by_sue, "{name} by Sue");
        assert_eq!(
            all_deeds(&world, &mut otto, name).await,
            by_otto,
            "{name} by Otto"
        );
    }
    for name in ["sue", "otto"] {
        put(&world, name, "sonnenfeld", Role::Member).await;
    }
    assert_eq!(all_deeds(&world, &mut sue, "sue").await, [Yourself; 6]);
    assert_eq!(all_deeds(&world, &mut otto, "otto").await, [Yourself; 6]);
}

#[tokio::test]
async fn for_everybody_else_there_is_nothing() {
    let world = world().await;
    for name in ["ben", "mia", "nils", "carla"] {
        let mut browser = world.signed_in(name).await;
        for target in ["ben", "ada", "nils", name] {
            let found = all_deeds(&world, &mut browser, target).await;
            assert_eq!(found, [NotFound; 6], "{target} by {name}");
        }
    }
    let found = all_deeds(&world, &mut world.browser(), "ben").await;
    assert_eq!(found, [LogIn; 6]);
}

/// Whoever is told no sends the form all the same.
#[tokio::test]
async fn what_no_page_offers_is_not_done_either() {
    let world = world().await;
    for (name, targets) in [
        ("ada", &["mia", "sam", "olga", "ada", "carla", "nils"][..]),
        ("ben", &["ada", "eva", "ben", "carla"]),
        ("nils", &["ada", "ben", "mia"]),
        ("sue", &["sam", "olga"]),
        ("otto", &["olga"]),
    ] {
        let mut browser = world.signed_in(name).await;
        for target in targets {
            for deed in DEEDS {
                let address = page_of(&world, target, deed).await;
                let page = browser.get(&address).await.page();
                if told(&page, page_path(&address)) == Asks {
                    continue;
                }
                let before = standing(&world, target).await;
                let form = forged(&world, &mut browser, name, &address).await;
                let page = form.submit(&mut browser).await.page();
                // What is so already is done.
                let is_done = page.url.path() == MEMBERS;
                assert!(
                    is_done || matches!(page.status.as_u16(), 404 | 422),
                    "{deed} {target} by {name}: {page:?}"
                );
                assert_eq!(
                    standing(&world, target).await,
                    before,
                    "{deed} {target} by {name}"
                );
            }
        }
    }
    assert!(world.mails().await.iter().all(|task| task.kind() == "new_device"));
}

/// All that a deed changes.
async fn standing(world: &World, name: &str) -> (Option<Role>, Option<Role>, bool, bool) {
    let person = world.person(name).await;
    (
        role_in(world, name, "sonnenfeld").await,
        role_in(world, name, "solluna").await,
        person.blocked_at.is_some(),
        person.must_enroll,
    )
}

#[tokio::test]
async fn nobody_learns_who_exists() {
    let world = world().await;
    let mut ada = world.signed_in("ada").await;
    let foreign = world.person("carla").await.sub;
    let mut pages = Vec::new();
    for sub in [
        &*foreign,
        "00000000-0000-4000-8000-000000000000",
        "x",
        "%2e%2e",
        "%00",
        "%ff",
        "' OR '1'='1",
        &"x".repeat(3000),
    ] {
        for deed in ["reset-otp", "remove"] {
            let address = format!("{MEMBERS}/{}/{deed}?company=sonnenfeld", sub.replace(' ', "%20"));
            let page = ada.get(&address).await.page();
            assert_eq!(page.status, 404, "{sub}");
            let of_address = page.url.path().to_owned();
            let form = forged(&world, &mut ada, "ada", &address).await;
            assert_eq!(form.submit(&mut ada).await.page().status, 404, "{sub}");
            pages.push(page.html.replace(&of_address, "").replace(sub, ""));
        }
    }
    let differs = pages.iter().find(|page| page.len().abs_diff(pages[0].len()) > 64);
    assert!(differs.is_none(), "{differs:?}");
    for slug in ["solluna", "nowhere", "Sonnenfeld"] {
        let sub = world.person("ben").await.sub;
        let page = ada
            .get(&format!("{MEMBERS}/{sub}/block?company={slug}"))
            .await
            .page();
        assert_eq!(page.status, 404, "{slug}");
    }
}

/// A form that was shown in good time is sent when things have changed.
#[tokio::test]
async fn what_has_changed_since_the_page_was_shown_counts() {
    let world = world().await;
    let mut ada = world.signed_in("ada").await;
    for deed in ["reset-otp", "block", "remove", "make-admin"] {
        let page = asked(&world, &mut ada, "ben", deed).await;
        put(&world, "ada", "sonnenfeld", Role::Member).await;
        assert_eq!(page.form().submit(&mut ada).await.page().status, 404, "{deed}");
        put(&world, "ada", "sonnenfeld", Role::Admin).await;
    }
    for deed in ["reset-otp", "block"] {
        let page = asked(&world, &mut ada, "ben", deed).await;
        put(&world, "ben", "solluna", Role::Member).await;
        let page = page.form().submit(&mut ada).await.page();
        assert_eq!(page.status, 422, "{deed}");
        assert_eq!(told(&page, page.url.path()), NotYours, "{deed}");
        remove(&world, "ben", "solluna").await;
    }
    let page = asked(&world, &mut ada, "ben", "make-admin").await;
    remove(&world, "ben", "sonnenfeld").await;
    assert_eq!(page.form().submit(&mut ada).await.page().status, 404);
    let ben = world.person("ben").await;
    assert!(ben.blocked_at.is_none() && !ben.must_enroll);
    assert_eq!(role(&world, "ben").await, None);
}

#[tokio::test]
async fn the_last_admin_stays_unless_the_staff_know_what_they_do() {
    let world = world().await;
    let mut sue = world.signed_in("sue").await;
    let mut ada = world.signed_in("ada").await;
    world.block("eva").await;
    for deed in ["make-member", "remove"] {
        let page = ada.get(&page_of(&world, "ada", deed).await).await.page();
        assert_eq!(told(&page, page.url.path()), LastAdmin, "{deed}");
    }
    let page = ada.get(&page_of(&world, "ada", "block").await).await.page();
    assert_eq!(told(&page, page.url.path()), LastAdmin);

    for (deed, is_left) in [("block", false), ("make-member", false), ("remove", true)] {
        let page = asked(&world, &mut sue, "ada", deed).await;
        assert!(
            page.text().contains("The company is left without an admin"),
            "{page:?}"
        );
        let unknowing = page.form().without("knowingly");
        let again = unknowing.submit(&mut sue).await.page();
        assert_eq!(again.status, 422);
        assert_eq!(told(&again, again.url.path()), Asks, "{deed}: {again:?}");
        assert_eq!(role(&world, "ada").await, Some(Role::Admin), "{deed}");
        assert!(world.person("ada").await.blocked_at.is_none(), "{deed}");
        if is_left {
            let page = again.form().submit(&mut sue).await.page();
            assert_eq!(page.url.path(), MEMBERS);
        }
    }
    assert_eq!(role(&world, "ada").await, None);
    // Eva is blocked, and so no admin whom anybody would miss.
    let page = asked(&world, &mut sue, "eva", "make-member").await;
    assert!(!page.text().contains("left without an admin"), "{page:?}");
}
