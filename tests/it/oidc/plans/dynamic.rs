//! `oidcc-dynamic-certification-test-plan`.

use super::*;
use crate::harness::{email_of, minutes, read_part, seconds};
use std::collections::{BTreeMap, BTreeSet};
use voltkey_flows::keys;
use voltkey_protocol::error::Rule;
use voltkey_protocol::jose::SigningAlg;

const OBJECT: &str =
    "https://suite.example/test/a/voltkey/requesturi/9bXwq2ZrT0kJH5vYcN8dLmAeSfGuPi4oRt6Kx1Wz3CyVnBqMhE7jD";
const KEYS: &str = "https://suite.example/test/a/voltkey/jwks";
const SECTOR: &str = "https://suite.example/test/a/voltkey/redirect_uris.json";

/// Shows that the request is answered by a page of ours, and that nobody is sent to the suite.
async fn assert_page(suite: &mut Suite, request: &AuthorizationRequest, rule: Rule) {
    let page = suite.browser.open(request).await.page();
    assert_eq!(page.status, 400);
    assert_eq!(suite.world.rule(&page.reference()).await, rule);
}

/// The page on which the person decides about an app that was registered with that.
async fn consent(name: &str, address: &str) -> crate::harness::Page {
    let mut suite = Suite::new().await;
    let app = suite.register(with(suite.signing(), name, json!(address))).await;
    let login = suite.browser.open(&authorize(&app.client)).await.page();
    let page = suite.world.log_in(&mut suite.browser, login, "ada").await.page();
    assert_eq!(page.url.path(), "/oauth2/consent");
    assert!(page.text().contains(email_of("ada")));
    page
}

/// oidcc-discovery-endpoint-verification: what OpenID Connect Core, 15.2 asks of a provider that registers clients.
#[tokio::test]
async fn discovery_endpoint_verification() {
    let document = Suite::new().await.discovery().await;
    assert_eq!(document["issuer"], ISSUER);
    for (name, least) in [
        (
            "response_types_supported",
            &["code", "id_token", "id_token token"][..],
        ),
        ("grant_types_supported", &["authorization_code", "implicit"]),
        ("subject_types_supported", &["public", "pairwise"]),
        ("id_token_signing_alg_values_supported", &["RS256"]),
        ("userinfo_signing_alg_values_supported", &["RS256"]),
        ("request_object_signing_alg_values_supported", &["RS256", "none"]),
        ("scopes_supported", &["openid"]),
        ("claims_supported", &["sub"]),
        ("token_endpoint_auth_methods_supported", &["private_key_jwt"]),
    ] {
        let listed = document[name].as_array().expect(name);
        assert!(least.iter().all(|value| listed.contains(&json!(value))), "{name}");
    }
    for parameter in ["request", "request_uri", "claims"] {
        let name = format!("{parameter}_parameter_supported");
        assert_eq!(document[name], true, "{parameter}");
    }
    for name in [
        "authorization_endpoint",
        "token_endpoint",
        "userinfo_endpoint",
        "registration_endpoint",
        "jwks_uri",
    ] {
        let address = document[name].as_str().expect(name);
        assert!(address.starts_with("https://"), "{name}: {address}");
    }
}

/// oidcc-server
#[tokio::test]
async fn server() {
    let mut suite = Suite::new().await;
    let app = suite.register(suite.signing()).await;
    suite.flow(&app.client, &authorize(&app.client)).await;
    suite.unregister(&app).await;
    let page = suite.browser.open(&authorize(&app.client)).await.page();
    assert_eq!(suite.world.rule(&page.reference()).await, Rule::ClientUnknown);
}

/// oidcc-idtoken-rs256
#[tokio::test]
async fn idtoken_rs256() {
    let mut suite = Suite::new().await;
    let app = suite
        .register(with(
            suite.signing(),
            "id_token_signed_response_alg",
            json!("RS256"),
        ))
        .await;
    let tokens = suite.flow(&app.client, &authorize(&app.client)).await;
    let header = read_part(&tokens.id, 0);
    assert_eq!(header["alg"], "RS256");
    assert!(header["kid"].is_string(), "{header}");
}

/// oidcc-idtoken-unsigned is skipped: `none` is not announced, and is not registered either.
#[tokio::test]
async fn idtoken_unsigned() {
    let suite = Suite::new().await;
    let announced = &suite.discovery().await["id_token_signing_alg_values_supported"];
    assert!(!announced.as_array().unwrap().contains(&json!("none")));
    let metadata = with(suite.signing(), "id_token_signed_response_alg", json!("none"));
    let reply = post(&suite.world, None, &metadata).await;
    assert_eq!(reply.refusal(), (400, "invalid_client_metadata".into()));
}

