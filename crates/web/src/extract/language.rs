//! Which language a page speaks.
//!
//! The first of these that is spoken here: what the person chose on a page (`ui_locales` in its address), what
//! the app asked for (`ui_locales`, OpenID Connect Core, 3.1.2.1), the account's own, `Accept-Language`
//! (RFC 9110, 12.5.4), English.

use crate::view::Language;
use http::HeaderMap;
use http::header::ACCEPT_LANGUAGE;

/// The languages that are wished for, by who wishes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wishes {
    /// By the page's address.
    pub address: Option<Language>,
    /// By the request or the account behind the page.
    pub behind: Option<Language>,
    /// By the browser.
    pub browser: Option<Language>,
}

impl Wishes {
    /// The language to speak.
    pub fn choice(self) -> Language {
        self.address.or(self.behind).or(self.browser).unwrap_or_default()
    }
}

/// The first spoken language of a list of tags, as `ui_locales` has them.
pub fn first_spoken<'a>(tags: impl IntoIterator<Item = &'a str>) -> Option<Language> {
    tags.into_iter().find_map(Language::from_tag)
}

/// The spoken language that the browser likes best.
pub fn accepted(headers: &HeaderMap) -> Option<Language> {
    let header = headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?;
    let mut ranges: Vec<_> = header.split(',').filter_map(range).collect();
    // Stable: of equal weights the first wins.
    ranges.sort_by_key(|(_, weight)| std::cmp::Reverse(*weight));
    first_spoken(ranges.into_iter().map(|(tag, _)| tag))
}

/// `de-AT;q=0.8` as its tag and its weight in thousandths; none when it is not wanted at all.
fn range(text: &str) -> Option<(&str, u32)> {
    let mut parts = text.split(';');
    let tag = parts.next()?.trim();
    let weight = match parts.find_map(|part| part.trim().strip_prefix("q=")) {
        None => 1000,
        Some(weight) => thousandths(weight)?,
    };
    (weight > 0).then_some((tag, weight))
}

/// A weight (RFC 9110, 12.4.2): 0 to 1 with at most three decimals.
fn thousandths(weight: &str) -> Option<u32> {
    let (whole, decimals) = weight.split_once('.').unwrap_or((weight, ""));
    if decimals.len() > 3 {
        return None;
    }
    let number: u32 = format!("{whole}{decimals:0<3}").parse().ok()?;
    (number <= 1000).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    fn of(header: &str) -> Option<Language> {
        accepted(&HeaderMap::from_iter([(
            ACCEPT_LANGUAGE,
            HeaderValue::from_str(header).expect("a header"),
        )]))
    }

    #[test]
    fn the_browser_s_favourite_that_is_spoken_wins() {
        assert_eq!(of("fr-FR, de-AT;q=0.8, es;q=0.9"), Some(Language::Spanish));
        assert_eq!(of("de, en"), Some(Language::German));
        assert_eq!(of("de;q=0, es;q=0.1"), Some(Language::Spanish));
        assert_eq!(of("de; q=0.5,en ; q=0.55"), Some(Language::English));
    }

    #[test]
    fn nothing_spoken_and_nonsense_are_no_wish() {
        for header in ["fr, it;q=0.5", "*", "", "de;q=2", "de;q=x", ";;,;q=1"] {
            assert_eq!(of(header), None, "{header}");
        }
    }

    #[test]
    fn the_address_goes_before_the_app_and_the_app_before_the_browser() {
        let [en, es, de] = Language::ALL.map(Some);
        assert_eq!(
            Wishes {
                address: de,
                behind: es,
                browser: en
            }
            .choice(),
            Language::German
        );
        assert_eq!(
            Wishes {
                address: None,
                behind: es,
                browser: en
            }
            .choice(),
            Language::Spanish
        );
        assert_eq!(Wishes::default().choice(), Language::English);
    }
}
