//! What an instance does beside answering: it keeps its caches current, sends what waits in the outbox, rotates
//! keys and deletes what is over. Every replica does all of it; the database lets one of them win each task.

use crate::instance::Instance;
use crate::letters;
use crate::mail::MailError;
use std::time::Duration;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use voltkey_flows::jobs::{self, Claimed};
use voltkey_flows::{Fault, cache, clean_up, keys};
use voltkey_web::view::RenderError;

/// How often caches and outbox are looked at.
const TICK: Duration = Duration::from_secs(1);
/// How often keys and old rows are looked at.
const UPKEEP: Duration = Duration::from_secs(3600);
/// How many mails are under way at once, so that a slow answer to one does not hold up the others.
const SENDERS: usize = 4;

/// Runs until `stop`, then finishes what it began.
pub async fn run(instance: Instance, stop: CancellationToken) {
    let mut tasks = JoinSet::new();
    tasks.spawn(every(TICK, stop.clone(), instance.clone(), poll));
    tasks.spawn(every(UPKEEP, stop.clone(), instance.clone(), upkeep));
    for _ in 0..SENDERS {
        tasks.spawn(every(TICK, stop.clone(), instance.clone(), send_due));
    }
    tasks.join_all().await;
}

/// Does `deed` now and then, one after the other, until `stop`. A deed that panics ends alone.
async fn every<F>(pause: Duration, stop: CancellationToken, instance: Instance, deed: fn(Instance) -> F)
where
    F: Future<Output = Result<(), Fault>> + Send + 'static,
{
    loop {
        match tokio::spawn(deed(instance.clone())).await {
            Ok(Ok(())) => {}
            Ok(Err(fault)) => tracing::warn!(%fault, "background work failed, and is tried again"),
            Err(panic) => tracing::error!(%panic, "background work panicked, and is tried again"),
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(pause) => {}
        }
    }
}

async fn poll(instance: Instance) -> Result<(), Fault> {
    cache::poll(&instance.ctx).await
}

async fn upkeep(instance: Instance) -> Result<(), Fault> {
    keys::maintain(&instance.ctx).await?;
    let rows = clean_up::clean_up(&instance.ctx).await?;
    if rows > 0 {
        tracing::debug!(rows, "deleted what was over");
    }
    Ok(())
}

/// Does every task that is due.
///
/// # Errors
/// When the database does not answer.
pub async fn send_due(instance: Instance) -> Result<(), Fault> {
    while let Some(claimed) = jobs::claim(&instance.ctx).await? {
        match perform(&instance, &claimed).await {
            Ok(()) => jobs::done(&instance.ctx, &claimed, None).await?,
            Err(error) => {
                tracing::warn!(job = claimed.id(), %error, "a job failed");
                jobs::failed(&instance.ctx, &claimed, &error.to_string(), error.is_permanent()).await?;
            }
        }
    }
    Ok(())
}

/// Why a task was not done.
#[derive(Debug, thiserror::Error)]
enum TaskError {
    #[error(transparent)]
    Mail(#[from] MailError),
    #[error("the mail can't be written: {0}")]
    Render(#[from] RenderError),
}

impl TaskError {
    fn is_permanent(&self) -> bool {
        match self {
            Self::Mail(error) => error.is_permanent(),
            // A later version may know how.
            Self::Render(_) => false,
        }
    }
}

async fn perform(instance: &Instance, claimed: &Claimed) -> Result<(), TaskError> {
    instance.mailer.send(&letters::write(instance, claimed)?).await?;
    Ok(())
}
