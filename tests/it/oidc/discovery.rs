//! OpenID Connect Discovery 1.0, 4; RFC 8414, 3.

use crate::harness::{Client, ISSUER, World};
use axum::body::Body;
use http::Request;
use serde_json::{Value, json};

const OPENID: &str = "/.well-known/openid-configuration";
const OAUTH: &str = "/.well-known/oauth-authorization-server";

async fn document(client: &Client) -> Value {
    client.get(OPENID).await.ok()
}

fn list(document: &Value, name: &str) -> Vec<String> {
    let values = document[name].as_array().unwrap_or_else(|| panic!("{name}"));
    values
        .iter()
        .map(|value| value.as_str().expect("text").to_owned())
        .collect()
}

#[tokio::test]
async fn both_addresses_answer_the_same_to_everyone() {
    let world = World::new().await;
    let anyone = world.stranger("anyone", None);
    let (openid, oauth) = (anyone.get(OPENID).await, anyone.get(OAUTH).await);
    assert_eq!(openid.json(), oauth.json());
    for reply in [openid, oauth] {
        assert_eq!(reply.ok()["issuer"], ISSUER);
        assert_eq!(reply.header("content-type"), "application/json");
        assert_eq!(reply.header("access-control-allow-origin"), "*");
        assert_eq!(reply.header("cache-control"), "public, max-age=300");
        assert_eq!(reply.header("set-cookie"), "");
    }
}

#[tokio::test]
async fn every_endpoint_that_it_names_answers() {
    let world = World::new().await;
    let anyone = world.stranger("anyone", None);
    let document = document(&anyone).await;
    let mut endpoints = Vec::new();
    for (name, value) in document.as_object().expect("an object") {
        if name.ends_with("_endpoint") || name.ends_with("_uri") {
            let path = value
                .as_str()
                .and_then(|url| url.strip_prefix(ISSUER))
                .unwrap_or_else(|| panic!("{name}"));
            let (got, posted) = (anyone.get(path).await, anyone.post_as_is(path, None, &[]).await);
            let statuses = [got.status.as_u16(), posted.status.as_u16()];
            assert!(!statuses.contains(&404), "{name} is nowhere");
            assert!(statuses != [405, 405], "{name} takes neither GET nor POST");
            endpoints.push(name.as_str());
        }
    }
    endpoints.sort_unstable();
    let expected = [
        "authorization_endpoint",
        "end_session_endpoint",
        "introspection_endpoint",
        "jwks_uri",
        "registration_endpoint",
        "revocation_endpoint",
        "token_endpoint",
        "userinfo_endpoint",
    ];
    assert_eq!(endpoints, expected);
}

#[tokio::test]
async fn every_signature_that_it_names_is_made() {
    let world = World::new().await;
    let document = document(&world.stranger("anyone", None)).await;
    let algorithms = list(&document, "id_token_signing_alg_values_supported");
    assert!(
        algorithms.contains(&"RS256".to_owned()),
        "OpenID Connect Discovery, 3 demands it"
    );
    for alg in algorithms {
        let metadata = json!({ "trusted": true, "id_token_signed_response_alg": alg });
        let client = world
            .register(&format!("signed-{}", alg.to_lowercase()), metadata, true)
            .await;
        let tokens = world.tokens(&client, "ada", "openid").await;
        assert_eq!(client.verify(&tokens.id).await.header["alg"], alg.as_str());
    }
}

#[tokio::test]
async fn every_language_that_it_names_is_spoken() {
    let world = World::new().await;
    let platform = world.client("platform");
    let document = document(&platform).await;
    assert_eq!(list(&document, "ui_locales_supported"), ["en", "es", "de"]);
    for tag in list(&document, "ui_locales_supported") {
        let request = platform.authorize("openid").with("ui_locales", &tag);
        let page = world.browser().open(&request).await.page();
        assert_eq!(page.attribute_of("html", "lang"), Some(tag));
    }
}

