//! Where it ends.

use super::*;
use crate::harness::ISSUER;
use crate::people::acts::enter;
use serde_json::json;

#[tokio::test]
async fn it_ends_at_the_login_of_the_client_that_it_was_for() {
    let world = World::new().await;
    let metadata = json!({ "initiate_login_uri": "https://reports.example/login?from=mail" });
    world.register("reports", metadata, true).await;
    let invitee = Invitee {
        client_id: Some("reports".to_owned()),
        ..dora()
    };
    let link = link_of(&world, &invitee).await;
    let away = activate(&mut world.browser(), &link).await.away();
    let told: Vec<_> = away.query_pairs().into_owned().collect();
    assert!(
        away.as_str()
            .starts_with("https://reports.example/login?from=mail&"),
        "{away}"
    );
    for (name, value) in [("iss", ISSUER), ("login_hint", DORA)] {
        assert!(told.contains(&(name.to_owned(), value.to_owned())), "{away}");
    }
}

#[tokio::test]
async fn a_client_without_one_leaves_it_at_the_platform_s() {
    let world = World::new().await;
    let invitee = Invitee {
        client_id: Some("solar-reports".to_owned()),
        ..dora()
    };
    let link = link_of(&world, &invitee).await;
    let away = activate(&mut world.browser(), &link).await.away();
    assert_eq!(away.as_str(), PLATFORM_LOGIN);
}

#[tokio::test]
async fn without_a_platform_it_ends_at_our_own_login() {
    let world = World::with("[platform]\nlogin_url = \"\"").await;
    let mut browser = world.browser();
    let link = link_of(&world, &dora()).await;
    let login = activate(&mut browser, &link).await.page();
    assert_eq!((login.url.path(), login.form().value("email")), ("/login", DORA));
    let in_at_once = enter(&mut browser, &login, DORA, CHOSEN).await;
    assert!(in_at_once.text().contains(DORA), "{in_at_once:?}");
}
