//! Until when a second factor may wait.

use crate::harness::{PASSWORD, Page, World, days, seconds};
use crate::people::acts::{SESSION_COOKIE, after_password, enter, first_pin};
use crate::people::cast;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use voltkey_protocol::time::Timestamp;

const LATER: &str = "/login/enroll/later";

async fn world_with_grace_until(day: &str) -> World {
    World::with(&format!(
        "[second_factor]\npolicy = \"required\"\ngrace_until = \"{day}\""
    ))
    .await
}

fn can_wait(page: &Page) -> bool {
    page.forms().iter().any(|form| form.action.path() == LATER)
}

/// The first moment of a day where the platform is.
fn midnight(day: Date) -> Timestamp {
    let zoned = day.to_zoned(TimeZone::get("Europe/Berlin").unwrap()).unwrap();
    Timestamp::from_seconds(zoned.timestamp().as_second())
}

#[tokio::test]
async fn until_its_last_day_people_are_told_and_let_in_with_one_factor() {
    let world = world_with_grace_until("2027-02-06").await;
    let platform = world.client("platform");
    let request = platform.authorize("openid");
    let mut browser = world.browser();
    let login = browser.open(&request).await.page();
    let page = world.log_in(&mut browser, login, "carla").await.page();
    assert_eq!(page.url.path(), "/login/enroll");
    assert!(page.text().contains("Required after 6 February 2027"), "{page:?}");
    assert!(page.text().contains("22 days are left."), "{page:?}");
    let answer = page.form_to(LATER).submit(&mut browser).await.answer();
    let tokens = platform.exchange(&request, answer.code()).await.tokens();
    let claims = platform.verify(&tokens.id).await.claims;
    assert_eq!(
        (&claims["acr"], &claims["amr"]),
        (&"urn:voltkey:acr:1fa".into(), &serde_json::json!(["pwd"]))
    );
}

#[tokio::test]
async fn they_are_told_at_each_login() {
    let world = world_with_grace_until("2027-02-06").await;
    let mut browser = world.browser();
    for left in ["22 days are left", "21 days are left"] {
        let page = after_password(&mut browser, "carla").await;
        assert!(page.text().contains(left), "{page:?}");
        page.form_to(LATER).submit(&mut browser).await.away();
        world.clock.advance(days(1));
    }
}

#[tokio::test]
async fn they_may_set_it_up_at_once() {
    let world = world_with_grace_until("2027-02-06").await;
    let mut browser = world.browser();
    let page = after_password(&mut browser, "carla").await;
    page.form()
        .fill("pin", &first_pin(&world, &page))
        .submit(&mut browser)
        .await
        .away();
    assert_eq!(
        after_password(&mut world.browser(), "carla").await.url.path(),
        "/login/pin"
    );
}

#[tokio::test]
async fn it_ends_with_the_last_second_of_the_day_where_the_platform_is() {
    let world = world_with_grace_until("2027-02-06").await;
    let end = midnight(date(2027, 2, 7));
    world
        .clock
        .advance(end.saturating_since(world.now()) - seconds(1));
    let mut browser = world.browser();
    let last = after_password(&mut browser, "carla").await;
    assert!(can_wait(&last), "{last:?}");
    assert!(last.text().contains("Today is the last day"), "{last:?}");
    world.clock.advance(seconds(1));
    let over = after_password(&mut world.browser(), "carla").await;
    assert!(!can_wait(&over), "{over:?}");
    assert!(
        over.text()
            .contains("Two-factor authentication has been required since"),
        "{over:?}"
    );
    // The button of the page that was opened a second before is worth nothing any more.
    let refused = last.form_to(LATER).submit(&mut browser).await.page();
    assert_eq!(refused.url.path(), "/login/enroll");
    assert!(!can_wait(&refused), "{refused:?}");
}

