//! Whoever guesses passwords is slowed down, and nobody else.

use super::acts::{enter, enter_password, post_with};
use super::cast::WRONG;
use crate::harness::{Browser, PASSWORD, Page, Reply, World, email_of, minutes, seconds};
use tokio::task::JoinSet;

/// A browser at an address, with the login page open.
async fn at(world: &World, address: &str) -> (Browser, Page) {
    let mut browser = world.browser().at(address);
    let login = browser.get("/login").await.page();
    (browser, login)
}

/// Five wrong passwords for Ada, which are free.
async fn use_up(browser: &mut Browser, login: &Page) {
    for _ in 0..5 {
        assert_eq!(enter(browser, login, email_of("ada"), WRONG).await.status, 422);
    }
}

async fn status_of_ada(browser: &mut Browser, login: &Page, password: &str) -> u16 {
    enter(browser, login, email_of("ada"), password)
        .await
        .status
        .as_u16()
}

#[tokio::test]
async fn five_wrong_passwords_are_free_and_then_the_waits_grow() {
    let world = World::new().await;
    let (mut browser, login) = at(&world, "192.0.2.1").await;
    use_up(&mut browser, &login).await;
    for wait in [30, 60, 120, 240, 480, 900, 900] {
        let refused = enter_password(&mut browser, &login, "ada").await;
        assert_eq!(refused.status, 429, "even the right password has to wait");
        assert_eq!(refused.header("retry-after"), wait.to_string());
        world.clock.advance(seconds(wait - 1));
        let early = enter_password(&mut browser, &login, "ada").await;
        assert_eq!((early.status.as_u16(), early.header("retry-after")), (429, "1"));
        world.clock.advance(seconds(1));
        assert_eq!(
            status_of_ada(&mut browser, &login, WRONG).await,
            422,
            "after {wait} s one is taken"
        );
    }
}

#[tokio::test]
async fn the_page_says_how_long_to_wait() {
    let world = World::new().await;
    let (mut browser, login) = at(&world, "192.0.2.1").await;
    use_up(&mut browser, &login).await;
    let refused = enter_password(&mut browser, &login, "ada").await;
    assert!(refused.text().contains("Too many attempts"), "{refused:?}");
    assert!(refused.text().contains("Try again in 30 seconds."), "{refused:?}");
    assert_eq!(refused.form().value("email"), email_of("ada"));
}

#[tokio::test]
async fn unknown_addresses_are_throttled_like_known_ones() {
    let world = World::new().await;
    let (mut browser, login) = at(&world, "192.0.2.1").await;
    let mut statuses = Vec::new();
    for email in [email_of("ada"), "nobody@sonnenfeld.example"] {
        let mut of_one = Vec::new();
        for _ in 0..7 {
            of_one.push(enter(&mut browser, &login, email, WRONG).await.status.as_u16());
        }
        statuses.push(of_one);
    }
    assert_eq!(statuses[0], [422, 422, 422, 422, 422, 429, 429]);
    assert_eq!(statuses[0], statuses[1]);
}

#[tokio::test]
async fn another_network_is_not_slowed_down() {
    let world = World::new().await;
    let (mut stranger, login) = at(&world, "203.0.113.5").await;
    use_up(&mut stranger, &login).await;
    assert_eq!(status_of_ada(&mut stranger, &login, WRONG).await, 429);
    let (mut ada, login) = at(&world, "192.0.2.1").await;
    assert_eq!(
        enter_password(&mut ada, &login, "ada").await.url.path(),
        "/login/pin"
    );
}

#[tokio::test]
async fn another_account_is_not_slowed_down() {
    let world = World::new().await;
    let (mut browser, login) = at(&world, "192.0.2.1").await;
    use_up(&mut browser, &login).await;
    assert_eq!(status_of_ada(&mut browser, &login, WRONG).await, 429);
    assert_eq!(
        enter_password(&mut browser, &login, "ben").await.url.path(),
        "/login/pin"
    );
}

#[tokio::test]
async fn strangers_on_the_same_network_cannot_keep_ada_out_of_her_browser() {
    let world = World::new().await;
    let mut ada = world.signed_in("ada").await;
    let mut stranger = world.browser();
    let login = stranger.get("/login").await.page();
    use_up(&mut stranger, &login).await;
    assert_eq!(status_of_ada(&mut stranger, &login, WRONG).await, 429);
    let login = ada.get("/login").await.page();
    assert_eq!(
        enter_password(&mut ada, &login, "ada").await.url.path(),
        "/login/pin"
    );
}

#[tokio::test]
async fn her_own_browser_is_slowed_down_by_its_own_failures() {
    let world = World::new().await;
    let mut ada = world.signed_in("ada").await;
    let login = ada.get("/login").await.page();
    use_up(&mut ada, &login).await;
    assert_eq!(status_of_ada(&mut ada, &login, PASSWORD).await, 429);
    // Ben does not know this browser, so its count for Ada is not his.
    assert_eq!(
        enter_password(&mut ada, &login, "ben").await.url.path(),
        "/login/pin"
    );
}

