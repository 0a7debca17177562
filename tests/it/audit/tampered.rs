//! What `verify` finds of what was done to the rows behind the program's back.

use super::{append, chain, execute, verify};
use crate::harness::{PASSWORD, World, minutes};
use crate::people::cast;
use voltkey_flows::audit::{self, Chain, HeadVerdict, Problem};
use voltkey_flows::keys;

/// A world with eight events and more in the chain of one company, and its name.
async fn grown() -> (World, String) {
    let world = World::new().await;
    for _ in 0..6 {
        world.signed_in("ben").await;
        world.clock.advance(minutes(1));
    }
    append(&world).await;
    let report = verify(&world, &[]).await;
    assert!(report.is_whole() && report.waiting == 0, "{report:?}");
    let name = chain(&world, "sonnenfeld").await.name().to_owned();
    assert!(
        report
            .chains
            .iter()
            .any(|chain| chain.chain == name && chain.events >= 8),
        "{report:?}"
    );
    (world, name)
}

/// What is found wrong with the chain after a statement, in which `CHAIN` is its name. The others must be whole.
async fn found(statement: &str) -> Vec<Problem> {
    let (world, name) = grown().await;
    for statement in statement.split(';') {
        execute(&world, &statement.replace("CHAIN", &format!("chain = '{name}'"))).await;
    }
    let report = verify(&world, &[]).await;
    let (ours, others): (Vec<_>, Vec<_>) = report.chains.into_iter().partition(|chain| chain.chain == name);
    assert!(others.iter().all(|chain| chain.problems.is_empty()), "{others:?}");
    let [ours] = ours.try_into().expect("one chain");
    assert_eq!(ours.slug.as_deref(), Some("sonnenfeld"));
    ours.problems
}

#[tokio::test]
async fn a_change_of_any_column_is_found() {
    for change in [
        "id = 'another'",
        "at = at + 1",
        "action = 'otp.reset'",
        "action = 'no word of ours'",
        "actor = 'nobody'",
        "subject = NULL",
        "object = 'platform'",
        "request_id = NULL",
        "commitment = NULL",
        "commitment = previous",
        "hash = previous",
    ] {
        let problems = found(&format!(
            "UPDATE audit_events SET {change} WHERE CHAIN AND seq = 5"
        ))
        .await;
        assert!(problems.contains(&Problem::Changed(5)), "{change}: {problems:?}");
    }
}

#[tokio::test]
async fn a_removal_is_found() {
    let problems = found("DELETE FROM audit_events WHERE CHAIN AND seq = 4").await;
    assert_eq!(problems, [Problem::Removed(4, 4)]);
    let problems = found("DELETE FROM audit_events WHERE CHAIN AND seq < 4").await;
    assert_eq!(problems, [Problem::Removed(1, 3)]);
}

#[tokio::test]
async fn a_removal_whose_gap_was_closed_is_found() {
    let problems = found(
        "DELETE FROM audit_events WHERE CHAIN AND seq = 4;
         UPDATE audit_events SET seq = seq - 1000 WHERE CHAIN AND seq > 4;
         UPDATE audit_events SET seq = seq + 999 WHERE CHAIN AND seq < 0",
    )
    .await;
    assert_eq!(problems[0], Problem::Moved { seq: 4, was: 5 });
    assert!(
        matches!(problems.last(), Some(Problem::CutOff(..))),
        "{problems:?}"
    );
}

#[tokio::test]
async fn a_reordering_is_found() {
    let problems = found(
        "UPDATE audit_events SET seq = -3 WHERE CHAIN AND seq = 3;
         UPDATE audit_events SET seq = 3 WHERE CHAIN AND seq = 6;
         UPDATE audit_events SET seq = 6 WHERE CHAIN AND seq = -3",
    )
    .await;
    assert!(
        problems.contains(&Problem::Moved { seq: 3, was: 6 }),
        "{problems:?}"
    );
    assert!(
        problems.contains(&Problem::Moved { seq: 6, was: 3 }),
        "{problems:?}"
    );
}

#[tokio::test]
async fn an_addition_is_found() {
    let columns = "id, at, action, actor, subject, object, request_id, commitment, previous, hash";
    for seq in ["0", "1000"] {
        let problems = found(&format!(
            "INSERT INTO audit_events (chain, seq, {columns}) SELECT chain, {seq}, {columns} FROM audit_events
             WHERE CHAIN AND seq = 1"
        ))
        .await;
        assert!(matches!(problems[..], [Problem::Added(_)]), "{problems:?}");
    }
}

#[tokio::test]
async fn an_end_that_was_cut_off_is_found() {
    let problems = found("DELETE FROM audit_events WHERE CHAIN AND seq > 5").await;
    assert!(matches!(problems[..], [Problem::CutOff(6, _)]), "{problems:?}");
    let problems = found("UPDATE audit_chains SET head = (SELECT hash FROM audit_events WHERE audit_events.CHAIN AND seq = 2) WHERE CHAIN").await;
    assert_eq!(problems, [Problem::HeadChanged]);
    let problems = found("DELETE FROM audit_chains WHERE CHAIN").await;
    assert_eq!(problems, [Problem::NoChain]);
}

