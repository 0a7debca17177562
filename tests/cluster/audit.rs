//! `voltkey audit`, beside a running provider; and a provider that is killed while it chains.

use crate::harness::{
    App, Browser, Database, ENROLLED, Installation, Outcome, PATIENCE, SOON, email, execute, numbers, within,
    world,
};
use voltkey_crypto::rng::{SeededRng, random};

const DATABASE: &str = "data/voltkey.db";
const LEFT: &str = "SELECT COUNT(*) FROM audit_queue";

/// An installation with a company, one login, and everything chained.
async fn grown() -> Installation {
    let installation = Installation::new();
    let company = "[[companies]]\nslug = \"sonnenfeld\"\nname = \"Sonnenfeld GmbH\"\n";
    installation.write("world.toml", &(world(1).await + company));
    installation.done(&["apply", "world.toml"]).await;
    let server = installation.serve().await;
    let landed = Browser::default()
        .log_in(&server.wire, &App.authorize(&[]), &email(0))
        .await;
    landed.expect("an answer");
    let is_chained = async || numbers(&installation.path(DATABASE), LEFT).await[0] == 0;
    assert!(within(SOON, is_chained).await);
    server.stop().await;
    installation
}

/// What `verify` prints, which must end like this.
async fn verify(installation: &Installation, arguments: &[&str], code: i32) -> String {
    let arguments: Vec<_> = ["audit", "verify"].iter().chain(arguments).copied().collect();
    let Outcome {
        code: ended,
        stdout,
        stderr,
    } = installation.run(&arguments).await;
    assert_eq!(ended, Some(code), "{stdout}{stderr}");
    assert_eq!(
        stderr.contains("the audit trail is not what it was"),
        code == 1,
        "{stderr}"
    );
    stdout
}

#[tokio::test]
async fn a_whole_trail_is_told_chain_by_chain() {
    let installation = grown().await;
    let told = verify(&installation, &[], 0).await;
    assert!(
        told.contains("\ninstance: whole, ") || told.starts_with("instance: whole, "),
        "{told}"
    );
    assert!(told.contains("sonnenfeld: whole, 1 events\n"), "{told}");
    let told = verify(&installation, &["--company", "sonnenfeld"], 0).await;
    assert_eq!(told, "sonnenfeld: whole, 1 events\n");
    let told = installation
        .refused(&["audit", "verify", "--company", "nowhere"])
        .await;
    assert!(told.contains("there is no company \"nowhere\""), "{told}");

    installation.done(&["user", "reset-otp", ENROLLED]).await;
    let by_command = "SELECT COUNT(*) FROM audit_queue WHERE action = 'otp.reset' AND actor = 'command'
                          AND details LIKE '%\"user\":\"_%'";
    assert_eq!(numbers(&installation.path(DATABASE), by_command).await, [1]);
    let told = verify(&installation, &[], 0).await;
    assert!(
        told.ends_with("1 events wait to be chained by `voltkey serve`\n"),
        "{told}"
    );
}

#[tokio::test]
async fn what_was_done_to_the_rows_is_told_with_its_place() {
    for (statements, expected) in [
        (
            &["UPDATE audit_events SET actor = 'nobody' WHERE chain = 'instance' AND seq = 2"][..],
            "instance: event 2 was changed",
        ),
        (
            &["DELETE FROM audit_events WHERE chain = 'instance' AND seq = 2"],
            "instance: event 2 was removed",
        ),
        (
            &[
                "UPDATE audit_events SET seq = -1 WHERE chain = 'instance' AND seq = 1",
                "UPDATE audit_events SET seq = 1 WHERE chain = 'instance' AND seq = 2",
                "UPDATE audit_events SET seq = 2 WHERE chain = 'instance' AND seq = -1",
            ],
            "instance: reordered: event 2 stands as number 1",
        ),
        (
            &["DELETE FROM audit_events WHERE chain = 'instance' AND seq > 2"],
            "instance: the end was cut off: events 3 to ",
        ),
    ] {
        let installation = grown().await;
        for statement in statements {
            execute(&installation.path(DATABASE), statement).await;
        }
        let told = verify(&installation, &[], 1).await;
        assert!(told.contains(expected), "{expected}: {told}");
        assert!(told.contains("sonnenfeld: whole"), "{told}");
    }
}

