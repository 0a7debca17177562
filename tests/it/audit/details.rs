//! What is said of persons stands apart from the chains, and can be deleted.

use super::{append, chain, events, skip, verify};
use crate::harness::{World, days, email_of, minutes};
use crate::people::acts::enter;
use crate::people::cast::{self, WRONG};
use voltkey_flows::audit::{self, Actor};
use voltkey_store::{audit_chains, audit_events};

/// Everything that is chained, without the details.
async fn chained(world: &World) -> String {
    let (store, mut all, mut name) = (world.store().await, String::new(), String::new());
    while let Some(next) = audit_chains::next_name(store, &name).await.expect("a read") {
        let entries = audit_events::walk(store, &next, 0, 10_000).await.expect("a read");
        all.extend(entries.iter().map(|entry| format!("{:?}\n", entry.event)));
        name = next;
    }
    all
}

#[tokio::test]
async fn the_chains_name_nobody() {
    let world = World::new().await;
    let solar = world.client("solar-reports");
    let mut browser = world.browser().at("203.0.113.77");
    world
        .sign_in(&mut browser, "ben", &solar.authorize("openid email"))
        .await
        .answer();
    let login = world.browser().get("/login").await.page();
    enter(&mut world.browser(), &login, email_of("carla"), WRONG).await;
    cast::invite(&world, "dora@sonnenfeld.example", Some("sonnenfeld")).await;
    browser.get("/auth/logout").await;
    append(&world).await;
    let chained = chained(&world).await.to_lowercase();
    assert!(chained.lines().count() > 10, "{chained}");
    for personal in [
        "ben",
        "berger",
        "ada",
        "sommer",
        "carla",
        "dora",
        "@",
        "example",
        "sonnenfeld",
        "203.0.113",
        "192.0.2",
        "mozilla",
        "firefox",
    ] {
        // Words and hashes are told apart by their quotes: a name would begin after one.
        assert!(
            !chained.contains(&format!("\"{personal}")),
            "{personal}: {chained}"
        );
    }
    for personal in ["berger", "sommer", "@", "sonnenfeld", "203.0.113", "mozilla"] {
        assert!(!chained.contains(personal), "{personal}: {chained}");
    }
}

#[tokio::test]
async fn after_their_time_details_are_gone_and_the_chain_is_whole() {
    let world = World::with("[audit]\ndetails = \"10d\"\n").await;
    append(&world).await;
    world.clock.advance(days(9));
    world.worker_tick().await;
    let before = verify(&world, &[]).await;
    assert!(before.chains.iter().all(|chain| chain.details_gone == 0));
    world.clock.advance(days(2));
    world.worker_tick().await;
    let report = verify(&world, &[]).await;
    assert!(report.is_whole(), "{report:?}");
    assert!(
        report.chains.iter().any(|chain| chain.details_gone > 0),
        "{report:?}"
    );
    let sonnenfeld = chain(&world, "sonnenfeld").await;
    let told = events(&world, &sonnenfeld).await;
    assert!(
        told.iter()
            .any(|event| event.details_are_gone && event.details.is_none())
    );
}

#[tokio::test]
async fn one_person_is_forgotten_and_nobody_else() {
    let world = World::new().await;
    world.signed_in("ben").await;
    skip(&world).await;
    world.signed_in("ada").await;
    world.clock.advance(days(1));
    // This one waits in the queue.
    world.signed_in("ben").await;
    // Events of one moment stand in no order.
    world.clock.advance(minutes(1));
    let ben = world.person("ben").await;
    let gone = audit::forget(world.ctx(), &Actor::machine(world.ctx()), &ben.id)
        .await
        .expect("a deletion");
    assert_eq!(gone, 3, "created, and logged in twice");
    append(&world).await;
    let sonnenfeld = chain(&world, "sonnenfeld").await;
    let told = events(&world, &sonnenfeld).await;
    assert_eq!(told[0].action, "details.forgotten");
    for event in &told {
        let is_of_ben = event.subject.as_deref() == Some(ben.id.as_str());
        assert!(!is_of_ben || event.details.is_none(), "{event:?}");
    }
    let text = format!("{told:?}");
    assert!(text.contains("Ada Sommer") && !text.contains("Berger") && !text.contains(email_of("ben")));
    let report = verify(&world, &[]).await;
    assert!(report.is_whole(), "{report:?}");
}
