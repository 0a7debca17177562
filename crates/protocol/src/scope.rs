//! Scopes (RFC 6749, 3.3; OpenID Connect Core, 5.4).

use crate::error::{ErrorCode, Refusal, Rule};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Asks for an ID token: what makes an OAuth request an OpenID Connect request.
pub const OPENID: &str = "openid";
/// Name, language and the like (OpenID Connect Core, 5.4).
pub const PROFILE: &str = "profile";
/// E-mail address (OpenID Connect Core, 5.4).
pub const EMAIL: &str = "email";
/// Postal address (OpenID Connect Core, 5.4).
pub const ADDRESS: &str = "address";
/// Phone number (OpenID Connect Core, 5.4).
pub const PHONE: &str = "phone";
/// Refresh tokens that outlive the session (OpenID Connect Core, 11).
pub const OFFLINE_ACCESS: &str = "offline_access";
/// Our own: the companies that the person belongs to, with the role in each.
pub const COMPANY: &str = "company";

/// The scopes that this provider gives a meaning to, in the order in which discovery names them.
pub const KNOWN: &[&str] = &[OPENID, PROFILE, EMAIL, ADDRESS, PHONE, OFFLINE_ACCESS, COMPANY];

/// Scope values in the order in which they were asked for, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Scope(Vec<String>);

impl Scope {
    /// Whether this value is among them.
    #[must_use]
    pub fn contains(&self, value: &str) -> bool {
        self.0.iter().any(|own| own == value)
    }

    /// Whether all of `other` is among them.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        other.iter().all(|value| self.contains(value))
    }

    /// The values in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// These values and then those of `other` that are new.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        self.iter().chain(other.iter()).collect()
    }

    /// These values without the ones that `keep` refuses.
    #[must_use]
    pub fn filter(&self, keep: impl Fn(&str) -> bool) -> Self {
        self.iter().filter(|value| keep(value)).collect()
    }
}

impl<'a> FromIterator<&'a str> for Scope {
    fn from_iter<I: IntoIterator<Item = &'a str>>(values: I) -> Self {
        let mut scope = Self::default();
        for value in values {
            if !scope.contains(value) {
                scope.0.push(value.to_owned());
            }
        }
        scope
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join(" "))
    }
}

impl FromStr for Scope {
    type Err = Refusal;

    /// Reads values separated by spaces.
    fn from_str(text: &str) -> Result<Self, Refusal> {
        if !text
            .chars()
            .all(|c| matches!(c, ' ' | '\x21' | '\x23'..='\x5b' | '\x5d'..='\x7e'))
        {
            return Err(Refusal::new(
                ErrorCode::InvalidScope,
                Rule::ScopeMalformed,
                "a scope is made of printable ASCII characters, without quotes and backslashes, separated by spaces",
            ));
        }
        Ok(text.split(' ').filter(|value| !value.is_empty()).collect())
    }
}

impl TryFrom<String> for Scope {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse().map_err(|refusal: Refusal| refusal.description)
    }
}

impl From<Scope> for String {
    fn from(scope: Scope) -> Self {
        scope.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_order_and_each_value_once() {
        let scope: Scope = "openid  profile openid x:y".parse().expect("valid");
        assert_eq!(scope.to_string(), "openid profile x:y");
    }

    #[test]
    fn refuses_characters_outside_rfc_6749() {
        for text in ["a\"b", "a\\b", "ä", "a\tb", "a\nb"] {
            assert_eq!(
                text.parse::<Scope>().unwrap_err().code,
                ErrorCode::InvalidScope,
                "{text:?}"
            );
        }
    }
}
