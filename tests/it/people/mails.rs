//! What becomes of a mail, whatever the mail server says. Time is moved, so that the waits are the real ones.

use crate::harness::{World, email_of, minutes};
use std::time::Duration;
use voltkey_store::jobs::{self, Status};
use voltkey_tests::smtp::{Mood, MoodyServer};

const HOUR: Duration = minutes(60);
/// The wait after each failed attempt.
const WAITS: [Duration; 7] = [
    Duration::from_secs(30),
    minutes(2),
    minutes(10),
    minutes(30),
    HOUR.saturating_mul(2),
    HOUR.saturating_mul(6),
    HOUR.saturating_mul(12),
];
const SECOND: Duration = Duration::from_secs(1);

async fn world_with(server: &MoodyServer) -> World {
    World::with(&format!("[mail]\nurl = \"{}\"\n", server.url)).await
}

/// The only mail with a failed attempt.
async fn troubled(world: &World) -> Status {
    let mut all = jobs::troubled(world.store().await, 10).await.unwrap();
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0)
}

async fn status(world: &World, id: &str) -> Status {
    jobs::status(world.store().await, id)
        .await
        .unwrap()
        .expect("a row")
}

#[tokio::test]
async fn what_the_server_said_when_it_took_a_mail_is_kept() {
    let server = MoodyServer::start().await;
    let world = world_with(&server).await;
    world.signed_in("ada").await;
    world.send_mails().await;
    let taken = server.taken(email_of("ada"));
    let id = taken[0].field("Message-ID");
    let id = id.trim_start_matches('<').split('@').next().unwrap();
    let status = status(&world, id).await;
    assert_eq!(status.answer.as_deref(), Some("250 2.0.0 queued as 1"));
    assert_eq!(status.done_at, Some(world.now()));
    assert!(status.last_error.is_none());
}

#[tokio::test]
async fn a_mail_that_is_put_off_is_tried_again_after_each_wait_and_then_given_up() {
    let server = MoodyServer::start().await;
    let world = world_with(&server).await;
    let ada = email_of("ada");
    server.is(Mood::Answers("451 4.7.1 come back later"), ada);
    world.signed_in("ada").await;
    world.send_mails().await;
    for (number, wait) in WAITS.into_iter().enumerate() {
        assert_eq!(server.attempts(ada), number + 1);
        let status = troubled(&world).await;
        assert_eq!((status.run_at, status.failed_at), (world.now() + wait, None));
        world.clock.advance(wait - SECOND);
        world.send_mails().await;
        assert_eq!(server.attempts(ada), number + 1, "not a second too soon");
        world.clock.advance(SECOND);
        world.send_mails().await;
    }
    let status = troubled(&world).await;
    assert_eq!((status.attempts, status.failed_at), (8, Some(world.now())));
    assert_eq!(
        status.last_error.as_deref(),
        Some("the mail could not be handed over at RCPT TO: 451 4.7.1 come back later")
    );
}

/// Whoever gets a mail twice must be able to see that it is one.
#[tokio::test]
async fn a_later_attempt_sends_the_same_mail() {
    let server = MoodyServer::start().await;
    let world = world_with(&server).await;
    let ada = email_of("ada");
    server.is(Mood::GoneInTheMiddle, ada);
    world.signed_in("ada").await;
    let decided = world.now();
    world.send_mails().await;
    let id = troubled(&world).await.id;
    server.is(Mood::Obliging, ada);
    world.clock.advance(WAITS[0]);
    world.send_mails().await;

    let [mail] = &server.taken(ada)[..] else {
        panic!("one mail")
    };
    assert_eq!(mail.field("Message-ID"), format!("<{id}@ampere.example>"));
    assert_eq!(decided.as_seconds(), 1_800_003_600);
    assert_eq!(mail.field("Date"), "Fri, 15 Jan 2027 09:00:00 +0000");
    assert_eq!(mail.field("Auto-Submitted"), "auto-generated");
    assert_eq!(mail.field("From"), "Amperecloud <no-reply@ampere.example>");
    assert_eq!(mail.field("To"), ada);
}

