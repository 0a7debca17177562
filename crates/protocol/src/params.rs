//! The parameters of a request, as `application/x-www-form-urlencoded` text carries them (RFC 6749, appendix B).

use crate::error::{Refusal, Rule};
use percent_encoding::percent_decode;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The longest query or form that is read, in bytes.
pub const MAX_TOTAL: usize = 64 * 1024;
/// The longest value of one parameter, in bytes.
pub const MAX_VALUE: usize = 8 * 1024;
/// The most parameters that are read.
pub const MAX_COUNT: usize = 100;

/// Names that may stand more than once (RFC 8707, 2).
const MAY_REPEAT: &[&str] = &["resource"];

/// Decoded parameters in the order in which they came.
///
/// A parameter without a value counts as omitted (RFC 6749, 3.1).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Params(Vec<(String, String)>);

impl Params {
    /// Reads a query or a form body.
    ///
    /// # Errors
    /// When it is no UTF-8, has a broken percent escape, or is longer than the limits of this module.
    pub fn parse(encoded: &[u8]) -> Result<Self, Refusal> {
        Self::parse_within(encoded, MAX_VALUE)
    }

    /// As [`Params::parse`], where a value may have up to `longest` bytes.
    ///
    /// # Errors
    /// As [`Params::parse`].
    pub fn parse_within(encoded: &[u8], longest: usize) -> Result<Self, Refusal> {
        if encoded.len() > MAX_TOTAL {
            return Err(too_large("the request"));
        }
        let mut pairs = Vec::new();
        for pair in encoded
            .split(|byte| *byte == b'&')
            .filter(|pair| !pair.is_empty())
        {
            let (name, value) = match pair.iter().position(|byte| *byte == b'=') {
                Some(at) => (&pair[..at], &pair[at + 1..]),
                None => (pair, &[][..]),
            };
            pairs.push((decode(name)?, decode(value)?));
        }
        Self::within(pairs, longest)
    }

    /// Parameters that came in another way, held to the limits of this module.
    ///
    /// # Errors
    /// When one has too long a value, or there are too many.
    pub fn bounded(pairs: Vec<(String, String)>) -> Result<Self, Refusal> {
        Self::within(pairs, MAX_VALUE)
    }

    fn within(pairs: Vec<(String, String)>, longest: usize) -> Result<Self, Refusal> {
        if let Some((name, _)) = pairs.iter().find(|(_, value)| value.len() > longest) {
            return Err(too_large("a parameter").with("parameter", shorten(name)));
        }
        match pairs.len() > MAX_COUNT {
            true => Err(too_large("the number of parameters")),
            false => Ok(Self(pairs)),
        }
    }

    /// The value of a parameter; none when it is missing or empty. Of a repeated one the first, which only the
    /// page that explains the refusal may use: see [`Params::refuse_repeated`].
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(key, value)| key == name && !value.is_empty())
            .map(|(_, value)| value.as_str())
    }

    /// All values of a parameter that may be repeated, without the empty ones.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(key, value)| key == name && !value.is_empty())
            .map(|(_, value)| value.as_str())
    }

    /// The value of a parameter that must be there.
    ///
    /// # Errors
    /// `invalid_request` naming the parameter.
    pub fn require(&self, name: &'static str) -> Result<&str, Refusal> {
        self.get(name).ok_or_else(|| {
            Refusal::invalid_request(Rule::ParameterMissing, format!("the parameter {name} is missing"))
                .with("parameter", name)
        })
    }

    /// How often a name stands here, empty values included.
    #[must_use]
    pub fn count(&self, name: &str) -> usize {
        self.0.iter().filter(|(key, _)| key == name).count()
    }

    /// Refuses a request in which a parameter stands twice (RFC 6749, 3.1 and 3.2).
    ///
    /// # Errors
    /// `invalid_request` naming the parameter.
    pub fn refuse_repeated(&self) -> Result<(), Refusal> {
        let repeated = self
            .0
            .iter()
            .map(|(name, _)| name.as_str())
            .find(|name| !MAY_REPEAT.contains(name) && self.count(name) > 1);
        match repeated {
            None => Ok(()),
            Some(name) => Err(Refusal::invalid_request(
                Rule::ParameterRepeated,
                format!("the parameter {} stands more than once", shorten(name)),
            )
            .with("parameter", shorten(name))),
        }
    }

    /// Those of these names, without the others.
    #[must_use]
    pub fn only(&self, names: &[&str]) -> Self {
        Self(
            self.0
                .iter()
                .filter(|(name, _)| names.contains(&name.as_str()))
                .cloned()
                .collect(),
        )
    }

    /// The pairs as they came.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The same parameters with `name` set to `value` (or removed), used where a page changes the language.
    #[must_use]
    pub fn with(&self, name: &str, value: Option<&str>) -> Self {
        let mut pairs: Vec<_> = self.0.iter().filter(|(key, _)| key != name).cloned().collect();
        if let Some(value) = value {
            pairs.push((name.to_owned(), value.to_owned()));
        }
        Self(pairs)
    }
}

