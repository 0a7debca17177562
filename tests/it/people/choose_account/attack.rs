//! What somebody gets who has a part of another's browser: nothing more than that part was worth before.

use super::{
    OTHERS, accounts, choose, choosing, enter_chosen, key, page, select, sub, sub_of, thief_of, two,
};
use crate::harness::{PASSWORD, World, minutes};
use crate::people::acts::{SESSION_COOKIE, enter_pin};
use voltkey_protocol::error::Rule;

const BROWSER: &str = "__Host-vk_browser";

#[tokio::test]
async fn the_cookie_that_a_browser_is_known_by_opens_no_session() {
    let world = World::new().await;
    let victim = world.signed_in("ada").await;
    let mut thief = thief_of(&world, &victim, &[BROWSER]);
    let login = thief.get("/login").await.page();
    world.log_in(&mut thief, login, "ben").await.away();
    let page = page(&world, &mut thief).await;
    assert!(!page.html.contains("ada@"), "{}", page.html);
    let login = choose(&mut thief, &page, "a•••@").await.page();
    assert_eq!(login.url.path(), "/login");
    let refused = enter_chosen(&mut thief, &login, "guessed").await.page();
    assert_eq!(refused.status, 422);
}

#[tokio::test]
async fn a_session_s_cookie_opens_that_session_alone() {
    let world = World::new().await;
    let browser = two(&world).await;
    let mut thief = thief_of(&world, &browser, &[SESSION_COOKIE]);
    let rows = accounts(&page(&world, &mut thief).await);
    assert_eq!(rows.len(), 1, "{rows:?}");
    assert!(rows[0].contains("ben@"), "{rows:?}");
}

#[tokio::test]
async fn a_cookie_is_worth_nothing_after_the_switch_that_replaced_it() {
    let world = World::new().await;
    let mut browser = two(&world).await;
    let mut thief = thief_of(&world, &browser, &[OTHERS]);
    let page = page(&world, &mut browser).await;
    choose(&mut browser, &page, "ada@").await.answer().code();
    let login = thief.open(&select(&world)).await.page();
    assert_eq!(login.url.path(), "/login", "it shows nobody");
}

#[tokio::test]
async fn a_key_is_worth_nothing_in_another_request_or_browser() {
    let world = World::new().await;
    let mut browser = two(&world).await;
    let (one, other) = (page(&world, &mut browser).await, page(&world, &mut browser).await);
    let stolen = key(&one, "ada@");
    let mut foreign = two(&world).await;
    let elsewhere = page(&world, &mut foreign).await;
    for (browser, page) in [(&mut browser, other), (&mut foreign, elsewhere)] {
        for name in ["account", "sign_out"] {
            let form = page.form().press_nothing().with(name, &stolen);
            let again = form.submit(browser).await.page();
            assert_eq!(again.url.path(), "/login/account");
            assert_eq!(accounts(&again), accounts(&page));
        }
    }
    assert_eq!(sub(&world, &mut browser).await, sub_of(&world, "ben").await);
}

#[tokio::test]
async fn a_session_that_was_ended_elsewhere_is_not_gone_on_with() {
    let world = World::new().await;
    let mut browser = two(&world).await;
    let before = page(&world, &mut browser).await;
    let mut elsewhere = world.signed_in("ada").await;
    let devices = elsewhere.get("/account/devices").await.page();
    let form = devices.form_to("/account/devices/sign-out-others");
    form.submit(&mut elsewhere).await.page();
    let landed = choosing(&before, "ada@").submit(&mut browser).await.page();
    assert_eq!(landed.url.path(), "/login", "it takes the password: {landed:?}");
    assert!(!landed.html.contains("ada@"), "{}", landed.html);
    let rows = accounts(&page(&world, &mut browser).await);
    assert!(
        rows.iter()
            .any(|row| row.contains("a•••@") && row.contains("Signed out"))
    );
}

#[tokio::test]
async fn a_block_ends_a_session_that_is_not_the_current_one() {
    let world = World::new().await;
    let mut browser = two(&world).await;
    let before = page(&world, &mut browser).await;
    world.block("ada").await;
    let login = choosing(&before, "ada@").submit(&mut browser).await.page();
    assert_eq!(login.url.path(), "/login");
    let blocked = enter_chosen(&mut browser, &login, PASSWORD).await.page();
    assert!(blocked.text().contains("This account is blocked"), "{blocked:?}");
}

#[tokio::test]
async fn a_session_by_pin_alone_stays_what_it_is_when_it_is_chosen() {
    let world = World::new().await;
    let mut browser = world.signed_in("ben").await;
    world.clock.advance(minutes(8 * 60));
    let request = world.client("platform").authorize("openid");
    let pin = browser.open(&request).await.page();
    assert_eq!(pin.url.path(), "/login/pin");
    let shown = world.fresh_pin("ben");
    enter_pin(&mut browser, &pin, &shown).await.answer().code();
    super::add(&world, &mut browser, "ada").await;
    for (name, value) in [("max_age", "100000"), ("acr_values", "urn:voltkey:acr:2fa")] {
        let request = select(&world).with(name, value);
        let page = browser.open(&request).await.page();
        let login = choose(&mut browser, &page, "ben@").await.page();
        assert_eq!(login.url.path(), "/login", "{name}");
        assert!(login.has("input[name=password]"), "{name}");
    }
}

#[tokio::test]
async fn another_browser_s_page_is_not_shown_and_a_form_needs_its_token() {
    let world = World::new().await;
    let mut browser = two(&world).await;
    let page = page(&world, &mut browser).await;
    let foreign = world
        .signed_in("carla")
        .await
        .follow(page.url.as_str())
        .await
        .page();
    assert!(!foreign.text().contains("ada@"), "{foreign:?}");
    let refused = choosing(&page, "ada@")
        .without("csrf")
        .submit(&mut browser)
        .await
        .page();
    assert_eq!(world.rule(&refused.reference()).await, Rule::FormToken);
    assert_eq!(sub(&world, &mut browser).await, sub_of(&world, "ben").await);
}

#[tokio::test]
async fn a_cookie_that_opens_nothing_stands_for_no_account() {
    let world = World::new().await;
    let mut browser = world.signed_in("ada").await;
    let other = two(&world).await;
    let dead = other.cookie(OTHERS).unwrap().value().to_owned();
    world.block("ada").await;
    let mut ben = world.signed_in("ben").await;
    ben.plant_cookie(&format!("{OTHERS}={dead}; Secure; HttpOnly; Path=/"));
    let request = world.client("solar-reports").authorize("openid email");
    let consent = ben.open(&request).await.page();
    let login = consent.form_to("/login/switch").submit(&mut ben).await.page();
    assert_eq!(login.url.path(), "/login", "there is nobody else to choose");
    assert_eq!(sub(&world, &mut ben).await, None);
    assert_eq!(sub(&world, &mut browser).await, None);
}
