//! The authorization endpoint (RFC 6749, 3.1; OpenID Connect Core, 3.1.2, 3.2.2 and 3.3.2).

mod answer;
mod basic_plan;
mod claims;
mod encrypted;
mod form_post;
mod hints;
mod hybrid;
mod implicit;
mod max_age;
mod pairwise;
mod pending;
mod pkce;
mod prompt;
mod redirect_uri;
mod refused_by_redirect;
mod refused_on_page;
mod request_object;
mod session_over;

use crate::harness::{AuthorizationRequest, Client, World};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// The response types whose answer holds more than a code.
const WITH_TOKENS: [&str; 5] = [
    "id_token",
    "id_token token",
    "code id_token",
    "code token",
    "code id_token token",
];

/// A first party that is registered for every response type.
async fn all_flows(world: &World, changes: Value) -> Client {
    let mut metadata = json!({
        "trusted": true,
        "grant_types": ["authorization_code", "refresh_token", "implicit"],
        "response_types": ["code", "id_token", "id_token token", "code id_token", "code token", "code id_token token"],
    });
    for (name, value) in changes.as_object().expect("an object") {
        metadata[name] = value.clone();
    }
    world.register("all-flows", metadata, true).await
}

fn request_of(client: &Client, response_type: &str, scope: &str) -> AuthorizationRequest {
    client.authorize(scope).with("response_type", response_type)
}

/// `at_hash` and its like under an algorithm with SHA-256 (OpenID Connect Core, 3.3.2.11).
fn half_hash(value: &str) -> String {
    URL_SAFE_NO_PAD.encode(&Sha256::digest(value)[..16])
}
