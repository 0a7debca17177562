//! E-mail addresses as accounts are found by them.

use unicode_normalization::UnicodeNormalization as _;

/// Most characters of an address (RFC 5321, 4.5.3.1.3, without the angle brackets).
const LONGEST: usize = 254;

/// The normalised form of an address, by which an account is found: NFC, without space around it, in lower case,
/// the domain in its ASCII form. None when the text is no address.
///
/// The part before the @ is the mail server's affair (RFC 5321, 2.4), but no provider that people use tells its
/// letters' case apart, and two accounts that differ in nothing else would be a trap.
#[must_use]
pub fn key(text: &str) -> Option<String> {
    let text: String = text.trim().nfc().collect();
    // Of the address as it is kept, too: a domain's ASCII form leaves characters out.
    if text.chars().count() > LONGEST {
        return None;
    }
    let (local, domain) = text.rsplit_once('@')?;
    let domain = idna(domain).filter(|_| !domain.chars().any(is_hidden))?;
    let plain = |c: char| {
        !is_hidden(c)
            && !c.is_whitespace()
            && !c.is_control()
            && !matches!(c, '<' | '>' | '"' | ',' | ';' | ':')
    };
    let is_local = (1..=64).contains(&local.len()) && local.chars().all(|c| plain(c) && c != '@');
    let key = format!("{}@{domain}", local.to_lowercase());
    (is_local && key.len() <= LONGEST).then_some(key)
}

/// Whether a character can't be seen: it would make a second account of the same looks.
fn is_hidden(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// A domain in its ASCII form: with at least one dot, or this machine. As mail has it (RFC 5321, 4.1.2): addresses of web
/// pages may end with a dot or be escaped, and would be a second account of the same mailbox.
fn idna(domain: &str) -> Option<String> {
    if domain.contains('%') {
        return None;
    }
    match url::Host::parse(domain).ok()? {
        url::Host::Domain(name) if name.ends_with('.') => None,
        url::Host::Domain(name) if name.contains('.') || name == "localhost" => Some(name),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::key;

    #[test]
    fn what_a_domain_leaves_out_makes_no_long_address() {
        let padded = format!("a@{}b.example", "\u{ad}".repeat(10_000));
        assert_eq!(key(&padded), None);
        assert_eq!(key("a@b\u{ad}c.example"), None);
    }

    #[test]
    fn one_account_however_it_is_written() {
        for text in [
            "ada@sonnenfeld.example",
            " Ada@Sonnenfeld.Example ",
            "ADA@SONNENFELD.EXAMPLE",
        ] {
            assert_eq!(key(text).as_deref(), Some("ada@sonnenfeld.example"));
        }
        assert_eq!(
            key("a+b@münchen.example").as_deref(),
            Some("a+b@xn--mnchen-3ya.example")
        );
        assert_eq!(key("jo\u{308}rg@a.example"), key("jörg@a.example"));
    }

    #[test]
    fn what_is_no_address() {
        let long = format!("{}@a.example", "x".repeat(65));
        for text in [
            "",
            "ada",
            "@a.example",
            "a@",
            "a b@c.example",
            "a@b@c.example",
            "a@b",
            "a\r\nb@c.example",
            "a@[::1]",
            "a@b.example.",
            "a@b%2Eexample",
            "a\u{200b}@b.example",
            "\u{202e}a@b.example",
            &long,
        ] {
            assert_eq!(key(text), None, "{text:?}");
        }
    }
}
