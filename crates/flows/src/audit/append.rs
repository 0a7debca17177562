//! Moving what was noted to the chains. Every replica's worker does it; a chain's row lets one of them win.

use super::{BEGINNING, encoding};
use crate::ctx::Ctx;
use crate::error::Fault;
use voltkey_store::audit_chains::{self, Chain};
use voltkey_store::audit_events::Event;
use voltkey_store::audit_queue::{self, Waiting};

/// How many events are moved in one transaction.
const BATCH: i64 = 100;

/// Moves everything that waits. Gives how many events were moved here.
///
/// # Errors
/// When the database does not answer; or when a chain can't be gone on with, because its rows were meddled with: the
/// others are gone on with nevertheless, and what was noted stays in the queue.
pub async fn append(ctx: &Ctx) -> Result<u64, Fault> {
    let (mut name, mut total, mut stuck) = (String::new(), 0, None);
    while let Some(chain) = audit_queue::next_chain(&ctx.store, &name).await? {
        match append_to(ctx, &chain).await {
            Ok(count) => total += count,
            Err(fault) => stuck = Some(Fault::Internal(format!("audit chain {chain}: {fault}"))),
        }
        name = chain;
    }
    stuck.map_or(Ok(total), Err)
}

async fn append_to(ctx: &Ctx, name: &str) -> Result<u64, Fault> {
    let mut total = 0;
    loop {
        let before = open(ctx, name).await?;
        let waiting = audit_queue::waiting(&ctx.store, name, BATCH).await?;
        let events = link(&before, waiting);
        let now = ctx.now();
        let appended = ctx
            .store
            .write(|mut tx| async {
                let appended = audit_chains::append(&mut tx, &before, &events, now).await?;
                Ok((appended, tx))
            })
            .await?;
        // Another worker is at it, and goes on.
        if !appended {
            return Ok(total);
        }
        let count = u64::try_from(events.len()).unwrap_or(u64::MAX);
        total += count;
        if count < BATCH.unsigned_abs() {
            return Ok(total);
        }
    }
}

async fn open(ctx: &Ctx, name: &str) -> Result<Chain, Fault> {
    if let Some(chain) = audit_chains::find(&ctx.store, name).await? {
        return Ok(chain);
    }
    audit_chains::begin(&ctx.store, name, &BEGINNING, ctx.now()).await?;
    let begun = audit_chains::find(&ctx.store, name).await?;
    begun.ok_or_else(|| Fault::Internal("it was begun and is gone".to_owned()))
}

/// Numbers the events and links each to the one before it.
fn link(chain: &Chain, waiting: Vec<Waiting>) -> Vec<Event> {
    let mut previous = chain.head.clone();
    let numbered = waiting.into_iter().zip(chain.seq + 1..);
    let linked = numbered.map(|(waiting, seq)| {
        let mut event = Event {
            chain: chain.chain.clone(),
            seq,
            id: waiting.id,
            at: waiting.at,
            action: waiting.action,
            actor: waiting.actor,
            subject: waiting.subject,
            object: waiting.object,
            request_id: waiting.request_id,
            commitment: waiting.commitment,
            previous: previous.clone(),
            hash: Vec::new(),
        };
        event.hash = encoding::hash(&event).to_vec();
        previous.clone_from(&event.hash);
        event
    });
    linked.collect()
}