/// oidcc-userinfo-rs256
#[tokio::test]
async fn userinfo_rs256() {
    let mut suite = Suite::new().await;
    let app = suite
        .register(with(
            suite.signing(),
            "userinfo_signed_response_alg",
            json!("RS256"),
        ))
        .await;
    let tokens = suite.flow(&app.client, &authorize(&app.client)).await;
    let reply = app.client.userinfo(&tokens.access).await;
    assert_eq!(reply.header("content-type"), "application/jwt");
    let told = app
        .client
        .verify_signature(&reply.body)
        .await
        .expect("a signature");
    assert_eq!(told.header["alg"], "RS256");
    assert_eq!(told.claims["iss"], ISSUER);
    assert_eq!(told.claims["aud"], app.client.id.as_str());
    assert_eq!(told.claims["sub"], read_part(&tokens.id, 1)["sub"]);
    assert!(told.claims.get("nonce").is_none());
}

/// oidcc-ensure-redirect-uri-in-authorization-request
#[tokio::test]
async fn ensure_redirect_uri_in_authorization_request() {
    let mut suite = Suite::new().await;
    let app = suite.register(suite.signing()).await;
    let request = authorize(&app.client).without("redirect_uri");
    assert_page(&mut suite, &request, Rule::RedirectUriMissing).await;
}

/// oidcc-redirect-uri-query-OK
#[tokio::test]
async fn redirect_uri_query_ok() {
    let mut suite = Suite::new().await;
    let metadata = with(suite.signing(), "redirect_uris", json!([at("callback?bar=foo")]));
    let app = suite.register(metadata).await;
    let answer = suite.sign_in(&authorize(&app.client)).await;
    assert_eq!(answer.get("bar"), Some("foo"));
    suite.exchange(&app.client, answer.code()).await;
}

/// oidcc-redirect-uri-query-mismatch
#[tokio::test]
async fn redirect_uri_query_mismatch() {
    let mut suite = Suite::new().await;
    let metadata = with(suite.signing(), "redirect_uris", json!([at("callback?bar=foo")]));
    let app = suite.register(metadata).await;
    let request = authorize(&app.client).with("redirect_uri", &at("callback?foo=bar"));
    assert_page(&mut suite, &request, Rule::RedirectUriUnregistered).await;
}

/// oidcc-redirect-uri-query-added
#[tokio::test]
async fn redirect_uri_query_added() {
    let mut suite = Suite::new().await;
    let app = suite.register(suite.signing()).await;
    let request = authorize(&app.client).with("redirect_uri", &at("callback?foo=bar"));
    assert_page(&mut suite, &request, Rule::RedirectUriUnregistered).await;
}

/// oidcc-redirect-uri-regfrag
#[tokio::test]
async fn redirect_uri_regfrag() {
    let suite = Suite::new().await;
    let metadata = with(suite.signing(), "redirect_uris", json!([at("callback#foobar")]));
    let reply = post(&suite.world, None, &metadata).await;
    assert_eq!(reply.refusal(), (400, "invalid_redirect_uri".into()));
}

/// oidcc-registration-logo-uri
#[tokio::test]
async fn registration_logo_uri() {
    let logo = "https://suite.example/images/openid.png";
    let page = consent("logo_uri", logo).await;
    assert!(page.has(&format!("img[src='{logo}']")), "{page:?}");
}

/// oidcc-registration-policy-uri
#[tokio::test]
async fn registration_policy_uri() {
    let policy = "https://suite.example/login.html?policy";
    let page = consent("policy_uri", policy).await;
    assert!(page.has(&format!("a[href='{policy}']")), "{page:?}");
}

/// oidcc-registration-tos-uri
#[tokio::test]
async fn registration_tos_uri() {
    let terms = "https://suite.example/login.html?tos";
    let page = consent("tos_uri", terms).await;
    assert!(page.has(&format!("a[href='{terms}']")), "{page:?}");
}

/// What is registered where the key lies at an address, which it does from now on.
fn published(suite: &Suite) -> Value {
    suite.world.servers().serve_json(KEYS, &suite.key.jwks());
    let mut metadata = with(suite.signing(), "jwks_uri", json!(KEYS));
    metadata.as_object_mut().unwrap().remove("jwks");
    metadata
}

