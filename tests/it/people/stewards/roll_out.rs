//! The roll-out of the second factor: the numbers, the company's own date, and reminders.

use super::*;
use crate::harness::{FilledForm, days, minutes};
use jiff::civil::{Date, date};
use voltkey_flows::admin::remind;
use voltkey_flows::jobs::{FactorReminderMail, Task};
use voltkey_store::companies::{self, CompanyPolicy};

const ROLL_OUT: &str = "/company/roll-out";
const REMIND: &str = "/company/roll-out/remind";
/// The day of the world's beginning, in its time zone.
const TODAY: Date = date(2027, 1, 15);
const GRACE: &str = "[second_factor]\npolicy = \"required\"\ngrace_until = \"2027-02-06\"\n";

/// What a company says about the second factor.
async fn policy(world: &World, slug: &str) -> (CompanyPolicy, Option<String>) {
    let company = companies::by_slug(world.store().await, slug)
        .await
        .expect("a read");
    let company = company.expect("a company");
    (company.second_factor, company.grace_until)
}

/// The form with the company's own date, filled in.
async fn form(browser: &mut Browser, policy: &str, until: &str) -> FilledForm {
    let page = shown(browser, ROLL_OUT).await;
    // The harness reads the first radio button; a browser sends the one that is chosen.
    choose(page.form_to(ROLL_OUT), policy).fill("grace_until", until)
}

fn choose(form: FilledForm, policy: &str) -> FilledForm {
    form.without("second_factor").with("second_factor", policy)
}

async fn set(browser: &mut Browser, policy: &str, until: &str) -> Page {
    form(browser, policy, until).await.submit(browser).await.page()
}

fn reminders(mails: Vec<Task>) -> Vec<FactorReminderMail> {
    let mails = mails.into_iter().filter_map(|task| match task {
        Task::FactorReminder(mail) => Some(mail),
        _ => None,
    });
    mails.collect()
}

/// What the worker sends by itself at that hour of a day.
async fn at(world: &World, day: Date, hour: i8) -> Vec<FactorReminderMail> {
    let moment = day.at(hour, 0, 0, 0).in_tz("Europe/Berlin").expect("a moment");
    let moment = voltkey_protocol::time::Timestamp::from_seconds(moment.timestamp().as_second());
    world.clock.advance(moment.saturating_since(world.now()));
    remind::remind_due(world.ctx()).await.expect("reminders");
    reminders(world.mails().await)
}

#[tokio::test]
async fn it_is_for_whoever_manages_the_company() {
    let world = World::new().await;
    is_for_stewards_only(&world, ROLL_OUT).await;
}

#[tokio::test]
async fn members_are_counted_by_how_they_stand() {
    let world = World::with(GRACE).await;
    employ(&world, MIA, "sonnenfeld", Role::Member, false).await;
    employ(
        &world,
        "noah@sonnenfeld.example",
        "sonnenfeld",
        Role::Member,
        false,
    )
    .await;
    cast::invite(&world, "dora@sonnenfeld.example", Some("sonnenfeld")).await;
    let mut ada = world.signed_in("ada").await;
    let page = shown(&mut ada, ROLL_OUT).await;
    for told in [
        "Required after 6 February 2027",
        "2 of 4 have set it up",
        "2In grace",
        "1Invited",
        "Never signed in: 3",
    ] {
        assert!(
            page.text().to_lowercase().contains(&told.to_lowercase()),
            "{told}: {page:?}"
        );
    }
    assert!(
        page.has("a[href='/company/members?company=sonnenfeld&filter=in_grace']"),
        "{}",
        page.html
    );
    world.clock.advance(days(23));
    let mut ada = world.signed_in("ada").await;
    let page = shown(&mut ada, ROLL_OUT).await;
    assert!(page.text().contains("It is required"), "{page:?}");
    assert!(page.has("a[href='/company/members?company=sonnenfeld&filter=overdue']"));
    assert!(!page.has("#grace_until"), "there is nothing left to choose");
}

