//! `[[clients]]`: the standard's metadata and our own.

use super::secret;
use super::table::Table;
use serde::Deserialize as _;
use toml::de::ValueDeserializer;
use voltkey_flows::admin::apply::ClientEntry;
use voltkey_protocol::client::Client;

/// Names of metadata: ours, then those of IANA's registry "OAuth Dynamic Client Registration Metadata". Which
/// of them this version acts on is for [`Client::problems`] to say; any other name is a slip of the pen.
const METADATA: &[&str] = &[
    "id",
    "name",
    "trusted",
    "audience",
    "require_pkce",
    "return_uris",
    "profile",
    "access_token_signed_response_alg",
    // RFC 7591
    "redirect_uris",
    "token_endpoint_auth_method",
    "grant_types",
    "response_types",
    "client_name",
    "client_uri",
    "logo_uri",
    "scope",
    "contacts",
    "tos_uri",
    "policy_uri",
    "jwks_uri",
    "jwks",
    "software_id",
    "software_version",
    // OpenID Connect Dynamic Client Registration 1.0
    "application_type",
    "sector_identifier_uri",
    "subject_type",
    "id_token_signed_response_alg",
    "id_token_encrypted_response_alg",
    "id_token_encrypted_response_enc",
    "userinfo_signed_response_alg",
    "userinfo_encrypted_response_alg",
    "userinfo_encrypted_response_enc",
    "request_object_signing_alg",
    "request_object_encryption_alg",
    "request_object_encryption_enc",
    "token_endpoint_auth_signing_alg",
    "default_max_age",
    "require_auth_time",
    "default_acr_values",
    "initiate_login_uri",
    "request_uris",
    // OpenID Connect logout
    "post_logout_redirect_uris",
    "frontchannel_logout_uri",
    "frontchannel_logout_session_required",
    "backchannel_logout_uri",
    "backchannel_logout_session_required",
    // RFC 8705
    "tls_client_certificate_bound_access_tokens",
    "tls_client_auth_subject_dn",
    "tls_client_auth_san_dns",
    "tls_client_auth_san_uri",
    "tls_client_auth_san_ip",
    "tls_client_auth_san_email",
    "use_mtls_endpoint_aliases",
    // RFC 9101, RFC 9126, RFC 9396, RFC 9449, RFC 9701
    "require_signed_request_object",
    "require_pushed_authorization_requests",
    "authorization_details_types",
    "dpop_bound_access_tokens",
    "introspection_signed_response_alg",
    "introspection_encrypted_response_alg",
    "introspection_encrypted_response_enc",
    // JARM
    "authorization_signed_response_alg",
    "authorization_encrypted_response_alg",
    "authorization_encrypted_response_enc",
    // CIBA
    "backchannel_token_delivery_mode",
    "backchannel_client_notification_endpoint",
    "backchannel_authentication_request_signing_alg",
    "backchannel_user_code_parameter",
];

/// Reads a client; none where a problem was noted.
pub(super) fn read(mut table: Table<'_>, environment: &[(String, String)]) -> Option<ClientEntry> {
    table.rename("client_id", "id");
    table.rename("client_secret", "secret");
    let secret = secret::read(&mut table, environment);
    let client = metadata(table)?;
    Some(ClientEntry::new(client, secret))
}

/// A key whose value is wrong is told and left out, so that the others are read too.
fn metadata(mut table: Table<'_>) -> Option<Client> {
    refuse_unknown(&mut table);
    if table.place("id").is_none() {
        table.note_missing("id");
        return None;
    }
    loop {
        let error = match Client::deserialize(ValueDeserializer::from(table.value())) {
            Ok(client) => return Some(client),
            Err(error) => error,
        };
        let at = error.span().unwrap_or_default().start;
        let wrong = table.left().find(|(_, span)| span.contains(&at));
        let Some((key, place)) = wrong.map(|(key, span)| (key.to_owned(), span.start)) else {
            table.note(error.message());
            return None;
        };
        table.note_key(place, &key, &format!("is wrong: {}", error.message()));
        if key == "id" {
            return None;
        }
        table.remove(&key);
    }
}

/// A name may carry a language (RFC 7591, 2.2): `client_name#de`.
fn refuse_unknown(table: &mut Table<'_>) {
    let is_tagged = |key: &str| {
        key.split_once('#')
            .is_some_and(|(name, _)| METADATA.contains(&name))
    };
    let tagged: Vec<String> = table
        .left()
        .map(|(key, _)| key)
        .filter(|key| is_tagged(key))
        .map(str::to_owned)
        .collect();
    let tagged = tagged.iter().map(String::as_str);
    let known: Vec<&str> = METADATA
        .iter()
        .copied()
        .chain(secret::KEYS)
        .chain(tagged)
        .collect();
    table.refuse_unknown(&known);
}