#[tokio::test]
async fn it_names_what_is_there_and_nothing_else() {
    let world = World::new().await;
    let document = document(&world.stranger("anyone", None)).await;
    let lists: [(&str, &[&str]); 12] = [
        (
            "response_types_supported",
            &[
                "code",
                "id_token",
                "id_token token",
                "code id_token",
                "code token",
                "code id_token token",
            ],
        ),
        ("response_modes_supported", &["query", "fragment", "form_post"]),
        (
            "grant_types_supported",
            &[
                "authorization_code",
                "refresh_token",
                "client_credentials",
                "implicit",
            ],
        ),
        ("subject_types_supported", &["public", "pairwise"]),
        ("code_challenge_methods_supported", &["S256"]),
        (
            "token_endpoint_auth_methods_supported",
            &[
                "none",
                "client_secret_basic",
                "client_secret_post",
                "client_secret_jwt",
                "private_key_jwt",
            ],
        ),
        (
            "token_endpoint_auth_signing_alg_values_supported",
            &["RS256", "PS256", "ES256", "ES384", "EdDSA", "HS256"],
        ),
        (
            "introspection_endpoint_auth_methods_supported",
            &[
                "client_secret_basic",
                "client_secret_post",
                "client_secret_jwt",
                "private_key_jwt",
            ],
        ),
        (
            "acr_values_supported",
            &["urn:voltkey:acr:1fa", "urn:voltkey:acr:2fa"],
        ),
        (
            "request_object_signing_alg_values_supported",
            &["RS256", "PS256", "ES256", "ES384", "EdDSA", "HS256", "none"],
        ),
        (
            "prompt_values_supported",
            &["none", "login", "consent", "select_account", "create"],
        ),
        (
            "scopes_supported",
            &[
                "openid",
                "profile",
                "email",
                "address",
                "phone",
                "offline_access",
                "company",
            ],
        ),
    ];
    for (name, expected) in lists {
        assert_eq!(list(&document, name), expected, "{name}");
    }
    for name in [
        "request_parameter_supported",
        "request_uri_parameter_supported",
        "require_request_uri_registration",
    ] {
        assert_eq!(document[name], true, "{name}");
    }
    assert_eq!(document["claims_parameter_supported"], true);
    assert_eq!(document["authorization_response_iss_parameter_supported"], true);
    assert_eq!(
        document["registration_endpoint"],
        "https://id.example/oauth2/register"
    );
}

#[tokio::test]
async fn every_claim_of_the_tokens_and_of_userinfo_is_named() {
    let world = World::new().await;
    let platform = world.client("platform");
    let named = list(&document(&platform).await, "claims_supported");
    let tokens = world
        .tokens(&platform, "ada", "openid profile email phone company")
        .await;
    let id_token = platform.verify(&tokens.id).await.claims;
    let userinfo = platform.userinfo(&tokens.access).await.ok();
    for claim in [&id_token, &userinfo]
        .into_iter()
        .flat_map(|claims| claims.as_object().unwrap().keys())
    {
        assert!(named.contains(claim), "{claim} is not named");
    }
}

#[tokio::test]
async fn the_issuer_is_never_taken_from_a_request() {
    let world = World::new().await;
    let request = Request::get(OPENID)
        .header("host", "evil.example")
        .header("x-forwarded-host", "evil.example")
        .header("forwarded", "host=evil.example");
    let reply = world
        .stranger("anyone", None)
        .send(request.body(Body::empty()).unwrap())
        .await;
    assert_eq!(reply.ok()["issuer"], ISSUER);
    assert!(!reply.body.contains("evil"), "{}", reply.body);
}

#[tokio::test]
async fn on_this_machine_plain_http_is_enough() {
    let world = World::with("[server]\npublic_url = \"http://localhost:8080\"").await;
    let platform = world.client("platform");
    assert_eq!(document(&platform).await["issuer"], "http://localhost:8080");
    let mut browser = world.browser();
    let tokens = world
        .tokens_by(&platform, &mut browser, "ada", &platform.authorize("openid"))
        .await;
    assert_eq!(
        platform.verify(&tokens.id).await.claims["iss"],
        "http://localhost:8080"
    );
    let session = browser.cookie("vk_session").expect("a cookie without the prefix");
    assert_eq!((session.secure(), session.http_only()), (None, Some(true)));
}
