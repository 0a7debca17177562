//! `[server]` and `[outbound]`: the network.

use crate::config::keys::Keys;
use crate::config::types::PublicUrl;
use crate::config::value::Whole;
use ipnet::IpNet;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

/// `[server]`: where the provider listens and how the world calls it.
#[derive(Clone, Debug)]
pub struct ServerConfig {
    /// The address and port of the HTTP listener.
    pub listen: SocketAddr,
    /// The issuer and the base of every link; never taken from a request's headers.
    pub public_url: PublicUrl,
    /// The proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// How long a connection may take until the head of its next request is there.
    pub header_timeout: Duration,
    /// How many connections there may be at once.
    pub max_connections: u16,
    /// The listener for metrics, if there is to be one.
    pub metrics_listen: Option<SocketAddr>,
}

impl ServerConfig {
    pub(in crate::config) fn read(keys: &mut Keys) -> Self {
        let Whole(max_connections) = keys.read::<Whole<1, { u16::MAX }>>("server.max_connections");
        Self {
            listen: keys.read("server.listen"),
            public_url: keys.read("server.public_url"),
            trusted_proxies: keys.read("server.trusted_proxies"),
            header_timeout: keys.read("server.header_timeout"),
            max_connections,
            metrics_listen: keys.read("server.metrics_listen"),
        }
    }
}

/// `[outbound]`: which addresses the provider may call for `jwks_uri`, `request_uri` and logout calls.
#[derive(Clone, Debug)]
pub struct OutboundConfig {
    /// Private networks that may be called all the same.
    pub allow_private: Vec<IpNet>,
    /// Certificates in PEM that are trusted besides the public ones.
    pub ca_file: Option<PathBuf>,
}

impl OutboundConfig {
    pub(in crate::config) fn read(keys: &mut Keys) -> Self {
        Self {
            allow_private: keys.read("outbound.allow_private"),
            ca_file: keys.read("outbound.ca_file"),
        }
    }
}
