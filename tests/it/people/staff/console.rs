//! Finding a person or a company, and what the page about somebody tells.

use super::*;
use crate::harness::{PASSWORD, email_of, minutes};
use crate::people::acts::{after_password, lock_pins};
use voltkey_flows::audit;
use voltkey_store::people::{self, BlockReason};

async fn find(browser: &mut Browser, q: &str) -> Page {
    let query = url::form_urlencoded::byte_serialize(q.as_bytes()).collect::<String>();
    shown(browser, &format!("{CONSOLE}?q={query}")).await
}

#[tokio::test]
async fn somebody_is_found_by_how_a_word_begins() {
    let world = World::new().await;
    world.worker_tick().await;
    let mut browser = of_staff(&world, "sam").await;
    let carla = page_of(&world, "carla").await;
    let ben = page_of(&world, "ben").await;
    for q in [
        "Carla",
        "car",
        "LUNA",
        "lun car",
        "carla@solluna.example",
        "carla@sol",
        "solluna car",
    ] {
        let page = find(&mut browser, q).await;
        assert!(links(&page, &carla), "{q}: {page:?}");
        assert!(!links(&page, &ben), "{q}: {page:?}");
    }
    for q in ["arla", "carla ben", "nobody", "'; --", "%"] {
        let page = find(&mut browser, q).await;
        assert!(!links(&page, &carla), "{q}: {page:?}");
    }
    let page = find(&mut browser, "sonnen").await;
    assert!(
        links(&page, "/company/members?ui_locales=en&amp;company=sonnenfeld"),
        "{page:?}"
    );
    assert!(links(&page, &ben), "by the address: {page:?}");
    let page = shown(&mut browser, CONSOLE).await;
    assert!(!page.has("main .list"), "nothing was looked for: {page:?}");
}

#[tokio::test]
async fn a_new_name_is_found_and_the_old_one_is_not() {
    let world = World::new().await;
    world.worker_tick().await;
    world.clock.advance(minutes(1));
    let mut of_ben = world.signed_in("ben").await;
    let profile = of_ben.get("/account").await.page();
    let form = profile.form_to("/account").fill("family_name", "Ñandú");
    form.submit(&mut of_ben).await.page();
    world.worker_tick().await;
    let mut browser = of_staff(&world, "sam").await;
    let ben = page_of(&world, "ben").await;
    assert!(links(&find(&mut browser, "nandu").await, &ben));
    assert!(!links(&find(&mut browser, "berger").await, &ben));
}

#[tokio::test]
async fn only_so_many_are_told_and_a_second_word_narrows_it_down() {
    let world = World::new().await;
    for number in 0..25 {
        cast::add(&world, &format!("nora{number}@many.example"), "Sonne-2026!").await;
    }
    world.worker_tick().await;
    let mut browser = of_staff(&world, "sam").await;
    let page = find(&mut browser, "nora").await;
    assert_eq!(page.html.matches("class=\"list__way\"").count(), 20);
    assert!(page.text().contains("There are more."), "{page:?}");
    let page = find(&mut browser, "neu nora17").await;
    assert_eq!(page.html.matches("class=\"list__way\"").count(), 1, "{page:?}");
}

#[tokio::test]
async fn a_reference_number_finds_the_message_and_the_refusal() {
    let world = World::new().await;
    let mut of_ben = world.signed_in("ben").await;
    let form = of_ben.get("/support").await.page().form();
    let form = form
        .fill("name", "Ben")
        .fill("email", email_of("ben"))
        .fill("message", "Help\n<b>me</b>");
    let number = form.submit(&mut of_ben).await.page().reference();
    let mut browser = of_staff(&world, "sam").await;
    let page = find(&mut browser, &number.to_lowercase().replace('-', " ")).await;
    assert!(page.text().contains("<b>me</b>") && !page.has("dd b"), "{page:?}");
    assert!(links(&page, &page_of(&world, "ben").await), "{page:?}");

    let refused = of_ben.get("/oauth2/authorize?client_id=nobody").await.page();
    let page = find(&mut browser, &refused.reference()).await;
    assert!(
        page.text().contains("client.unknown") || page.text().contains("client_unknown"),
        "{page:?}"
    );
    assert!(!links(&page, "/operator"), "the support operates nothing");
    let page = find(&mut browser, "VK-0000-0000").await;
    assert!(page.text().contains("Nothing was found"), "{page:?}");
}

#[tokio::test]
async fn an_invited_address_is_told() {
    let world = World::new().await;
    cast::invite(&world, "dora@sonnenfeld.example", Some("sonnenfeld")).await;
    let mut browser = of_staff(&world, "sam").await;
    let page = find(&mut browser, "Dora@Sonnenfeld.example").await;
    assert!(
        page.text().contains("dora@sonnenfeld.example is invited"),
        "{page:?}"
    );
}

