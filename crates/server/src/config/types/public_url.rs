//! How the world calls the provider.

use crate::config::value::TextSetting;
use std::fmt;
use url::{Host, Url};

/// The issuer, and the base of every link (OpenID Connect Discovery 1.0, section 3): an https origin, or an
/// http one on this machine itself, without path, query or fragment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl(Url);

impl PublicUrl {
    /// The origin without a slash at the end, such as `https://id.example.com`; ports that are the scheme's
    /// own are left out.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str().trim_end_matches('/')
    }

    /// The same as an address.
    #[must_use]
    pub fn as_url(&self) -> &Url {
        &self.0
    }

    /// Whether browsers speak TLS to the provider, so that cookies can be `Secure`.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.0.scheme() == "https"
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl TextSetting for PublicUrl {
    const EXPECTED: &'static str = "an address such as \"https://id.example.com\", without path, query and \
         fragment (http only on localhost)";

    fn parse_text(text: &str) -> Option<Self> {
        let url = Url::parse(text).ok()?;
        let right = match url.scheme() {
            "https" => true,
            "http" => is_this_machine(&url.host()?),
            _ => false,
        };
        let origin = url.origin().ascii_serialization();
        // Whatever is more than an origin (user, path, query, fragment) shows here.
        let bare = url.as_str() == format!("{origin}/");
        (right && bare).then_some(Self(url))
    }
}

fn is_this_machine(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => *name == "localhost",
        Host::Ipv4(address) => *address == std::net::Ipv4Addr::LOCALHOST,
        Host::Ipv6(address) => *address == std::net::Ipv6Addr::LOCALHOST,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_taken_in_its_plain_form() {
        let form = |text| PublicUrl::parse_text(text).map(|url| url.to_string());
        assert_eq!(
            form("https://id.example.com").as_deref(),
            Some("https://id.example.com")
        );
        assert_eq!(
            form("https://ID.example.com:443/").as_deref(),
            Some("https://id.example.com")
        );
        assert_eq!(
            form("http://localhost:8080").as_deref(),
            Some("http://localhost:8080")
        );
        assert_eq!(form("http://[::1]:8080").as_deref(), Some("http://[::1]:8080"));
    }

    #[test]
    fn what_is_more_or_less_than_a_safe_origin_is_refused() {
        for text in [
            "id.example.com",
            "http://id.example.com",
            "http://localhost.example.com",
            "ftp://localhost",
            "https://id.example.com/sso",
            "https://id.example.com?",
            "https://id.example.com/?a=b",
            "https://id.example.com/#",
            "https://ada@id.example.com",
        ] {
            assert_eq!(PublicUrl::parse_text(text), None, "{text}");
        }
    }
}