#[tokio::test]
async fn other_details_are_found_and_deleted_ones_are_none() {
    let of_fifth = "event_id IN (SELECT id FROM audit_events WHERE CHAIN AND seq = 5)";
    let problems = found(&format!(
        "UPDATE audit_details SET body = '{{}}' WHERE {of_fifth}"
    ))
    .await;
    assert_eq!(problems, [Problem::DetailsChanged(5)]);
    let problems = found(&format!("DELETE FROM audit_details WHERE {of_fifth}")).await;
    assert_eq!(problems, []);
}

/// Cuts the end off and sets the chain's row back, so that the chain by itself is whole.
async fn cut_off(world: &World, chain: &str, last: i64) {
    for statement in [
        format!("DELETE FROM audit_events WHERE chain = '{chain}' AND seq > {last}"),
        format!(
            "UPDATE audit_chains SET seq = {last}, head = (SELECT hash FROM audit_events e
                 WHERE e.chain = audit_chains.chain AND e.seq = {last}) WHERE chain = '{chain}'"
        ),
    ] {
        execute(world, &statement).await;
    }
    assert!(
        verify(world, &[]).await.is_whole(),
        "the chain tells nothing by itself"
    );
}

/// The line of the log with the head of a chain.
async fn logged(world: &World, chain: &str) -> String {
    let heads = audit::heads(world.ctx()).await.expect("heads");
    let head = heads
        .into_iter()
        .find(|head| head.chain == chain)
        .expect("a head");
    format!(
        "2027-01-15T09:00:00Z INFO the audit trail's signed head chain=\"{chain}\" head=\"{}\"",
        head.jws
    )
}

#[tokio::test]
async fn a_signed_head_finds_what_the_chain_does_not() {
    let (world, name) = grown().await;
    let head = logged(&world, &name).await;
    let report = verify(&world, std::slice::from_ref(&head)).await;
    assert!(report.is_whole(), "{report:?}");
    world.signed_in("ben").await;
    append(&world).await;
    let report = verify(&world, std::slice::from_ref(&head)).await;
    assert!(report.is_whole(), "a chain that has grown since: {report:?}");

    cut_off(&world, &name, 5).await;
    let verdict = async || {
        verify(&world, std::slice::from_ref(&head))
            .await
            .heads
            .remove(0)
            .verdict
    };
    assert!(matches!(verdict().await, HeadVerdict::CutOff { last: 5, .. }));
    // It grows again, beyond where it was.
    for _ in 0..9 {
        world.signed_in("ben").await;
        world.clock.advance(minutes(1));
    }
    append(&world).await;
    assert!(verify(&world, &[]).await.is_whole());
    assert!(matches!(verdict().await, HeadVerdict::Differs(_)));
}

#[tokio::test]
async fn a_head_is_believed_by_its_signature_alone() {
    let (world, name) = grown().await;
    let head = logged(&world, &name).await;
    let verdict = async |text: &str| verify(&world, &[text.to_owned()]).await.heads.remove(0);
    let forged = head.replace("eyJ", "eyK");
    for text in [
        "",
        "no head",
        "a.b.c",
        "eyJhbGciOiJub25lIn0.e30.",
        forged.as_str(),
    ] {
        let told = verdict(text).await;
        assert!(
            matches!(told.verdict, HeadVerdict::NotOurs(_)),
            "{text}: {told:?}"
        );
    }
    // A token of this provider is none, though the same key has signed it.
    let tokens = world.tokens(&world.client("platform"), "ben", "openid").await;
    assert!(matches!(
        verdict(&tokens.access).await.verdict,
        HeadVerdict::NotOurs(_)
    ));
    // Another instance's is none.
    let (other, name) = grown().await;
    assert!(matches!(
        verdict(&logged(&other, &name).await).await.verdict,
        HeadVerdict::NotOurs(_)
    ));

    assert!(!verdict(&head).await.key_withdrawn);
    keys::rotate(world.ctx(), None, true).await.expect("a rotation");
    let told = verdict(&head).await;
    assert!(
        told.key_withdrawn && matches!(told.verdict, HeadVerdict::Holds(_)),
        "{told:?}"
    );
}

#[tokio::test]
async fn heads_are_told_once_an_hour_whoever_asks() {
    let (world, _) = grown().await;
    let count = async || audit::announce(world.ctx()).await.expect("heads").len();
    // The instance's, and two companies'.
    assert_eq!((count().await, count().await), (3, 0));
    world.clock.advance(minutes(60));
    assert_eq!((count().await, count().await), (3, 0));
}

#[tokio::test]
async fn a_chain_that_is_stuck_holds_up_no_other() {
    let (world, name) = grown().await;
    execute(
        &world,
        &format!("DELETE FROM audit_chains WHERE chain = '{name}'"),
    )
    .await;
    world.signed_in("ben").await;
    cast::add(&world, "nora@nowhere.example", PASSWORD).await;
    let stuck = audit::append(world.ctx()).await;
    assert!(stuck.is_err(), "{stuck:?}");
    let told = super::events(&world, &Chain::Instance).await;
    assert_eq!(told[0].action, "person.created");
    let report = verify(&world, &[]).await;
    assert_eq!(report.waiting, 1, "nothing is lost");
}
