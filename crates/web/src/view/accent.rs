//! The brand's colour: the only value of the stylesheet that a company sets.

use std::fmt;
use std::str::FromStr;

/// A colour as `#rrggbb`. Nothing else can be written into a stylesheet or a mail through it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accent([u8; 3]);

/// A text that is not a colour of the form `#rrggbb`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a colour like #0a7d4f")]
pub struct NotAnAccent;

impl Default for Accent {
    fn default() -> Self {
        Self([0x2b, 0x5b, 0xd7])
    }
}

impl FromStr for Accent {
    type Err = NotAnAccent;

    fn from_str(text: &str) -> Result<Self, NotAnAccent> {
        let digits = text.strip_prefix('#').ok_or(NotAnAccent)?;
        if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(NotAnAccent);
        }
        let [_, red, green, blue] = u32::from_str_radix(digits, 16)
            .map_err(|_| NotAnAccent)?
            .to_be_bytes();
        Ok(Self([red, green, blue]))
    }
}

impl fmt::Display for Accent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

/// The brand's stylesheet, loaded after `app.css`.
#[must_use]
pub fn brand_css(accent: Accent) -> String {
    format!(":root {{ --accent: {accent}; }}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_goes_there_and_back() {
        assert_eq!(
            "#0A7D4f".parse::<Accent>().map(|accent| accent.to_string()),
            Ok("#0a7d4f".to_owned())
        );
    }

    #[test]
    fn nothing_else_is_taken() {
        for text in [
            "",
            "0a7d4f",
            "#0a7d4",
            "#0a7d4ff",
            "red",
            "#+a7d4f",
            "#0a7d4é",
            "#000;} *{",
        ] {
            assert_eq!(text.parse::<Accent>(), Err(NotAnAccent), "{text}");
        }
    }
}
