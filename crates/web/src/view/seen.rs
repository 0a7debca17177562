//! What was seen of a browser, as the mails about an account's safety tell it.

use super::moment::Moment;
use serde::Serialize;

/// Whose account it was, and when, with which browser and from where.
#[derive(Clone, Debug, Serialize)]
pub struct Seen {
    /// The name to greet with, where it is known.
    pub name: Option<String>,
    /// When it was.
    pub at: Moment,
    /// Which browser, as its name and system: "Firefox, Linux"; none where it is not known.
    pub browser: Option<String>,
    /// Which network: the address that it came from.
    pub network: String,
}

#[cfg(test)]
impl Seen {
    /// What was seen, of a person whose name is known or not.
    pub fn sample(name: Option<&str>) -> Self {
        Self {
            name: name.map(str::to_owned),
            at: super::sample::moment(),
            browser: name.map(|_| "Firefox, Linux".to_owned()),
            network: "2001:db8:12::/64".to_owned(),
        }
    }
}