#[tokio::test]
async fn a_company_sets_an_earlier_date_and_takes_it_back() {
    let world = World::with(GRACE).await;
    employ(&world, MIA, "sonnenfeld", Role::Member, false).await;
    let mut ada = world.signed_in("ada").await;
    let page = set(&mut ada, "required", "2027-01-20").await;
    assert_eq!((page.status.as_u16(), page.url.path()), (200, ROLL_OUT));
    assert!(page.has(".notice--success"), "{page:?}");
    assert!(page.text().contains("Required after 20 January 2027"), "{page:?}");
    assert_eq!(
        policy(&world, "sonnenfeld").await,
        (CompanyPolicy::Required, Some("2027-01-20".to_owned()))
    );
    // A member is told at the login, and let in.
    let page = log_in(&world, &mut world.browser(), MIA).await.page();
    assert!(page.text().contains("20 January 2027"), "{page:?}");
    append(&world).await;
    let page = shown(&mut ada, "/company/audit?action=company.changed").await;
    assert!(page.text().contains("Settings changed By Ada Sommer"), "{page:?}");

    let page = set(&mut ada, "inherit", "").await;
    assert!(page.text().contains("Required after 6 February 2027"), "{page:?}");
    assert_eq!(policy(&world, "sonnenfeld").await, (CompanyPolicy::Inherit, None));
    assert_eq!(policy(&world, "solluna").await, (CompanyPolicy::Inherit, None));
}

#[tokio::test]
async fn without_a_demand_of_the_instance_any_day_to_come_will_do() {
    let world = World::new().await;
    let mut ada = world.signed_in("ada").await;
    for until in ["2027-01-15", "2031-12-31", ""] {
        let page = set(&mut ada, "required", until).await;
        assert_eq!(page.status, 200, "{until}");
        let stored = Some(until.to_owned()).filter(|until| !until.is_empty());
        assert_eq!(
            policy(&world, "sonnenfeld").await,
            (CompanyPolicy::Required, stored)
        );
    }
}

#[tokio::test]
async fn a_date_that_is_over_too_late_or_none_is_refused() {
    let world = World::with(GRACE).await;
    let mut ada = world.signed_in("ada").await;
    for (until, told) in [
        ("2027-01-14", "That day is over."),
        ("2027-02-07", "The platform requires it after 6 February 2027."),
        ("9999-12-31", "The platform requires it after"),
        ("6.2.2027", "Enter a date"),
        ("2027-02-30", "Enter a date"),
        ("2027-01-20T10:00", "Enter a date"),
        ("-2027-01-20", "Enter a date"),
    ] {
        let page = set(&mut ada, "required", until).await;
        assert_eq!(page.status, 422, "{until}");
        assert!(page.text().contains(told), "{until}: {page:?}");
        assert_eq!(page.attribute_of("#grace_until", "value").as_deref(), Some(until));
        assert_eq!(policy(&world, "sonnenfeld").await, (CompanyPolicy::Inherit, None));
    }
}

#[tokio::test]
async fn a_date_that_has_passed_meanwhile_may_stay() {
    let world = World::with(GRACE).await;
    let mut ada = world.signed_in("ada").await;
    set(&mut ada, "required", "2027-01-20").await;
    world.clock.advance(days(7));
    let mut ada = world.signed_in("ada").await;
    assert_eq!(set(&mut ada, "required", "2027-01-20").await.status, 200);
    assert_eq!(set(&mut ada, "required", "2027-01-19").await.status, 422);
}

#[tokio::test]
async fn once_the_instance_requires_it_a_company_can_take_nothing_back() {
    let world = World::with(GRACE).await;
    let mut ada = world.signed_in("ada").await;
    set(&mut ada, "required", "2027-01-20").await;
    let form = form(&mut ada, "inherit", "").await;
    world.clock.advance(days(30));
    let mut ada = world.signed_in("ada").await;
    // The page has no form any more; one that was kept open since does nothing.
    let page = form.submit(&mut ada).await.page();
    assert_ne!(page.status, 200, "{page:?}");
    assert_eq!(
        policy(&world, "sonnenfeld").await,
        (CompanyPolicy::Required, Some("2027-01-20".to_owned()))
    );
}

