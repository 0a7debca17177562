//! Where a request comes from: the peer's address, or what trusted proxies say about it.

use crate::state::{AppState, Site};
use axum::extract::{ConnectInfo, FromRequestParts as _};
use http::HeaderMap;
use http::request::Parts;
use ipnet::IpNet;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use voltkey_flows::Network;

const FORWARDED_FOR: &str = "x-forwarded-for";

/// The network of a request. A connection of unknown origin is nobody's proxy.
pub async fn of(parts: &mut Parts, state: &AppState) -> Network {
    let peer = match ConnectInfo::<SocketAddr>::from_request_parts(parts, state).await {
        Ok(ConnectInfo(peer)) => peer.ip(),
        Err(_) => Ipv4Addr::UNSPECIFIED.into(),
    };
    Network::of(client(peer, &parts.headers, &state.site))
}

/// The last address that no trusted proxy has: everything to the left of it may have been written by anyone.
fn client(peer: IpAddr, headers: &HeaderMap, site: &Site) -> IpAddr {
    let hops = headers
        .get_all(FORWARDED_FOR)
        .iter()
        .flat_map(|header| header.to_str().unwrap_or_default().split(','))
        .rev();
    let mut address = peer.to_canonical();
    for hop in hops {
        if !is_trusted(address, &site.trusted_proxies) {
            break;
        }
        match parse(hop.trim()) {
            Some(next) => address = next,
            None => break,
        }
    }
    address
}

fn is_trusted(address: IpAddr, proxies: &[IpNet]) -> bool {
    proxies.iter().any(|network| network.contains(&address))
}

/// An address, which some proxies write with a port.
fn parse(hop: &str) -> Option<IpAddr> {
    let address = hop
        .parse::<IpAddr>()
        .or_else(|_| hop.parse::<SocketAddr>().map(|socket| socket.ip()));
    address.ok().map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::samples::site;
    use http::HeaderValue;

    fn seen(peer: &str, forwarded: &[&str]) -> String {
        let proxies = ["10.0.0.0/8", "::1/128"].map(|net| net.parse().expect("a network"));
        let site = Site {
            trusted_proxies: proxies.to_vec(),
            ..site("https://op.example")
        };
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append(FORWARDED_FOR, HeaderValue::from_str(line).expect("a header"));
        }
        client(peer.parse().expect("an address"), &headers, &site).to_string()
    }

    #[test]
    fn a_stranger_s_header_is_not_believed() {
        assert_eq!(seen("192.0.2.1", &["198.51.100.7"]), "192.0.2.1");
    }

    #[test]
    fn the_rightmost_untrusted_address_is_the_client() {
        assert_eq!(
            seen("10.0.0.1", &["203.0.113.9, 198.51.100.7, 10.0.0.2"]),
            "198.51.100.7"
        );
        assert_eq!(
            seen("10.0.0.1", &["203.0.113.9", "198.51.100.7:4711"]),
            "198.51.100.7"
        );
        assert_eq!(seen("::ffff:10.0.0.1", &["[2001:db8::1]:443"]), "2001:db8::1");
    }

    #[test]
    fn garbage_ends_the_walk_at_the_last_proxy() {
        assert_eq!(seen("10.0.0.1", &["198.51.100.7, unknown, 10.0.0.2"]), "10.0.0.2");
        assert_eq!(seen("10.0.0.1", &[]), "10.0.0.1");
        assert_eq!(seen("10.0.0.1", &["10.0.0.3"]), "10.0.0.3");
    }
}
