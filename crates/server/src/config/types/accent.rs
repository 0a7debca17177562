//! A colour.

use crate::config::value::TextSetting;
use std::fmt;

/// A colour in CSS's six-digit form, such as `#0a7d4f`: nothing else can reach a style sheet through it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accent(String);

impl Accent {
    /// The number sign and six hexadecimal digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Accent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TextSetting for Accent {
    const EXPECTED: &'static str = "a colour such as \"#0a7d4f\"";

    fn parse_text(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?;
        let right = digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        right.then(|| Self(text.to_ascii_lowercase()))
    }
}
