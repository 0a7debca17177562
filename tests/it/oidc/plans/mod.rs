//! Modules of the OpenID Foundation's conformance plans, as its suite runs them: what it registers, its order of steps, and
//! what it looks at in each answer. A test has the name of its module.

mod back_channel;
mod dynamic;
mod flows;
mod front_channel;
mod rp_initiated;
mod session;
mod third_party;

use super::logout::log_out;
use super::registration::{OPEN, client_of, managed, post, registered, send};
use crate::harness::{
    Answer, AuthorizationRequest, Browser, Client, ISSUER, Reply, Signer, Tokens, World, read_part,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::Method;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};
use voltkey_protocol::jose::ClientAlg;

/// Where the suite is, under the alias of a plan.
const BASE: &str = "https://suite.example/test/a/voltkey";

const TOKEN_ENDPOINT: &str = "https://id.example/oauth2/token";

/// The suite in one module: with a key of its own, and a browser in which nobody is signed in.
struct Suite {
    world: World,
    browser: Browser,
    key: Signer,
    /// `session_state` of the latest answer.
    session_state: String,
}

/// A client that the suite has registered.
struct Registered {
    client: Client,
    /// What was answered.
    answer: Value,
}

impl Suite {
    async fn new() -> Self {
        let world = World::with(OPEN).await;
        Self {
            browser: world.browser(),
            key: Signer::new(ClientAlg::RS256),
            session_state: String::new(),
            world,
        }
    }

    /// What it registers in a plan that signs its assertions: its key has no name.
    fn signing(&self) -> Value {
        json!({
            "client_name": "Certification mF4lBuVzTt2WxQe",
            "grant_types": ["authorization_code"],
            "response_types": ["code"],
            "redirect_uris": [at("callback")],
            "contacts": ["certification@oidf.org"],
            "token_endpoint_auth_method": "private_key_jwt",
            "jwks": { "keys": [nameless(&self.key)] },
        })
    }

    /// What it registers in a plan that shows its secret.
    fn with_secret(&self) -> Value {
        with(
            self.signing(),
            "token_endpoint_auth_method",
            json!("client_secret_basic"),
        )
    }

    /// Registers a client, and looks at the answer as every module does.
    async fn register(&self, metadata: Value) -> Registered {
        let answer = registered(&self.world, metadata.clone()).await;
        for (name, value) in metadata.as_object().unwrap() {
            assert_eq!(&answer[name], value, "{name} is registered as it was asked for");
        }
        let has_secret = metadata["token_endpoint_auth_method"] != "private_key_jwt";
        assert_eq!(answer["client_secret"].is_string(), has_secret);
        assert_eq!(answer.get("client_secret_expires_at").is_some(), has_secret);
        managed(&answer);
        Registered {
            client: client_of(&self.world, &answer),
            answer,
        }
    }

    /// Deletes the client, as each module does in the end.
    async fn unregister(&self, registered: &Registered) {
        let (path, token) = managed(&registered.answer);
        let reply = send(&self.world, Method::DELETE, &path, Some(&token), None).await;
        assert_eq!((reply.status.as_u16(), reply.body.as_str()), (204, ""));
    }

    /// Signs Ada in, and consents.
    async fn sign_in(&mut self, request: &AuthorizationRequest) -> Answer {
        let landed = self.world.sign_in(&mut self.browser, "ada", request).await;
        let answer = landed.answer();
        assert_eq!(answer.get("iss"), Some(ISSUER));
        answer
            .get("session_state")
            .expect("session_state")
            .clone_into(&mut self.session_state);
        answer
    }

    /// The whole flow: sign-in, code, ID token and userinfo.
    async fn flow(&mut self, client: &Client, request: &AuthorizationRequest) -> Tokens {
        let answer = self.sign_in(request).await;
        assert_eq!(answer.get("state"), Some(request.get("state")));
        let tokens = self.exchange(client, answer.code()).await;
        let id_token = client.verify(&tokens.id).await;
        assert_eq!(id_token.claims["nonce"], request.get("nonce"));
        assert_eq!(id_token.claims["aud"], client.id.as_str());
        assert_eq!(client.userinfo(&tokens.access).await.status, 200);
        tokens
    }

