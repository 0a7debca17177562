//! Request objects (OpenID Connect Core, 6).

mod by_reference;
mod by_value;
mod keys_by_reference;
mod refused;

use crate::harness::{Answer, AuthorizationRequest, Client, Signer, World, unsigned};
use serde_json::{Value, json};
use voltkey_protocol::error::Rule;
use voltkey_protocol::jose::ClientAlg;

/// Where the client of these tests publishes an object.
const OBJECT: &str = "https://app.example/requests/1";

/// A confidential client with a key, trusted so that a login is all that it takes.
async fn app(world: &World, signer: &Signer, more: Value) -> Client {
    let mut metadata = json!({ "name": "App", "trusted": true, "jwks": signer.jwks() });
    for (name, value) in more.as_object().expect("an object") {
        metadata[name] = value.clone();
    }
    world.register("app", metadata, true).await
}

/// All parameters of a request as the members of an object.
fn members(request: &AuthorizationRequest) -> Value {
    let pairs = request.params().iter();
    pairs
        .map(|(name, value)| (name.clone(), json!(value)))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

/// What OpenID Connect Core, 6.1 wants to stand outside, and the object.
fn with_object(request: &AuthorizationRequest, name: &str, object: &str) -> AuthorizationRequest {
    let outside = ["client_id", "response_type"];
    let inside: Vec<_> = request.params().iter().map(|(name, _)| name.clone()).collect();
    let stripped = inside
        .iter()
        .filter(|name| !outside.contains(&name.as_str()))
        .fold(request.clone(), |request, name| request.without(name));
    stripped.with(name, object)
}

/// The answer to a request, once Ada has signed in.
async fn answer(world: &World, request: &AuthorizationRequest) -> Answer {
    let mut browser = world.browser();
    let login = browser.open(request).await.page();
    world.log_in(&mut browser, login, "ada").await.answer()
}

/// The refusal of a request goes to the client by a redirect, with the exact rule in the record.
async fn refused_by(world: &World, request: &AuthorizationRequest, error: &str, rule: Rule) {
    let answer = world.browser().open(request).await.answer();
    assert_eq!(answer.error(), error, "{:?}", answer.fields);
    assert_eq!(world.rule(&answer.reference()).await, rule);
}
