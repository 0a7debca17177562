//! More time for one member.

use super::*;
use crate::harness::{FilledForm, email_of, minutes};
use jiff::civil::{Date, date};
use voltkey_store::{companies, memberships};

const GRACE: &str = "[second_factor]\npolicy = \"required\"\ngrace_until = \"2027-02-06\"\n";
const REQUIRED: &str = "[second_factor]\npolicy = \"required\"\n";

/// The `sub` of whoever has that address.
async fn sub(world: &World, email: &str) -> String {
    let found = voltkey_store::people::by_email_key(world.store().await, email).await;
    found.expect("a read").expect("a person").sub
}

async fn address(world: &World, email: &str) -> String {
    let sub = sub(world, email).await;
    format!("/company/members/{sub}/extend?company=sonnenfeld")
}

async fn form(world: &World, browser: &mut Browser, until: &str, reason: &str) -> FilledForm {
    let page = shown(browser, &address(world, MIA).await).await;
    page.form().fill("until", until).fill("reason", reason)
}

async fn extend(world: &World, browser: &mut Browser, until: &str, reason: &str) -> Page {
    let form = form(world, browser, until, reason).await;
    form.submit(browser).await.page()
}

async fn given(world: &World) -> Option<String> {
    let store = world.store().await;
    let person = voltkey_store::people::by_email_key(store, MIA)
        .await
        .expect("a read");
    let company = companies::by_slug(store, "sonnenfeld").await.expect("a read");
    let (person, company) = (person.expect("a person").id, company.expect("a company").id);
    memberships::extended_until(store, &person, &company)
        .await
        .expect("a read")
}

/// Where the login of Mia ends that day: at the page that can wait, at the one that can't, or at the platform.
async fn login(world: &World) -> &'static str {
    match log_in(world, &mut world.browser(), MIA).await {
        Landed::Page(page) if page.has("form[action^='/login/enroll/later']") => "may wait",
        Landed::Page(page) => {
            assert_eq!(page.url.path(), "/login/enroll");
            "must"
        }
        landed => {
            landed.away();
            "in"
        }
    }
}

/// To noon of that day.
fn noon(world: &World, day: Date) {
    let moment = day.at(12, 0, 0, 0).in_tz("Europe/Berlin").expect("a moment");
    let moment = voltkey_protocol::time::Timestamp::from_seconds(moment.timestamp().as_second());
    world.clock.advance(moment.saturating_since(world.now()));
}

#[tokio::test]
async fn it_holds_on_its_last_day_and_ends_the_next() {
    let world = World::new().await;
    employ(&world, MIA, "sonnenfeld", Role::Member, false).await;
    cast::company_requires(&world, "sonnenfeld", "Sonnenfeld GmbH", Some(date(2027, 1, 15))).await;
    assert_eq!(login(&world).await, "may wait");
    let mut ada = world.signed_in("ada").await;
    let page = extend(&world, &mut ada, "2027-01-20", "  New phone is on its way ").await;
    assert_eq!(page.url.path(), "/company/members");
    assert_eq!(given(&world).await.as_deref(), Some("2027-01-20"));
    for day in [date(2027, 1, 16), date(2027, 1, 20)] {
        noon(&world, day);
        assert_eq!(login(&world).await, "may wait", "{day}");
    }
    let mut mia = signed_in(&world, MIA).await;
    assert_eq!(status(&mut mia, "/account/devices").await, 200);
    let late = date(2027, 1, 20)
        .at(23, 59, 0, 0)
        .in_tz("Europe/Berlin")
        .expect("a moment");
    let late = voltkey_protocol::time::Timestamp::from_seconds(late.timestamp().as_second());
    world.clock.advance(late.saturating_since(world.now()));
    assert_eq!(login(&world).await, "may wait", "a minute before");
    world.clock.advance(minutes(1));
    assert_eq!(
        login(&world).await,
        "must",
        "the day after, however often somebody logged in before"
    );
}

