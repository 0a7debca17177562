//! Listening, and stopping in order.

use crate::config::Config;
use crate::connections;
use crate::instance::{Instance, Machine};
use crate::open_files;
use crate::worker;
use anyhow::{Context as _, Result};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::signal::unix::{self, Signal, SignalKind};
use tokio_util::sync::CancellationToken;

/// How long requests and mails under way may take to end after SIGTERM.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long the statements of what did not end in that time may take.
const LAST_STATEMENTS: Duration = Duration::from_secs(5);

/// Runs the provider until SIGTERM or Ctrl-C.
///
/// # Errors
/// Whatever keeps it from starting: then nothing is left half done.
pub async fn serve(config: &Config) -> Result<()> {
    // First of all, so that a start is finished and then ended in order.
    let signal = signal();
    // Before anything is made: a port in use must change nothing.
    let listener = bind(config.server.listen).await?;
    let instance = Instance::open(config, Machine::default()).await?;
    let (listen, public_url) = (listener.local_addr()?, &config.server.public_url);
    tracing::info!(%listen, %public_url, "serving");
    if let Some(shortage) = open_files::shortage(config.server.max_connections) {
        tracing::warn!("{shortage}");
    }
    println!("Voltkey listens on {listen} as {public_url}");
    let stop = CancellationToken::new();
    tokio::spawn(cancel_on(signal, stop.clone()));
    run(instance, listener, stop).await;
    Ok(())
}

/// Serves an instance until `stop`, then finishes what it began.
pub async fn run(instance: Instance, listener: TcpListener, stop: CancellationToken) {
    let (router, bounds) = (instance.router(), instance.connections.clone());
    let ctx = Arc::clone(&instance.ctx);
    let worker = tokio::spawn(worker::run(instance, stop.clone()));
    let serving = connections::serve(listener, router, bounds, stop.clone());
    let patience = async {
        stop.cancelled().await;
        tokio::time::sleep(PATIENCE).await;
    };
    tokio::select! {
        () = serving => {}
        () = patience => tracing::warn!("some requests did not end in time"),
    }
    stop.cancel();
    if tokio::time::timeout(PATIENCE, worker).await.is_err() {
        tracing::warn!("some background work did not end in time; another start goes on with it");
    }
    if tokio::time::timeout(LAST_STATEMENTS, ctx.close()).await.is_err() {
        tracing::warn!("some statements did not end in time");
    }
}

/// Takes the address.
///
/// # Errors
/// When it is in use or not this machine's.
pub async fn bind(listen: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(listen).await.with_context(|| {
        format!("cannot listen on {listen} (server.listen): stop what uses that port, or choose another")
    })
}

async fn cancel_on(signal: impl Future<Output = ()>, stop: CancellationToken) {
    signal.await;
    tracing::info!("stopping");
    stop.cancel();
}

/// Begins to watch for SIGTERM and Ctrl-C, which from now on end nothing by themselves. What is returned waits for
/// one of them.
pub fn signal() -> impl Future<Output = ()> {
    // Here rather than in the future, which may be polled for the first time when the signal has long come.
    let mut terminate = watch(SignalKind::terminate());
    let mut interrupt = watch(SignalKind::interrupt());
    async move {
        tokio::select! {
            () = arrival(&mut terminate) => {}
            () = arrival(&mut interrupt) => {}
        }
    }
}

fn watch(kind: SignalKind) -> Option<Signal> {
    match unix::signal(kind) {
        Ok(signal) => Some(signal),
        Err(error) => {
            tracing::warn!(%error, ?kind, "a signal can't be watched");
            None
        }
    }
}

async fn arrival(signal: &mut Option<Signal>) {
    match signal {
        Some(signal) => {
            signal.recv().await;
        }
        None => std::future::pending().await,
    }
}
