//! What the stories are told with: an installation, its processes and databases, and the people and apps that use it.

mod app;
mod browser;
mod database;
mod installation;
mod mail;
mod process;
mod server;
mod wire;
mod world;

pub use app::{App, tokens};
pub use browser::{Browser, Form, Landed, Page};
pub use database::{Database, execute, numbers};
pub use installation::{Installation, free_port};
pub use mail::MailServer;
pub use process::{Outcome, PATIENCE, Process};
pub use server::Server;
pub use wire::{Lost, Reply, Wire};
pub use world::{ENROLLED, OTP_SECRET, PASSWORD, email, world};

use std::time::Duration;
use tokio::time::{Instant, sleep};

/// How soon each replica knows of what another process has changed: it asks every second, and a busy machine may
/// take another two. Beyond five, what is kept in memory would not be used any more.
pub const SOON: Duration = Duration::from_secs(3);

/// Asks again and again until the answer is yes, or `span` has passed.
pub async fn within(span: Duration, mut question: impl AsyncFnMut() -> bool) -> bool {
    let end = Instant::now() + span;
    while Instant::now() < end {
        if question().await {
            return true;
        }
        sleep(Duration::from_millis(50)).await;
    }
    false
}
