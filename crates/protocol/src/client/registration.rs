//! A client that registers itself: its request and the answer (RFC 7591, 2 and 3; RFC 7592, 2; OpenID Connect Dynamic
//! Registration, 2 and 3).

use super::problems::{LOCALIZED, Problem, at_the_provider, not_by_https};
use super::{AuthMethod, Client, GrantType};
use crate::error::{ErrorCode, Refusal, Rule};
use crate::jose::{ClientAlg, ContentEncryption};
use crate::json;
use crate::params::shorten;
use crate::scope;
use crate::time::Timestamp;
use serde_json::{Map, Value};

/// The longest request that is read, in bytes.
pub const MAX_BODY: usize = 64 * 1024;

/// The most characters of a description that names what is wrong.
const LONGEST_DESCRIPTION: usize = 1_000;

/// What a client may register. All else is ignored, and is not in the answer (RFC 7591, 2 and 3.2.1).
const REGISTRABLE: &[&str] = &[
    "redirect_uris",
    "post_logout_redirect_uris",
    "grant_types",
    "response_types",
    "token_endpoint_auth_method",
    "token_endpoint_auth_signing_alg",
    "jwks",
    "jwks_uri",
    "subject_type",
    "sector_identifier_uri",
    "application_type",
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
    "backchannel_logout_session_required",
    "frontchannel_logout_uri",
    "frontchannel_logout_session_required",
    "default_max_age",
    "require_auth_time",
    "default_acr_values",
    "initiate_login_uri",
    "client_name",
    "client_uri",
    "logo_uri",
    "policy_uri",
    "tos_uri",
    "contacts",
    "software_id",
    "software_version",
];

/// Members of a client that are ours to decide: neither taken from a registration nor shown in its answer.
const OURS: &[&str] = &[
    "trusted",
    "audience",
    "return_uris",
    "require_pkce",
    "access_token_signed_response_alg",
];

/// What the operator has decided about a client that registers itself.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'a> {
    /// The issuer: whether it is reached by https decides what is safe.
    pub issuer: &'a str,
    /// Whether the client may act for itself (RFC 6749, 4.4).
    pub client_credentials: bool,
}

/// Reads the body of a request: a JSON object. A member that is null is as if it were not there (RFC 7592, 2.2).
///
/// # Errors
/// `invalid_client_metadata` where it is none, and the two codes of RFC 7591, 3.2.2 for a software statement: nobody is
/// known here whose statements would be believed.
pub fn read(body: &[u8]) -> Result<Map<String, Value>, Refusal> {
    let malformed = |what: &str| {
        let message = format!(
            "the body must be a JSON object of client metadata: {}",
            shorten(what)
        );
        Refusal::new(
            ErrorCode::InvalidClientMetadata,
            Rule::RegistrationMalformed,
            message,
        )
    };
    let mut metadata = json::object(body).map_err(|error| malformed(&error.to_string()))?;
    metadata.retain(|_, value| !value.is_null());
    match metadata.get("software_statement") {
        None => Ok(metadata),
        Some(Value::String(_)) => Err(Refusal::new(
            ErrorCode::UnapprovedSoftwareStatement,
            Rule::RegistrationStatement,
            "software_statement: nobody is known here whose statements are believed",
        )),
        Some(_) => Err(Refusal::new(
            ErrorCode::InvalidSoftwareStatement,
            Rule::RegistrationStatement,
            "software_statement: must be a JWT",
        )),
    }
}

/// The client that is asked for, with every default filled in (RFC 7591, 2; OpenID Connect Dynamic Registration, 2).
/// `has_secret` says whether it will need one.
///
/// # Errors
/// `invalid_redirect_uri` or `invalid_client_metadata`, naming each field and what is wrong with it.
pub fn client(id: &str, sent: &Map<String, Value>, terms: Terms<'_>) -> Result<Client, Refusal> {
    let (metadata, problem) = registrable(id, sent);
    let mut client = Client::read(metadata).map_err(|problems| refuse(&problems))?;
    complete(&mut client);
    let mut problems = client.problems();
    problems.extend(problem);
    problems.extend(signed_requests_only(sent));
    problems.extend(not_by_https(&client, terms.issuer));
    problems.extend(at_the_provider(&client, terms.issuer));
    if client.has_grant(GrantType::ClientCredentials) && !terms.client_credentials {
        problems.push(Problem {
            field: "grant_types".to_owned(),
            message: "client_credentials is for apps that an operator allows it".to_owned(),
        });
    }
    match problems.is_empty() {
        true => Ok(client),
        false => Err(refuse(&problems)),
    }
}

