//! What a client has registered in several languages (OpenID Connect Dynamic Registration 1.0, 2.1): `client_name#de`
//! beside `client_name`.

use std::collections::BTreeMap;

/// The members that pages show, and whether each is the address of a page or an image.
const MEMBERS: &[(&str, bool)] = &[
    ("client_name", false),
    ("client_uri", true),
    ("logo_uri", true),
    ("policy_uri", true),
    ("tos_uri", true),
];

/// Values by their names with the tag of a language: `client_name#de-AT`.
pub type Localized = BTreeMap<String, String>;

impl super::Client {
    /// What pages show in one language or another. An address that is none of the web is left out: it would become a link.
    #[must_use]
    pub fn localized(&self) -> Localized {
        let shown = self.other.iter().filter_map(|(name, value)| {
            let (member, _) = name.split_once('#')?;
            let (_, is_address) = MEMBERS.iter().find(|(known, _)| *known == member)?;
            let value = value.as_str().filter(|value| !value.is_empty())?;
            let is_web = value.starts_with("https://") || value.starts_with("http://");
            (is_web || !is_address).then(|| (name.clone(), value.to_owned()))
        });
        shown.collect()
    }
}

/// The value of a member for a page in this language, such as `de`: of the same tag, or else of any that begins with it
/// (RFC 4647, 3.3.1). Case does not count.
#[must_use]
pub fn in_language<'v>(values: &'v Localized, member: &str, language: &str) -> Option<&'v str> {
    let tagged = || {
        values.iter().filter_map(|(name, value)| {
            let (named, tag) = name.split_once('#')?;
            (named == member).then_some((tag, value.as_str()))
        })
    };
    let begins = |tag: &str| {
        let primary = tag.split('-').next().unwrap_or_default();
        primary.eq_ignore_ascii_case(language)
    };
    tagged()
        .find(|(tag, _)| tag.eq_ignore_ascii_case(language))
        .or_else(|| tagged().find(|(tag, _)| begins(tag)))
        .map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::Client;
    use serde_json::json;

    fn shown(member: &str, language: &str) -> Option<String> {
        let client: Client = serde_json::from_value(json!({
            "id": "app",
            "client_name": "Reports",
            "client_name#de-AT": "Berichte, gelt",
            "client_name#DE": "Berichte",
            "client_name#es-MX": "Informes",
            "client_name#": "nowhere",
            "policy_uri#de": "https://app.example/datenschutz",
            "tos_uri#de": "javascript:alert(1)",
            "logo_uri#de": 7,
            "contacts#de": "hilfe@app.example",
        }))
        .expect("metadata");
        in_language(&client.localized(), member, language).map(str::to_owned)
    }

    #[test]
    fn the_page_s_language_is_looked_for_and_then_its_varieties() {
        assert_eq!(shown("client_name", "de").as_deref(), Some("Berichte"));
        assert_eq!(shown("client_name", "es").as_deref(), Some("Informes"));
        assert_eq!(shown("client_name", "en"), None);
    }

    #[test]
    fn what_no_page_could_show_is_left_out() {
        assert!(shown("policy_uri", "de").is_some());
        assert_eq!(shown("tos_uri", "de"), None, "it would become a link");
        assert_eq!(shown("logo_uri", "de"), None);
        assert_eq!(shown("contacts", "de"), None);
    }
}