    async fn exchange(&self, client: &Client, code: &str) -> Tokens {
        let params = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", &client.redirect_uri),
        ];
        self.token(client, &params).await.tokens()
    }

    /// A token request, by whichever way the client has.
    async fn token(&self, client: &Client, params: &[(&str, &str)]) -> Reply {
        if client.secret.is_some() {
            return client.token(params).await;
        }
        let claims = self.assertion(client, TOKEN_ENDPOINT);
        let assertion = self.key.sign_with(&json!({ "alg": "RS256" }), &claims);
        prove(client, params, &assertion).await
    }

    /// A token request whose assertion names its key.
    async fn token_by_name(&self, client: &Client, params: &[(&str, &str)]) -> Reply {
        let assertion = self.key.sign(&self.assertion(client, TOKEN_ENDPOINT));
        prove(client, params, &assertion).await
    }

    /// What says that it is that client.
    fn assertion(&self, client: &Client, aud: &str) -> Value {
        static JTI: AtomicU32 = AtomicU32::new(0);
        let now = self.world.now().as_seconds();
        json!({
            "iss": client.id, "sub": client.id, "aud": aud, "iat": now, "exp": now + 60,
            "jti": format!("jti-{}", JTI.fetch_add(1, Ordering::Relaxed)),
        })
    }

    async fn discovery(&self) -> Value {
        let anyone = self.world.stranger("anyone", None);
        let reply = anyone.get("/.well-known/openid-configuration").await;
        assert_eq!(reply.header("content-type"), "application/json");
        reply.ok()
    }
}

async fn prove(client: &Client, params: &[(&str, &str)], assertion: &str) -> Reply {
    let proof = [
        (
            "client_assertion_type",
            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        ),
        ("client_assertion", assertion),
    ];
    client
        .post_as_is("/oauth2/token", None, &[params, &proof].concat())
        .await
}

/// A request for a code as the suite makes it: without PKCE.
fn authorize(client: &Client) -> AuthorizationRequest {
    client.authorize("openid").without_pkce()
}

/// An address of the suite.
fn at(path: &str) -> String {
    format!("{BASE}/{path}")
}

/// The public key, of which only the algorithm is said.
fn nameless(key: &Signer) -> Value {
    let mut jwk = key.jwk();
    for name in ["kid", "use"] {
        jwk.as_object_mut().unwrap().remove(name);
    }
    jwk
}

fn with(mut metadata: Value, name: &str, value: Value) -> Value {
    metadata[name] = value;
    metadata
}

/// The parameters of a request as an object.
fn members(request: &AuthorizationRequest) -> Value {
    let members: BTreeMap<_, _> = request.params().iter().cloned().collect();
    json!(members)
}

/// The same request by a parameter that brings an object, and with what the suite leaves outside.
fn brought(request: &AuthorizationRequest, name: &str, value: &str) -> AuthorizationRequest {
    request
        .clone()
        .without("state")
        .without("nonce")
        .with(name, value)
}

fn unsigned(members: &Value) -> String {
    let encode = |part: &Value| URL_SAFE_NO_PAD.encode(part.to_string());
    format!("{}.{}.", encode(&json!({ "alg": "none" })), encode(members))
}

/// What the suite compares of the ID tokens before and after a refresh (OpenID Connect Core, 12.2).
fn assert_same_login(first: &Tokens, second: &Tokens) {
    let (first, second) = (read_part(&first.id, 1), read_part(&second.id, 1));
    for same in ["iss", "sub", "aud", "auth_time", "azp"] {
        assert_eq!(first.get(same), second.get(same), "{same}");
    }
    assert_ne!(first["iat"], second["iat"]);
}
