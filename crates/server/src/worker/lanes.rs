//! The ways that mails take beside each other, so that a slow one does not hold up the others.
//!
//! A sender waits a moment for its mail; one that takes longer goes on by itself, and the sender takes the next. Only so
//! many may be slow at once: then the senders wait, and no mail server is ever met by more than all of these together.

use super::attempt;
use crate::instance::Instance;
use crate::mail::LONGEST_ATTEMPT;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use voltkey_flows::Fault;
use voltkey_flows::jobs::{self, LEASE};

/// A mail that takes longer than this is slow.
const BRISK: Duration = Duration::from_secs(2);
/// How many may be slow at once.
const SLOW: usize = 16;

// Else a second worker would send what the first is still sending.
const _: () = assert!(LONGEST_ATTEMPT.as_secs() < LEASE.as_secs());

/// Shared by all senders.
#[derive(Clone)]
pub(super) struct Lanes {
    stop: CancellationToken,
    under_way: TaskTracker,
    slow: Arc<Semaphore>,
}

impl Lanes {
    /// No mail is claimed any more after `stop`.
    pub fn new(stop: CancellationToken) -> Self {
        Self {
            stop,
            under_way: TaskTracker::new(),
            slow: Arc::new(Semaphore::new(SLOW)),
        }
    }

    /// Sends what is due; comes back when nothing is, though slow mails may still be under way.
    pub async fn send_due(self, instance: Instance) -> Result<(), Fault> {
        while !self.stop.is_cancelled() {
            let Some(claimed) = jobs::claim(&instance.ctx).await? else {
                break;
            };
            let instance = instance.clone();
            let mut sent = self
                .under_way
                .spawn(async move { attempt(&instance, &claimed).await });
            tokio::select! {
                ended = &mut sent => report(ended),
                room = self.room_for_a_slow_one() => {
                    self.under_way.spawn(go_on(sent, room));
                }
            }
        }
        Ok(())
    }

    /// Waits for the slow ones.
    pub async fn finish(&self) {
        self.under_way.close();
        self.under_way.wait().await;
    }

    async fn room_for_a_slow_one(&self) -> Option<OwnedSemaphorePermit> {
        tokio::time::sleep(BRISK).await;
        Arc::clone(&self.slow).acquire_owned().await.ok()
    }
}

async fn go_on(sent: JoinHandle<Result<(), Fault>>, room: Option<OwnedSemaphorePermit>) {
    report(sent.await);
    drop(room);
}

/// What was not written down is tried again when its lease ends.
fn report(ended: Result<Result<(), Fault>, tokio::task::JoinError>) {
    match ended {
        Ok(Ok(())) => {}
        Ok(Err(fault)) => tracing::warn!(%fault, "what became of a mail can't be kept: it is sent again"),
        Err(panic) => tracing::error!(%panic, "sending a mail panicked, and is tried again"),
    }
}
