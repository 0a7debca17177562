//! Client metadata: what it says, and its defaults. What can be wrong with it is in `problems.rs`.

use super::{Problem, redirect};
use crate::authorize::ResponseType;
use crate::claims::{self, ClaimsRequest};
use crate::jose::{ClientAlg, ContentEncryption, KeyManagement, SigningAlg};
use crate::scope::{self, Scope};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

names! {
    /// Grant types that a client can be registered for.
    pub enum GrantType {
        /// RFC 6749, 4.1.
        AuthorizationCode = "authorization_code",
        /// RFC 6749, 6.
        RefreshToken = "refresh_token",
        /// RFC 6749, 4.4.
        ClientCredentials = "client_credentials",
        /// RFC 6749, 4.2: tokens come from the authorization endpoint. Nothing for the token endpoint.
        Implicit = "implicit",
    }
}

names! {
    /// How a client authenticates at the token endpoint (OpenID Connect Core, 9).
    pub enum AuthMethod {
        /// A public client: it only names itself.
        None = "none",
        /// RFC 6749, 2.3.1: the secret in the `Authorization` header.
        ClientSecretBasic = "client_secret_basic",
        /// RFC 6749, 2.3.1: the secret in the body.
        ClientSecretPost = "client_secret_post",
        /// OpenID Connect Core, 9 and RFC 7523: a JWT under the secret.
        ClientSecretJwt = "client_secret_jwt",
        /// OpenID Connect Core, 9 and RFC 7523: a JWT signed with a key of the client.
        PrivateKeyJwt = "private_key_jwt",
    }
}

names! {
    /// How a person is named to the client (OpenID Connect Core, 8).
    pub enum SubjectType {
        /// By the same identifier as to every other client.
        Public = "public",
        /// By one that no other sector learns.
        Pairwise = "pairwise",
    }
}

names! {
    /// `application_type` (OpenID Connect Dynamic Registration, 2).
    pub enum ApplicationType {
        /// Runs on a server or in a browser page.
        Web = "web",
        /// Installed on a device: loopback and private-use redirects (RFC 8252).
        Native = "native",
    }
}