/// What is known of the metadata that was sent, under our names. A scope that this provider does not know is left out,
/// which the answer tells (RFC 7591, 2); where none is left, that is a problem.
fn registrable(id: &str, sent: &Map<String, Value>) -> (Map<String, Value>, Option<Problem>) {
    let is_known = |name: &str| match name.split_once('#') {
        Some((plain, _)) => LOCALIZED.iter().any(|(localized, _)| *localized == plain),
        None => REGISTRABLE.contains(&name),
    };
    let known = sent.iter().filter(|(name, _)| is_known(name));
    let mut metadata: Map<_, _> = known.map(|(name, value)| (name.clone(), value.clone())).collect();
    metadata.insert("id".to_owned(), id.into());
    let Some(asked) = metadata.get("scope").and_then(Value::as_str) else {
        return (metadata, None);
    };
    let values = asked.split(' ').filter(|value| scope::KNOWN.contains(value));
    let known = values.collect::<Vec<_>>().join(" ");
    let problem = known.is_empty().then(|| Problem {
        field: "scope".to_owned(),
        message: format!("known here are: {}", scope::KNOWN.join(" ")),
    });
    metadata.insert("scope".to_owned(), known.into());
    (metadata, problem)
}

/// RFC 9101, 10.5: nobody's unsigned requests are refused here for the sake of a client's wish, and ignoring it would have
/// the client believe in a protection that it has not.
fn signed_requests_only(sent: &Map<String, Value>) -> Option<Problem> {
    let field = "require_signed_request_object";
    let is_harmless = sent.get(field).is_none_or(|value| *value == Value::Bool(false));
    (!is_harmless).then(|| Problem {
        field: field.to_owned(),
        message: "must be false: requests that are not signed are taken too".to_owned(),
    })
}

/// Fills in the defaults that depend on others, or differ from those of a file for `apply`.
fn complete(client: &mut Client) {
    let method = client.token_endpoint_auth_method;
    client.token_endpoint_auth_method = method.or(Some(AuthMethod::ClientSecretBasic));
    if !client.has_grant(GrantType::AuthorizationCode) && !client.has_grant(GrantType::Implicit) {
        // The default, code, would be of no use to a machine.
        client.response_types.retain(|one| !one.has_code());
    }
    let scope = client.scope.take();
    client.scope = scope.or_else(|| Some(scope::KNOWN.iter().copied().collect()));
    for (alg, enc) in [
        (
            client.id_token_encrypted_response_alg,
            &mut client.id_token_encrypted_response_enc,
        ),
        (
            client.userinfo_encrypted_response_alg,
            &mut client.userinfo_encrypted_response_enc,
        ),
        (
            client.request_object_encryption_alg,
            &mut client.request_object_encryption_enc,
        ),
    ] {
        *enc = enc.or(alg.map(|_| ContentEncryption::A128CbcHs256));
    }
    client.has_secret = needs_secret(client);
}

/// Whether the client authenticates or signs with a secret.
fn needs_secret(client: &Client) -> bool {
    match client.token_endpoint_auth_method {
        Some(AuthMethod::None) => false,
        Some(AuthMethod::PrivateKeyJwt) => client.request_object_signing_alg == Some(ClientAlg::HS256),
        _ => true,
    }
}

/// A replacement of `before` by `client`, which changes nothing of what is ours to decide. Trust that was given to another
/// registration is none in this one.
#[must_use]
pub fn keep_ours(client: Client, before: &Client) -> Client {
    Client {
        trusted: false,
        audience: before.audience.clone(),
        return_uris: before.return_uris.clone(),
        require_pkce: before.require_pkce,
        access_token_signed_response_alg: before.access_token_signed_response_alg,
        ..client
    }
}

