//! The outbox: what was decided in a transaction, and is done after it by whichever replica's worker comes first.

use crate::ctx::Ctx;
use crate::error::Fault;
use crate::text::to_json;
use serde::{Deserialize, Serialize};
use std::time::Duration;
use voltkey_protocol::time::Timestamp;
use voltkey_store::jobs::{self, NewJob};

/// How long a worker has for one job before another may take it.
pub const LEASE: Duration = Duration::from_secs(120);
/// The wait after each failed attempt; when none is left, the job is given up.
const WAITS: [Duration; 7] = [
    Duration::from_secs(30),
    Duration::from_secs(2 * 60),
    Duration::from_secs(10 * 60),
    Duration::from_secs(30 * 60),
    Duration::from_secs(2 * 3600),
    Duration::from_secs(6 * 3600),
    Duration::from_secs(12 * 3600),
];
/// The purpose under which payloads are sealed.
const PURPOSE: &str = "job";

/// A thing to be done.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Task {
    /// Tell a person that they logged in in a browser that was not known.
    NewDevice(Notice),
    /// Tell a person that five wrong PINs were entered after their right password.
    WrongPins(Notice),
    /// Tell a person that a second factor was set up for their account.
    Enrolled(Notice),
}

/// What a mail about an account's safety says.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Notice {
    /// Where it goes.
    pub email: String,
    /// First and last name.
    pub name: String,
    /// Language of the mail.
    pub language: String,
    /// When it was.
    pub at: Timestamp,
    /// What the browser calls itself.
    pub user_agent: String,
    /// From which network.
    pub network: String,
}

/// A task that this worker has claimed.
#[derive(Debug)]
pub struct Claimed {
    /// What is to be done.
    pub task: Task,
    job: jobs::Job,
}

impl Claimed {
    /// Identifier that stays the same however often the task is tried: a mail's Message-ID.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.job.id
    }

    /// When the task was decided.
    #[must_use]
    pub fn created_at(&self) -> Timestamp {
        self.job.created_at
    }
}

/// Makes the row of a task, to be added to the transaction of its cause.
pub(crate) fn prepare(ctx: &Ctx, task: &Task) -> Result<NewJob, Fault> {
    let id = ctx.new_id();
    let now = ctx.now();
    let payload = ctx.master.seal(PURPOSE, &id, to_json(task)?.as_bytes());
    Ok(NewJob {
        id,
        kind: task.kind().to_owned(),
        payload,
        run_at: now,
        created_at: now,
    })
}

/// Claims the task that is due longest, for two minutes; none when nothing is due.
///
/// # Errors
/// When the database does not answer.
pub async fn claim(ctx: &Ctx) -> Result<Option<Claimed>, Fault> {
    loop {
        let now = ctx.now();
        let Some(job) = jobs::claim(&ctx.store, now, now + LEASE).await? else {
            return Ok(None);
        };
        match open(ctx, &job) {
            Ok(task) => return Ok(Some(Claimed { task, job })),
            Err(fault) => {
                tracing::error!(job = job.id, %fault, "a job can't be read, and is given up");
                jobs::fail(&ctx.store, &job, now, "the job can't be read").await?;
            }
        }
    }
}

fn open(ctx: &Ctx, job: &jobs::Job) -> Result<Task, Fault> {
    let plain = ctx.master.open(PURPOSE, &job.id, &job.payload)?;
    serde_json::from_slice(&plain).map_err(|error| Fault::Internal(error.to_string()))
}

/// Marks a task as done. `answer` is what the other side said when it took it, kept for whoever asks.
///
/// # Errors
/// When the database does not answer: then it is done again after the lease.
pub async fn done(ctx: &Ctx, claimed: &Claimed, answer: Option<&str>) -> Result<(), Fault> {
    jobs::done(&ctx.store, &claimed.job.id, ctx.now(), answer).await?;
    Ok(())
}

/// Marks an attempt as failed: tried again later, over hours; given up at once when the failure is for good.
/// `error` is kept and shown, so it says what the other side answered and no secret.
///
/// # Errors
/// When the database does not answer: then it is tried again after the lease.
pub async fn failed(ctx: &Ctx, claimed: &Claimed, error: &str, for_good: bool) -> Result<(), Fault> {
    let job = &claimed.job;
    let now = ctx.now();
    let attempt = usize::try_from(job.attempts - 1).unwrap_or(0);
    match WAITS.get(attempt).filter(|_| !for_good) {
        Some(wait) => jobs::retry(&ctx.store, job, now + *wait, error).await?,
        None => jobs::fail(&ctx.store, job, now, error).await?,
    };
    Ok(())
}

impl Task {
    /// The word for what it is, as it stands in the outbox.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::NewDevice(_) => "new_device",
            Self::WrongPins(_) => "wrong_pins",
            Self::Enrolled(_) => "enrolled",
        }
    }
}