#[tokio::test]
async fn the_support_sets_it_for_a_company_and_nobody_else_does() {
    let world = World::new().await;
    let mut sam = of_staff(&world, "sam").await;
    let page = shown(&mut sam, "/company/roll-out?company=solluna").await;
    let form = choose(page.form_to(ROLL_OUT), "required").fill("grace_until", "2027-03-01");
    assert_eq!(form.submit(&mut sam).await.page().status, 200);
    let expected = (CompanyPolicy::Required, Some("2027-03-01".to_owned()));
    assert_eq!(policy(&world, "solluna").await, expected);

    // A form of another company's page, with the own token and name.
    let mut ada = world.signed_in("ada").await;
    let mut stolen = self::form(&mut ada, "inherit", "").await;
    stolen.action.set_query(Some("company=solluna"));
    assert_eq!(stolen.submit(&mut ada).await.page().status, 404);
    assert_eq!(policy(&world, "solluna").await, expected);
    for name in ["ben", "carla"] {
        let mut browser = signed_in(&world, crate::harness::email_of(name)).await;
        for slug in ["solluna", "sonnenfeld"] {
            stolen.action.set_query(Some(&format!("company={slug}")));
            let status = stolen.submit(&mut browser).await.page().status;
            assert_eq!(status, 403, "{name} {slug}");
        }
    }
    assert_eq!(policy(&world, "solluna").await, expected);
}

#[tokio::test]
async fn reminders_go_out_on_three_days_once_each() {
    let world = World::with(GRACE).await;
    employ(&world, MIA, "sonnenfeld", Role::Member, false).await;
    world.mails().await;
    let mut sent = Vec::new();
    for offset in 0..40 {
        let day = TODAY.checked_add(jiff::Span::new().days(offset)).expect("a day");
        assert!(
            at(&world, day, 8).await.is_empty() || offset == 0,
            "{day}: too early"
        );
        for hour in [9, 10, 23] {
            let mails = at(&world, day, hour).await;
            sent.extend(mails.into_iter().map(|mail| (mail.email, day, hour, mail.until)));
        }
    }
    let until = Some(date(2027, 2, 6));
    let of = |email: &str| {
        let own = sent.iter().filter(|(to, ..)| to == email);
        own.map(|(_, day, hour, until)| (*day, *hour, *until))
            .collect::<Vec<_>>()
    };
    let expected = [
        (date(2027, 1, 30), 9, until),
        (date(2027, 2, 3), 9, until),
        (date(2027, 2, 5), 9, until),
    ];
    assert_eq!(of(MIA), expected);
    assert_eq!(of("carla@solluna.example"), expected);
    assert_eq!(sent.len(), 6, "nobody who has one, and no staff: {sent:?}");
}

#[tokio::test]
async fn a_reminder_names_the_date_and_the_company_in_the_member_s_language() {
    let world = World::new().await;
    cast::company_requires(&world, "solluna", "Sol y Luna SL", Some(date(2027, 1, 18))).await;
    employ(&world, MIA, "sonnenfeld", Role::Member, false).await;
    world.mails().await;
    // Three days before: the reminder of seven days before is over.
    let mails = at(&world, TODAY, 11).await;
    let [mail] = &*mails else { panic!("{mails:?}") };
    assert_eq!((&*mail.email, &*mail.language), ("carla@solluna.example", "es"));
    assert_eq!(
        (mail.company.as_deref(), mail.until),
        (Some("Sol y Luna SL"), Some(date(2027, 1, 18)))
    );
    assert!(at(&world, date(2027, 1, 16), 12).await.is_empty());
    assert_eq!(at(&world, date(2027, 1, 17), 12).await.len(), 1);
    assert!(at(&world, date(2027, 1, 18), 12).await.is_empty());
}

