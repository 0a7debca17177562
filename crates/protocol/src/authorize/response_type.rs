//! What an authorization request asks for (OAuth 2.0 Multiple Response Type Encoding Practices, 3 and 5).

use crate::client::GrantType;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// A response type: which of code, ID token and access token come from the authorization endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ResponseType {
    /// The authorization code flow (OpenID Connect Core, 3.1).
    Code,
    /// The implicit flow without an access token (OpenID Connect Core, 3.2).
    IdToken,
    /// The implicit flow.
    IdTokenToken,
    /// The hybrid flow (OpenID Connect Core, 3.3).
    CodeIdToken,
    /// The hybrid flow without an ID token.
    CodeToken,
    /// The hybrid flow with all three.
    CodeIdTokenToken,
}

/// A response type that is none of those.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected one of: code, id_token, id_token token, code id_token, code token, code id_token token")]
pub struct UnknownResponseType;

impl ResponseType {
    /// Every one, in the order in which discovery names them.
    pub const ALL: &'static [Self] = &[
        Self::Code,
        Self::IdToken,
        Self::IdTokenToken,
        Self::CodeIdToken,
        Self::CodeToken,
        Self::CodeIdTokenToken,
    ];

    /// As the specification writes it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::IdToken => "id_token",
            Self::IdTokenToken => "id_token token",
            Self::CodeIdToken => "code id_token",
            Self::CodeToken => "code token",
            Self::CodeIdTokenToken => "code id_token token",
        }
    }

    /// The grant types that a client must be registered for beside it (OpenID Connect Dynamic Client Registration, 2).
    #[must_use]
    pub const fn grant_types(self) -> &'static [GrantType] {
        match self {
            Self::Code => &[GrantType::AuthorizationCode],
            Self::IdToken | Self::IdTokenToken => &[GrantType::Implicit],
            Self::CodeIdToken | Self::CodeToken | Self::CodeIdTokenToken => {
                &[GrantType::AuthorizationCode, GrantType::Implicit]
            }
        }
    }

    /// Whether a code comes with the answer.
    #[must_use]
    pub const fn has_code(self) -> bool {
        !matches!(self, Self::IdToken | Self::IdTokenToken)
    }

    /// Whether an ID token comes with the answer.
    #[must_use]
    pub const fn has_id_token(self) -> bool {
        !matches!(self, Self::Code | Self::CodeToken)
    }

    /// Whether an access token comes with the answer.
    #[must_use]
    pub const fn has_token(self) -> bool {
        matches!(
            self,
            Self::IdTokenToken | Self::CodeToken | Self::CodeIdTokenToken
        )
    }
}

impl fmt::Display for ResponseType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for ResponseType {
    type Err = UnknownResponseType;

    /// The order of its words says nothing (OAuth 2.0 Multiple Response Type Encoding Practices, 3).
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut words: Vec<_> = text.split(' ').collect();
        words.sort_unstable();
        match words.as_slice() {
            ["code"] => Ok(Self::Code),
            ["id_token"] => Ok(Self::IdToken),
            ["id_token", "token"] => Ok(Self::IdTokenToken),
            ["code", "id_token"] => Ok(Self::CodeIdToken),
            ["code", "token"] => Ok(Self::CodeToken),
            ["code", "id_token", "token"] => Ok(Self::CodeIdTokenToken),
            _ => Err(UnknownResponseType),
        }
    }
}

impl Serialize for ResponseType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for ResponseType {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_the_words_says_nothing() {
        for response_type in ResponseType::ALL {
            assert_eq!(response_type.as_str().parse(), Ok(*response_type));
        }
        assert_eq!("token code id_token".parse(), Ok(ResponseType::CodeIdTokenToken));
        for odd in ["", "token", "code code", "code  token", "none", "Code"] {
            assert_eq!(odd.parse::<ResponseType>(), Err(UnknownResponseType), "{odd}");
        }
    }
}
