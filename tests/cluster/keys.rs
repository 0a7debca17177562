//! `voltkey keys`, beside a running provider that follows.

use crate::harness::{
    App, Browser, Installation, SOON, Server, email, execute, numbers, tokens, within, world,
};
use std::collections::HashMap;

/// Microseconds of a day.
const DAY: i64 = 24 * 3600 * 1_000_000;

/// Each key that is listed: its name, then its algorithm and state.
async fn listed(installation: &Installation) -> HashMap<String, (String, String)> {
    let text = installation.done(&["keys", "list"]).await;
    let mut lines = text.lines();
    let head: Vec<_> = lines.next().unwrap().split_whitespace().collect();
    assert_eq!(head, ["key", "alg", "state", "since", "until"]);
    let columns = |line: &str| {
        let mut words = line.split_whitespace().map(str::to_owned);
        let mut next = || words.next().expect("a column");
        (next(), (next(), next()))
    };
    lines.map(columns).collect()
}

/// The one key of an algorithm in a state.
async fn key(installation: &Installation, alg: &str, state: &str) -> String {
    let keys = listed(installation).await;
    let mut found = keys.iter().filter(|(_, (a, s))| a == alg && s == state);
    let (kid, _) = found
        .next()
        .unwrap_or_else(|| panic!("no {state} {alg} key: {keys:?}"));
    assert!(found.next().is_none(), "{keys:?}");
    kid.clone()
}

/// Whether the running provider soon publishes these keys and not those.
async fn follows(server: &Server, published: &[&str], gone: &[&str]) -> bool {
    let is_so = async || {
        let keys = server.wire.published_keys().await;
        let has = |kid: &&str| keys.iter().any(|own| own == kid);
        published.iter().all(has) && !gone.iter().any(has)
    };
    within(SOON, is_so).await
}

#[tokio::test]
async fn each_algorithm_has_a_key_that_signs_and_one_that_will() {
    let installation = Installation::new();
    let server = installation.serve().await;
    for alg in ["RS256", "ES256", "EdDSA"] {
        let (active, next) = (
            key(&installation, alg, "active").await,
            key(&installation, alg, "next").await,
        );
        assert!(follows(&server, &[&active, &next], &[]).await);
    }
    server.stop().await;
}

#[tokio::test]
async fn a_young_key_is_not_promoted_before_the_time_that_is_told() {
    let installation = Installation::new();
    installation.serve().await.stop().await;
    let before = listed(&installation).await;
    let told = installation.refused(&["keys", "rotate"]).await;
    let (begin, rest) = told.split_once("may sign from ").expect("a time");
    assert_eq!(begin, "the next RS256 key ");
    let (time, remedy) = rest.split_once(" on, ").expect("a time");
    let time: jiff::Timestamp = time.parse().expect("a time of RFC 3339");
    let made = "SELECT created_at FROM signing_keys WHERE alg = 'RS256' AND state = 'next'";
    let made = numbers(&installation.path("data/voltkey.db"), made).await[0];
    assert!((time.as_microsecond() - made - DAY).abs() <= 1_000_000, "{told}");
    assert!(remedy.contains("--now"), "{told}");
    assert_eq!(listed(&installation).await, before);
}

#[tokio::test]
async fn a_key_that_is_a_day_old_takes_over_and_the_old_one_stays_published() {
    let installation = Installation::new();
    let server = installation.serve().await;
    let aged = format!("UPDATE signing_keys SET created_at = created_at - {DAY} WHERE state = 'next'");
    execute(&installation.path("data/voltkey.db"), &aged).await;
    let (old, new) = (
        key(&installation, "ES256", "active").await,
        key(&installation, "ES256", "next").await,
    );

    let told = installation.done(&["keys", "rotate", "--alg", "ES256"]).await;
    assert_eq!(told, format!("{new} signs now\n"));
    assert_eq!(key(&installation, "ES256", "active").await, new);
    assert_eq!(key(&installation, "ES256", "retired").await, old);
    let third = key(&installation, "ES256", "next").await;
    assert!(follows(&server, &[&old, &new, &third], &[]).await);
    server.stop().await;
}

