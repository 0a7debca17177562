//! `cargo run --release -p voltkey-demo`: the provider, a relying party and a mail catcher in one process.

#![allow(unused_crate_dependencies, reason = "the library of this package uses them")]

use anyhow::Result;
use clap::Parser as _;
use voltkey_demo::{Demo, Options};

#[tokio::main]
async fn main() -> Result<()> {
    let options = Options::parse();
    // Before anything is started, so that a signal in between still ends it in order.
    let stopped = voltkey::serve::signal();
    let demo = Demo::start(&options).await?;
    println!("{}", demo.greeting());
    stopped.await;
    demo.stop().await
}