/// A registered client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Client {
    /// `client_id`.
    pub id: String,
    /// The name that people see.
    #[serde(default, alias = "client_name")]
    pub name: String,
    /// Where authorization responses may go.
    #[serde(default)]
    pub redirect_uris: Vec<String>,
    /// Where the browser may go after a log-out (OpenID Connect RP-Initiated Logout, 3.1).
    #[serde(default)]
    pub post_logout_redirect_uris: Vec<String>,
    /// Where deep links into the account pages may lead back to (our own).
    #[serde(default)]
    pub return_uris: Vec<String>,
    /// What it may do at the token endpoint.
    #[serde(default = "default_grant_types")]
    pub grant_types: Vec<GrantType>,
    /// What it may ask the authorization endpoint for.
    #[serde(default = "default_response_types")]
    pub response_types: Vec<ResponseType>,
    /// How it authenticates; none: by its secret in header or body, or not at all without a secret.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token_endpoint_auth_method: Option<AuthMethod>,
    /// What signs its assertions about itself; none: whatever fits its way of authentication.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token_endpoint_auth_signing_alg: Option<ClientAlg>,
    /// Its keys by value (RFC 7517).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jwks: Option<Value>,
    /// Its keys by reference. Never both.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jwks_uri: Option<String>,
    /// How people are named to it.
    #[serde(default = "default_subject_type")]
    pub subject_type: SubjectType,
    /// Lists the redirect URIs of all clients of its sector; the host is the sector (OpenID Connect Core, 8.1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sector_identifier_uri: Option<String>,
    /// Web or native.
    #[serde(default = "default_application_type")]
    pub application_type: ApplicationType,
    /// First party: no consent page.
    #[serde(default)]
    pub trusted: bool,
    /// The resource servers that its access tokens are for, the default first (RFC 8707, RFC 9068).
    #[serde(
        default,
        deserialize_with = "one_or_many",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub audience: Vec<String>,
    /// Whether PKCE is required though the client is confidential.
    #[serde(default)]
    pub require_pkce: bool,
    /// The scopes that it may ask for; none: those that this provider knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<Scope>,
    /// Signs its ID tokens.
    #[serde(default = "default_id_token_alg")]
    pub id_token_signed_response_alg: SigningAlg,
    /// Encrypts its ID tokens after signing; none: they are only signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id_token_encrypted_response_alg: Option<KeyManagement>,
    /// How their content is encrypted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id_token_encrypted_response_enc: Option<ContentEncryption>,
    /// Signs userinfo; none: it is plain JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub userinfo_signed_response_alg: Option<SigningAlg>,
    /// Encrypts userinfo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub userinfo_encrypted_response_alg: Option<KeyManagement>,
    /// How its content is encrypted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub userinfo_encrypted_response_enc: Option<ContentEncryption>,
    /// What its request objects must be signed with; none: any of the algorithms, or nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_object_signing_alg: Option<ClientAlg>,
    /// What its request objects may be encrypted with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_object_encryption_alg: Option<KeyManagement>,
    /// How their content may be encrypted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_object_encryption_enc: Option<ContentEncryption>,
    /// Where its request objects may be fetched from (OpenID Connect Core, 6.2).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub request_uris: Vec<String>,
    /// Is told by this provider when a session ends (OpenID Connect Back-Channel Logout, 2.2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backchannel_logout_uri: Option<String>,
    /// Whether it needs the session's `sid` there; ours always stands in it.
    #[serde(default)]
    pub backchannel_logout_session_required: bool,
    /// Is loaded by the browser when a session ends (OpenID Connect Front-Channel Logout, 2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frontchannel_logout_uri: Option<String>,
    /// Whether `iss` and `sid` are added to that address.
    #[serde(default)]
    pub frontchannel_logout_session_required: bool,
    /// Signs its access tokens; none: the instance's choice (our own).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access_token_signed_response_alg: Option<SigningAlg>,
    /// `max_age` where the request names none, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_max_age: Option<u64>,
    /// Whether ID tokens must carry `auth_time`; ours always do.
    #[serde(default)]
    pub require_auth_time: bool,
    /// `acr_values` where the request names none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub default_acr_values: Vec<String>,
    /// Where a login that this provider begins is sent (OpenID Connect Core, 4).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub initiate_login_uri: Option<String>,
    /// Its home page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_uri: Option<String>,
    /// Its logo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo_uri: Option<String>,
    /// Its privacy policy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy_uri: Option<String>,
    /// Its terms of service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tos_uri: Option<String>,
    /// Whom to ask about it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<String>,
    /// Whether it has a secret. Kept with the row, not with the metadata.
    #[serde(skip)]
    pub has_secret: bool,
    /// Whatever else was registered.
    #[serde(flatten)]
    pub other: BTreeMap<String, Value>,
}

impl Client {
    /// Whether it cannot keep a secret (RFC 6749, 2.1).
    #[must_use]
    pub fn is_public(&self) -> bool {
        match self.token_endpoint_auth_method {
            Some(method) => method == AuthMethod::None,
            None => !self.has_secret,
        }
    }

    /// Whether it may authenticate in this way.
    #[must_use]
    pub fn may_authenticate_by(&self, method: AuthMethod) -> bool {
        match self.token_endpoint_auth_method {
            Some(registered) => registered == method,
            None => (method == AuthMethod::None) != self.has_secret,
        }
    }

    /// Whether its secret keys MACs, and so has to be known itself: a hash of it is not enough.
    #[must_use]
    pub fn uses_secret_as_key(&self) -> bool {
        self.token_endpoint_auth_method == Some(AuthMethod::ClientSecretJwt)
            || self.request_object_signing_alg == Some(ClientAlg::HS256)
    }

    /// Whether PKCE is required of it (RFC 9700, 2.1.1).
    #[must_use]
    pub fn must_use_pkce(&self) -> bool {
        self.require_pkce || self.is_public()
    }

    /// Whether it is registered for this grant type.
    #[must_use]
    pub fn has_grant(&self, grant_type: GrantType) -> bool {
        self.grant_types.contains(&grant_type)
    }

    /// Whether it may ask for this scope value.
    #[must_use]
    pub fn may_ask_for(&self, value: &str) -> bool {
        match &self.scope {
            Some(registered) => registered.contains(value),
            None => scope::KNOWN.contains(&value),
        }
    }

    /// As much of a scope as it may ask for now: an operator may have taken some of it since it was granted.
    #[must_use]
    pub fn narrow(&self, scope: &Scope) -> Scope {
        scope.filter(|value| self.may_ask_for(value))
    }

    /// The same of claims that are asked for one by one: each belongs to a scope.
    #[must_use]
    pub fn narrow_claims(&self, claims: ClaimsRequest) -> ClaimsRequest {
        claims.filter(|name| claims::scope_of(name).is_none_or(|given_by| self.may_ask_for(given_by)))
    }