/// oidcc-registration-jwks-uri: each module publishes a key of its own at the same address, as fast as they follow each
/// other.
#[tokio::test]
async fn registration_jwks_uri() {
    let mut suite = Suite::new().await;
    for _ in 0..3 {
        suite.key = Signer::new(ClientAlg::RS256);
        let app = suite.register(published(&suite)).await;
        let answer = suite.sign_in(&authorize(&app.client)).await;
        let params = [
            ("grant_type", "authorization_code"),
            ("code", answer.code()),
            ("redirect_uri", &app.client.redirect_uri),
        ];
        suite.token_by_name(&app.client, &params).await.tokens();
    }
}

fn pairwise(suite: &Suite) -> Value {
    let metadata = with(suite.signing(), "subject_type", json!("pairwise"));
    with(metadata, "sector_identifier_uri", json!(SECTOR))
}

/// oidcc-registration-sector-uri
#[tokio::test]
async fn registration_sector_uri() {
    let suite = Suite::new().await;
    suite.world.servers().serve_json(SECTOR, &json!([at("callback")]));
    suite.register(pairwise(&suite)).await;
}

/// oidcc-registration-sector-bad
#[tokio::test]
async fn registration_sector_bad() {
    let suite = Suite::new().await;
    suite
        .world
        .servers()
        .serve_json(SECTOR, &json!(["https://example.com/op"]));
    let reply = post(&suite.world, None, &pairwise(&suite)).await;
    assert_eq!(reply.header("content-type"), "application/json");
    assert_eq!(reply.refusal(), (400, "invalid_client_metadata".into()));
}

/// The keys that sign, by name, with their kind.
async fn signing_keys(suite: &Suite) -> BTreeMap<String, String> {
    let jwks = suite.world.stranger("anyone", None).jwks().await;
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let keys = jwks["keys"].as_array().unwrap().iter();
    keys.filter(|key| key["use"] == "sig")
        .map(|key| (text(&key["kid"]), text(&key["kty"])))
        .collect()
}

/// oidcc-server-rotate-keys: the suite knows new keys of RSA and EC only, so the operator rotates RS256 alone
/// (`voltkey keys rotate --alg RS256`, with `--now` where the next key has not been published for a day).
#[tokio::test]
async fn server_rotate_keys() {
    for at_once in [false, true] {
        let suite = Suite::new().await;
        let before = signing_keys(&suite).await;
        if !at_once {
            suite.world.clock.advance(minutes(24 * 60));
        }
        let rotated = keys::rotate(suite.world.ctx(), Some(SigningAlg::RS256.into()), at_once).await;
        rotated.expect("a rotation");
        suite.world.worker_tick().await;
        let after = signing_keys(&suite).await;
        let new: BTreeSet<_> = after
            .iter()
            .filter(|(kid, _)| !before.contains_key(*kid))
            .map(|(_, kty)| kty.as_str())
            .collect();
        assert_eq!(new, BTreeSet::from(["RSA"]), "{before:?} {after:?}");
        assert!(
            before
                .iter()
                .any(|(kid, kty)| kty == "RSA" && after.contains_key(kid)),
            "an old one is still there"
        );
    }
}

/// oidcc-refresh-token-rp-key-rotation: the suite waits a minute between its keys.
#[tokio::test]
async fn refresh_token_rp_key_rotation() {
    let mut suite = Suite::new().await;
    let grants = json!(["authorization_code", "refresh_token"]);
    let app = suite
        .register(with(published(&suite), "grant_types", grants))
        .await;
    let client = &app.client;
    let scope = "openid offline_access";
    let request = client.authorize(scope).without_pkce().with("prompt", "consent");
    let answer = suite.sign_in(&request).await;
    let params = [
        ("grant_type", "authorization_code"),
        ("code", answer.code()),
        ("redirect_uri", &client.redirect_uri),
    ];
    let first = suite.token_by_name(client, &params).await.tokens();

    suite.key = Signer::new(ClientAlg::RS256);
    suite.world.servers().serve_json(KEYS, &suite.key.jwks());
    suite.world.clock.advance(seconds(60));
    let params = [
        ("grant_type", "refresh_token"),
        ("refresh_token", &*first.refresh),
        ("scope", scope),
    ];
    let second = suite.token_by_name(client, &params).await.tokens();
    assert_eq!(client.userinfo(&second.access).await.status, 200);
    assert_same_login(&first, &second);
}

fn by_reference(suite: &Suite) -> Value {
    with(suite.signing(), "request_uris", json!([OBJECT]))
}

