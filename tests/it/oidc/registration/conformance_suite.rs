//! Whole modules as the OpenID Foundation's suite drives them: with the metadata that it registers, without PKCE, and its
//! client taken away again in the end.

use super::*;
use crate::harness::{Answer, AuthorizationRequest, Browser, Signer, Tokens, seconds};
use voltkey_protocol::authorize::ResponseType;
use voltkey_protocol::jose::ClientAlg;

const CALLBACK: &str = "https://www.certification.openid.net/test/a/voltkey/callback";

/// A module's client, and how it asks.
struct Module {
    client: Client,
    registration: Value,
    response_type: ResponseType,
    form_post: bool,
}

impl Module {
    /// Registers what the suite does (its `OIDCCCreateDynamicClientRegistrationRequest`), and looks at the answer as it
    /// does.
    async fn configure(world: &World, jwks: &Value, response_type: ResponseType, more: Value) -> Self {
        let mut grants = Vec::new();
        grants.extend(response_type.has_code().then_some("authorization_code"));
        let is_front = response_type.has_id_token() || response_type.has_token();
        grants.extend(is_front.then_some("implicit"));
        let mut metadata = json!({
            "client_name": "oidf 4xSeGGqFAQHWVLm",
            "grant_types": grants,
            "jwks": jwks,
            "token_endpoint_auth_method": "client_secret_basic",
            "response_types": [response_type],
            "redirect_uris": [CALLBACK],
            "contacts": ["certification@oidf.org"],
        });
        for (name, value) in more.as_object().unwrap() {
            metadata[name] = value.clone();
        }
        let reply = post(world, None, &metadata).await;
        assert_eq!(reply.status, 201, "{metadata}: {}", reply.body);
        assert!(reply.header("content-type").starts_with("application/json"));
        let registration = reply.json();
        for (name, value) in metadata.as_object().unwrap() {
            assert_eq!(&registration[name], value, "{name}");
        }
        assert!(registration["client_secret"].is_string());
        assert!(registration["client_secret_expires_at"].is_number());
        Self {
            client: client_of(world, &registration),
            registration,
            response_type,
            form_post: false,
        }
    }

    fn request(&self, scope: &str) -> AuthorizationRequest {
        let request = self.client.authorize(scope).without_pkce();
        let request = request.with("response_type", self.response_type.as_str());
        match self.form_post {
            true => request.with("response_mode", "form_post"),
            false => request,
        }
    }

    /// What an answer brings at once and for its code: the claims of each ID token, and each access token.
    async fn brought(&self, request: &AuthorizationRequest, answer: &Answer) -> (Vec<Value>, Vec<String>) {
        assert_eq!(answer.to.as_str(), CALLBACK);
        assert_eq!(answer.get("state"), Some(request.get("state")));
        let at_once = |name| answer.get(name).map(str::to_owned);
        let mut id_tokens = Vec::from_iter(at_once("id_token"));
        let mut access_tokens = Vec::from_iter(at_once("access_token"));
        if let Some(code) = answer.get("code") {
            let tokens = self.client.exchange(request, code).await.tokens();
            id_tokens.push(tokens.id);
            access_tokens.push(tokens.access);
        }
        let mut claims = Vec::new();
        for token in &id_tokens {
            let jwt = self.client.verify(token).await;
            assert_eq!(jwt.header["alg"], "RS256");
            assert_eq!(jwt.claims["nonce"], request.get("nonce"));
            claims.push(jwt.claims);
        }
        (claims, access_tokens)
    }

    /// Takes the client away.
    async fn clean_up(self, world: &World) {
        let (path, token) = managed(&self.registration);
        let reply = send(world, Method::DELETE, &path, Some(&token), None).await;
        assert_eq!(reply.status, 204);
    }
}

/// The suite's key.
fn jwks() -> Value {
    Signer::new(ClientAlg::RS256).jwks()
}

/// Logs in, and then again silently with the first ID token as a hint (oidcc-server and oidcc-id-token-hint).
async fn run(world: &World, module: &Module) {
    let what = format!("{}, posted: {}", module.response_type, module.form_post);
    let mut browser = world.browser();
    let first = module.request("openid");
    let answer = world.sign_in(&mut browser, "ada", &first).await.answer();
    let (before, access_tokens) = module.brought(&first, &answer).await;
    for token in &access_tokens {
        let told = module.client.userinfo(token).await.ok();
        assert_eq!(told, json!({ "sub": before[0]["sub"] }), "{what}");
    }
    world.clock.advance(seconds(2));
    let second = module.request("openid").with("prompt", "none");
    let answer = browser.open(&second).await.answer();
    let (after, _) = module.brought(&second, &answer).await;
    for claims in before.iter().chain(&after) {
        assert!(claims["name"].is_null(), "{what}: nobody asked for it");
        for name in ["sub", "auth_time", "iss", "aud"] {
            assert_eq!(claims[name], before[0][name], "{what}: {name}");
        }
    }
}

#[tokio::test]
async fn each_response_type_is_registered_logs_in_and_is_taken_away() {
    let world = open_world().await;
    let jwks = jwks();
    for response_type in ResponseType::ALL {
        for form_post in [false, true] {
            let module = Module::configure(&world, &jwks, *response_type, json!({})).await;
            let module = Module { form_post, ..module };
            run(&world, &module).await;
            module.clean_up(&world).await;
        }
    }
}

#[tokio::test]
async fn a_secret_in_the_body_does_as_well() {
    let world = open_world().await;
    let posted = json!({ "token_endpoint_auth_method": "client_secret_post" });
    let module = Module::configure(&world, &jwks(), ResponseType::Code, posted).await;
    run(&world, &module).await;
    module.clean_up(&world).await;
}

/// Asks as `oidcc-refresh-token` does.
async fn offline(world: &World, browser: &mut Browser, module: &Module) -> Tokens {
    let request = module.request("openid offline_access").with("prompt", "consent");
    let answer = world.sign_in(browser, "ada", &request).await.answer();
    module.client.exchange(&request, answer.code()).await.tokens()
}

#[tokio::test]
async fn a_client_refreshes_and_another_does_not() {
    let world = open_world().await;
    let jwks = jwks();
    for response_type in ResponseType::ALL.iter().filter(|flow| flow.has_code()) {
        let grants = json!({ "grant_types": ["authorization_code", "implicit", "refresh_token"] });
        let first = Module::configure(&world, &jwks, *response_type, grants.clone()).await;
        let second = Module::configure(&world, &jwks, *response_type, grants).await;
        let mut browser = world.browser();
        let tokens = offline(&world, &mut browser, &first).await;
        world.clock.advance(seconds(1));
        let asked = [
            ("grant_type", "refresh_token"),
            ("refresh_token", tokens.refresh.as_str()),
            ("scope", "openid offline_access"),
        ];
        let reply = first.client.token(&asked).await;
        assert_eq!(reply.header("cache-control"), "no-store");
        let refreshed = reply.tokens();
        let before = first.client.verify(&tokens.id).await.claims;
        let after = first.client.verify(&refreshed.id).await.claims;
        for name in ["iss", "sub", "aud", "auth_time", "azp"] {
            assert_eq!(before[name], after[name], "{response_type}: {name}");
        }
        assert_ne!(before["iat"], after["iat"]);
        first.client.userinfo(&refreshed.access).await.ok();
        let others = offline(&world, &mut browser, &second).await;
        let refused = first.client.refresh(&others.refresh).await.refusal();
        assert_eq!(refused, (400, "invalid_grant".to_owned()), "{response_type}");
    }
}
