//! What browsers send with each request: their languages and our cookies.

use http::header::{ACCEPT_LANGUAGE, COOKIE};
use http::{HeaderMap, HeaderName, HeaderValue};
use std::time::Duration;
use voltkey_web::cookies::{self, Kind};
use voltkey_web::language::accepted;
use voltkey_web::view::Language;

const KINDS: [Kind; 5] = [
    Kind::Browser,
    Kind::Session,
    Kind::OtherSessions,
    Kind::PinLogin,
    Kind::LoginState,
];

/// A language is spoken that is named and not refused; whatever else is said, the first of those that are wished for most.
pub fn languages_hold(sent: &[u8]) {
    let of = |sent: &[u8]| accepted(&headers(ACCEPT_LANGUAGE, sent)?);
    let Ok(text) = std::str::from_utf8(sent) else {
        let _ = of(sent);
        return;
    };
    if let Some(language) = of(sent) {
        let is_named = |range: &str| {
            let (tag, weight) = range.split_once(';').unwrap_or((range, ""));
            Language::from_tag(tag.trim()) == Some(language) && weight.trim() != "q=0"
        };
        assert!(text.split(',').any(is_named), "{text:?}");
    }
    if HeaderValue::from_bytes(sent).is_ok_and(|value| value.to_str().is_ok()) {
        for language in Language::ALL {
            let first = format!("{}-XX,{text}", language.code());
            assert_eq!(of(first.as_bytes()), Some(language), "{first:?}");
            let refused = format!("{text},{};q=0.000", language.code());
            assert_eq!(of(refused.as_bytes()), of(sent), "{refused:?}");
        }
    }
}

/// Tokens are read out of cookies of our name alone, to the letter, and no more than a few.
pub fn cookies_hold(sent: &[u8]) {
    let Some(headers) = headers(COOKIE, sent) else {
        return;
    };
    let text = String::from_utf8_lossy(sent);
    for (kind, is_secure) in KINDS.into_iter().flat_map(|kind| [(kind, true), (kind, false)]) {
        let one = cookies::read(&headers, kind, is_secure);
        let many = cookies::read_all(&headers, kind, is_secure);
        assert!(many.len() <= 8);
        for token in one.iter().chain(&many) {
            let written = cookies::set(kind, is_secure, token, Duration::from_secs(1));
            let (name, _) = written.split_once('=').expect("a name");
            // Also in that of the other kind of address the name of this one stands.
            let is_ours = |pair: &str| {
                let (own, value) = pair.split_once('=').unwrap_or_default();
                own.trim() == name && value.contains(token.as_str())
            };
            assert!(text.split(';').any(is_ours), "{text:?}");
        }
    }
}

fn headers(name: HeaderName, sent: &[u8]) -> Option<HeaderMap> {
    let value = HeaderValue::from_bytes(sent).ok()?;
    Some(HeaderMap::from_iter([(name, value)]))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;

    const TOKEN: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    fn languages() -> impl Strategy<Value = String> {
        let tag = prop_oneof![
            select(&["de", "DE-at", "es_MX", "en", "*", "fr", "deu", "", " de ", "-de"][..])
                .prop_map(str::to_owned),
            "[ -~]{0,8}",
        ];
        let weight = prop_oneof![
            select(
                &[
                    "",
                    ";q=1",
                    ";q=0",
                    "; q=0.5",
                    ";q=0.0001",
                    ";q=1.001",
                    ";q=+1",
                    ";q=",
                    ";Q=0"
                ][..]
            )
            .prop_map(str::to_owned),
            "; ?q=[0-9.]{0,5}",
        ];
        let range = (tag, weight).prop_map(|(tag, weight)| tag + &weight);
        prop::collection::vec(range, 0..6).prop_map(|ranges| ranges.join(","))
    }

    fn cookies() -> impl Strategy<Value = String> {
        let name = select(
            &[
                "__Host-vk_session",
                "__host-vk_session",
                "vk_session",
                "__Host-vk_others",
                "__Host-vk_browser",
                "vk_pin",
                "__Host-vk_state",
                "other",
                "",
            ][..],
        );
        let value = prop_oneof![
            4 => Just(TOKEN.to_owned()),
            1 => Just(format!("\"{TOKEN}\"")),
            1 => Just([TOKEN; 12].join(".")),
            1 => Just(format!("%41{}", &TOKEN[1..])),
            1 => "[ -~]{0,50}",
        ];
        let cookie = (name, value).prop_map(|(name, value)| format!("{name}={value}"));
        let separator = select(&["; ", ";", " ;", ",", ";;"][..]);
        (prop::collection::vec(cookie, 0..6), separator)
            .prop_map(|(cookies, separator)| cookies.join(separator))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]

        #[test]
        fn of_languages(sent in languages()) {
            super::languages_hold(sent.as_bytes());
        }

        #[test]
        fn of_cookies(sent in cookies()) {
            super::cookies_hold(sent.as_bytes());
        }

        #[test]
        fn of_any_octets(sent in prop::collection::vec(any::<u8>(), 0..100)) {
            super::languages_hold(&sent);
            super::cookies_hold(&sent);
        }
    }
}