#[tokio::test]
async fn whoever_enrolls_is_blocked_or_only_invited_is_not_reminded() {
    let world = World::with(GRACE).await;
    employ(&world, MIA, "sonnenfeld", Role::Member, false).await;
    cast::invite(&world, "dora@sonnenfeld.example", Some("sonnenfeld")).await;
    world.block("carla").await;
    world.mails().await;
    let mails = at(&world, date(2027, 1, 30), 9).await;
    assert_eq!(mails.len(), 1, "{mails:?}");
    let mut mia = world.browser();
    let page = log_in(&world, &mut mia, MIA).await.page();
    let pin = super::super::acts::first_pin(&world, &page);
    page.form().fill("pin", &pin).submit(&mut mia).await;
    world.mails().await;
    assert!(at(&world, date(2027, 2, 3), 9).await.is_empty());
}

#[tokio::test]
async fn two_workers_at_once_remind_everybody_once() {
    let world = World::with(GRACE).await;
    for number in 0..30 {
        employ(
            &world,
            &format!("m{number}@sonnenfeld.example"),
            "sonnenfeld",
            Role::Member,
            false,
        )
        .await;
    }
    world.mails().await;
    world.clock.advance(days(15));
    let (ctx, other) = (world.ctx(), world.ctx());
    let (one, two) = tokio::join!(remind::remind_due(ctx), remind::remind_due(other));
    assert_eq!(one.expect("reminders") + two.expect("reminders"), 31, "and Carla");
    let mails = reminders(world.mails().await);
    let mut to: Vec<_> = mails.into_iter().map(|mail| mail.email).collect();
    to.sort();
    to.dedup();
    assert_eq!(to.len(), 31);
}

#[tokio::test]
async fn who_is_asked_to_reminds_once_a_day() {
    let world = World::with(GRACE).await;
    for email in [MIA, "noah@sonnenfeld.example"] {
        employ(&world, email, "sonnenfeld", Role::Member, false).await;
    }
    world.mails().await;
    let mut ada = world.signed_in("ada").await;
    let page = shown(&mut ada, ROLL_OUT).await;
    let form = page.form_to(REMIND);
    let page = form.submit(&mut ada).await.page();
    assert!(
        page.text().contains("2 people are reminded by e-mail."),
        "{page:?}"
    );
    let mails = reminders(world.mails().await);
    assert_eq!(mails.len(), 2, "of this company only: {mails:?}");
    let page = shown(&mut ada, ROLL_OUT).await;
    assert!(!page.has("form[action^='/company/roll-out/remind']"), "{page:?}");
    // A form that was kept open finds nobody.
    let page = form.submit(&mut ada).await.page();
    assert_eq!((page.status.as_u16(), page.has(".notice--success")), (200, false));
    assert!(reminders(world.mails().await).is_empty());

    world.clock.advance(minutes(24 * 60));
    let mut ada = world.signed_in("ada").await;
    employ(
        &world,
        "zoe@sonnenfeld.example",
        "sonnenfeld",
        Role::Member,
        false,
    )
    .await;
    world.mails().await;
    let page = shown(&mut ada, ROLL_OUT).await;
    page.form_to(REMIND).submit(&mut ada).await.page();
    assert_eq!(reminders(world.mails().await).len(), 3);
    append(&world).await;
    let page = shown(&mut ada, "/company/audit?action=members.reminded").await;
    assert_eq!(page.html.matches("class=\"list__title\"").count(), 2);
}

#[tokio::test]
async fn nobody_is_reminded_of_what_nobody_requires() {
    let world = World::new().await;
    employ(&world, MIA, "sonnenfeld", Role::Member, false).await;
    world.mails().await;
    let mut ada = world.signed_in("ada").await;
    let page = shown(&mut ada, ROLL_OUT).await;
    assert!(!page.has("form[action^='/company/roll-out/remind']"), "{page:?}");
    for offset in 0..10 {
        let day = TODAY.checked_add(jiff::Span::new().days(offset)).expect("a day");
        assert!(at(&world, day, 12).await.is_empty());
    }
}