#[tokio::test]
async fn a_head_from_the_log_finds_an_end_that_was_cut_off() {
    let installation = grown().await;
    // The hour's heads went out with the first start, when there was next to nothing.
    execute(&installation.path(DATABASE), "DELETE FROM quotas").await;
    let log = installation.serve().await.stop().await.stderr;
    let line = log
        .lines()
        .find(|line| line.contains("the audit trail's signed head") && line.contains("chain=\"instance\""))
        .unwrap_or_else(|| panic!("no head is logged: {log}"));
    let again = installation.serve().await.stop().await.stderr;
    assert!(!again.contains("signed head"), "once an hour: {again}");
    let printed = installation.done(&["audit", "heads"]).await;
    assert_eq!(printed.lines().count(), 2, "{printed}");
    let mut both = vec!["--head", line];
    both.extend(printed.lines().flat_map(|line| ["--head", line]));
    let told = verify(&installation, &both, 0).await;
    assert_eq!(told.matches("is what was signed").count(), 3, "{told}");

    for statement in [
        "DELETE FROM audit_events WHERE chain = 'instance' AND seq > 2",
        "UPDATE audit_chains SET seq = 2, head = (SELECT hash FROM audit_events WHERE chain = 'instance' AND seq = 2)
         WHERE chain = 'instance'",
    ] {
        execute(&installation.path(DATABASE), statement).await;
    }
    verify(&installation, &[], 0).await;
    let told = verify(&installation, &["--head", line], 1).await;
    assert!(told.contains("head of instance: the end was cut off"), "{told}");
    installation.done(&["keys", "rotate", "--now"]).await;
    let told = verify(&installation, &["--head", line], 1).await;
    assert!(told.contains("its key was withdrawn since"), "{told}");
}

const KILLS: usize = 6;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_provider_that_is_killed_while_it_chains_loses_and_doubles_nothing_on_sqlite() {
    survive(&Database::Sqlite, 30_000).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_provider_that_is_killed_while_it_chains_loses_and_doubles_nothing_on_postgresql() {
    if let Some(database) = Database::postgres().await {
        survive(&Database::Postgres(database), 5_000).await;
    }
}

/// So many events, more than are moved between two kills.
async fn survive(database: &Database, events: i64) {
    let installation = database.installation();
    installation.serve().await.stop().await;
    let noted = format!(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {events})
         INSERT INTO audit_queue (chain, at, id, action, actor, subject)
         SELECT 'instance', i, 'event-' || CAST(i AS TEXT), 'settings.changed', 'system', 'setting' FROM n"
    );
    database.execute(&installation, &noted).await;
    let number = async |query: &str| database.number(&installation, query).await;
    let chained = "SELECT COUNT(*) FROM audit_events WHERE subject = 'setting'";
    let rng = SeededRng::new(3);
    let mut before = 0;
    for _ in 0..KILLS {
        let process = installation.start(&["serve"]);
        let has_grown = async || number(chained).await > before;
        assert!(within(PATIENCE, has_grown).await, "nothing is chained");
        let [later] = random::<1>(&rng);
        tokio::time::sleep(std::time::Duration::from_micros(u64::from(later) * 100)).await;
        process.kill();
        before = number(chained).await;
        let waiting = number("SELECT COUNT(*) FROM audit_queue WHERE subject = 'setting'").await;
        assert_eq!(before + waiting, events, "each is in one place");
        assert_eq!(before % 100, 0, "whole transactions");
        if before == events {
            break;
        }
    }
    assert!(before > 0);
    eprintln!("{before} of {events} were chained between the kills");
    let server = installation.serve().await;
    assert!(
        within(PATIENCE, async || number(LEFT).await == 0).await,
        "some are never chained"
    );
    server.stop().await;
    assert_eq!(number(chained).await, events);
    let ids = "SELECT COUNT(DISTINCT id) FROM audit_events WHERE subject = 'setting'";
    assert_eq!(number(ids).await, events);
    let told = verify(&installation, &[], 0).await;
    assert!(told.contains("instance: whole, "), "{told}");
}
