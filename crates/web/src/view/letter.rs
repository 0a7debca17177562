//! Mails: the same words as HTML and as plain text.

use super::frame::{Brand, Support};
use super::language::Language;
use super::message::Message;
use serde::Serialize;

/// What one kind of mail says.
pub trait Letter: Serialize {
    /// The templates' path under `templates/`, without `.html` and `.txt`.
    const TEMPLATE: &'static str;

    /// The subject, with the variable `brand` besides its own.
    fn subject(&self) -> Message;
}

/// What stands around every mail.
#[derive(Clone, Debug, Serialize)]
pub struct Letterhead {
    /// The recipient's language.
    #[serde(rename = "lang")]
    pub language: Language,
    /// Whose mail this is.
    pub brand: Brand,
    /// The ways to support, as text: a mail holds one link at most, and that is the letter's own.
    pub support: Support,
}

/// A mail, ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// The subject.
    pub subject: String,
    /// The plain text part, in lines of at most 72 characters (links may be longer).
    pub text: String,
    /// The HTML part, with inline styles, as mail programs want them, and without images.
    pub html: String,
}

/// The width of the text part.
const COLUMNS: usize = 72;

/// Breaks a paragraph into lines.
pub(super) fn wrap(paragraph: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for word in paragraph.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= COLUMNS => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_before_the_width_and_long_words_stay_whole() {
        let paragraph = "word ".repeat(30) + &"x".repeat(80);
        let wrapped = wrap(&paragraph);
        let lines: Vec<_> = wrapped.lines().collect();
        assert_eq!(
            lines.iter().map(|line| line.len()).collect::<Vec<_>>(),
            [69, 69, 9, 80]
        );
        assert_eq!(wrapped.split_whitespace().count(), 31);
    }
}
