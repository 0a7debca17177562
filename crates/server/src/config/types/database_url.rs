//! The address of the database.

use crate::config::value::TextSetting;
use std::fmt;
use url::Url;

/// `sqlite:<path>` or `postgres://user:password@host/name`. Shown without its password.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(String);

impl DatabaseUrl {
    /// The address as it was written, with its password: for opening the database, never for a message.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.starts_with("sqlite:") {
            return f.write_str(&self.0);
        }
        let Ok(mut url) = Url::parse(&self.0) else {
            return f.write_str("postgres://…");
        };
        // A password can also stand in the query, as `password=…`.
        url.set_query(None);
        if url.set_password(None).is_err() {
            return f.write_str("postgres://…");
        }
        write!(f, "{url}")
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DatabaseUrl({self})")
    }
}

impl TextSetting for DatabaseUrl {
    const SECRET: bool = true;
    const EXPECTED: &'static str = "\"sqlite:data/voltkey.db\" or \"postgres://user:password@host/name\"";

    fn parse_text(text: &str) -> Option<Self> {
        let right = match text.strip_prefix("sqlite:") {
            Some(path) => !path.is_empty(),
            None => Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "postgres" | "postgresql")),
        };
        right.then(|| Self(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_shown() {
        for text in [
            "postgres://volt:s3cret@db.example/volt",
            "postgres://db.example/volt?password=s3cret",
        ] {
            let url = DatabaseUrl::parse_text(text).expect("right");
            assert!(!format!("{url} {url:?}").contains("s3cret"));
            assert_eq!(url.as_str(), text);
        }
    }

    #[test]
    fn only_the_two_databases_are_taken() {
        assert_eq!(DatabaseUrl::parse_text("sqlite:"), None);
        assert_eq!(DatabaseUrl::parse_text("mysql://root@localhost/volt"), None);
        assert!(DatabaseUrl::parse_text("sqlite::memory:").is_some());
        assert!(DatabaseUrl::parse_text("postgresql:///volt?host=/var/run/postgresql").is_some());
    }
}
