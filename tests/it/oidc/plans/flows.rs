//! `oidcc-basic-certification-test-plan`, `-implicit-`, `-hybrid-` and `oidcc-formpost-…`: the modules that are different
//! for each response type, and where answers are posted.

use super::*;
use crate::harness::seconds;
use voltkey_protocol::authorize::ResponseType;

const OBJECT: &str =
    "https://suite.example/test/a/voltkey/requesturi/QmE7jDh4oRt6Kx1Wz3CyVnB9bXwq2ZrT0kJH5vYcN8dLmAeSfGuPi";

/// A variant of a module.
#[derive(Clone, Copy, Debug)]
struct Variant {
    response_type: ResponseType,
    form_post: bool,
}

impl Variant {
    fn all() -> impl Iterator<Item = Self> {
        let types = ResponseType::ALL.iter().copied();
        types.flat_map(|response_type| {
            [false, true].map(|form_post| Self {
                response_type,
                form_post,
            })
        })
    }

    /// What the suite registers.
    fn metadata(self, suite: &Suite) -> Value {
        let mut grants = Vec::new();
        grants.extend(self.response_type.has_code().then_some("authorization_code"));
        let is_front = self.response_type.has_id_token() || self.response_type.has_token();
        grants.extend(is_front.then_some("implicit"));
        let metadata = with(suite.with_secret(), "grant_types", json!(grants));
        with(metadata, "response_types", json!([self.response_type]))
    }

    fn request(self, client: &Client, scope: &str) -> AuthorizationRequest {
        let request = client.authorize(scope).without_pkce();
        let request = request.with("response_type", self.response_type.as_str());
        match self.form_post {
            true => request.with("response_mode", "form_post"),
            false => request,
        }
    }
}

/// What an answer brings at once and for its code: ID tokens, and access tokens that open userinfo.
async fn brings(
    suite: &Suite,
    client: &Client,
    request: &AuthorizationRequest,
    answer: &Answer,
) -> Vec<String> {
    assert_eq!(answer.to.as_str(), client.redirect_uri);
    assert_eq!(answer.get("state"), Some(request.get("state")));
    let at_once = |name| answer.get(name).map(str::to_owned);
    let mut id_tokens = Vec::from_iter(at_once("id_token"));
    let mut access_tokens = Vec::from_iter(at_once("access_token"));
    if let Some(code) = answer.get("code") {
        let tokens = suite.exchange(client, code).await;
        id_tokens.push(tokens.id);
        access_tokens.push(tokens.access);
    }
    for token in &id_tokens {
        let id_token = client.verify(token).await;
        assert_eq!(id_token.header["alg"], "RS256");
        assert_eq!(id_token.claims["nonce"], request.get("nonce"));
        assert!(id_token.claims["name"].is_null(), "nobody asked for it");
    }
    for token in &access_tokens {
        let told = client.userinfo(token).await.ok();
        assert_eq!(told, json!({ "sub": read_part(&id_tokens[0], 1)["sub"] }));
    }
    id_tokens
}

/// Logs in, and once more silently, with the first ID token as a hint.
async fn logs_in_twice(suite: &mut Suite, variant: Variant, client: &Client) {
    suite.browser = suite.world.browser();
    let first = variant.request(client, "openid");
    let answer = suite.sign_in(&first).await;
    let before = brings(suite, client, &first, &answer).await;
    suite.world.clock.advance(seconds(2));
    let silent = variant
        .request(client, "openid")
        .with("prompt", "none")
        .with("id_token_hint", &before[0]);
    let answer = suite.browser.open(&silent).await.answer();
    let after = brings(suite, client, &silent, &answer).await;
    for token in before.iter().chain(&after) {
        for name in ["sub", "auth_time"] {
            let claims = [&before[0], token].map(|token| read_part(token, 1)[name].clone());
            assert_eq!(claims[0], claims[1], "{variant:?}: {name}");
        }
    }
}

/// oidcc-server, oidcc-prompt-none-logged-in and oidcc-id-token-hint.
#[tokio::test]
async fn server() {
    let mut suite = Suite::new().await;
    for variant in Variant::all() {
        let app = suite.register(variant.metadata(&suite)).await;
        logs_in_twice(&mut suite, variant, &app.client).await;
        suite.unregister(&app).await;
    }
}

/// oidcc-server-client-secret-post
#[tokio::test]
async fn server_client_secret_post() {
    let mut suite = Suite::new().await;
    for variant in Variant::all().filter(|variant| variant.response_type.has_code()) {
        let metadata = variant.metadata(&suite);
        let metadata = with(
            metadata,
            "token_endpoint_auth_method",
            json!("client_secret_post"),
        );
        let app = suite.register(metadata).await;
        logs_in_twice(&mut suite, variant, &app.client).await;
    }
}

/// oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported, and
/// oidcc-ensure-request-object-with-redirect-uri: state, nonce and mode stand inside alone, and so does the address to
/// which the answer goes.
#[tokio::test]
async fn unsigned_request_object() {
    let mut suite = Suite::new().await;
    for variant in Variant::all() {
        let app = suite.register(variant.metadata(&suite)).await;
        let request = variant.request(&app.client, "openid");
        let object = unsigned(&members(&request));
        let by_value = brought(&request, "request", &object).without("response_mode");
        for outside in [at("callback"), at("callback_invalid")] {
            suite.browser = suite.world.browser();
            let answer = suite
                .sign_in(&by_value.clone().with("redirect_uri", &outside))
                .await;
            brings(&suite, &app.client, &request, &answer).await;
        }
    }
}

/// oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported
#[tokio::test]
async fn unsigned_request_uri() {
    let mut suite = Suite::new().await;
    for variant in Variant::all() {
        let metadata = with(variant.metadata(&suite), "request_uris", json!([OBJECT]));
        let app = suite.register(metadata).await;
        let request = variant.request(&app.client, "openid");
        let object = unsigned(&members(&request));
        suite.world.servers().serve(OBJECT, "application/jwt", object);
        let by_reference = brought(&request, "request_uri", OBJECT).without("response_mode");
        suite.browser = suite.world.browser();
        let answer = suite.sign_in(&by_reference).await;
        brings(&suite, &app.client, &request, &answer).await;
    }
}

/// oidcc-refresh-token in the hybrid flow, where a refresh token comes for the code alone.
#[tokio::test]
async fn refresh_token() {
    let mut suite = Suite::new().await;
    for variant in Variant::all().filter(|variant| variant.response_type.has_code()) {
        let grants = json!(["authorization_code", "implicit", "refresh_token"]);
        let metadata = with(variant.metadata(&suite), "grant_types", grants);
        let app = suite.register(metadata).await;
        let request = variant.request(&app.client, "openid offline_access");
        let answer = suite.sign_in(&request.with("prompt", "consent")).await;
        assert_eq!(answer.get("refresh_token"), None);
        let first = suite.exchange(&app.client, answer.code()).await;
        suite.world.clock.advance(seconds(1));
        let params = [
            ("grant_type", "refresh_token"),
            ("refresh_token", &*first.refresh),
            ("scope", "openid offline_access"),
        ];
        let second = suite.token(&app.client, &params).await.tokens();
        assert_same_login(&first, &second);
        app.client.userinfo(&second.access).await.ok();
    }
}