impl fmt::Debug for Params {
    /// Names only: a value may be a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set()
            .entries(self.0.iter().map(|(name, _)| name))
            .finish()
    }
}

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for Params {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Self {
        Self(
            pairs
                .into_iter()
                .map(|(name, value)| (name.into(), value.into()))
                .collect(),
        )
    }
}

/// Decodes one name or value: `+` is a space, `%XX` a byte, the whole UTF-8.
pub(crate) fn decode(encoded: &[u8]) -> Result<String, Refusal> {
    if !escapes_are_whole(encoded) {
        return Err(malformed("a percent escape is broken"));
    }
    let spaced: Vec<u8> = encoded
        .iter()
        .map(|byte| if *byte == b'+' { b' ' } else { *byte })
        .collect();
    let text = percent_decode(&spaced)
        .decode_utf8()
        .map_err(|_| malformed("a parameter is not UTF-8"))?;
    if text.contains('\0') {
        return Err(malformed("a parameter holds a NUL character"));
    }
    Ok(text.into_owned())
}

fn escapes_are_whole(encoded: &[u8]) -> bool {
    let hex = |at: usize| encoded.get(at).is_some_and(u8::is_ascii_hexdigit);
    (0..encoded.len()).all(|at| encoded[at] != b'%' || (hex(at + 1) && hex(at + 2)))
}

fn malformed(what: &str) -> Refusal {
    Refusal::invalid_request(
        Rule::RequestMalformed,
        format!("the request cannot be read: {what}"),
    )
}

fn too_large(what: &str) -> Refusal {
    Refusal::invalid_request(Rule::RequestTooLarge, format!("{what} is too large"))
}

/// A received value as it may stand in a message: at most 100 characters.
#[must_use]
pub fn shorten(value: &str) -> String {
    match value.char_indices().nth(100) {
        None => value.to_owned(),
        Some((end, _)) => format!("{}…", &value[..end]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_as_appendix_b_of_rfc_6749_says() {
        let params = Params::parse(b"a=+%25%26%2B%C2%A3%E2%82%AC&b").expect("valid");
        assert_eq!(params.get("a"), Some(" %&+£€"));
        assert_eq!(params.get("b"), None);
        assert_eq!(params.count("b"), 1);
    }

    #[test]
    fn refuses_what_cannot_be_read() {
        for bytes in [&b"a=%"[..], b"a=%2", b"a=%zz", b"a=%ff", b"a=%00"] {
            assert_eq!(Params::parse(bytes).unwrap_err().rule, Rule::RequestMalformed);
        }
        let long = format!("state={}", "x".repeat(MAX_VALUE + 1));
        assert_eq!(
            Params::parse(long.as_bytes()).unwrap_err().rule,
            Rule::RequestTooLarge
        );
        let many = "a=1&".repeat(MAX_COUNT + 1);
        assert_eq!(
            Params::parse(many.as_bytes()).unwrap_err().rule,
            Rule::RequestTooLarge
        );
    }

    #[test]
    fn a_repeated_name_is_refused_even_when_empty_but_a_resource_is_not() {
        let twice = Params::parse(b"scope=a&scope=").expect("valid");
        assert_eq!(twice.refuse_repeated().unwrap_err().rule, Rule::ParameterRepeated);
        let resources = Params::parse(b"resource=a&resource=b").expect("valid");
        assert_eq!(resources.refuse_repeated(), Ok(()));
        assert_eq!(resources.all("resource").collect::<Vec<_>>(), ["a", "b"]);
    }
}