#[tokio::test]
async fn the_days_are_counted_where_the_platform_is() {
    let world = World::with(
        "[platform]\ntime_zone = \"America/New_York\"\n[second_factor]\npolicy = \"required\"\ngrace_until = \"2027-01-15\"",
    )
    .await;
    // 23:00 in Berlin is afternoon in New York, and 04:00 of the next day still the evening there.
    world.clock.advance(seconds(19 * 3600));
    assert!(can_wait(&after_password(&mut world.browser(), "carla").await));
    world.clock.advance(seconds(3600));
    assert!(!can_wait(&after_password(&mut world.browser(), "carla").await));
}

#[tokio::test]
async fn a_company_s_earlier_date_counts_for_its_members() {
    let world = world_with_grace_until("2027-02-06").await;
    cast::company_requires(&world, "solluna", "Sol y Luna SL", Some(date(2027, 1, 20))).await;
    cast::add(&world, "nora@elsewhere.example", PASSWORD).await;
    let page = after_password(&mut world.browser(), "carla").await;
    assert!(page.text().contains("Required after 20 January 2027"), "{page:?}");
    assert!(
        page.text().contains("Sol y Luna SL requires it of its members."),
        "{page:?}"
    );
    assert!(page.text().contains("5 days are left."), "{page:?}");
    world
        .clock
        .advance(midnight(date(2027, 1, 21)).saturating_since(world.now()));
    assert!(!can_wait(&after_password(&mut world.browser(), "carla").await));
    let mut browser = world.browser();
    let login = browser.get("/login").await.page();
    let nora = enter(&mut browser, &login, "nora@elsewhere.example", PASSWORD);
    let nora = nora.await;
    assert!(
        can_wait(&nora) && nora.text().contains("6 February 2027"),
        "{nora:?}"
    );
}

#[tokio::test]
async fn a_company_may_have_a_date_of_its_own_where_the_platform_requires_nothing() {
    let world = World::new().await;
    cast::company_requires(&world, "solluna", "Sol y Luna SL", Some(date(2027, 1, 16))).await;
    let page = after_password(&mut world.browser(), "carla").await;
    assert!(
        can_wait(&page) && page.text().contains("1 day is left."),
        "{page:?}"
    );
}

#[tokio::test]
async fn where_nothing_may_wait_the_way_around_the_page_is_closed() {
    let world = World::with("[second_factor]\npolicy = \"required\"").await;
    let mut browser = world.browser();
    let page = after_password(&mut browser, "carla").await;
    let mut later = page.form().without("pin");
    later.action.set_path(LATER);
    let refused = later.submit(&mut browser).await.page();
    assert_eq!(refused.url.path(), "/login/enroll");
    assert!(browser.cookie(SESSION_COOKIE).is_none());
}

#[tokio::test]
async fn an_app_that_asks_for_two_factors_does_not_wait() {
    let world = world_with_grace_until("2027-02-06").await;
    let platform = world.client("platform");
    let request = platform
        .authorize("openid")
        .with("acr_values", "urn:voltkey:acr:2fa");
    let mut browser = world.browser();
    let login = browser.open(&request).await.page();
    let page = world.log_in(&mut browser, login, "carla").await.page();
    assert!(!can_wait(&page), "{page:?}");
}

#[tokio::test]
async fn who_is_signed_in_already_sets_it_up_when_the_date_has_passed() {
    let world = world_with_grace_until("2027-02-06").await;
    world.clock.set(midnight(date(2027, 2, 7)) - seconds(60));
    let request = world.client("platform").authorize("openid");
    let mut browser = world.browser();
    let page = after_password(&mut browser, "carla").await;
    page.form_to(LATER).submit(&mut browser).await.away();
    browser.open(&request).await.answer().code();
    world.clock.advance(seconds(60));
    let login = browser.open(&request).await.page();
    assert_eq!(login.url.path(), "/login");
    let page = world.log_in(&mut browser, login, "carla").await.page();
    assert_eq!(page.url.path(), "/login/enroll");
    assert!(!can_wait(&page));
}