    /// The name, or the identifier where there is none.
    #[must_use]
    pub fn display_name(&self) -> &str {
        if self.name.is_empty() {
            &self.id
        } else {
            &self.name
        }
    }

    /// Whether the consent page may be left out for a response to `redirect_uri`: it is first party, and not a
    /// public client behind an address that any app on the device can take (RFC 8252, 8.6).
    #[must_use]
    pub fn skips_consent(&self, redirect_uri: &str) -> bool {
        self.trusted && !(self.is_public() && redirect::is_takeable(redirect_uri))
    }

    /// Reads metadata member by member, so that each one which can't be read is named.
    ///
    /// # Errors
    /// Every member that has the wrong type or a value that this provider does not have; `id` where it is missing.
    pub fn read(metadata: Map<String, Value>) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        for (name, value) in &metadata {
            let mut alone = Map::new();
            alone.insert("id".to_owned(), "alone".into());
            alone.insert(name.clone(), value.clone());
            if let Err(error) = serde_json::from_value::<Self>(Value::Object(alone)) {
                problems.push(Problem {
                    field: name.clone(),
                    message: error.to_string(),
                });
            }
        }
        if !metadata.contains_key("id") {
            problems.push(Problem {
                field: "id".to_owned(),
                message: "every app needs one".to_owned(),
            });
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        serde_json::from_value(Value::Object(metadata)).map_err(|error| {
            let (field, message) = ("id".to_owned(), error.to_string());
            vec![Problem { field, message }]
        })
    }
}

fn default_grant_types() -> Vec<GrantType> {
    vec![GrantType::AuthorizationCode]
}

fn default_response_types() -> Vec<ResponseType> {
    vec![ResponseType::Code]
}

const fn default_subject_type() -> SubjectType {
    SubjectType::Public
}

const fn default_application_type() -> ApplicationType {
    ApplicationType::Web
}

const fn default_id_token_alg() -> SigningAlg {
    SigningAlg::RS256
}

/// Reads `"a"` as `["a"]`.
fn one_or_many<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum OneOrMany {
        One(String),
        Many(Vec<String>),
    }
    Ok(match OneOrMany::deserialize(deserializer)? {
        OneOrMany::One(one) => vec![one],
        OneOrMany::Many(many) => many,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn client(metadata: Value) -> Client {
        serde_json::from_value(metadata).expect("metadata")
    }

    #[test]
    fn a_client_without_secret_is_public_and_must_use_pkce() {
        let public = client(json!({"id": "app", "redirect_uris": ["https://app.example/cb"]}));
        assert!(public.is_public() && public.must_use_pkce());
        assert!(public.may_authenticate_by(AuthMethod::None));
        assert!(!public.may_authenticate_by(AuthMethod::ClientSecretBasic));
    }

    #[test]
    fn a_client_with_a_secret_may_send_it_either_way_unless_it_chose_one() {
        let mut confidential = client(json!({"id": "app", "redirect_uris": ["https://app.example/cb"]}));
        confidential.has_secret = true;
        assert!(confidential.may_authenticate_by(AuthMethod::ClientSecretBasic));
        assert!(confidential.may_authenticate_by(AuthMethod::ClientSecretPost));
        assert!(!confidential.may_authenticate_by(AuthMethod::None));
        confidential.token_endpoint_auth_method = Some(AuthMethod::ClientSecretPost);
        assert!(!confidential.may_authenticate_by(AuthMethod::ClientSecretBasic));
    }

    #[test]
    fn trust_skips_no_consent_where_another_app_could_take_the_answer() {
        let mut app = client(json!({
            "id": "app", "trusted": true, "application_type": "native",
            "redirect_uris": ["http://127.0.0.1/cb", "com.example.app:/cb", "https://app.example/cb"]
        }));
        assert!(!app.skips_consent("http://127.0.0.1:5000/cb"));
        assert!(!app.skips_consent("com.example.app:/cb"));
        assert!(app.skips_consent("https://app.example/cb"));
        app.has_secret = true;
        assert!(app.skips_consent("http://127.0.0.1:5000/cb"));
    }

    #[test]
    fn takes_one_audience_or_several() {
        assert_eq!(client(json!({"id": "a", "audience": "x"})).audience, ["x"]);
        assert_eq!(
            client(json!({"id": "a", "audience": ["x", "y"]})).audience,
            ["x", "y"]
        );
    }
}
