//! Writes values into HTML.

use minijinja::{AutoEscape, Error, Output, State, Value, escape_formatter};

/// Escapes what could be markup. Unlike the template engine's own escaping it leaves the slash alone, so that
/// addresses can be read in the page's source.
pub fn html(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(c),
        }
    }
    escaped
}

/// Escapes, and makes `code` elements of what stands between backticks.
pub fn html_with_code(text: &str) -> String {
    let escaped = html(text);
    let mut parts = escaped.split('`');
    let mut html = parts.next().unwrap_or_default().to_owned();
    while let Some(code) = parts.next() {
        match parts.next() {
            Some(rest) => html.extend(["<code>", code, "</code>", rest]),
            None => html.extend(["`", code]),
        }
    }
    html
}

/// The template engine's formatter, with our escaping of texts.
pub fn format(out: &mut Output, state: &mut State, value: &Value) -> Result<(), Error> {
    match value.as_str() {
        Some(text) if *state.auto_escape() == AutoEscape::Html && !value.is_safe() => {
            Ok(out.write_str(&html(text))?)
        }
        _ => escape_formatter(out, state, value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_escaped_and_addresses_stay_readable() {
        assert_eq!(
            html("<a href='/x?a&b'>\""),
            "&lt;a href=&#39;/x?a&amp;b&#39;&gt;&quot;"
        );
    }

    #[test]
    fn backticks_mark_code() {
        assert_eq!(html_with_code("the `a<b` is"), "the <code>a&lt;b</code> is");
        assert_eq!(html_with_code("a ` alone"), "a ` alone");
    }
}