/// oidcc-request-uri-unsigned: nothing is registered of how objects are signed.
#[tokio::test]
async fn request_uri_unsigned() {
    let mut suite = Suite::new().await;
    let app = suite.register(by_reference(&suite)).await;
    let request = authorize(&app.client);
    let object = unsigned(&members(&request));
    suite.world.servers().serve(OBJECT, "application/jwt", object);
    let answer = suite.sign_in(&brought(&request, "request_uri", OBJECT)).await;
    assert_eq!(answer.get("state"), Some(request.get("state")));
    let tokens = suite.exchange(&app.client, answer.code()).await;
    assert_eq!(read_part(&tokens.id, 1)["nonce"], request.get("nonce"));
}

/// oidcc-request-uri-signed-rs256
#[tokio::test]
async fn request_uri_signed_rs256() {
    let mut suite = Suite::new().await;
    let discovery = suite.discovery().await;
    assert_eq!(discovery["request_uri_parameter_supported"], true);
    let algs = discovery["request_object_signing_alg_values_supported"].as_array();
    assert!(algs.unwrap().contains(&json!("RS256")));
    let metadata = with(by_reference(&suite), "request_object_signing_alg", json!("RS256"));
    let app = suite.register(metadata).await;
    let request = authorize(&app.client);
    let object = with(members(&request), "iss", json!(app.client.id));
    let object = with(object, "aud", json!(ISSUER));
    let object = suite.key.sign_with(&json!({ "alg": "RS256" }), &object);
    suite.world.servers().serve(OBJECT, "application/jwt", object);
    let answer = suite.sign_in(&brought(&request, "request_uri", OBJECT)).await;
    assert_eq!(answer.get("state"), Some(request.get("state")));
    suite.exchange(&app.client, answer.code()).await;
    let unsigned = unsigned(&members(&request));
    suite.world.servers().serve(OBJECT, "application/jwt", unsigned);
    let refused = suite
        .browser
        .open(&brought(&request, "request_uri", OBJECT))
        .await;
    assert_eq!(refused.answer().error(), "invalid_request_object");
}

/// oidcc-ensure-request-object-with-redirect-uri: the address in the object counts, whatever stands outside.
#[tokio::test]
async fn ensure_request_object_with_redirect_uri() {
    let mut suite = Suite::new().await;
    let app = suite.register(suite.signing()).await;
    let request = authorize(&app.client);
    let object = unsigned(&members(&request));
    let contradicted = brought(&request, "request", &object).with("redirect_uri", &at("callback_invalid"));
    let answer = suite.sign_in(&contradicted).await;
    assert_eq!(answer.to.as_str(), at("callback"));
    assert_eq!(answer.get("state"), Some(request.get("state")));
    suite.exchange(&app.client, answer.code()).await;
}

/// oidcc-refresh-token: it is worth nothing in another client's hands.
#[tokio::test]
async fn refresh_token() {
    let mut suite = Suite::new().await;
    let grants = json!(["authorization_code", "refresh_token"]);
    let metadata = with(suite.signing(), "grant_types", grants);
    let (one, two) = (
        suite.register(metadata.clone()).await,
        suite.register(metadata).await,
    );
    let scope = "openid offline_access";
    let request = |app: &Registered| {
        let request = app.client.authorize(scope).without_pkce();
        request.with("prompt", "consent")
    };
    let first = suite.flow(&one.client, &request(&one)).await;
    suite.world.clock.advance(seconds(1));
    let params = [
        ("grant_type", "refresh_token"),
        ("refresh_token", &*first.refresh),
        ("scope", scope),
    ];
    let second = suite.token(&one.client, &params).await.tokens();
    assert_same_login(&first, &second);
    assert_ne!(first.access, second.access);

    let of_two = suite.flow(&two.client, &request(&two)).await;
    let params = [
        ("grant_type", "refresh_token"),
        ("refresh_token", &*of_two.refresh),
    ];
    let refused = suite.token(&one.client, &params).await;
    assert_eq!(refused.refusal(), (400, "invalid_grant".into()));
}

/// oidcc-ensure-client-assertion-with-iss-aud-succeeds
#[tokio::test]
async fn ensure_client_assertion_with_iss_aud_succeeds() {
    let mut suite = Suite::new().await;
    let app = suite.register(suite.signing()).await;
    let answer = suite.sign_in(&authorize(&app.client)).await;
    let claims = suite.assertion(&app.client, ISSUER);
    let assertion = suite.key.sign_with(&json!({ "alg": "RS256" }), &claims);
    let params = [
        ("grant_type", "authorization_code"),
        ("code", answer.code()),
        ("redirect_uri", &app.client.redirect_uri),
    ];
    prove(&app.client, &params, &assertion).await.tokens();
}
