//! `voltkey apply`, alone and beside a running provider.

use crate::harness::{App, Browser, Installation, SOON, email, within, world};
use std::fs;
use std::path::Path;

/// The description that the demo applies, with its people and clients.
fn demo_world() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../config");
    fs::read_to_string(folder.join("demo-world.toml")).unwrap()
}

#[tokio::test]
async fn the_second_application_changes_nothing() {
    let installation = Installation::new();
    installation.write("world.toml", &demo_world());
    let first = installation.done(&["apply", "world.toml"]).await;
    let made = first.lines().filter(|line| line.starts_with("+ ")).count();
    assert_eq!(made, 11, "{first}");
    assert!(first.contains("+ client platform\n"), "{first}");
    assert!(
        first.contains("+ person dora@sonnenfeld.example (invited)\n"),
        "{first}"
    );
    assert!(first.ends_with("\n0 unchanged\n"), "{first}");
    assert_eq!(
        installation.done(&["apply", "world.toml"]).await,
        "11 unchanged\n"
    );
}

#[tokio::test]
async fn a_dry_run_tells_the_same_and_writes_nothing() {
    let installation = Installation::new();
    installation.write("world.toml", &demo_world());
    let before = installation.everything();
    let foretold = installation.done(&["apply", "--dry-run", "world.toml"]).await;
    assert!(installation.everything() == before, "a dry run makes nothing");

    let told = installation.done(&["apply", "world.toml"]).await;
    let marked = format!("{} (dry run: nothing was written)\n", told.trim_end());
    assert_eq!(foretold, marked);

    let changed = demo_world().replace("\"Sonnenfeld GmbH\"", "\"Sonnenfeld AG\"");
    installation.write("world.toml", &changed);
    let before = installation.everything();
    let foretold = installation.done(&["apply", "--dry-run", "world.toml"]).await;
    assert_eq!(
        foretold,
        "~ company sonnenfeld: name\n10 unchanged (dry run: nothing was written)\n"
    );
    assert!(installation.everything() == before, "a dry run writes nothing");
}

#[tokio::test]
async fn a_broken_file_names_every_line_and_changes_nothing() {
    let installation = Installation::new();
    installation.write("world.toml", &demo_world());
    installation.done(&["apply", "world.toml"]).await;
    let text = "\
[[companies]]
slug = \"novum\"
name = \"Novum GmbH\"

[[people]]
email = \"eva@novum.example\"
pasword = \"Sonne-2026!\"
memberships = [{ company = \"novun\", role = \"member\" }]
";
    installation.write("broken.toml", text);
    assert_eq!(
        installation.refused(&["apply", "broken.toml"]).await,
        "broken.toml:7: unknown key `people.pasword`: did you mean `people.password`?"
    );
    installation.write("broken.toml", &text.replace("pasword", "password"));
    assert_eq!(
        installation.refused(&["apply", "broken.toml"]).await,
        "broken.toml:8: person eva@novum.example: memberships: there is no company \"novun\": describe it under \
         [[companies]]"
    );
    // Not even the company above the mistake was made.
    installation.write("novum.toml", &text[..text.find("[[people]]").unwrap()]);
    let told = installation.done(&["apply", "--dry-run", "novum.toml"]).await;
    assert!(told.starts_with("+ company novum\n"), "{told}");
}

#[tokio::test]
async fn a_file_that_is_not_there_is_named_and_nothing_made() {
    let told = Installation::new().refused(&["apply", "nowhere.toml"]).await;
    assert!(told.starts_with("cannot read nowhere.toml: "), "{told}");
}

#[tokio::test]
async fn a_running_provider_knows_what_is_new_and_soon_what_has_changed() {
    let installation = Installation::new();
    installation.write("world.toml", "");
    let server = installation.serve().await;
    let request = App.authorize(&[]);
    let mut browser = Browser::default();
    let stranger = browser
        .open(&server.wire, &request)
        .await
        .expect("an answer")
        .page();
    assert_eq!(stranger.status, 400, "the client is not known yet");

    let text = world(1).await;
    installation.write("world.toml", &text);
    installation.done(&["apply", "world.toml"]).await;
    let landed = browser
        .log_in(&server.wire, &request, &email(0))
        .await
        .expect("an answer");
    assert!(landed.try_code().is_some(), "{landed:?}");

    // Its redirect address moves: what is kept in memory of the client is forgotten.
    installation.write(
        "world.toml",
        &text.replace("localhost:9/callback", "localhost:9/elsewhere"),
    );
    let told = installation.done(&["apply", "world.toml"]).await;
    assert!(told.contains("~ client platform: redirect_uris\n"), "{told}");
    let is_refused = async || {
        let landed = browser
            .clone()
            .open(&server.wire, &request)
            .await
            .expect("an answer");
        landed.try_code().is_none()
    };
    assert!(within(SOON, is_refused).await, "the old address still holds");
    server.stop().await;
}
