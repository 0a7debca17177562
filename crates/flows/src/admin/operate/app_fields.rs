//! The registration's fields as a form has them: each a text, under the standard's own name.

use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// What was entered, or is registered, by the fields' names. A field that is not there is empty.
pub type Texts = BTreeMap<String, String>;

/// How a field is entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A line of text.
    Text,
    /// Several texts, each on a line of its own.
    Lines,
    /// Yes or no; yes is the text `yes`.
    Check,
    /// One of these; empty: the provider's choice.
    Choice(&'static [&'static str]),
    /// A whole number.
    Number,
}

/// A field of a registration.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The metadata's name (RFC 7591, 2, and our own).
    pub name: &'static str,
    /// How it is entered.
    pub kind: Kind,
}

const ALGS: &[&str] = &["", "RS256", "ES256", "EdDSA"];

const fn field(name: &'static str, kind: Kind) -> Field {
    Field { name, kind }
}

/// Each field but `id`, in the order of the form.
pub const FIELDS: [Field; 24] = [
    field("name", Kind::Text),
    field("redirect_uris", Kind::Lines),
    field("post_logout_redirect_uris", Kind::Lines),
    field("backchannel_logout_uri", Kind::Text),
    field("frontchannel_logout_uri", Kind::Text),
    field("return_uris", Kind::Lines),
    field("initiate_login_uri", Kind::Text),
    field("grant_types", Kind::Lines),
    field("application_type", Kind::Choice(&["", "web", "native"])),
    field(
        "token_endpoint_auth_method",
        Kind::Choice(&[
            "",
            "client_secret_basic",
            "client_secret_post",
            "client_secret_jwt",
            "private_key_jwt",
            "none",
        ]),
    ),
    field("jwks_uri", Kind::Text),
    field("trusted", Kind::Check),
    field("require_pkce", Kind::Check),
    field("scope", Kind::Text),
    field("audience", Kind::Lines),
    field("id_token_signed_response_alg", Kind::Choice(ALGS)),
    field("access_token_signed_response_alg", Kind::Choice(ALGS)),
    field("default_max_age", Kind::Number),
    field("default_acr_values", Kind::Lines),
    field("client_uri", Kind::Text),
    field("logo_uri", Kind::Text),
    field("policy_uri", Kind::Text),
    field("tos_uri", Kind::Text),
    field("contacts", Kind::Lines),
];

/// The metadata of what was entered. What is empty is left to its default.
pub(super) fn to_metadata(texts: &Texts) -> Map<String, Value> {
    let named = |name: &str| {
        texts
            .get(name)
            .map(|text| text.trim())
            .filter(|text| !text.is_empty())
    };
    let mut metadata = Map::new();
    if let Some(id) = named("id") {
        metadata.insert("id".to_owned(), id.into());
    }
    for Field { name, kind } in FIELDS {
        let Some(text) = named(name) else {
            continue;
        };
        let value = match kind {
            Kind::Text | Kind::Choice(_) => text.into(),
            Kind::Lines => text
                .lines()
                .map(str::trim)
                .filter(|line| !line.is_empty())
                .collect(),
            Kind::Check => Value::Bool(text == "yes"),
            // What is no number is told to be none by whoever reads the metadata.
            Kind::Number => text.parse::<u64>().map_or_else(|_| text.into(), Value::from),
        };
        metadata.insert(name.to_owned(), value);
    }
    metadata
}

/// What is registered, as texts.
pub(super) fn to_texts(metadata: &Map<String, Value>) -> Texts {
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => {
            let lines: Vec<_> = items.iter().filter_map(Value::as_str).collect();
            lines.join("\n")
        }
        Value::Bool(true) => "yes".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Bool(false) | Value::Null | Value::Object(_) => String::new(),
    };
    metadata
        .iter()
        .map(|(name, value)| (name.clone(), text(value)))
        .collect()
}

/// Whether the form has a field of that name.
#[must_use]
pub fn is_shown(name: &str) -> bool {
    FIELDS.iter().any(|field| field.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use voltkey_protocol::client::{AuthMethod, Client};

    #[test]
    fn what_is_registered_goes_through_the_form_unchanged() {
        let client: Client = serde_json::from_value(json!({
            "id": "app", "name": "App", "redirect_uris": ["https://a.example/cb", "https://b.example/cb"],
            "grant_types": ["authorization_code", "refresh_token"], "trusted": true, "default_max_age": 60,
            "scope": "openid email", "audience": "https://api.example", "contacts": ["a@b.example"]
        }))
        .expect("metadata");
        let Ok(Value::Object(metadata)) = serde_json::to_value(&client) else {
            panic!("no object");
        };
        let again = to_metadata(&to_texts(&metadata));
        let again: Client = serde_json::from_value(Value::Object(again)).expect("metadata");
        assert_eq!(again, client);
    }

    #[test]
    fn every_way_of_authentication_can_be_chosen() {
        let field = FIELDS
            .iter()
            .find(|field| field.name == "token_endpoint_auth_method");
        let Some(Kind::Choice(options)) = field.map(|field| field.kind) else {
            panic!("no choice");
        };
        for method in AuthMethod::ALL {
            assert!(options.contains(&method.as_str()), "{method}");
        }
    }

    #[test]
    fn every_member_of_a_client_has_a_field() {
        let all = json!({
            "id": "app", "token_endpoint_auth_method": "none", "audience": ["a"], "scope": "openid",
            "access_token_signed_response_alg": "ES256", "default_max_age": 1, "default_acr_values": ["a"],
            "initiate_login_uri": "https://a.example", "client_uri": "https://a.example",
            "logo_uri": "https://a.example", "policy_uri": "https://a.example", "tos_uri": "https://a.example",
            "contacts": ["a"]
        });
        let client: Client = serde_json::from_value(all).expect("metadata");
        let Ok(Value::Object(members)) = serde_json::to_value(&client) else {
            panic!("no object");
        };
        let mut missing: Vec<_> = members.keys().filter(|name| !is_shown(name)).collect();
        missing.sort_unstable();
        // The identifier has a field of its own; that ID tokens carry `auth_time` and logout calls `sid` holds of ours
        // anyway. The rest is registered by `apply` or by the app itself, and stays when the form is sent.
        let expected = [
            "backchannel_logout_session_required",
            "frontchannel_logout_session_required",
            "id",
            "require_auth_time",
            "response_types",
            "subject_type",
        ];
        assert_eq!(missing, expected);
    }
}
