//! `kill -9` at any moment, and a start afterwards: whatever was answered still holds, and what was not answered has
//! happened as a whole or not at all.
//!
//! Round after round several people sign in and their app works with their tokens, until the server is killed in the
//! middle of it, at a moment that a seed chooses. Each of them remembers how far they got ([`story`]).

mod first_start;
mod import;
mod log_out;
mod story;

use crate::harness::{Database, Installation, MailServer, PATIENCE, Server, Wire, email, within, world};
use std::sync::Arc;
use std::time::Duration;
use story::{Fate, Story};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::timeout;
use voltkey_crypto::rng::{SeededRng, random};

const ROUNDS: u64 = 16;
/// How many people sign in at the same time.
const ACTORS: usize = 4;
/// How many of them there are, more than the rounds can use up: each signs in once, so that each mail has its own
/// cause.
const PEOPLE: usize = 400;
/// A kill comes after so many answers at most, and so much later at most.
const LATEST: (u64, Duration) = (40, Duration::from_millis(30));

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_keeps_all_that_was_acknowledged() {
    survive(&Database::Sqlite, 1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgresql_keeps_all_that_was_acknowledged() {
    let Some(database) = Database::postgres().await else {
        return;
    };
    survive(&Database::Postgres(database), 2).await;
}

async fn survive(database: &Database, seed: u64) {
    let mail = MailServer::start().await;
    let installation = database
        .installation()
        .with("VOLTKEY_MAIL__URL", &mail.url)
        // A slow machine shall not make them expire between the crash and the look at them.
        .with("VOLTKEY_TOKENS__CODE", "10m")
        .with("VOLTKEY_TOKENS__REFRESH_GRACE", "10m");
    installation.write("world.toml", &world(PEOPLE).await);
    installation.done(&["apply", "world.toml"]).await;

    let rng = SeededRng::new(seed);
    let mut stories: Vec<Story> = Vec::new();
    for _ in 0..ROUNDS {
        let server = installation.serve().await;
        let mut told = interrupted(server, stories.len(), &Moment::new(&rng)).await;

        let server = installation.serve().await;
        for story in &mut told {
            story.go_on_after_the_crash(&server.wire).await;
        }
        stories.extend(told);
        server.kill();
    }
    assert_telling(&stories);
    nothing_is_half_done(database, &installation).await;
    everything_still_holds(database, &installation, &stories, &mail).await;
}

/// When the server is killed: so long after so many answers, whatever the speed of the machine.
struct Moment {
    answers: u32,
    later: Duration,
}

impl Moment {
    fn new(rng: &SeededRng) -> Self {
        let below = |limit: u64| u64::from_le_bytes(random(rng)) % limit;
        let (answers, later) = LATEST;
        Self {
            answers: u32::try_from(below(answers)).unwrap(),
            later: Duration::from_micros(below(u64::try_from(later.as_micros()).unwrap())),
        }
    }

    async fn wait(&self, answers: &Semaphore) {
        let enough = timeout(PATIENCE, answers.acquire_many(self.answers)).await;
        enough.expect("people get on").unwrap().forget();
        tokio::time::sleep(self.later).await;
    }
}

/// Lets people act until the server is killed; gives what each of them knows then.
async fn interrupted(server: Server, first: usize, moment: &Moment) -> Vec<Story> {
    let answers = Arc::new(Semaphore::new(0));
    let mut actors = JoinSet::new();
    for nth in 0..ACTORS {
        let numbers = (first + nth..PEOPLE).step_by(ACTORS);
        actors.spawn(act(server.wire.clone(), numbers, Arc::clone(&answers)));
    }
    moment.wait(&answers).await;
    server.kill();
    actors.join_all().await.into_iter().flatten().collect()
}

/// One after the other goes through their story, until one gets no answer.
async fn act(wire: Wire, numbers: impl Iterator<Item = usize>, answers: Arc<Semaphore>) -> Vec<Story> {
    let mut stories = Vec::new();
    for number in numbers {
        let mut story = Story::new(number);
        let outcome = story.live(&wire, &answers).await;
        stories.push(story);
        if outcome.is_err() {
            return stories;
        }
    }
    panic!("nobody is left to sign in");
}

/// The rounds must have shown something: every deed was acknowledged to some, and lost to others.
fn assert_telling(stories: &[Story]) {
    let count = |is_so: fn(&Story) -> bool| stories.iter().filter(|story| is_so(story)).count();
    let logged_in = count(|story| story.browser.is_signed_in());
    let exchanged = count(|story| story.exchange == Fate::Answered);
    let revoked = count(|story| story.revoke == Fate::Answered);
    let logged_out = count(|story| story.log_out == Fate::Answered);
    let lost = count(|story| !story.is_finished());
    eprintln!(
        "{} stories: {logged_in} logged in, {exchanged} exchanged, {revoked} revoked, {logged_out} logged out; {lost} interrupted",
        stories.len()
    );
    assert!(
        [logged_in, exchanged, revoked, logged_out, lost]
            .iter()
            .all(|many| *many > 0)
    );
}

/// What belongs together was written together, also where nobody got an answer.
async fn nothing_is_half_done(database: &Database, installation: &Installation) {
    let nowhere = [
        // A code is used exactly when its first refresh token is there.
        "SELECT COUNT(*) FROM codes c WHERE (used_at IS NOT NULL) <>
             EXISTS (SELECT 1 FROM refresh_tokens t WHERE t.grant_id = c.grant_id AND t.parent_hash IS NULL)",
        // A refresh token is used exactly when it has a successor, or another has taken its place.
        "SELECT COUNT(*) FROM refresh_tokens t WHERE (used_at IS NOT NULL) <>
             (EXISTS (SELECT 1 FROM refresh_tokens s WHERE s.parent_hash = t.hash)
              OR EXISTS (SELECT 1 FROM refresh_tokens p
                         WHERE p.hash = t.parent_hash AND p.replaced_again_at = t.used_at))",
        // A browser is known exactly when its person is told of it, and has a session.
        "SELECT COUNT(*) FROM known_browsers b WHERE NOT EXISTS
             (SELECT 1 FROM sessions s WHERE s.person_id = b.person_id)",
        "SELECT (SELECT COUNT(*) FROM known_browsers) - (SELECT COUNT(*) FROM jobs)",
        "SELECT COUNT(*) FROM jobs WHERE failed_at IS NOT NULL",
    ];
    for query in nowhere {
        assert_eq!(database.number(installation, query).await, 0, "{query}");
    }
}

/// A last start: what was ended stays ended, and every mail is sent.
async fn everything_still_holds(
    database: &Database,
    installation: &Installation,
    stories: &[Story],
    mail: &MailServer,
) {
    // Two minutes pass, after which the jobs of killed workers are anybody's again.
    database
        .execute(installation, "UPDATE jobs SET locked_until = 0")
        .await;
    let server = installation.serve().await;
    for story in stories {
        story.assert_what_ended_stays_ended(&server.wire).await;
    }
    let waiting: Vec<_> = stories
        .iter()
        .filter(|story| story.browser.is_signed_in())
        .map(|story| email(story.number))
        .collect();
    let have_come = async || waiting.iter().all(|email| mail.mails_to(email) > 0);
    assert!(within(PATIENCE, have_come).await, "a mail got lost");
    let are_done = async || {
        let left = "SELECT COUNT(*) FROM jobs WHERE done_at IS NULL";
        database.number(installation, left).await == 0
    };
    assert!(within(PATIENCE, are_done).await, "a job stays undone");
    server.stop().await;
}
