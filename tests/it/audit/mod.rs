//! The audit trail: what each deed notes, what the chains say of persons (nothing), and what `verify` finds.

mod company_deeds;
mod deeds;
mod details;
mod listed;
mod own_account;
mod tampered;

use crate::harness::World;
use serde_json::Value;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, SqliteConnection};
use voltkey_flows::audit::{self, Chain, Entry, Filter, Report};
use voltkey_store::{audit_queue, companies};
use voltkey_tests::postgres;

/// Moves what was noted to the chains, as the worker does.
async fn append(world: &World) -> u64 {
    audit::append(world.ctx()).await.expect("the chains")
}

/// What was noted while no one looked is chained and forgotten by the test.
async fn skip(world: &World) {
    append(world).await;
}

/// As [`append`], once something that is noted after the answer is there.
async fn append_soon(world: &World) {
    while audit_queue::count(world.store().await).await.expect("a count") == 0 {
        tokio::task::yield_now().await;
    }
    append(world).await;
}

/// The chain of a company of the test world.
async fn chain(world: &World, slug: &str) -> Chain {
    let company = companies::by_slug(world.store().await, slug)
        .await
        .expect("a read");
    Chain::Company(company.expect("a company").id)
}

/// All events of a chain, the newest first.
async fn events(world: &World, chain: &Chain) -> Vec<Entry> {
    let listed = audit::list(world.ctx(), chain, &Filter::default(), None, 500).await;
    let listed = listed.expect("a list");
    assert_eq!(listed.next, None, "more than a page");
    listed.entries
}

/// What was noted last in a chain.
async fn last(world: &World, chain: &Chain) -> Entry {
    append(world).await;
    events(world, chain).await.into_iter().next().expect("an event")
}

/// The last events of a chain after so many, the oldest first: their words.
async fn words_after(world: &World, chain: &Chain, count: usize) -> Vec<String> {
    append(world).await;
    let words = events(world, chain).await.into_iter().rev().skip(count);
    words.map(|entry| entry.action).collect()
}

fn details(entry: &Entry) -> &Value {
    entry.details.as_ref().expect("details")
}

async fn verify(world: &World, heads: &[String]) -> Report {
    audit::verify(world.ctx(), None, heads).await.expect("a walk")
}

/// Changes rows behind the program's back.
async fn execute(world: &World, statement: &str) {
    match world.database_url().strip_prefix("sqlite:") {
        None => postgres::run(world.database_url(), statement.to_owned()).await,
        Some(file) => {
            let mut connection = SqliteConnection::connect(file).await.expect("the database");
            let statement = AssertSqlSafe(statement.to_owned());
            connection.execute(statement).await.expect("the database obeys");
            connection.close().await.expect("an end");
        }
    }
}
