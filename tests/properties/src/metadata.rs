//! Client metadata, as somebody registers it.

use crate::redirect_uri;
use voltkey_protocol::client::Client;

/// What can be registered is kept as it is, and its addresses are fit for answers.
pub fn holds(json: &[u8]) {
    let Ok(client) = serde_json::from_slice::<Client>(json) else {
        return;
    };
    let problems = client.problems();
    assert!(
        problems
            .iter()
            .all(|problem| !problem.field.is_empty() && !problem.message.is_empty())
    );
    let kept = serde_json::to_vec(&client).expect("JSON");
    let mut again: Client = serde_json::from_slice(&kept).expect("what was written");
    again.has_secret = client.has_secret;
    assert_eq!(again, client);
    if problems.is_empty() {
        for uri in client
            .redirect_uris
            .iter()
            .chain(&client.post_logout_redirect_uris)
        {
            redirect_uri::holds(uri);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::made_up;
    use proptest::prelude::*;
    use proptest::sample::select;
    use serde_json::{Map, Value, json};

    const FIELDS: &[&str] = &[
        "",
        "id",
        "name",
        "redirect_uris",
        "post_logout_redirect_uris",
        "return_uris",
        "grant_types",
        "response_types",
        "token_endpoint_auth_method",
        "token_endpoint_auth_signing_alg",
        "jwks",
        "jwks_uri",
        "subject_type",
        "sector_identifier_uri",
        "application_type",
        "audience",
        "require_pkce",
        "scope",
        "id_token_signed_response_alg",
        "id_token_encrypted_response_alg",
        "id_token_encrypted_response_enc",
        "userinfo_signed_response_alg",
        "userinfo_encrypted_response_alg",
        "userinfo_encrypted_response_enc",
        "request_object_signing_alg",
        "request_object_encryption_alg",
        "request_object_encryption_enc",
        "request_uris",
        "backchannel_logout_uri",
        "frontchannel_logout_uri",
        "default_max_age",
        "require_auth_time",
        "default_acr_values",
        "initiate_login_uri",
        "client_uri",
        "logo_uri",
        "policy_uri",
        "tos_uri",
        "contacts",
        "software_id",
        "client_name#de",
        "unknown",
    ];

    const WORDS: &[&str] = &[
        "authorization_code",
        "implicit",
        "refresh_token",
        "client_credentials",
        "code",
        "code id_token",
        "id_token token",
        "none",
        "client_secret_basic",
        "private_key_jwt",
        "RS256",
        "ES256",
        "HS256",
        "RSA-OAEP-256",
        "A128CBC-HS256",
        "pairwise",
        "public",
        "web",
        "native",
        "openid",
    ];

    fn value() -> impl Strategy<Value = Value> {
        let text = || {
            prop_oneof![
                select(WORDS).prop_map(str::to_owned),
                made_up::address(),
                ".{0,10}"
            ]
        };
        prop_oneof![
            3 => text().prop_map(Value::from),
            3 => prop::collection::vec(text(), 0..4).prop_map(Value::from),
            1 => any::<bool>().prop_map(Value::from),
            1 => any::<i64>().prop_map(Value::from),
            1 => Just(json!({ "keys": [] })),
            1 => Just(Value::Null),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]

        #[test]
        fn of_what_looks_like_metadata(fields in prop::collection::vec((select(FIELDS), value()), 0..8)) {
            let mut metadata = Map::from_iter([("id".to_owned(), json!("app"))]);
            metadata.extend(fields.into_iter().map(|(name, value)| (name.to_owned(), value)));
            super::holds(Value::from(metadata).to_string().as_bytes());
        }

        #[test]
        fn of_addresses(uris in prop::collection::vec(made_up::address(), 1..3), is_native in any::<bool>()) {
            let kind = if is_native { "native" } else { "web" };
            let metadata = json!({ "id": "app", "application_type": kind, "redirect_uris": uris });
            super::holds(metadata.to_string().as_bytes());
        }
    }
}