/// A refusal that names each field.
fn refuse(problems: &[Problem]) -> Refusal {
    let is_redirect = problems.iter().any(|problem| problem.field == "redirect_uris");
    let (code, rule) = match is_redirect {
        true => (ErrorCode::InvalidRedirectUri, Rule::RegistrationRedirectUri),
        false => (ErrorCode::InvalidClientMetadata, Rule::RegistrationMetadata),
    };
    let field = |problem: &Problem| match problem.field.as_str() {
        "name" => "client_name".to_owned(),
        other => shorten(other),
    };
    let told: Vec<_> = problems
        .iter()
        .map(|problem| format!("{}: {}", field(problem), problem.message))
        .collect();
    let told: String = told.join("; ").chars().take(LONGEST_DESCRIPTION).collect();
    let mut fields: Vec<_> = problems.iter().map(field).collect();
    fields.dedup();
    fields.truncate(20);
    Refusal::new(code, rule, told).with("fields", fields.join(" "))
}

/// What a client is told of itself besides its metadata (RFC 7591, 3.2.1; RFC 7592, 3).
#[derive(Clone, Copy, Debug)]
pub struct Issued<'a> {
    /// When it was registered.
    pub at: Timestamp,
    /// A secret that is new, and that nobody can read again.
    pub secret: Option<&'a str>,
    /// What opens the management of its registration.
    pub access_token: &'a str,
    /// Where that is.
    pub uri: &'a str,
}

