//! Who may enter: for everybody else there is no such page.

use super::*;
use crate::people::acts::{ask_bare, post_bare};
use http::Method;

/// Every page that the support may see.
async fn of_support(world: &World) -> Vec<String> {
    let carla = page_of(world, "carla").await;
    vec![
        CONSOLE.to_owned(),
        format!("{CONSOLE}?q=carla"),
        carla.clone(),
        format!("{carla}/reset-otp"),
    ]
}

#[tokio::test]
async fn nobody_else_finds_the_pages_of_the_support() {
    let world = World::new().await;
    for name in ["ben", "ada"] {
        let mut browser = world.signed_in(name).await;
        for address in of_support(&world).await {
            let page = browser.get(&address).await.page();
            assert_eq!(page.status, 404, "{name}, {address}: {page:?}");
        }
    }
    let mut nobody = world.browser();
    for address in of_support(&world).await {
        let page = nobody.get(&address).await.page();
        assert_eq!(page.url.path(), "/login", "{address}: {page:?}");
    }
}

#[tokio::test]
async fn support_and_operators_find_them() {
    let world = World::new().await;
    for name in ["sam", "olga"] {
        let mut browser = of_staff(&world, name).await;
        for address in of_support(&world).await {
            shown(&mut browser, &address).await;
        }
        let page = shown(&mut browser, "/account").await;
        assert!(links(&page, CONSOLE), "the menu leads there: {page:?}");
        assert_eq!(links(&page, "/operator"), name == "olga");
    }
    let mut member = world.signed_in("ben").await;
    let page = shown(&mut member, "/account").await;
    assert!(!links(&page, CONSOLE) && !links(&page, "/operator"));
}

#[tokio::test]
async fn a_role_that_was_taken_away_is_gone_at_once() {
    let world = World::new().await;
    let mut browser = of_staff(&world, "sam").await;
    let address = format!("{}/reset-otp", page_of(&world, "carla").await);
    let form = shown(&mut browser, &address).await.form();
    cast::give_role(&world, "sam", &[]).await;
    assert_eq!(browser.get(CONSOLE).await.page().status, 404);
    assert_eq!(post_bare(&mut browser, &form).await.status, 404);
}

#[tokio::test]
async fn a_get_changes_nothing_and_other_methods_are_not_taken() {
    let world = World::new().await;
    let mut browser = of_staff(&world, "sam").await;
    world.mails().await;
    for address in of_support(&world).await {
        shown(&mut browser, &address).await;
        let url = world.provider().address(&address);
        let reply = ask_bare(&mut browser, Method::DELETE, &url).await;
        assert_eq!(reply.status, 405, "{address}");
    }
    assert!(world.mails().await.is_empty());
}
