//! What an operator gets wrong: each is told in one sentence that says where and what to do, the process ends with 1,
//! and not a byte in the folder is different afterwards.

mod command_line;
mod configuration;
mod database;
mod machine;
mod master_key;

use crate::harness::Installation;

/// A provider that has been started once and stopped, so that there is something to lose.
async fn started_once() -> Installation {
    let installation = Installation::new();
    installation.serve().await.stop().await;
    installation
}