#[tokio::test]
async fn a_refused_address_is_given_up_at_once_and_the_others_get_their_mails() {
    let server = MoodyServer::start().await;
    let world = world_with(&server).await;
    let ada = email_of("ada");
    server.is(
        Mood::Answers("550-5.1.1 <ada@sonnenfeld.example>\r\n550 5.1.1 nobody of that name"),
        ada,
    );
    world.signed_in("ada").await;
    world.signed_in("ben").await;
    world.send_mails().await;
    assert_eq!(server.taken(email_of("ben")).len(), 1);
    let status = troubled(&world).await;
    assert_eq!((status.attempts, status.failed_at), (1, Some(world.now())));
    assert_eq!(
        status.last_error.as_deref(),
        Some("the mail server refused the mail at RCPT TO: 550 5.1.1 … nobody of that name")
    );
    world.clock.advance(HOUR * 24);
    world.send_mails().await;
    assert_eq!(server.attempts(ada), 1);
}

#[tokio::test]
async fn whatever_a_server_does_no_mail_is_lost() {
    for mood in [
        Mood::Gone,
        Mood::GoneInTheMiddle,
        Mood::Babbling,
        Mood::Answers("421 4.3.2 going down"),
    ] {
        let server = MoodyServer::start().await;
        let world = world_with(&server).await;
        server.is(mood, email_of("ada"));
        world.signed_in("ada").await;
        world.signed_in("ben").await;
        world.send_mails().await;
        assert_eq!(server.taken(email_of("ben")).len(), 1, "{mood:?}");
        let error = troubled(&world).await.last_error.expect("a reason");
        assert!(
            !error.contains(char::is_control) && !error.contains('@'),
            "{mood:?}: {error:?}"
        );

        server.is(Mood::Obliging, email_of("ada"));
        world.clock.advance(WAITS[0]);
        world.send_mails().await;
        assert_eq!(server.taken(email_of("ada")).len(), 1, "{mood:?}");
    }
}

/// It is not the mail's fault that the whole server refuses or is not there.
#[tokio::test]
async fn a_server_that_takes_no_mail_at_all_costs_none() {
    for mood in [
        Mood::Gone,
        Mood::Babbling,
        Mood::Answers("554 5.7.1 nothing from you"),
        Mood::Answers("421 4.3.2 not now"),
    ] {
        let server = MoodyServer::start().await;
        let world = world_with(&server).await;
        server.greets(mood);
        world.signed_in("ada").await;
        world.send_mails().await;
        assert_eq!(troubled(&world).await.failed_at, None, "{mood:?}");

        server.greets(Mood::Obliging);
        world.clock.advance(WAITS[0]);
        world.send_mails().await;
        assert_eq!(server.taken(email_of("ada")).len(), 1, "{mood:?}");
    }
}

#[tokio::test]
async fn the_operator_s_subject_is_used_in_its_language_alone() {
    let server = MoodyServer::start().await;
    let configuration = format!(
        "[mail]\nurl = \"{}\"\n[mail.subjects.new_device]\nde = \"{{platform.name}}: wer war das?\"\n",
        server.url
    );
    let world = World::with(&configuration).await;
    world.signed_in("ada").await;
    world.signed_in("ben").await;
    world.send_mails().await;
    let subject = |name| server.taken(email_of(name))[0].field("Subject").to_owned();
    assert_eq!(subject("ben"), "Amperecloud: wer war das?");
    assert_eq!(subject("ada"), "New sign-in to your Amperecloud account");
}

/// A mail that brings its worker down shall not do so for ever.
#[tokio::test]
async fn a_mail_whose_attempts_never_end_is_given_up_too() {
    let world = World::new().await;
    world.signed_in("ada").await;
    for attempt in 0..=WAITS.len() {
        let claimed = voltkey_flows::jobs::claim(world.ctx()).await.unwrap();
        assert!(claimed.is_some(), "attempt {attempt}");
        assert!(voltkey_flows::jobs::claim(world.ctx()).await.unwrap().is_none());
        world.clock.advance(voltkey_flows::jobs::LEASE);
    }
    assert!(voltkey_flows::jobs::claim(world.ctx()).await.unwrap().is_none());
    let status = troubled(&world).await;
    assert_eq!(status.failed_at, Some(world.now()));
    assert_eq!(status.last_error.as_deref(), Some("no attempt came to its end"));
}
