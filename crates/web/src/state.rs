//! What every room can reach: the flows, the pages, and the site's own facts.

use crate::view::{Brand, Renderer, Support};
use ipnet::IpNet;
use std::sync::Arc;
use url::Url;
use voltkey_flows::Ctx;

/// The state of the router. Cloning it is cheap.
#[derive(Clone)]
pub struct AppState {
    /// The flows' surroundings.
    pub ctx: Arc<Ctx>,
    /// The pages.
    pub renderer: Renderer,
    /// The site as configured.
    pub site: Arc<Site>,
}

/// What the configuration says about the site.
#[derive(Clone, Debug)]
pub struct Site {
    /// The issuer and the base of every link: scheme, host and port only. Never taken from a request's headers.
    pub public_url: Url,
    /// Whose house this is, on every page.
    pub brand: Brand,
    /// Where the brand's name leads.
    pub home_url: Option<String>,
    /// The ways to support, on every page.
    pub support: Support,
    /// The proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNet>,
}

impl Site {
    /// Whether browsers reach the site by https. Plain http is for localhost only.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.public_url.scheme() == "https"
    }

    /// The site's origin as browsers write it in `Origin` (RFC 6454, 6.2).
    #[must_use]
    pub fn origin(&self) -> String {
        self.public_url.origin().ascii_serialization()
    }
}

#[cfg(test)]
pub mod samples {
    //! A site for tests.

    use super::*;

    /// A site at that address, without brand, support or proxies.
    pub fn site(public_url: &str) -> Site {
        Site {
            public_url: public_url.parse().expect("an address"),
            brand: Brand {
                name: "Amperecloud".to_owned(),
                logo: None,
            },
            home_url: None,
            support: Support::default(),
            trusted_proxies: Vec::new(),
        }
    }
}
