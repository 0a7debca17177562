//! Who is behind a request, as far as its connection and its cookies tell.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};
pub use voltkey_crypto::secret::Token;

/// A browser that asks for a page.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// Where it is.
    pub network: Network,
    /// What it calls itself; at most 400 characters.
    pub user_agent: String,
    /// The number of the request, as it stands in the log.
    pub request_id: String,
    /// Its own cookie, which binds pending requests to it. Every browser gets one with its first page.
    pub browser: Token,
    /// The session cookie that it shows; whether it is worth anything is for the flows to find out.
    pub session: Option<Token>,
    /// The cookies of further accounts that are signed in in this browser.
    pub other_sessions: Vec<Token>,
    /// The cookie with which a PIN alone may begin a session, worth as little until it is looked up.
    pub pin_login: Option<Token>,
}

impl Visitor {
    /// The session cookies that it shows, the current one first.
    pub fn sessions(&self) -> impl Iterator<Item = &Token> {
        self.session.iter().chain(&self.other_sessions)
    }
}

/// The network that an address belongs to, as throttles and quotas count it: an IPv4 address, or the /64 of an
/// IPv6 address, which is what one household has.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Network(String);

impl Network {
    /// The network of an address. An IPv4 address inside IPv6 counts as itself.
    #[must_use]
    pub fn of(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(v4) => Self(v4.to_string()),
            IpAddr::V6(v6) => {
                let [a, b, c, d, ..] = v6.segments();
                Self(format!("{}/64", Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0)))
            }
        }
    }

    /// The network as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ipv6_counts_by_its_64_bit_prefix_and_mapped_ipv4_as_itself() {
        let of = |text: &str| Network::of(text.parse().expect("address")).to_string();
        assert_eq!(of("2001:db8:1:2:aaaa::1"), "2001:db8:1:2::/64");
        assert_eq!(of("::ffff:192.0.2.7"), "192.0.2.7");
        assert_eq!(of("192.0.2.7"), "192.0.2.7");
    }
}
