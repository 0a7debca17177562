//! The provider's metadata (OpenID Connect Discovery 1.0, 3; RFC 8414, 2): what is there, and nothing else.

use crate::assurance::Acr;
use crate::authorize::{Prompt, ResponseMode, ResponseType, request_object};
use crate::claims;
use crate::client::{AuthMethod, GrantType, SubjectType};
use crate::jose::{ContentEncryption, KeyManagement, SigningAlg};
use crate::scope;
use crate::token::client_assertion;
use serde_json::{Value, json};

/// The document for an issuer, whose pages are in these languages. Both well-known addresses answer the same.
#[must_use]
pub fn document(issuer: &str, ui_locales: &[&str], takes_registrations: bool) -> Value {
    let at = |path: &str| format!("{issuer}{path}");
    let with_proof: Vec<_> = AuthMethod::ALL
        .iter()
        .filter(|method| **method != AuthMethod::None)
        .collect();
    let assertion_algs: Vec<_> = client_assertion::algs().collect();
    let mut document = json!({
        "issuer": issuer,
        "authorization_endpoint": at("/oauth2/authorize"),
        "token_endpoint": at("/oauth2/token"),
        "userinfo_endpoint": at("/oauth2/userinfo"),
        "jwks_uri": at("/oauth2/jwks"),
        "introspection_endpoint": at("/oauth2/introspect"),
        "revocation_endpoint": at("/oauth2/revoke"),
        "end_session_endpoint": at("/oauth2/logout"),
        "check_session_iframe": at("/oauth2/check-session"),
        "backchannel_logout_supported": true,
        "backchannel_logout_session_supported": true,
        "frontchannel_logout_supported": true,
        "frontchannel_logout_session_supported": true,
        "response_types_supported": ResponseType::ALL,
        "response_modes_supported": ResponseMode::ALL,
        "grant_types_supported": GrantType::ALL,
        "subject_types_supported": SubjectType::ALL,
        "id_token_signing_alg_values_supported": SigningAlg::ALL,
        "token_endpoint_auth_methods_supported": AuthMethod::ALL,
        "token_endpoint_auth_signing_alg_values_supported": assertion_algs,
        "introspection_endpoint_auth_methods_supported": with_proof,
        "introspection_endpoint_auth_signing_alg_values_supported": assertion_algs,
        "revocation_endpoint_auth_methods_supported": AuthMethod::ALL,
        "revocation_endpoint_auth_signing_alg_values_supported": assertion_algs,
        "code_challenge_methods_supported": [crate::pkce::S256],
        "scopes_supported": scope::KNOWN,
        "claim_types_supported": ["normal"],
        "claims_supported": claims::SUPPORTED,
        "acr_values_supported": Acr::ALL,
        "prompt_values_supported": Prompt::ALL,
        "ui_locales_supported": ui_locales,
        "claims_parameter_supported": true,
        "request_parameter_supported": true,
        "request_uri_parameter_supported": true,
        "require_request_uri_registration": true,
        "request_object_signing_alg_values_supported": request_object::ALGS,
        "request_object_encryption_alg_values_supported": KeyManagement::ALL,
        "request_object_encryption_enc_values_supported": ContentEncryption::ALL,
        "authorization_response_iss_parameter_supported": true,
    });
    for answer in ["id_token", "userinfo"] {
        document[format!("{answer}_encryption_alg_values_supported")] = json!(KeyManagement::ALL);
        document[format!("{answer}_encryption_enc_values_supported")] = json!(ContentEncryption::ALL);
    }
    document["userinfo_signing_alg_values_supported"] = json!(SigningAlg::ALL);
    if takes_registrations {
        document["registration_endpoint"] = at("/oauth2/register").into();
    }
    document
}
