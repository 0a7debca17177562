//! Adding parameters to an address that is kept to the letter.

use url::{Url, form_urlencoded};

/// The address with the parameters added to its query. What stands before them stays as it is: a registered address is
/// compared to the letter.
#[must_use]
pub fn with_parameters<N: AsRef<str>, V: AsRef<str>>(address: &str, parameters: &[(N, V)]) -> String {
    let added = encode(parameters);
    // Also of an address of ours, which is a path.
    let joint = match address.split_once('?') {
        None => "?",
        Some((_, "")) => "",
        Some(_) => "&",
    };
    format!("{address}{joint}{added}")
}

/// The address, which has no fragment, with the parameters in one (OAuth 2.0 Multiple Response Type Encoding
/// Practices, 2.1).
#[must_use]
pub fn with_fragment<N: AsRef<str>, V: AsRef<str>>(address: &str, parameters: &[(N, V)]) -> String {
    format!("{address}#{}", encode(parameters))
}

fn encode<N: AsRef<str>, V: AsRef<str>>(parameters: &[(N, V)]) -> String {
    let pairs = parameters
        .iter()
        .map(|(name, value)| (name.as_ref(), value.as_ref()));
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish()
}

/// Where an address leads, as people read it: its host, or its scheme where it has none.
#[must_use]
pub fn host(address: &str) -> String {
    match Url::parse(address) {
        Ok(url) => url.host_str().unwrap_or(url.scheme()).to_owned(),
        Err(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_before_the_parameters_stays_to_the_letter() {
        let add = |address| with_parameters(address, &[("a", "1&2")]);
        assert_eq!(add("https://app.example"), "https://app.example?a=1%262");
        assert_eq!(add("https://app.example/?"), "https://app.example/?a=1%262");
        assert_eq!(
            add("https://APP.example/?x=%7e"),
            "https://APP.example/?x=%7e&a=1%262"
        );
        assert_eq!(add("/account"), "/account?a=1%262");
        assert_eq!(add("/account?x=y"), "/account?x=y&a=1%262");
    }

    #[test]
    fn a_private_scheme_has_no_host() {
        assert_eq!(host("https://app.example:8443/cb"), "app.example");
        assert_eq!(host("com.example.app:/cb"), "com.example.app");
    }
}