#[tokio::test]
async fn now_withdraws_the_old_keys_and_their_tokens_fail() {
    let installation = Installation::new();
    installation.write("world.toml", &world(1).await);
    installation.done(&["apply", "world.toml"]).await;
    let server = installation.serve().await;
    let landed = Browser::default()
        .log_in(&server.wire, &App.authorize(&[]), &email(0))
        .await;
    let code = landed.expect("an answer").code();
    let (access, refresh) = tokens(&App.exchange(&server.wire, &code).await.expect("an answer"));
    let status = async |token: &str| {
        let reply = server.wire.get_with_token("/oauth2/userinfo", token).await;
        reply.expect("an answer").status
    };
    assert_eq!(status(&access).await, 200);
    let old = key(&installation, "ES256", "active").await;

    let told = installation.done(&["keys", "rotate", "--now"]).await;
    assert_eq!(
        told.lines().filter(|line| line.ends_with(" signs now")).count(),
        3,
        "{told}"
    );
    assert_eq!(
        told.lines()
            .filter(|line| line.ends_with(" decrypts now"))
            .count(),
        2,
        "{told}"
    );
    assert!(
        follows(&server, &[], &[&old]).await,
        "the old key is still published"
    );
    assert_eq!(status(&access).await, 401);
    // The grant itself was not compromised.
    let (access, _) = tokens(&App.refresh(&server.wire, &refresh).await.expect("an answer"));
    assert_eq!(status(&access).await, 200);
    server.stop().await;
}

#[tokio::test]
async fn a_key_moves_from_one_installation_to_another() {
    let (installation, other) = (Installation::new(), Installation::new());
    let server = installation.serve().await;
    other.serve().await.stop().await;
    for alg in ["RS256", "ES256", "EdDSA"] {
        let moved = key(&other, alg, "active").await;
        let pem = other.done(&["keys", "export", &moved]).await;
        assert!(pem.starts_with("-----BEGIN PRIVATE KEY-----\n"), "{alg}");
        installation.write("key.pem", &pem);

        let waiting = key(&installation, alg, "next").await;
        let told = installation.done(&["keys", "import", "key.pem"]).await;
        assert_eq!(told, format!("{moved} is the next key of its algorithm\n"));
        assert_eq!(key(&installation, alg, "next").await, moved);
        assert!(follows(&server, &[&moved], &[&waiting]).await, "{alg}");
        assert_eq!(installation.done(&["keys", "export", &moved]).await, pem);
    }
    server.stop().await;
}

#[tokio::test]
async fn what_cannot_be_imported_or_exported_is_told_and_changes_nothing() {
    let installation = Installation::new();
    installation.serve().await.stop().await;
    let active = key(&installation, "ES256", "active").await;
    installation.write(
        "known.pem",
        &installation.done(&["keys", "export", &active]).await,
    );
    installation.write("letter.pem", "Dear reader, I am no key.\n");

    let told = installation.refused(&["keys", "import", "known.pem"]).await;
    assert_eq!(told, format!("key {active} is known already"));
    let told = installation.refused(&["keys", "import", "letter.pem"]).await;
    assert!(told.starts_with("the key can't be imported: "), "{told}");
    let decrypts = key(&installation, "ECDH-ES", "active").await;
    let told = installation.refused(&["keys", "export", &decrypts]).await;
    assert!(told.starts_with(&format!("key {decrypts} decrypts, ")), "{told}");
    let told = installation.refused(&["keys", "import", "nowhere.pem"]).await;
    assert!(told.starts_with("cannot read nowhere.pem: "), "{told}");
    let told = installation.refused(&["keys", "export", "unknown"]).await;
    assert_eq!(told, "there is no key unknown: `voltkey keys list` shows them");
}
