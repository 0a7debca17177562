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
    /// Every setting, for operators to see.
    pub settings: Vec<ShownSetting>,
}

/// A setting in force, and where its value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownSetting {
    /// Its key, such as `session.idle`.
    pub key: String,
    /// Its value as a file would have it; none: it may hold a password.
    pub value: Option<String>,
    /// Where it was written.
    pub source: SettingSource,
}

/// Where the value of a setting comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SettingSource {
    /// A line of the configuration file.
    Line {
        /// The file's path.
        file: String,
        /// Counted from 1.
        line: usize,
    },
    /// An environment variable, by name.
    Variable(String),
    /// What is built in.
    Default,
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
            settings: Vec::new(),
        }
    }
}