/// The answer: everything that is registered, with the defaults.
///
/// # Errors
/// When a member can't be written as JSON, which none of ours is.
pub fn response(client: &Client, issued: Issued<'_>) -> Result<Value, serde_json::Error> {
    let mut answer = Map::new();
    answer.insert("client_id".to_owned(), client.id.as_str().into());
    answer.insert("client_id_issued_at".to_owned(), issued.at.as_seconds().into());
    if let Some(secret) = issued.secret {
        answer.insert("client_secret".to_owned(), secret.into());
    }
    if client.has_secret {
        answer.insert("client_secret_expires_at".to_owned(), 0.into());
    }
    answer.insert("registration_access_token".to_owned(), issued.access_token.into());
    answer.insert("registration_client_uri".to_owned(), issued.uri.into());
    if !client.name.is_empty() {
        answer.insert("client_name".to_owned(), client.name.as_str().into());
    }
    if let Value::Object(members) = serde_json::to_value(client)? {
        let hidden = |name: &str| OURS.contains(&name) || matches!(name, "id" | "name");
        answer.extend(members.into_iter().filter(|(name, _)| !hidden(name)));
    }
    Ok(Value::Object(answer))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const TERMS: Terms<'_> = Terms {
        issuer: "https://id.example",
        client_credentials: false,
    };

    fn registered(sent: Value) -> Result<Client, Refusal> {
        client("c1", &read(sent.to_string().as_bytes())?, TERMS)
    }

    #[test]
    fn defaults_are_filled_in_and_told() {
        let sent = json!({
            "redirect_uris": ["https://app.example/cb"], "client_name": "App", "client_name#de": "Die App", "jwks_uri": "https://app.example/jwks",
            "id_token_encrypted_response_alg": "ECDH-ES", "unheard_of": 1, "trusted": true, "require_pkce": true,
            "audience": "https://api.example", "client_id": "mine", "tos_uri": null, "scope": "openid unheard email",
            "require_signed_request_object": false
        });
        let client = registered(sent).expect("a client");
        assert!(!client.trusted && !client.require_pkce && client.audience.is_empty());
        let issued = Issued {
            at: Timestamp::from_seconds(7),
            secret: Some("secret"),
            access_token: "token",
            uri: "https://id.example/oauth2/register/c1",
        };
        let answer = response(&client, issued).expect("an answer");
        let expected = json!({
            "client_id": "c1", "client_id_issued_at": 7, "client_secret": "secret", "client_secret_expires_at": 0,
            "registration_access_token": "token", "registration_client_uri": "https://id.example/oauth2/register/c1",
            "client_name": "App", "client_name#de": "Die App", "redirect_uris": ["https://app.example/cb"],
            "post_logout_redirect_uris": [], "grant_types": ["authorization_code"], "response_types": ["code"],
            "token_endpoint_auth_method": "client_secret_basic", "jwks_uri": "https://app.example/jwks",
            "subject_type": "public", "application_type": "web", "scope": "openid email",
            "id_token_signed_response_alg": "RS256", "id_token_encrypted_response_alg": "ECDH-ES",
            "id_token_encrypted_response_enc": "A128CBC-HS256", "backchannel_logout_session_required": false,
            "frontchannel_logout_session_required": false, "require_auth_time": false
        });
        assert_eq!(answer, expected);
    }

    #[test]
    fn every_member_of_a_client_is_either_registrable_or_ours() {
        let client: Client = serde_json::from_value(json!({"id": "c1"})).expect("a client");
        let Ok(Value::Object(members)) = serde_json::to_value(&client) else {
            panic!("no object");
        };
        for name in members
            .keys()
            .filter(|name| !["id", "name"].contains(&name.as_str()))
        {
            assert!(
                REGISTRABLE.contains(&name.as_str()) ^ OURS.contains(&name.as_str()),
                "{name}"
            );
        }
    }

    #[test]
    fn what_is_wrong_is_told_by_field_and_by_the_code_of_rfc_7591() {
        let good = "https://app.example/cb";
        for (sent, code, words) in [
            (json!([]), "invalid_client_metadata", "JSON object"),
            (json!({}), "invalid_redirect_uri", "redirect_uris: at least one"),
            (
                json!({"redirect_uris": good}),
                "invalid_redirect_uri",
                "redirect_uris: invalid type",
            ),
            (
                json!({"redirect_uris": ["https://app.example/#f"], "tos_uri": "x"}),
                "invalid_redirect_uri",
                "; tos_uri: x is not",
            ),
            (
                json!({"redirect_uris": [good], "contacts": "me"}),
                "invalid_client_metadata",
                "contacts: invalid type",
            ),
            (
                json!({"redirect_uris": [good], "token_endpoint_auth_method": "tls_client_auth", "subject_type": 1}),
                "invalid_client_metadata",
                "expected one of: none, client_secret_basic",
            ),
            (
                json!({"redirect_uris": [good], "scope": "unheard"}),
                "invalid_client_metadata",
                "scope: known here are: openid",
            ),
            (
                json!({"redirect_uris": [good], "client_name": "x".repeat(300)}),
                "invalid_client_metadata",
                "client_name: must",
            ),
            (
                json!({"grant_types": ["client_credentials"]}),
                "invalid_client_metadata",
                "grant_types: client_credentials",
            ),
            (
                json!({"redirect_uris": ["http://localhost/cb"], "grant_types": ["implicit"], "response_types": ["id_token"]}),
                "invalid_redirect_uri",
                "localhost",
            ),
            (
                json!({"redirect_uris": [good], "require_signed_request_object": true}),
                "invalid_client_metadata",
                "require_signed_request_object: must be false",
            ),
            (
                json!({"redirect_uris": [good], "software_statement": "a.b.c"}),
                "unapproved_software_statement",
                "software_statement",
            ),
            (
                json!({"redirect_uris": [good], "software_statement": 1}),
                "invalid_software_statement",
                "software_statement",
            ),
        ] {
            let refusal = registered(sent.clone()).expect_err("a refusal");
            assert_eq!(refusal.code.as_str(), code, "{sent}");
            assert!(
                refusal.description.contains(words),
                "{sent}: {}",
                refusal.description
            );
        }
    }

    #[test]
    fn a_replacement_keeps_what_the_operator_has_decided_but_trust() {
        let mut before = registered(json!({"redirect_uris": ["https://app.example/cb"]})).expect("a client");
        before.trusted = true;
        before.require_pkce = true;
        before.audience = vec!["https://api.example".to_owned()];
        let after = registered(json!({"redirect_uris": ["https://app.example/new"]})).expect("a client");
        let after = keep_ours(after, &before);
        assert!(after.require_pkce && !after.trusted);
        assert_eq!(after.audience, before.audience);
        assert_eq!(after.redirect_uris, ["https://app.example/new"]);
    }
}