#[tokio::test]
async fn one_password_tried_on_many_accounts_slows_the_network_down() {
    let world = World::new().await;
    let mut ada = world.signed_in("ada").await;
    let (mut stranger, login) = at(&world, "192.0.2.1").await;
    for number in 0..100 {
        let email = format!("person-{number}@sonnenfeld.example");
        assert_eq!(enter(&mut stranger, &login, &email, WRONG).await.status, 422);
    }
    let refused = enter_password(&mut stranger, &login, "ben").await;
    assert_eq!(
        (refused.status.as_u16(), refused.header("retry-after")),
        (429, "60")
    );
    let (mut elsewhere, login) = at(&world, "203.0.113.5").await;
    assert_eq!(
        enter_password(&mut elsewhere, &login, "ben").await.url.path(),
        "/login/pin"
    );
    // Nor can it keep out who has logged in from there before.
    let login = ada.get("/login").await.page();
    assert_eq!(
        enter_password(&mut ada, &login, "ada").await.url.path(),
        "/login/pin"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_attempts_at_once_are_no_way_around() {
    let world = World::new().await;
    let (browser, login) = at(&world, "192.0.2.1").await;
    let form = login
        .form()
        .fill("email", email_of("ada"))
        .fill("password", WRONG);
    let mut attempts = JoinSet::new();
    for _ in 0..50 {
        let (form, mut browser) = (form.clone(), browser.clone());
        attempts.spawn(async move { form.submit(&mut browser).await.page().status.as_u16() });
    }
    let statuses = attempts.join_all().await;
    let taken = statuses.iter().filter(|status| **status == 422).count();
    assert_eq!(taken, 5, "{statuses:?}");
    assert!(
        statuses.iter().all(|status| [422, 429].contains(status)),
        "{statuses:?}"
    );
}

#[tokio::test]
async fn a_success_clears_the_count() {
    let world = World::new().await;
    let (mut browser, login) = at(&world, "192.0.2.1").await;
    for _ in 0..3 {
        for _ in 0..4 {
            assert_eq!(status_of_ada(&mut browser, &login, WRONG).await, 422);
        }
        assert_eq!(
            enter_password(&mut browser, &login, "ada").await.url.path(),
            "/login/pin"
        );
    }
}

#[tokio::test]
async fn an_hour_later_the_count_begins_anew() {
    let world = World::new().await;
    let (mut browser, login) = at(&world, "192.0.2.1").await;
    use_up(&mut browser, &login).await;
    world.clock.advance(minutes(60));
    use_up(&mut browser, &login).await;
    assert_eq!(status_of_ada(&mut browser, &login, WRONG).await, 429);
}

#[tokio::test]
async fn a_household_of_ipv6_counts_as_one() {
    let world = World::new().await;
    for number in 1..=5 {
        let (mut browser, login) = at(&world, &format!("2001:db8:1:2::{number}")).await;
        assert_eq!(status_of_ada(&mut browser, &login, WRONG).await, 422);
    }
    let (mut same, login) = at(&world, "2001:db8:1:2:ffff::1").await;
    assert_eq!(status_of_ada(&mut same, &login, WRONG).await, 429);
    let (mut neighbour, login) = at(&world, "2001:db8:1:3::1").await;
    assert_eq!(status_of_ada(&mut neighbour, &login, WRONG).await, 422);
}

#[tokio::test]
async fn an_ipv4_address_is_the_same_inside_ipv6() {
    let world = World::new().await;
    let (mut plain, login) = at(&world, "192.0.2.1").await;
    use_up(&mut plain, &login).await;
    let (mut mapped, login) = at(&world, "::ffff:192.0.2.1").await;
    assert_eq!(status_of_ada(&mut mapped, &login, WRONG).await, 429);
}

#[tokio::test]
async fn a_trusted_proxy_says_where_the_browser_is() {
    let world = World::with("[server]\ntrusted_proxies = [\"10.0.0.0/8\"]").await;
    let (mut browser, login) = at(&world, "10.0.0.1").await;
    for _ in 0..5 {
        assert_eq!(
            guess_behind(&mut browser, &login, "203.0.113.5").await.status,
            422
        );
    }
    assert_eq!(
        guess_behind(&mut browser, &login, "203.0.113.5").await.status,
        429
    );
    // What stands to the left of the last untrusted address was written by whoever is there.
    assert_eq!(
        guess_behind(&mut browser, &login, "198.51.100.7, 203.0.113.5")
            .await
            .status,
        429
    );
    assert_eq!(
        guess_behind(&mut browser, &login, "203.0.113.6").await.status,
        422
    );
}

#[tokio::test]
async fn nobody_else_is_believed_about_it() {
    let world = World::with("[server]\ntrusted_proxies = [\"10.0.0.0/8\"]").await;
    let (mut browser, login) = at(&world, "192.0.2.1").await;
    for number in 1..=5 {
        let claimed = format!("203.0.113.{number}");
        assert_eq!(guess_behind(&mut browser, &login, &claimed).await.status, 422);
    }
    assert_eq!(
        guess_behind(&mut browser, &login, "203.0.113.6").await.status,
        429
    );
}

async fn guess_behind(browser: &mut Browser, login: &Page, forwarded_for: &str) -> Reply {
    let form = login
        .form()
        .fill("email", email_of("ada"))
        .fill("password", WRONG);
    post_with(browser, &form, &[("x-forwarded-for", forwarded_for)]).await
}
