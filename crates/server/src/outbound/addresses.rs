//! Which addresses may be called.

use ipnet::IpNet;
use std::net::IpAddr;
use std::sync::{Arc, LazyLock};
use voltkey_flows::outbound::OutboundError;

/// Networks that are no part of the public internet, or stand for others (IANA's registries of special-purpose
/// addresses).
const SPECIAL: &[&str] = &[
    // This machine and this network (RFC 1122).
    "0.0.0.0/8",
    "127.0.0.0/8",
    // Private (RFC 1918).
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    // Shared behind a carrier's translator (RFC 6598).
    "100.64.0.0/10",
    // Link-local, where clouds tell machines their secrets (RFC 3927).
    "169.254.0.0/16",
    // Protocol assignments (RFC 6890), and relays of 6to4 that are no more (RFC 7526).
    "192.0.0.0/24",
    "192.88.99.0/24",
    // Documentation (RFC 5737) and benchmarks (RFC 2544).
    "192.0.2.0/24",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "198.18.0.0/15",
    // Multicast, reserved, broadcast (RFC 5771, RFC 1112).
    "224.0.0.0/4",
    "240.0.0.0/4",
    // Protocol assignments, with Teredo (RFC 2928, RFC 4380).
    "2001::/23",
    // Documentation (RFC 3849, RFC 9637).
    "2001:db8::/32",
    "3fff::/20",
    // 6to4, which leads on to an address of IPv4 (RFC 3056).
    "2002::/16",
];

/// All of public IPv6 (RFC 4291, 2.4). Outside lie loopback, link-local, unique local, multicast, and what a translator
/// leads on to IPv4 (RFC 6052).
const GLOBAL_UNICAST: &str = "2000::/3";

static PRIVATE: LazyLock<Vec<IpNet>> = LazyLock::new(|| SPECIAL.iter().copied().map(network).collect());

fn network(text: &str) -> IpNet {
    text.parse().expect("a network")
}

/// Whom the provider may call.
#[derive(Clone, Debug)]
pub struct Reachable {
    allowed: Arc<[IpNet]>,
    public: bool,
}

impl Reachable {
    /// The public internet, and besides it the networks that the operator allows.
    #[must_use]
    pub fn with(allowed: &[IpNet]) -> Self {
        Self {
            allowed: allowed.into(),
            public: true,
        }
    }

    /// The same with this machine itself.
    #[must_use]
    pub fn and_loopback(self) -> Self {
        let loopback = ["127.0.0.0/8", "::1/128"].map(network);
        Self {
            allowed: self.allowed.iter().copied().chain(loopback).collect(),
            ..self
        }
    }

    /// The networks that the operator allows, and no other.
    #[must_use]
    pub fn only_allowed(&self) -> Self {
        Self {
            public: false,
            ..self.clone()
        }
    }

    /// Whether an address may be called. IPv4 that is written as IPv6 counts as IPv4.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.allowed.iter().any(|network| network.contains(&address)) || (self.public && is_public(address))
    }

    /// Why an address that is not among these may not be called.
    #[must_use]
    pub fn refusal(&self, address: IpAddr) -> OutboundError {
        if is_public(address.to_canonical()) {
            OutboundError::NotHttps
        } else {
            OutboundError::Private
        }
    }
}

fn is_public(address: IpAddr) -> bool {
    let is_special = PRIVATE.iter().any(|network| network.contains(&address));
    !is_special && (address.is_ipv4() || network(GLOBAL_UNICAST).contains(&address))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(reachable: &Reachable, addresses: &[&str]) -> Vec<bool> {
        addresses
            .iter()
            .map(|text| reachable.contains(text.parse().unwrap()))
            .collect()
    }

    #[test]
    fn the_public_internet_is_reachable() {
        let public = [
            "93.184.215.14",
            "9.9.9.9",
            "172.32.0.1",
            "2606:2800:220::1",
            "2a01:4f8::1",
            "::ffff:9.9.9.9",
        ];
        assert_eq!(all(&Reachable::with(&[]), &public), [true; 6]);
        assert_eq!(all(&Reachable::with(&[]).only_allowed(), &public), [false; 6]);
    }

    #[test]
    fn nothing_else_is() {
        for address in [
            "0.0.0.0",
            "127.0.0.1",
            "127.9.9.9",
            "10.1.2.3",
            "172.31.255.255",
            "192.168.0.1",
            "100.64.0.1",
            "100.127.255.255",
            "169.254.169.254",
            "192.0.0.170",
            "192.0.2.1",
            "198.51.100.7",
            "203.0.113.9",
            "198.19.0.1",
            "192.88.99.1",
            "224.0.0.1",
            "239.255.255.250",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::127.0.0.1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::ffff:169.254.169.254",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::1",
            "3fff::1",
            "5f00::1",
            "fc00::1",
            "fd12:3456::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(
                !Reachable::with(&[]).contains(address.parse().unwrap()),
                "{address}"
            );
        }
    }

    #[test]
    fn what_the_operator_allows_is_reachable_too() {
        let allowed = Reachable::with(&[network("10.1.0.0/16"), network("fd00::/8")]);
        let addresses = ["10.1.2.3", "::ffff:10.1.2.3", "fd00::9", "10.2.0.1", "127.0.0.1"];
        assert_eq!(all(&allowed, &addresses), [true, true, true, false, false]);
        let with_loopback = allowed.and_loopback().only_allowed();
        assert_eq!(
            all(&with_loopback, &["127.0.0.1", "::1", "9.9.9.9"]),
            [true, true, false]
        );
    }
}
