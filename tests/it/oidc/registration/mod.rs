//! Clients that register themselves, and manage what is registered.

mod attack;
mod management;
mod metadata;
mod modes;
mod sector;

use crate::harness::{Client, ISSUER, Reply, Signer, World};
use axum::body::Body;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{Method, Request};
use serde_json::{Value, json};
use voltkey_flows::admin::registration_tokens::{self, Wanted};
use voltkey_protocol::error::Rule;
use voltkey_protocol::jose::ClientAlg;

const REGISTER: &str = "/oauth2/register";
pub(super) const OPEN: &str = "[registration]\nmode = \"open\"";

/// A world in which anyone may register.
async fn open_world() -> World {
    World::with(OPEN).await
}

/// Metadata that are enough, with more.
fn app(more: Value) -> Value {
    let mut metadata = json!({ "redirect_uris": ["https://new.example/cb"], "client_name": "Newcomer" });
    let members = metadata.as_object_mut().unwrap();
    members.extend(more.as_object().unwrap().clone());
    metadata
}

/// An initial access token.
async fn token(world: &World, wanted: Wanted) -> String {
    let wanted = Wanted {
        label: "Partners".to_owned(),
        ..wanted
    };
    let made = registration_tokens::create(world.ctx(), &wanted).await.unwrap();
    made.expect("a token").token.as_str().to_owned()
}

/// Sends JSON, with a bearer token or without.
pub(super) async fn send(
    world: &World,
    method: Method,
    path: &str,
    token: Option<&str>,
    body: Option<&Value>,
) -> Reply {
    let mut request = Request::builder().method(method).uri(path);
    if let Some(token) = token {
        request = request.header(AUTHORIZATION, format!("Bearer {token}"));
    }
    if body.is_some() {
        request = request.header(CONTENT_TYPE, "application/json");
    }
    let body = body.map(Value::to_string).unwrap_or_default();
    let request = request.body(Body::from(body)).unwrap();
    world.stranger("nobody", None).send(request).await
}

pub(super) async fn post(world: &World, token: Option<&str>, metadata: &Value) -> Reply {
    send(world, Method::POST, REGISTER, token, Some(metadata)).await
}

/// What is answered to a good registration.
pub(super) async fn registered(world: &World, metadata: Value) -> Value {
    let reply = post(world, None, &metadata).await;
    assert_eq!(reply.status, 201, "{metadata}: {}", reply.body);
    assert_eq!(reply.header("cache-control"), "no-store");
    reply.json()
}

/// The client that was registered.
pub(super) fn client_of(world: &World, answer: &Value) -> Client {
    let text = |name: &str| answer[name].as_str();
    let mut client = world.stranger(text("client_id").unwrap(), text("client_secret"));
    client.posts_secret = text("token_endpoint_auth_method") == Some("client_secret_post");
    client.redirect_uri = answer["redirect_uris"][0].as_str().unwrap_or_default().to_owned();
    client
}

/// Which rule refuses a login at that client; none: the login begins.
async fn refused_on_page(world: &World, client: &Client) -> Option<Rule> {
    let page = world.browser().open(&client.authorize("openid")).await.page();
    match page.status.as_u16() {
        200 => None,
        _ => Some(world.rule(&page.reference()).await),
    }
}

/// The path at which a client manages itself, and its token.
pub(super) fn managed(answer: &Value) -> (String, String) {
    let uri = answer["registration_client_uri"].as_str().unwrap();
    let path = uri.strip_prefix("https://id.example").expect("at the issuer");
    (
        path.to_owned(),
        answer["registration_access_token"].as_str().unwrap().to_owned(),
    )
}
