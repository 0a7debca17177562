//! What waits in the outbox, and why: the mails' kinds and the servers' answers, never to whom they go.

use super::Finding;
use crate::mail::presentable;
use voltkey_crypto::clock::{Clock as _, SystemClock};
use voltkey_protocol::time::Timestamp;
use voltkey_store::jobs::{self, Status};
use voltkey_store::{Store, StoreError};

const NAME: &str = "outbox";
/// More would scroll the other findings away.
const LISTED: usize = 20;

/// Looks at the mails whose last attempt failed, and at those that nobody has tried.
pub(super) async fn outbox(store: &Store) -> Finding {
    match look(store, SystemClock.now()).await {
        Ok(finding) => finding,
        Err(error) => Finding::Bad(NAME, error.to_string()),
    }
}

async fn look(store: &Store, now: Timestamp) -> Result<Finding, StoreError> {
    // One more than is listed tells whether there are more.
    let limit = i64::try_from(LISTED + 1).unwrap_or(i64::MAX);
    let troubled = jobs::troubled(store, limit).await?;
    let due = jobs::due_count(store, now).await?;
    if troubled.is_empty() && due == 0 {
        return Ok(Finding::Good(NAME, "nothing waits in vain".into()));
    }
    let mut parts = Vec::new();
    if due > 0 {
        parts.push(format!("{due} due, sent by a running `voltkey serve`"));
    }
    if !troubled.is_empty() {
        parts.push(format!("{} with a last attempt that failed", count(&troubled)));
    }
    let listed = troubled.iter().take(LISTED);
    let lines: String = listed
        .map(|status| format!("\n        {}", line(status, now)))
        .collect();
    Ok(Finding::Note(NAME, format!("mails: {}{lines}", parts.join("; "))))
}

fn count(troubled: &[Status]) -> String {
    match troubled.len() {
        more if more > LISTED => format!("more than {LISTED}"),
        all => all.to_string(),
    }
}

fn line(status: &Status, now: Timestamp) -> String {
    let next = match status.failed_at {
        Some(at) => format!("given up {}", moment(at)),
        None if status.run_at <= now => "next attempt due".to_owned(),
        None => format!("next attempt {}", moment(status.run_at)),
    };
    let attempts = match status.attempts {
        1 => "1 attempt".to_owned(),
        n => format!("{n} attempts"),
    };
    format!(
        "{} since {}, {attempts}, {next}: {}",
        status.kind,
        moment(status.created_at),
        presentable(status.last_error.as_deref().unwrap_or_default(), &[])
    )
}

fn moment(at: Timestamp) -> String {
    jiff::Timestamp::from_microsecond(at.as_micros()).map_or_else(|_| "?".to_owned(), |at| format!("{at:.0}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_seconds(1_800_000_000);

    fn status() -> Status {
        Status {
            id: "0190f3a0".to_owned(),
            kind: "new_device".to_owned(),
            created_at: NOW,
            run_at: NOW + std::time::Duration::from_secs(30),
            attempts: 1,
            last_error: Some("at RCPT TO: 451 <ada@sonnenfeld.example>\r\n\u{1b}[31mlater".to_owned()),
            answer: None,
            done_at: None,
            failed_at: None,
        }
    }

    #[test]
    fn a_line_says_what_when_and_why_and_not_to_whom() {
        assert_eq!(
            line(&status(), NOW),
            "new_device since 2027-01-15T08:00:00Z, 1 attempt, next attempt 2027-01-15T08:00:30Z: at RCPT TO: 451 … \
             [31mlater"
        );
    }

    #[test]
    fn what_is_due_or_given_up_says_so() {
        let due = Status {
            run_at: NOW,
            attempts: 2,
            ..status()
        };
        assert!(line(&due, NOW).contains(", 2 attempts, next attempt due: "));
        let given_up = Status {
            failed_at: Some(NOW),
            ..status()
        };
        assert!(line(&given_up, NOW).contains(", 1 attempt, given up 2027-01-15T08:00:00Z: "));
    }
}