#[tokio::test]
async fn whoever_is_signed_in_is_asked_when_it_ends() {
    let world = World::new().await;
    employ(&world, MIA, "sonnenfeld", Role::Member, false).await;
    cast::company_requires(&world, "sonnenfeld", "Sonnenfeld GmbH", Some(date(2027, 1, 15))).await;
    let mut ada = world.signed_in("ada").await;
    extend(&world, &mut ada, "2027-01-16", "phone").await;
    noon(&world, date(2027, 1, 16));
    let mut mia = signed_in(&world, MIA).await;
    for _ in 0..2 {
        world.clock.advance(minutes(6 * 60 - 1));
        let page = mia.get("/account/devices").await.page();
        assert_eq!(page.url.path(), "/account/devices");
    }
    world.clock.advance(minutes(2));
    assert_eq!(mia.get("/account/devices").await.page().url.path(), "/login");
}

#[tokio::test]
async fn the_reason_is_kept_in_the_audit_trail() {
    let world = World::with(GRACE).await;
    employ(&world, MIA, "sonnenfeld", Role::Member, false).await;
    let mut ada = world.signed_in("ada").await;
    extend(&world, &mut ada, "2027-02-01", "New phone is on its way").await;
    append(&world).await;
    let page = shown(&mut ada, "/company/audit?action=member.extended").await;
    for told in [
        "mia Muster given more time",
        "By Ada Sommer",
        "Reason: New phone is on its way",
    ] {
        assert!(page.text().contains(told), "{told}: {page:?}");
    }
    // The page shows what was given.
    let page = shown(&mut ada, &address(&world, MIA).await).await;
    assert_eq!(
        page.attribute_of("#until", "value").as_deref(),
        Some("2027-02-01")
    );
}

#[tokio::test]
async fn what_is_entered_wrongly_is_told() {
    let world = World::with(GRACE).await;
    employ(&world, MIA, "sonnenfeld", Role::Member, false).await;
    let mut ada = world.signed_in("ada").await;
    let long = "x".repeat(201);
    for (until, reason, told) in [
        ("2027-01-14", "phone", "That day is over."),
        ("2027-02-07", "phone", "Enter 6 February 2027 or an earlier day."),
        ("", "phone", "Enter a date"),
        ("tomorrow", "phone", "Enter a date"),
        ("2027-02-01", "", "Enter the reason."),
        ("2027-02-01", " \t ", "Enter the reason."),
        ("2027-02-01", &long, "at most 200 characters"),
        ("", "", "Enter the reason."),
    ] {
        let page = extend(&world, &mut ada, until, reason).await;
        assert_eq!(page.status, 422, "{until} {reason}");
        assert!(page.text().contains(told), "{until} {reason}: {page:?}");
        assert_eq!(page.attribute_of("#until", "value").as_deref(), Some(until));
        assert_eq!(given(&world).await, None);
    }
    let page = extend(&world, &mut ada, "2027-02-06", &"x".repeat(200)).await;
    assert_eq!(page.url.path(), "/company/members");
}

#[tokio::test]
async fn without_a_date_of_the_instance_ninety_days_are_the_most() {
    let world = World::new().await;
    employ(&world, MIA, "sonnenfeld", Role::Member, false).await;
    let mut ada = world.signed_in("ada").await;
    assert_eq!(extend(&world, &mut ada, "2027-04-16", "phone").await.status, 422);
    assert_eq!(
        extend(&world, &mut ada, "2027-04-15", "phone").await.url.path(),
        "/company/members"
    );
}

