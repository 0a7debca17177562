//! A provider that says what a test wants it to say.

use std::sync::{Arc, Mutex};

use axum::extract::{Form, State};
use axum::http::HeaderMap;
use axum::routing::{get, post};
use axum::{Json, Router};
use jsonwebtoken::get_current_timestamp;
use serde_json::{Value, json};

use super::key::Key;

pub(crate) const PERSON: &str = "3f1c2a";

/// A running provider.
#[derive(Clone)]
pub(crate) struct FakeProvider {
    pub issuer: String,
    key: Arc<Mutex<Key>>,
    /// Members that the next ID tokens get.
    id_token: Arc<Mutex<Value>>,
}

impl FakeProvider {
    pub(crate) async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port is free");
        let address = listener.local_addr().expect("a listener has an address");
        let provider = Self {
            issuer: format!("http://{address}"),
            key: Arc::new(Mutex::new(Key::new("k1"))),
            id_token: Arc::default(),
        };
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(discovery))
            .route("/jwks", get(jwks))
            .route("/token", post(token))
            .route("/userinfo", get(user_info))
            .with_state(provider.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        provider
    }

    /// Adds claims to the ID tokens that follow, or replaces them.
    pub(crate) fn say(&self, claims: Value) {
        *self.id_token.lock().expect("no test has panicked") = claims;
    }

    /// Signs with another key from now on, and publishes that one alone.
    pub(crate) fn rotate(&self) {
        *self.key.lock().expect("no test has panicked") = Key::new("k2");
    }

    pub(crate) fn access_token(&self, scope: &str) -> String {
        let claims = json!({
            "iss": self.issuer, "sub": PERSON, "aud": ["http://localhost:8081/api"], "client_id": "platform",
            "scope": scope, "exp": get_current_timestamp() + 60, "iat": get_current_timestamp(), "jti": "t1",
        });
        self.key
            .lock()
            .expect("no test has panicked")
            .sign("at+jwt", &claims)
    }

    /// A logout token, with claims added or replaced; one that becomes null is left out.
    pub(crate) fn logout_token(&self, typ: &str, changes: &Value) -> String {
        let mut claims = json!({
            "iss": self.issuer, "aud": "platform", "iat": get_current_timestamp(), "exp": get_current_timestamp() + 60,
            "jti": "l1", "sub": PERSON, "sid": "s1",
            "events": { "http://schemas.openid.net/event/backchannel-logout": {} },
        });
        for (name, value) in changes.as_object().into_iter().flatten() {
            claims[name] = value.clone();
        }
        claims
            .as_object_mut()
            .expect("an object")
            .retain(|_, value| !value.is_null());
        self.key.lock().expect("no test has panicked").sign(typ, &claims)
    }

    fn id_token(&self) -> String {
        let mut claims = json!({
            "iss": self.issuer, "sub": PERSON, "aud": "platform", "exp": get_current_timestamp() + 60,
            "iat": get_current_timestamp(), "auth_time": get_current_timestamp() - 30, "acr": "urn:voltkey:acr:2fa",
        });
        let said = self.id_token.lock().expect("no test has panicked");
        for (name, value) in said.as_object().into_iter().flatten() {
            claims[name] = value.clone();
        }
        self.key
            .lock()
            .expect("no test has panicked")
            .sign("JWT", &claims)
    }
}

async fn discovery(State(provider): State<FakeProvider>) -> Json<Value> {
    let issuer = &provider.issuer;
    Json(json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "userinfo_endpoint": format!("{issuer}/userinfo"),
        "jwks_uri": format!("{issuer}/jwks"),
        "end_session_endpoint": format!("{issuer}/end-session"),
        "authorization_response_iss_parameter_supported": true,
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256"],
    }))
}

async fn jwks(State(provider): State<FakeProvider>) -> Json<Value> {
    let key = provider.key.lock().expect("no test has panicked");
    Json(json!({ "keys": [key.public] }))
}

async fn token(
    State(provider): State<FakeProvider>,
    headers: HeaderMap,
    Form(form): Form<Value>,
) -> Json<Value> {
    assert!(
        headers.contains_key("authorization"),
        "the client authenticates by header"
    );
    assert!(
        form.get("code_verifier").is_some() || form["grant_type"] == "refresh_token",
        "PKCE is used"
    );
    Json(json!({
        "token_type": "Bearer", "expires_in": 60, "refresh_token": "r1",
        "access_token": provider.access_token("openid profile"), "id_token": provider.id_token(),
    }))
}

async fn user_info() -> Json<Value> {
    Json(json!({
        "sub": PERSON, "name": "Ada <script>alert(1)</script>", "email": "ada@sonnenfeld.example",
        "companies": [{ "slug": "sonnenfeld", "role": "admin" }],
    }))
}
