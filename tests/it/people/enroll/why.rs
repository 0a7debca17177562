//! Who has to set up a second factor, and what they are told about the reason.

use crate::harness::{Page, World};
use crate::people::acts::{after_password, first_pin};
use crate::people::cast;

/// The page after the password, which must be the one that sets up a second factor and can't be put off.
async fn demanded(world: &World, name: &str) -> Page {
    let page = after_password(&mut world.browser(), name).await;
    assert_eq!((page.status.as_u16(), page.url.path()), (200, "/login/enroll"));
    assert!(
        page.forms()
            .iter()
            .all(|form| form.action.path() != "/login/enroll/later"),
        "{page:?}"
    );
    page
}

#[tokio::test]
async fn the_platform_requires_it_of_everybody() {
    let world = World::with("[second_factor]\npolicy = \"required\"").await;
    let page = demanded(&world, "carla").await;
    assert!(
        page.text().contains("Two-factor authentication is required"),
        "{page:?}"
    );
    assert!(
        page.text().contains("Amperecloud requires it of everybody."),
        "{page:?}"
    );
}

#[tokio::test]
async fn a_company_requires_it_of_its_members() {
    let world = World::new().await;
    cast::company_requires(&world, "solluna", "Sol y Luna SL", None).await;
    let page = demanded(&world, "carla").await;
    assert!(
        page.text().contains("Sol y Luna SL requires it of its members."),
        "{page:?}"
    );
}

#[tokio::test]
async fn another_company_s_demand_is_not_hers() {
    let world = World::new().await;
    cast::company_requires(&world, "sonnenfeld", "Sonnenfeld GmbH", None).await;
    let mut browser = world.browser();
    let login = browser.get("/login").await.page();
    world.log_in(&mut browser, login, "carla").await.away();
}

#[tokio::test]
async fn support_and_operators_always_need_it() {
    let world = World::with("[second_factor]\npolicy = \"required\"\ngrace_until = \"2027-02-06\"").await;
    for name in ["sam", "olga"] {
        let page = demanded(&world, name).await;
        assert!(
            page.text().contains("Support and operators always need it."),
            "{page:?}"
        );
    }
}

#[tokio::test]
async fn it_was_switched_on() {
    let world = World::new().await;
    cast::must_enroll(&world, "carla", true).await;
    let page = demanded(&world, "carla").await;
    assert!(
        page.text().contains("You switched on two-factor authentication"),
        "{page:?}"
    );
}

#[tokio::test]
async fn it_was_reset() {
    let world = World::new().await;
    cast::must_enroll(&world, "carla", false).await;
    let page = demanded(&world, "carla").await;
    assert!(
        page.text().contains("Your two-factor authentication was reset"),
        "{page:?}"
    );
}

#[tokio::test]
async fn the_app_asks_for_two_factors() {
    let world = World::new().await;
    let platform = world.client("platform");
    let request = platform
        .authorize("openid")
        .with("acr_values", "urn:voltkey:acr:2fa");
    let mut browser = world.browser();
    let login = browser.open(&request).await.page();
    let page = world.log_in(&mut browser, login, "carla").await.page();
    assert_eq!(page.url.path(), "/login/enroll");
    assert!(
        page.text()
            .contains("Amperecloud Platform requires it of everybody"),
        "{page:?}"
    );
    let answer = page
        .form()
        .fill("pin", &first_pin(&world, &page))
        .submit(&mut browser)
        .await
        .answer();
    let tokens = platform.exchange(&request, answer.code()).await.tokens();
    assert_eq!(
        platform.verify(&tokens.id).await.claims["acr"],
        "urn:voltkey:acr:2fa"
    );
}

#[tokio::test]
async fn who_has_one_is_asked_for_its_pin_instead() {
    let world = World::with("[second_factor]\npolicy = \"required\"").await;
    let mut browser = world.browser();
    let page = after_password(&mut browser, "ada").await;
    assert_eq!(page.url.path(), "/login/pin");
    let enroll = page.url.as_str().replace("/login/pin", "/login/enroll");
    assert_eq!(
        browser.follow(&enroll).await.page().url.path(),
        "/login/pin",
        "not even by its address"
    );
}

#[tokio::test]
async fn a_block_while_the_page_is_open_counts() {
    let world = World::with("[second_factor]\npolicy = \"required\"").await;
    let mut browser = world.browser();
    let page = after_password(&mut browser, "carla").await;
    world.block("carla").await;
    assert_eq!(
        browser.follow(page.url.as_str()).await.page().url.path(),
        "/login"
    );
    let form = page.form().fill("pin", &first_pin(&world, &page));
    assert_eq!(form.submit(&mut browser).await.page().url.path(), "/login");
}
