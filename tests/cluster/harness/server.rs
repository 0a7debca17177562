//! A running `serve`.

use super::process::{Outcome, PATIENCE, Process};
use super::wire::Wire;
use super::within;

/// A running provider, and the way to it.
pub struct Server {
    process: Process,
    /// Where it answers.
    pub wire: Wire,
}

impl Server {
    /// Waits until it is ready; gives how it ended if it ends before.
    pub async fn when_ready(process: Process, port: u16, public_url: &str) -> Result<Self, Outcome> {
        let wire = Wire::new(port, public_url);
        let is_ready = async || {
            let answer = wire.get("/health/ready").await;
            answer.is_ok_and(|reply| reply.status == 200)
        };
        let settled = within(PATIENCE, async || process.has_ended() || is_ready().await).await;
        if process.has_ended() {
            return Err(process.end().await);
        }
        assert!(settled, "it neither serves nor ends");
        Ok(Self { process, wire })
    }

    /// Asks it to stop.
    pub fn terminate(&self) {
        self.process.terminate();
    }

    /// Waits until it has stopped.
    pub async fn end(self) -> Outcome {
        self.process.end().await
    }

    /// Stops it in order.
    pub async fn stop(self) -> Outcome {
        self.terminate();
        let outcome = self.end().await;
        assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
        outcome
    }

    /// Ends it in the middle of whatever it does.
    pub fn kill(self) {
        self.process.kill();
    }
}
