//! Calls that tell clients of ended sessions, so many beside each other that a server which hangs holds up no other: of
//! one client only a few are under way at once.

use crate::instance::Instance;
use std::sync::Arc;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use voltkey_flows::Fault;
use voltkey_flows::oidc::tell_client::{self, Claimed};

/// How many are under way at once.
const AT_ONCE: usize = 16;
/// How many of them may be of one client.
const OF_ONE: i64 = 4;
/// The last places are for clients that have none: some that hang can't take them all.
const SPARE: usize = 8;

/// The calls under way.
#[derive(Clone)]
pub(super) struct Calls {
    stop: CancellationToken,
    under_way: TaskTracker,
    room: Arc<Semaphore>,
}

impl Calls {
    /// No call is claimed any more after `stop`.
    pub fn new(stop: CancellationToken) -> Self {
        Self {
            stop,
            under_way: TaskTracker::new(),
            room: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }

    /// Begins every call that is due; comes back when none is, though some may still be under way.
    pub async fn make_due(self, instance: Instance) -> Result<(), Fault> {
        while !self.stop.is_cancelled() {
            // A closed semaphore would end the calls for good; nothing closes it.
            let Ok(room) = Arc::clone(&self.room).acquire_owned().await else {
                break;
            };
            let of_one = most_of_one(self.room.available_permits());
            let Some(claimed) = tell_client::claim(&instance.ctx, of_one).await? else {
                break;
            };
            let instance = instance.clone();
            self.under_way.spawn(async move {
                make(&instance, &claimed).await;
                drop(room);
            });
        }
        Ok(())
    }

    /// Waits for those under way.
    pub async fn finish(&self) {
        self.under_way.close();
        self.under_way.wait().await;
    }
}

/// How many calls of one client may be under way while so many places are free.
const fn most_of_one(free: usize) -> i64 {
    if free < SPARE { 1 } else { OF_ONE }
}

/// What was not written down is made again when its lease ends.
async fn make(instance: &Instance, claimed: &Claimed) {
    if let Err(fault) = tell_client::call(&instance.ctx, claimed).await {
        tracing::warn!(%fault, "a client could not be told of a log-out: it is tried again");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The places that so many clients leave, to each of which more is to be told than it answers.
    fn left_by_hanging(clients: usize) -> usize {
        let mut under_way = vec![0; clients];
        let mut free = AT_ONCE;
        while free > 0 {
            let least = under_way.iter_mut().min().expect("a client");
            // The place of the one that is claimed is taken already.
            if *least >= most_of_one(free - 1) {
                break;
            }
            *least += 1;
            free -= 1;
        }
        free
    }

    #[test]
    fn some_clients_that_hang_leave_places_for_others() {
        for clients in 1..AT_ONCE {
            assert!(left_by_hanging(clients) > 0, "{clients} take all");
        }
        assert_eq!(left_by_hanging(1), AT_ONCE - 4);
    }
}
