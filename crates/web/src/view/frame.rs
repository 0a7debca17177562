//! What stands around every screen: the brand, the language switch, the ways to support.

use super::bar::Bar;
use super::language::Language;
use super::message::Message;
use serde::Serialize;
use url::form_urlencoded;

/// The surroundings of a page.
#[derive(Clone, Debug, Serialize)]
pub struct Frame {
    /// The page's language.
    #[serde(rename = "lang")]
    pub language: Language,
    /// The same page in each language; empty where it can't be asked for again, as after a POST without form.
    pub languages: Vec<LanguageLink>,
    /// Whose house this is.
    pub brand: Brand,
    /// The company in whose look the page is shown, where it has a logo: it stands in the brand's place.
    pub company: Option<Brand>,
    /// The stylesheet with that company's colour.
    pub accent_css: Option<String>,
    /// Where the brand's name leads.
    pub home_url: Option<String>,
    /// The ways to support.
    pub support: Support,
    /// Who is signed in, on the pages that have a bar.
    pub bar: Option<Bar>,
}

/// The customer's name and mark.
#[derive(Clone, Debug, Serialize)]
pub struct Brand {
    /// The platform's name, or the host of the public address where none is configured; never empty.
    pub name: String,
    /// The logo's address (`Renderer::logo`).
    pub logo: Option<String>,
}

/// The same page in a language.
#[derive(Clone, Debug, Serialize)]
pub struct LanguageLink {
    /// The language's tag.
    pub code: Language,
    /// The language's name in itself.
    pub name: &'static str,
    /// The address, which may be relative to the page's.
    pub href: String,
    /// Whether the page is in this language.
    pub current: bool,
}

impl LanguageLink {
    /// The links of a page at this path with this query (without `?`): the same query with another `ui_locales`. No
    /// path: where the browser is.
    #[must_use]
    pub fn all(current: Language, path: &str, query: &str) -> Vec<Self> {
        Language::ALL
            .into_iter()
            .map(|code| Self {
                code,
                name: code.name(),
                href: format!("{path}{}", in_language(query, code)),
                current: code == current,
            })
            .collect()
    }
}

fn in_language(query: &str, language: Language) -> String {
    let kept = form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name != "ui_locales");
    let mut query = form_urlencoded::Serializer::new(String::new());
    query
        .extend_pairs(kept)
        .append_pair("ui_locales", language.code());
    format!("?{}", query.finish())
}

/// The ways to support. What is not configured is not shown.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Support {
    /// The e-mail address.
    pub email: Option<String>,
    /// The telephone number as people write it.
    pub phone: Option<String>,
    /// The telephone number as a `tel:` address (RFC 3966).
    pub phone_href: Option<String>,
    /// When somebody answers.
    pub hours: Option<Message>,
    /// The support form.
    pub form_url: Option<String>,
    /// Where one says whether the page helped.
    pub feedback_url: Option<String>,
}

impl Support {
    /// The same with a telephone number, as people write it.
    #[must_use]
    pub fn with_phone(mut self, phone: &str) -> Self {
        let digits: String = phone
            .chars()
            .filter(|c| c.is_ascii_digit() || *c == '+')
            .collect();
        self.phone = Some(phone.to_owned());
        self.phone_href = Some(format!("tel:{digits}"));
        self
    }

    /// The same with opening hours. Hours like `Mo-Fr 09:00-17:00` are told in the page's language, others as
    /// they are written.
    #[must_use]
    pub fn with_hours(mut self, hours: &str) -> Self {
        let message = hours_of_week(hours)
            .unwrap_or_else(|| Message::new("support-hours-written").with("hours", hours));
        self.hours = Some(message);
        self
    }

    /// Whether there is any way at all.
    pub(super) fn is_empty(&self) -> bool {
        self.email.is_none() && self.phone.is_none() && self.form_url.is_none()
    }
}

/// Reads `Mo-Fr 09:00-17:00`.
fn hours_of_week(text: &str) -> Option<Message> {
    let (days, times) = text.split_once(' ')?;
    let (first, last) = days.split_once('-')?;
    let (opens, closes) = times.split_once('-')?;
    Some(
        Message::new("support-hours")
            .with("first", weekday(first)?)
            .with("last", weekday(last)?)
            .with("opens", time_of_day(opens)?)
            .with("closes", time_of_day(closes)?),
    )
}

fn weekday(abbreviation: &str) -> Option<Message> {
    let key = match abbreviation {
        "Mo" => "weekday-monday",
        "Tu" => "weekday-tuesday",
        "We" => "weekday-wednesday",
        "Th" => "weekday-thursday",
        "Fr" => "weekday-friday",
        "Sa" => "weekday-saturday",
        "Su" => "weekday-sunday",
        _ => return None,
    };
    Some(Message::new(key))
}

/// `09:00` as "9", `09:30` as "9:30".
fn time_of_day(text: &str) -> Option<String> {
    let (hour, minute) = text.split_once(':')?;
    let (hour, minutes) = (hour.parse::<u8>().ok()?, minute.parse::<u8>().ok()?);
    let full_hour = hour <= 24 && minutes == 0;
    if full_hour {
        return Some(hour.to_string());
    }
    (hour < 24 && minutes < 60).then(|| format!("{hour}:{minutes:02}"))
}

#[cfg(test)]
mod tests {
    use super::super::texts::say;
    use super::*;

    #[test]
    fn a_language_link_keeps_the_query() {
        let hrefs: Vec<_> = LanguageLink::all(Language::German, "", "request=a%26b&ui_locales=de")
            .into_iter()
            .map(|link| (link.href, link.current))
            .collect();
        assert_eq!(hrefs[1], ("?request=a%26b&ui_locales=es".to_owned(), false));
        assert_eq!(hrefs[2], ("?request=a%26b&ui_locales=de".to_owned(), true));
        assert_eq!(
            LanguageLink::all(Language::English, "/account", "")[0].href,
            "/account?ui_locales=en"
        );
    }

    #[test]
    fn hours_are_told_in_the_page_s_language() {
        let told = |hours: &str, language| {
            say(
                language,
                &Support::default()
                    .with_hours(hours)
                    .hours
                    .expect("they were given"),
            )
            .expect("it is said")
        };
        assert_eq!(
            told("Mo-Fr 09:00-17:00", Language::English),
            "Monday to Friday, 9 to 17 local time"
        );
        assert_eq!(
            told("Mo-Fr 09:00-17:30", Language::German),
            "Montag bis Freitag, 9 bis 17:30 Uhr (Ortszeit)"
        );
        assert_eq!(
            told("Mo-Fr 09:00-17:00", Language::Spanish),
            "De lunes a viernes, de 9 a 17 h (hora local)"
        );
        assert_eq!(told("day and night", Language::German), "day and night");
        assert_eq!(told("Mo-Fr 25:00-17:00", Language::German), "Mo-Fr 25:00-17:00");
    }

    #[test]
    fn a_phone_number_can_be_called() {
        let support = Support::default().with_phone("+49 30 6293 77201");
        assert_eq!(support.phone_href.as_deref(), Some("tel:+4930629377201"));
    }
}
