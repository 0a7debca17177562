//! What an instance does beside answering: it keeps its caches current, sends what waits in the outbox, tells clients of
//! log-outs, rotates keys, chains what the audit trail was told, carries out lists of invitations, and deletes what is
//! over. Every replica does all of it; the database lets one of them win each task.

mod calls;
mod lanes;

use crate::instance::Instance;
use crate::letters;
use crate::mail::{MailError, presentable};
use calls::Calls;
use lanes::Lanes;
use std::time::Duration;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use voltkey_flows::account::forgot_password;
use voltkey_flows::admin::{import, remind};
use voltkey_flows::jobs::{self, Claimed, Task};
use voltkey_flows::{Fault, audit, cache, clean_up, client_uses, keys, search};
use voltkey_web::view::RenderError;

/// How often caches and outbox are looked at.
const TICK: Duration = Duration::from_secs(1);
/// How often keys and old rows are looked at.
const UPKEEP: Duration = Duration::from_secs(3600);
/// How often it is looked who is to be reminded of the second factor.
const REMINDERS: Duration = Duration::from_secs(3600);
/// How many mails are under way at once, besides those that take long.
const SENDERS: usize = 4;

/// Runs until `stop`, then finishes what it began.
pub async fn run(instance: Instance, stop: CancellationToken) {
    let lanes = Lanes::new(stop.clone());
    let calls = Calls::new(stop.clone());
    let mut tasks = JoinSet::new();
    tasks.spawn(every(TICK, stop.clone(), instance.clone(), poll));
    tasks.spawn(every(TICK, stop.clone(), instance.clone(), chain_events));
    tasks.spawn(every(TICK, stop.clone(), instance.clone(), carry_out_lists));
    tasks.spawn(every(UPKEEP, stop.clone(), instance.clone(), upkeep));
    tasks.spawn(every(REMINDERS, stop.clone(), instance.clone(), send_reminders));
    let callers = calls.clone();
    let call = move |instance| callers.clone().make_due(instance);
    tasks.spawn(every(TICK, stop.clone(), instance.clone(), call));
    for _ in 0..SENDERS {
        let lanes = lanes.clone();
        let send = move |instance| lanes.clone().send_due(instance);
        tasks.spawn(every(TICK, stop.clone(), instance.clone(), send));
    }
    tasks.join_all().await;
    lanes.finish().await;
    calls.finish().await;
}

/// Does `deed` now and then, one after the other, until `stop`. A deed that panics ends alone.
async fn every<F>(pause: Duration, stop: CancellationToken, instance: Instance, deed: impl Fn(Instance) -> F)
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
    search::index(&instance.ctx).await?;
    client_uses::write_down(&instance.ctx).await?;
    cache::poll(&instance.ctx).await
}

async fn chain_events(instance: Instance) -> Result<(), Fault> {
    audit::append(&instance.ctx).await.map(|_| ())
}

async fn send_reminders(instance: Instance) -> Result<(), Fault> {
    let mails = remind::remind_due(&instance.ctx).await?;
    if mails > 0 {
        tracing::info!(mails, "reminded people of the second factor");
    }
    Ok(())
}

async fn carry_out_lists(instance: Instance) -> Result<(), Fault> {
    while import::carry_out(&instance.ctx).await? {}
    Ok(())
}

async fn upkeep(instance: Instance) -> Result<(), Fault> {
    keys::maintain(&instance.ctx).await?;
    // Out of the database, so that they tell of a chain whose end is cut off there.
    for audit::Head { chain, seq, jws } in audit::announce(&instance.ctx).await? {
        tracing::info!(chain, events = seq, head = jws, "the audit trail's signed head");
    }
    let rows = clean_up::clean_up(&instance.ctx).await?;
    if rows > 0 {
        tracing::debug!(rows, "deleted what was over");
    }
    Ok(())
}

/// Does every task that is due, one after the other.
///
/// # Errors
/// When the database does not answer.
pub async fn send_due(instance: Instance) -> Result<(), Fault> {
    while let Some(claimed) = jobs::claim(&instance.ctx).await? {
        attempt(&instance, &claimed).await?;
    }
    Ok(())
}

/// Does one task, and writes down what has become of it.
async fn attempt(instance: &Instance, claimed: &Claimed) -> Result<(), Fault> {
    match perform(instance, claimed).await {
        Ok(answer) => jobs::done(&instance.ctx, claimed, answer.as_deref()).await,
        Err(error) => {
            let reason = presentable(&error.to_string(), &[]);
            tracing::warn!(job = claimed.id(), kind = claimed.task.kind(), %reason, "a job failed");
            jobs::failed(&instance.ctx, claimed, &reason, error.is_permanent()).await
        }
    }
}

/// Why a task was not done.
#[derive(Debug, thiserror::Error)]
enum TaskError {
    #[error(transparent)]
    Mail(#[from] MailError),
    #[error("the mail can't be written: {0}")]
    Render(#[from] RenderError),
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl TaskError {
    fn is_permanent(&self) -> bool {
        match self {
            Self::Mail(error) => error.is_permanent(),
            // A later version may know how.
            Self::Render(_) | Self::Fault(_) => false,
        }
    }
}

/// Gives what the other side answered, where there is one.
async fn perform(instance: &Instance, claimed: &Claimed) -> Result<Option<String>, TaskError> {
    match &claimed.task {
        Task::Recover(recovery) => forgot_password::carry_out(&instance.ctx, recovery).await?,
        Task::RemindMembers(reminding) => remind::carry_out(&instance.ctx, reminding).await?,
        _ => {}
    }
    match letters::write(instance, claimed)? {
        Some(mail) => Ok(Some(instance.mailer.send(&mail).await?)),
        None => Ok(None),
    }
}
