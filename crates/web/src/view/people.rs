//! Who is signed in, and where people can go from a page.

use super::form::Form;
use serde::Serialize;

/// Whose account the page is about.
#[derive(Clone, Debug, Serialize)]
pub struct Identity {
    /// The e-mail address, in full or masked.
    pub email: String,
    /// One or two letters for the picture beside it.
    pub initials: String,
    /// The way to another account.
    pub not_you: Option<Form>,
}

impl Identity {
    /// The account of that address; the letters are those of `name`, or of the address where it is empty.
    #[must_use]
    pub fn new(email: impl Into<String>, name: &str) -> Self {
        let email = email.into();
        let initials = initials(if name.trim().is_empty() { &email } else { name });
        Self {
            email,
            initials,
            not_you: None,
        }
    }

    /// The same with a way to another account.
    #[must_use]
    pub fn or_another(mut self, not_you: Form) -> Self {
        self.not_you = Some(not_you);
        self
    }
}

/// The first letters of the first and the last word.
pub(super) fn initials(name: &str) -> String {
    let mut words = name
        .split_whitespace()
        .filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    let first = words.next();
    first
        .into_iter()
        .chain(words.next_back())
        .flat_map(char::to_uppercase)
        .collect()
}

/// Where a page leads when its own work is done.
#[derive(Clone, Debug, Serialize)]
pub struct WayOn {
    /// The address, from the configuration or the client's registration, never from a request.
    pub href: String,
    /// The app that is there.
    pub app: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_of_the_first_and_the_last_word() {
        assert_eq!(initials("Ada Sommer"), "AS");
        assert_eq!(initials("José María del Río"), "JR");
        assert_eq!(initials("  ben "), "B");
        assert_eq!(initials("a•••@sonnenfeld.example"), "A");
        assert_eq!(initials(""), "");
    }
}
