//! Whether a request was made by a page of ours, as far as the browser tells (Fetch Metadata Request Headers;
//! RFC 6454, 7).
//!
//! Both headers may be absent: then the form's token alone decides.

use http::HeaderMap;
use http::header::ORIGIN;
use voltkey_protocol::error::{Refusal, Rule};
use voltkey_protocol::params::shorten;

const FETCH_SITE: &str = "sec-fetch-site";
const FETCH_DESTINATION: &str = "sec-fetch-dest";

/// Refuses a form that another site's page has sent.
pub fn refuse_foreign(headers: &HeaderMap, own: &str) -> Result<(), Refusal> {
    if header(headers, FETCH_SITE) == Some("cross-site") {
        return Err(foreign().with("sec_fetch_site", "cross-site"));
    }
    match header(headers, ORIGIN.as_str()) {
        // Browsers write "null" where a page's referrer policy hides its origin, so it says nothing.
        None | Some("null") => Ok(()),
        Some(origin) if origin == own => Ok(()),
        Some(origin) => Err(foreign().with("origin", shorten(origin))),
    }
}

/// Whether the person typed the address, or came from a page of ours, or the browser does not tell. A frame is no visit.
pub fn is_own_navigation(headers: &HeaderMap) -> bool {
    matches!(header(headers, FETCH_DESTINATION), None | Some("document"))
        && matches!(header(headers, FETCH_SITE), None | Some("none" | "same-origin"))
}

fn foreign() -> Refusal {
    Refusal::invalid_request(Rule::FormOrigin, "the form was sent by another site")
}

fn header<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name).map(|value| value.to_str().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::{HeaderName, HeaderValue};

    fn sent(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect()
    }

    fn is_refused(pairs: &[(&'static str, &'static str)]) -> bool {
        refuse_foreign(&sent(pairs), "https://op.example")
            .is_err_and(|refusal| refusal.rule == Rule::FormOrigin)
    }

    #[test]
    fn forms_of_other_sites_are_refused() {
        assert!(is_refused(&[("sec-fetch-site", "cross-site")]));
        assert!(is_refused(&[
            ("sec-fetch-site", "cross-site"),
            ("origin", "null")
        ]));
        assert!(is_refused(&[
            ("sec-fetch-site", "same-site"),
            ("origin", "https://evil.op.example")
        ]));
        assert!(is_refused(&[("origin", "http://op.example")]));
        assert!(is_refused(&[("origin", "")]));
    }

    #[test]
    fn own_forms_and_silent_browsers_are_not() {
        assert!(!is_refused(&[
            ("sec-fetch-site", "same-origin"),
            ("origin", "https://op.example")
        ]));
        assert!(!is_refused(&[
            ("sec-fetch-site", "same-origin"),
            ("origin", "null")
        ]));
        assert!(!is_refused(&[]));
    }

    #[test]
    fn a_typed_address_is_the_person_s_own_wish() {
        assert!(is_own_navigation(&sent(&[])));
        assert!(is_own_navigation(&sent(&[("sec-fetch-site", "none")])));
        assert!(!is_own_navigation(&sent(&[("sec-fetch-site", "same-site")])));
    }
}
