//! A kill during the very first start, while database, master key and signing keys are being made.

use crate::harness::{Installation, email, world};
use std::time::Duration;

/// Milliseconds after the start: a first start takes a few hundred.
const MOMENTS: [u64; 10] = [5, 10, 15, 20, 30, 45, 65, 100, 150, 250];

#[tokio::test]
async fn the_next_start_goes_on_with_what_is_there() {
    for moment in MOMENTS {
        let installation = Installation::new();
        let process = installation.start(&["serve"]);
        tokio::time::sleep(Duration::from_millis(moment)).await;
        process.kill();

        let server = installation.serve().await;
        assert_eq!(server.wire.published_keys().await.len(), 8, "after {moment} ms");
        server.stop().await;
    }
}

#[tokio::test]
async fn an_application_happens_as_a_whole_or_not_at_all() {
    let text = world(50).await;
    for moment in MOMENTS {
        let installation = Installation::new();
        installation.serve().await.stop().await;
        installation.write("world.toml", &text);
        let process = installation.start(&["apply", "world.toml"]);
        tokio::time::sleep(Duration::from_millis(moment)).await;
        process.kill();

        let told = installation.done(&["apply", "world.toml"]).await;
        let last = format!("+ person {}\n", email(49));
        let is_whole = told == "52 unchanged\n";
        let was_nothing = told.starts_with("+ client platform\n") && told.contains(&last);
        assert!(is_whole || was_nothing, "after {moment} ms: {told}");
    }
}
