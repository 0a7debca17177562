//! Identifiers of rows: UUIDv7 as text, made by the caller. Types of their own, so that a person is never
//! taken for a company.

use serde::{Deserialize, Serialize};

/// Declares the identifier of one table's rows.
macro_rules! id {
    ($($(#[$meta:meta])* $name:ident)+) => {$(
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The identifier as it is stored.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<String> for $name {
            fn from(id: String) -> Self {
                Self(id)
            }
        }

        impl From<&str> for $name {
            fn from(id: &str) -> Self {
                Self(id.to_owned())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl $crate::row::Cell for $name {
            type Raw = String;

            fn parse(id: String) -> Option<Self> {
                Some(Self(id))
            }
        }

        $crate::value::bindable! { &$name => Text, |id: &$name| id.0.clone(); }
    )+};
}

id! {
    /// The identifier of a row of `people`; never shown to a relying party, which sees `sub`.
    PersonId
    /// The identifier of a row of `companies`.
    CompanyId
    /// The identifier of a row of `sessions`; relying parties see `sid`.
    SessionId
    /// The identifier of a row of `grants`, which access tokens carry.
    GrantId
}
