//! The outbox, as operators see it: what waits, what is tried again and why, what was given up.

use crate::admin::staff::Operator;
use crate::audit::{Action, Event};
use crate::ctx::Ctx;
use crate::error::Fault;
use crate::jobs;
use crate::paging::{cut, one_more};
use crate::visitor::Visitor;
use serde_json::Value;
use voltkey_protocol::time::Timestamp;
use voltkey_store::jobs::{self as rows, Queued};

/// The most jobs of each kind that are told.
const MOST: usize = 50;

/// What is in the outbox.
#[derive(Clone, Debug)]
pub struct Outbox {
    /// Decided and never tried: the longest first.
    pub waiting: Jobs,
    /// Tried in vain, and tried again: the latest first.
    pub trying: Jobs,
    /// Given up: the latest first.
    pub failed: Jobs,
}

/// Some jobs.
#[derive(Clone, Debug, Default)]
pub struct Jobs {
    /// Them.
    pub jobs: Vec<Job>,
    /// Whether there are more than are told.
    pub more: bool,
}

/// A job.
#[derive(Clone, Debug)]
pub struct Job {
    /// Its row.
    pub id: String,
    /// The word for what it is.
    pub kind: String,
    /// Whom it goes to, as long as that is kept.
    pub to: Option<String>,
    /// When it was decided.
    pub created: Timestamp,
    /// When it is tried next.
    pub next: Timestamp,
    /// How often it was tried.
    pub attempts: i64,
    /// What the other side answered, or why it could not be asked.
    pub answer: Option<String>,
    /// Whether it can be tried again.
    pub can_be_tried: bool,
}

/// The outbox.
///
/// # Errors
/// When the database does not answer.
pub async fn outbox(ctx: &Ctx, _: &Operator) -> Result<Outbox, Fault> {
    Ok(Outbox {
        waiting: told(ctx, rows::waiting(&ctx.store, one_more(MOST)).await?),
        trying: told(ctx, rows::retried(&ctx.store, one_more(MOST)).await?),
        failed: told(ctx, rows::given_up(&ctx.store, one_more(MOST)).await?),
    })
}

/// Tries a job at once that was tried in vain, or was given up. Returns false when it is neither, is being tried at this
/// moment, or its particulars are gone.
///
/// # Errors
/// When the database does not answer.
pub async fn try_again(ctx: &Ctx, visitor: &Visitor, operator: &Operator, id: &str) -> Result<bool, Fault> {
    let Some(job) = rows::status(&ctx.store, id).await? else {
        return Ok(false);
    };
    let staff = operator.staff();
    let event = Event::of_instance(Action::MailTriedAgain, id).with("kind", job.kind);
    let note = staff.note(ctx, visitor, event)?;
    let now = ctx.now();
    let tried = ctx.store.write(|mut tx| async {
        let tried = staff.still(&mut tx).await? && rows::try_again(&mut tx, id, now).await?;
        if tried {
            note.write(&mut tx).await?;
        }
        Ok((tried, tx))
    });
    Ok(tried.await?)
}

fn told(ctx: &Ctx, mut rows: Vec<Queued>) -> Jobs {
    let more = cut(&mut rows, MOST);
    let job = |row: Queued| Job {
        to: row
            .payload
            .as_deref()
            .and_then(|sealed| recipient(ctx, &row.id, sealed)),
        can_be_tried: row.payload.is_some() && row.last_error.is_some(),
        id: row.id,
        kind: row.kind,
        created: row.created_at,
        next: row.run_at,
        attempts: row.attempts,
        answer: row.last_error,
    };
    Jobs {
        jobs: rows.into_iter().map(job).collect(),
        more,
    }
}

/// Whom a job goes to. Whatever else it holds, such as the token of a link, is nobody's to see.
fn recipient(ctx: &Ctx, id: &str, sealed: &[u8]) -> Option<String> {
    let task: Value = jobs::unseal(ctx, id, sealed).ok()?;
    let at = |path: &str| task.pointer(path).and_then(Value::as_str).map(str::to_owned);
    ["/to", "/email", "/notice/email", "/email_key"]
        .into_iter()
        .find_map(at)
}