#[tokio::test]
async fn the_page_about_somebody_tells_what_keeps_them_out() {
    let world = World::new().await;
    let mut of_ben = world.signed_in("ben").await;
    audit::append(world.ctx()).await.unwrap();
    let mut browser = of_staff(&world, "sam").await;
    let address = page_of(&world, "ben").await;
    let page = shown(&mut browser, &address).await;
    for told in [
        "Ben Berger",
        email_of("ben"),
        "Sonnenfeld GmbH",
        "Member",
        "Deutsch",
        "Signed in",
        "Active",
    ] {
        assert!(page.text().contains(told), "{told}: {page:?}");
    }
    assert!(
        links(
            &page,
            "/company/members?ui_locales=en&amp;company=sonnenfeld&amp;q=ben"
        ),
        "{page:?}"
    );
    assert!(links(&page, &format!("{address}/reset-otp")));

    of_ben.get("/auth/logout").await.page();
    let mut stranger = world.browser().at("203.0.113.9");
    let pin = after_password(&mut stranger, "ben").await;
    lock_pins(&mut stranger, &pin).await;
    let page = shown(&mut browser, &address).await;
    assert!(page.text().contains("Too many wrong PINs: until"), "{page:?}");
    world.block("ben").await;
    let page = shown(&mut browser, &address).await;
    assert!(page.text().contains("Blocked"), "{page:?}");
    for unknown in ["0", "nobody", "%2e%2e"] {
        let page = browser.get(&format!("{CONSOLE}/people/{unknown}")).await.page();
        assert_eq!(page.status, 404, "{unknown}");
    }
}

#[tokio::test]
async fn the_company_s_pages_name_the_company_and_as_what_one_acts() {
    let world = World::new().await;
    let mut browser = of_staff(&world, "sam").await;
    let page = browser
        .get("/company/members?company=solluna&ui_locales=en")
        .await
        .page();
    // The page of the members may come later; the way to it is guarded already.
    if page.status == 200 {
        assert!(page.text().contains("Sol y Luna SL"), "{page:?}");
        assert!(page.text().contains("You act as support"), "{page:?}");
    }
}

#[tokio::test]
async fn the_members_of_no_company_in_particular_are_looked_for_there() {
    let world = World::new().await;
    for name in ["sam", "olga"] {
        let mut browser = of_staff(&world, name).await;
        for path in ["/company", "/company/members"] {
            let page = browser.get(path).await.page();
            assert_eq!(page.url.path(), "/support/console", "{name}: {page:?}");
        }
        let page = browser.get("/company/members?company=nowhere").await.page();
        assert_eq!(page.status, 404, "{page:?}");
    }
}

#[tokio::test]
async fn whoever_is_frozen_and_belongs_to_no_company_is_let_in_again() {
    let world = World::new().await;
    cast::add(&world, "nora@elsewhere.example", PASSWORD).await;
    let store = world.store().await;
    let nora = people::by_email_key(store, "nora@elsewhere.example")
        .await
        .unwrap()
        .unwrap();
    assert!(
        people::block(store, &nora.id, BlockReason::Frozen, world.now())
            .await
            .unwrap()
    );
    let mut browser = of_staff(&world, "sam").await;
    let path = format!("/support/console/people/{}", nora.sub);
    let page = browser.get(&format!("{path}?ui_locales=en")).await.page();
    let form = page.form_to(&format!("{path}/unblock"));
    let done = form.submit(&mut browser).await.page();
    assert!(done.text().contains("Nora Neu can sign in again."), "{done:?}");
    assert!(
        people::by_id(store, &nora.id)
            .await
            .unwrap()
            .unwrap()
            .blocked_at
            .is_none()
    );
    // Pressed again in another tab, it does nothing more.
    let again = form.submit(&mut browser).await.page();
    assert_eq!(again.status, 200, "{again:?}");
    audit::append(world.ctx()).await.unwrap();
    let told = browser.get(&path).await.page();
    assert_eq!(told.text().matches("Unblocked").count(), 1, "{told:?}");
}

#[tokio::test]
async fn a_block_of_somebody_with_a_role_is_not_lifted_by_the_support() {
    let world = World::new().await;
    world.block("olga").await;
    let mut browser = of_staff(&world, "sam").await;
    let olga = world.person("olga").await;
    let path = format!("/support/console/people/{}", olga.sub);
    let page = browser.get(&path).await.page();
    assert!(!page.has("form[action*='/unblock']"), "{page:?}");
}
