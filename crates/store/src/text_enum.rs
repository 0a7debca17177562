//! Enums that are stored as words.

/// A stored or configured word that none of an enum's names equals.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown name: {0}")]
pub struct UnknownName(pub String);

/// Declares an enum that is stored as the words given, with `as_str`, `Display` and `FromStr`.
macro_rules! text_enum {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $($(#[$variant_meta:meta])* $variant:ident = $word:literal,)+
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$variant_meta])* $variant,)+
        }

        impl $name {
            /// Each of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The word by which it is stored and configured.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::UnknownName;

            fn from_str(word: &str) -> Result<Self, Self::Err> {
                match word {
                    $($word => Ok(Self::$variant),)+
                    _ => Err($crate::UnknownName(word.to_owned())),
                }
            }
        }

        impl $crate::row::Cell for $name {
            type Raw = String;

            fn parse(word: String) -> Option<Self> {
                word.parse().ok()
            }
        }

        $crate::value::bindable! { $name => Text, |value: $name| value.as_str().to_owned(); }
    };
}
pub(crate) use text_enum;
