//! Single uses, tried on both replicas at the same instant.

use super::Replicas;
use crate::harness::{App, Browser, ENROLLED, Landed, Lost, OTP_SECRET, Reply, Wire, email, tokens};
use std::pin::Pin;
use tokio::task::JoinSet;
use voltkey_crypto::clock::{Clock as _, SystemClock};
use voltkey_crypto::totp::{Secret, step_at};

/// How many try at once, half of them on each replica.
const RACERS: usize = 8;
/// How often it is tried, each time with something new.
const HEATS: usize = 5;

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_exchanged_once() {
    let Some(replicas) = Replicas::start().await else {
        return;
    };
    for _ in 0..HEATS {
        let code = fresh_code(&replicas.first.wire).await;
        let replies = race(&replicas, RACERS, exchange(&code)).await;
        let (winners, losers): (Vec<_>, Vec<_>) = replies.iter().partition(|reply| reply.status == 200);
        assert_eq!(winners.len(), 1);
        for loser in losers {
            assert_eq!(loser.verdict(), (400, "invalid_grant".to_owned()));
        }
        // Two parties had the code: nobody keeps what it gave.
        let (access, refresh) = tokens(winners[0]);
        assert!(!App.is_active(&replicas.second.wire, &access).await);
        assert!(!App.is_active(&replicas.second.wire, &refresh).await);
    }
    replicas.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_answers_to_one_refresh_token_one_is_worth_something() {
    let Some(replicas) = Replicas::start().await else {
        return;
    };
    for _ in 0..HEATS {
        let token = fresh_refresh_token(&replicas.first.wire).await;
        let replies = race(&replicas, 2, refresh(&token)).await;
        // An answer may get lost, so both are served; only the later one counts.
        let mut alive = 0;
        for reply in &replies {
            let (_, successor) = tokens(reply);
            alive += usize::from(App.is_active(&replicas.first.wire, &successor).await);
        }
        assert_eq!(alive, 1);
    }
    replicas.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refresh_token_that_many_use_ends_its_family() {
    let Some(replicas) = Replicas::start().await else {
        return;
    };
    for _ in 0..HEATS {
        let token = fresh_refresh_token(&replicas.first.wire).await;
        let replies = race(&replicas, RACERS, refresh(&token)).await;
        let (served, refused): (Vec<_>, Vec<_>) = replies.iter().partition(|reply| reply.status == 200);
        assert!((1..=2).contains(&served.len()), "{} were served", served.len());
        for reply in refused {
            assert_eq!(reply.verdict(), (400, "invalid_grant".to_owned()));
        }
        for reply in served {
            let (access, refresh) = tokens(reply);
            assert!(!App.is_active(&replicas.first.wire, &access).await);
            assert!(!App.is_active(&replicas.second.wire, &refresh).await);
        }
    }
    replicas.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pin_lets_one_browser_in() {
    let Some(replicas) = Replicas::start().await else {
        return;
    };
    let mut waiting = Vec::new();
    for _ in 0..4 {
        let mut browser = Browser::default();
        let landed = browser
            .log_in(&replicas.first.wire, &App.authorize(&[]), ENROLLED)
            .await;
        waiting.push((browser, landed.expect("an answer").page().form()));
    }
    let secret = Secret::from_base32(OTP_SECRET).unwrap();
    let pin = secret.code_at(step_at(SystemClock.now()));
    let mut racers = JoinSet::new();
    for (nth, (mut browser, form)) in waiting.into_iter().enumerate() {
        let wire = replica(&replicas, nth).clone();
        let form = form.fill("pin", &pin);
        racers.spawn(async move { browser.submit(&wire, &form).await.expect("an answer") });
    }
    let landed = racers.join_all().await;
    let (inside, outside): (Vec<_>, Vec<_>) =
        landed.into_iter().partition(|landed| landed.try_code().is_some());
    assert_eq!(inside.len(), 1, "{inside:?}");
    for landed in outside {
        let Landed::Page(page) = landed else {
            panic!("{landed:?}")
        };
        assert_eq!((page.url.path(), page.status), ("/login/pin", 422));
    }
    replicas.stop().await;
}

/// Does the same on both replicas at once, so many times.
async fn race<A>(replicas: &Replicas, racers: usize, deed: impl Fn(Wire) -> A) -> Vec<Reply>
where
    A: Future<Output = Result<Reply, Lost>> + Send + 'static,
{
    let mut running = JoinSet::new();
    for nth in 0..racers {
        running.spawn(deed(replica(replicas, nth).clone()));
    }
    let replies = running.join_all().await;
    replies
        .into_iter()
        .map(|reply| reply.expect("an answer"))
        .collect()
}

/// Exchanges the code.
fn exchange(code: &str) -> impl Fn(Wire) -> Pending {
    let code = code.to_owned();
    move |wire| {
        let code = code.clone();
        Box::pin(async move { App.exchange(&wire, &code).await })
    }
}

/// Uses the refresh token.
fn refresh(token: &str) -> impl Fn(Wire) -> Pending {
    let token = token.to_owned();
    move |wire| {
        let token = token.clone();
        Box::pin(async move { App.refresh(&wire, &token).await })
    }
}

/// An answer that is waited for.
type Pending = Pin<Box<dyn Future<Output = Result<Reply, Lost>> + Send>>;

fn replica(replicas: &Replicas, nth: usize) -> &Wire {
    [&replicas.first.wire, &replicas.second.wire][nth % 2]
}

async fn fresh_code(wire: &Wire) -> String {
    let landed = Browser::default()
        .log_in(wire, &App.authorize(&[]), &email(0))
        .await;
    landed.expect("an answer").code()
}

async fn fresh_refresh_token(wire: &Wire) -> String {
    let code = fresh_code(wire).await;
    tokens(&App.exchange(wire, &code).await.expect("an answer")).1
}
