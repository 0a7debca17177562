//! Names of servers, resolved to addresses that may be called.

use super::addresses::Reachable;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::net::SocketAddr;
use thiserror::Error;
use tokio::net::lookup_host;
use voltkey_flows::outbound::OutboundError;

/// A name that leads to no address that may be called.
#[derive(Debug, Error)]
#[error("{0}")]
pub(super) struct Forbidden(pub(super) OutboundError);

/// The system's resolver, of whose answers only those addresses are used that may be called.
pub(super) struct Resolver(pub(super) Reachable);

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let reachable = self.0.clone();
        Box::pin(async move {
            let found = look_up(&reachable, name.as_str()).await.map_err(Forbidden)?;
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

async fn look_up(reachable: &Reachable, name: &str) -> Result<Vec<SocketAddr>, OutboundError> {
    // The port of the request is filled in by whoever asked.
    let found = lookup_host((name, 0))
        .await
        .map_err(|_| OutboundError::UnknownHost)?;
    let (good, bad): (Vec<_>, Vec<_>) = found.partition(|address| reachable.contains(address.ip()));
    match (good.is_empty(), bad.first()) {
        (false, _) => Ok(good),
        (true, Some(address)) => Err(reachable.refusal(address.ip())),
        (true, None) => Err(OutboundError::UnknownHost),
    }
}