#[tokio::test]
async fn an_admin_can_t_go_beyond_the_instance_but_its_support_can() {
    let world = World::with(REQUIRED).await;
    employ(&world, MIA, "sonnenfeld", Role::Member, false).await;
    assert_eq!(login(&world).await, "must");
    let mut ada = world.signed_in("ada").await;
    let page = shown(&mut ada, &address(&world, MIA).await).await;
    assert!(page.text().contains("Our support has to do this"), "{page:?}");
    assert!(!page.has("#until"));
    for name in ["sam", "olga"] {
        let mut staff = of_staff(&world, name).await;
        assert_eq!(
            extend(&world, &mut staff, "2027-04-16", "phone").await.status,
            422
        );
        extend(&world, &mut staff, "2027-01-20", "phone").await;
        assert_eq!(given(&world).await.as_deref(), Some("2027-01-20"));
    }
    assert_eq!(login(&world).await, "may wait");
    noon(&world, date(2027, 1, 21));
    assert_eq!(login(&world).await, "must");
}

#[tokio::test]
async fn more_time_of_one_company_moves_no_other_s_date() {
    let world = World::new().await;
    employ(&world, MIA, "sonnenfeld", Role::Member, false).await;
    employ(&world, MIA, "solluna", Role::Member, false).await;
    let mut ada = world.signed_in("ada").await;
    extend(&world, &mut ada, "2027-02-01", "phone").await;
    assert_eq!(login(&world).await, "in");
    for slug in ["sonnenfeld", "solluna"] {
        cast::company_requires(&world, slug, slug, Some(date(2027, 1, 10))).await;
        let expected = if slug == "sonnenfeld" { "may wait" } else { "must" };
        assert_eq!(login(&world).await, expected, "{slug}");
    }
}

#[tokio::test]
async fn whoever_has_one_or_always_needs_one_is_given_nothing() {
    let world = World::with(GRACE).await;
    let mut ada = world.signed_in("ada").await;
    let page = shown(&mut ada, &address(&world, email_of("ben")).await).await;
    assert!(
        page.text().contains("no longer possible") && !page.has("#until"),
        "{page:?}"
    );
    // Somebody enrolls while the form is being filled in.
    employ(&world, MIA, "sonnenfeld", Role::Member, false).await;
    let form = form(&world, &mut ada, "2027-02-01", "phone").await;
    let mut mia = world.browser();
    let page = log_in(&world, &mut mia, MIA).await.page();
    let pin = super::super::acts::first_pin(&world, &page);
    page.form().fill("pin", &pin).submit(&mut mia).await;
    let page = form.submit(&mut ada).await.page();
    assert_eq!(page.status, 422);
    assert!(page.text().contains("no longer possible"), "{page:?}");
    assert_eq!(given(&world).await, None);
}

#[tokio::test]
async fn who_does_not_manage_the_company_finds_no_such_page() {
    let world = World::with(GRACE).await;
    employ(&world, MIA, "sonnenfeld", Role::Member, false).await;
    let mut ines = neighbour(&world).await;
    let mut ben = world.signed_in("ben").await;
    let own = address(&world, MIA).await;
    for browser in [&mut ines, &mut ben] {
        assert_eq!(status(browser, &own).await, 404);
        assert_eq!(
            status(browser, &own.replace("=sonnenfeld", "=solluna")).await,
            404
        );
        assert_eq!(status(browser, own.split('?').next().expect("a path")).await, 404);
    }
    let mut ada = world.signed_in("ada").await;
    let foreign = address(&world, email_of("carla")).await;
    for address in [&*foreign, "/company/members/nobody/extend"] {
        assert_eq!(status(&mut ada, address).await, 404, "{address}");
    }
    let mut form = form(&world, &mut ada, "2027-02-01", "phone").await;
    super::super::account::is_guarded(&mut ada, &own, &form).await;
    // A role that was taken away meanwhile is none.
    let (store, person) = (world.store().await, world.person("ada").await);
    let company = companies::by_slug(store, "sonnenfeld")
        .await
        .expect("a read")
        .expect("a company");
    memberships::put(store, &person.id, &company.id, Role::Member, world.now())
        .await
        .expect("a write");
    assert_eq!(form.submit(&mut ada).await.page().status, 404);
    form.action.set_query(Some("company=solluna"));
    assert_eq!(form.submit(&mut ada).await.page().status, 404);
    assert_eq!(given(&world).await, None);
}
