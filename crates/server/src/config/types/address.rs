//! Addresses of the network, of the web and of mail.

use crate::config::value::TextSetting;
use ipnet::IpNet;
use lettre::Address;
use lettre::message::Mailbox;
use std::net::{IpAddr, SocketAddr};
use url::Url;

impl TextSetting for SocketAddr {
    const EXPECTED: &'static str = "an IP address and a port such as \"127.0.0.1:8080\" or \"[::]:8080\"";

    fn parse_text(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

/// A single address stands for the network of just that address.
impl TextSetting for IpNet {
    const EXPECTED: &'static str = "a network such as \"10.0.0.0/8\" or \"fd00::/8\"";

    fn parse_text(text: &str) -> Option<Self> {
        let network = text.parse().ok();
        network.or_else(|| text.parse::<IpAddr>().ok().map(Self::from))
    }
}

/// A page on the web.
impl TextSetting for Url {
    const EXPECTED: &'static str = "an address that begins with \"https://\" or \"http://\"";

    fn parse_text(text: &str) -> Option<Self> {
        let url = Self::parse(text).ok()?;
        (matches!(url.scheme(), "http" | "https") && url.has_host()).then_some(url)
    }
}

impl TextSetting for Mailbox {
    const EXPECTED: &'static str = "a sender such as \"Example <no-reply@example.com>\"";

    fn parse_text(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

impl TextSetting for Address {
    const EXPECTED: &'static str = "an e-mail address";

    fn parse_text(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}
