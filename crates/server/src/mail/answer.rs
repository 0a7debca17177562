//! What a mail server has said, made fit to be kept, logged and shown to operators.
//!
//! An answer is a stranger's text, and often repeats what it was sent: the recipient's address, the link of a mail
//! that looks like spam, even the login. Kept answers must name none of these.

/// More than any answer needs to say what is wrong, in characters.
const LIMIT: usize = 300;
/// What stands for words that are left out, and for the rest of a long answer.
const LEFT_OUT: &str = "…";

/// The text in one line of at most [`LIMIT`] characters, without addresses, links and the words in `private`.
pub fn presentable(text: &str, private: &[&str]) -> String {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || is_control(c))
        .filter(|word| !word.is_empty())
        .map(|word| if is_private(word, private) { LEFT_OUT } else { word })
        .collect();
    shortened(&words.join(" "))
}

/// Besides the control characters proper those that turn the direction of writing: what is shown must read as it was
/// said.
fn is_control(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

fn is_private(word: &str, private: &[&str]) -> bool {
    let names = |private: &&str| word == *private || bare(word).eq_ignore_ascii_case(bare(private));
    word.contains('@') || word.contains("://") || private.iter().any(names)
}

/// Without the brackets and stops around it.
fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| c.is_ascii_punctuation())
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(LIMIT - 1) {
        Some((end, last)) if end + last.len_utf8() < text.len() => format!("{}{LEFT_OUT}", &text[..end]),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_links_and_private_words_are_left_out() {
        for (said, kept) in [
            (
                "550 5.1.1 <Ada@sonnenfeld.example>: unknown",
                "550 5.1.1 … unknown",
            ),
            ("550 user ADA, unknown", "550 user … unknown"),
            (
                "554 blocked: https://id.example/activate?token=x",
                "554 blocked: …",
            ),
            ("500 what is AUTH PLAIN AHZvbHQA=?", "500 what is AUTH PLAIN …"),
            ("250 2.0.0 queued as 123", "250 2.0.0 queued as 123"),
        ] {
            assert_eq!(presentable(said, &["ada", "AHZvbHQA="]), kept, "{said}");
        }
    }

    #[test]
    fn what_controls_a_terminal_becomes_a_space() {
        assert_eq!(
            presentable("451 \u{1b}[31mred\r\n\0later\u{202e} \t on", &[]),
            "451 [31mred later on"
        );
    }

    #[test]
    fn the_length_is_bounded_in_characters() {
        let exact = "ä".repeat(LIMIT);
        assert_eq!(presentable(&exact, &[]), exact);
        let long = presentable(&"ä".repeat(LIMIT + 1), &[]);
        assert_eq!(long.chars().count(), LIMIT);
        assert!(long.ends_with("ä…"));
    }
}
