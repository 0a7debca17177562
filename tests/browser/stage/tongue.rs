//! The languages of pages and mails.

/// A language that somebody reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tongue {
    English,
    Spanish,
    German,
}

impl Tongue {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::English, Self::Spanish, Self::German];

    /// Its code, as in `lang`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Spanish => "es",
            Self::German => "de",
        }
    }

    /// What somebody reads in it.
    pub const fn say<'w>(self, english: &'w str, spanish: &'w str, german: &'w str) -> &'w str {
        match self {
            Self::English => english,
            Self::Spanish => spanish,
            Self::German => german,
        }
    }

    /// The address of the one with this name who reads it.
    pub fn address_of(self, name: &str) -> String {
        format!("{name}@{}.example", self.code())
    }
}
