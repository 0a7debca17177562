//! Objects that are not taken, and to whom that is told.

use super::*;
use crate::harness::ISSUER;
use voltkey_protocol::jose::KeyManagement;

const OBJECT_ERROR: &str = "invalid_request_object";

async fn world_with_app() -> (World, Signer, Client) {
    let world = World::new().await;
    let signer = Signer::new(ClientAlg::ES256);
    let app = app(&world, &signer, json!({})).await;
    (world, signer, app)
}

/// Asserts that an object with these members besides the request's own is refused by the rule.
async fn refused_with(more: Value, rule: Rule) {
    let (world, signer, app) = world_with_app().await;
    let request = app.authorize("openid");
    let mut inside = members(&request);
    for (name, value) in more.as_object().expect("an object") {
        inside[name] = value.clone();
    }
    let request = request.with("request", &signer.sign(&inside));
    refused_by(&world, &request, OBJECT_ERROR, rule).await;
}

#[tokio::test]
async fn one_that_is_for_somebody_else_or_another_time() {
    let now = World::new().await.now().as_seconds();
    for claims in [
        json!({ "iss": "platform" }),
        json!({ "iss": ["app"] }),
        json!({ "aud": "https://other.example" }),
        json!({ "aud": [] }),
        json!({ "aud": format!("{ISSUER}/") }),
        json!({ "sub": "app" }),
        json!({ "exp": now - 30 }),
        json!({ "exp": "soon" }),
        json!({ "exp": null }),
        json!({ "nbf": now + 31 }),
        json!({ "request": "x" }),
        json!({ "request_uri": OBJECT }),
        json!({ "scope": ["openid"] }),
        json!({ "state": "a\u{0}b" }),
    ] {
        refused_with(claims, Rule::RequestObjectClaim).await;
    }
}

#[tokio::test]
async fn one_that_contradicts_what_must_agree() {
    for claims in [
        json!({ "client_id": "platform" }),
        json!({ "client_id": null }),
        json!({ "response_type": "token" }),
    ] {
        refused_with(claims, Rule::RequestObjectMismatch).await;
    }
}

#[tokio::test]
async fn one_of_another_type() {
    let (world, signer, app) = world_with_app().await;
    let request = app.authorize("openid");
    for typ in ["at+jwt", "logout+jwt", "dpop+jwt", ""] {
        let request = request
            .clone()
            .with("request", &signer.sign_as(typ, &members(&request)));
        refused_by(&world, &request, OBJECT_ERROR, Rule::RequestObjectMalformed).await;
    }
    for typ in ["JWT", "application/oauth-authz-req+jwt"] {
        let request = with_object(&request, "request", &signer.sign_as(typ, &members(&request)));
        answer(&world, &request).await.code();
    }
}

#[tokio::test]
async fn one_that_cannot_be_read() {
    let (world, signer, app) = world_with_app().await;
    let request = app.authorize("openid");
    let signed = signer.sign(&members(&request));
    let cut = &signed[..signed.rfind('.').expect("three parts")];
    for object in ["x", "..", "a.b.c", cut, &format!("{signed}.x")] {
        let request = request.clone().with("request", object);
        refused_by(&world, &request, OBJECT_ERROR, Rule::RequestObjectMalformed).await;
    }
}

#[tokio::test]
async fn one_in_which_a_name_stands_twice() {
    let world = World::new().await;
    let app = app(
        &world,
        &Signer::new(ClientAlg::ES256),
        json!({ "request_object_signing_alg": "none" }),
    )
    .await;
    let twice = r#"{"scope":"openid","scope":"openid email"}"#;
    let object = unsigned(&json!({ "alg": "none" }), twice);
    let request = app.authorize("openid").with("request", &object);
    refused_by(&world, &request, OBJECT_ERROR, Rule::RequestObjectMalformed).await;
}

#[tokio::test]
async fn one_without_a_signature_or_by_another_key() {
    let (world, signer, app) = world_with_app().await;
    let request = app.authorize("openid");
    let inside = members(&request);
    let signed = signer.sign(&inside);
    for alg in ["None", "nOnE", "RS384", ""] {
        let object = unsigned(&json!({ "alg": alg }), &inside.to_string());
        let request = request.clone().with("request", &object);
        refused_by(&world, &request, OBJECT_ERROR, Rule::RequestObjectAlgorithm).await;
    }
    let stripped = format!("{}.", &signed[..signed.rfind('.').expect("three parts")]);
    let another = Signer::new(ClientAlg::ES256).named(signer.kid());
    for object in [stripped, another.sign(&inside)] {
        let request = request.clone().with("request", &object);
        refused_by(&world, &request, OBJECT_ERROR, Rule::RequestObjectSignature).await;
    }
    let of_unknown_key = Signer::new(ClientAlg::ES256).named("key-2").sign(&inside);
    let request = request.with("request", &of_unknown_key);
    refused_by(&world, &request, OBJECT_ERROR, Rule::RequestObjectKeys).await;
}

#[tokio::test]
async fn one_whose_header_brings_its_own_key() {
    let (world, own, app) = world_with_app().await;
    let request = app.authorize("openid");
    let foreign = Signer::new(ClientAlg::ES256).named(own.kid());
    let mut header = foreign.header();
    header["jwk"] = foreign.jwk();
    header["jku"] = json!("https://evil.example/keys");
    let object = foreign.sign_with(&header, &members(&request));
    let request = request.with("request", &object);
    refused_by(&world, &request, OBJECT_ERROR, Rule::RequestObjectSignature).await;
    assert_eq!(world.servers().calls(), []);
}

#[tokio::test]
async fn one_signed_with_another_algorithm_than_the_registered_one() {
    let world = World::new().await;
    let signer = Signer::new(ClientAlg::PS256);
    // The key would do for either.
    let mut keys = signer.jwks();
    keys["keys"][0]["alg"].take();
    let more = json!({ "request_object_signing_alg": "RS256", "jwks": keys });
    let app = app(&world, &signer, more).await;
    let request = app.authorize("openid");
    // The public key, taken for a secret.
    let confused = Signer::secret(&signer.jwks().to_string());
    let unsigned = unsigned(&json!({ "alg": "none" }), &members(&request).to_string());
    let signed = [&signer, &confused].map(|signer| signer.sign(&members(&request)));
    for object in signed.into_iter().chain([unsigned]) {
        let request = request.clone().with("request", &object);
        refused_by(&world, &request, OBJECT_ERROR, Rule::RequestObjectAlgorithm).await;
    }
}

#[tokio::test]
async fn two_ways_at_once_and_a_way_twice() {
    let (world, signer, app) = world_with_app().await;
    let request = app.authorize("openid");
    let object = signer.sign(&members(&request));
    let two = request
        .clone()
        .with("request", &object)
        .with("request_uri", OBJECT);
    refused_by(&world, &two, "invalid_request", Rule::RequestObjectsTwo).await;
    let twice = request.clone().with("request", &object).and("request", &object);
    refused_by(&world, &twice, "invalid_request", Rule::ParameterRepeated).await;
    // What stands twice outside is refused, whatever stands inside.
    let twice = request.with("request", &object).and("scope", "openid email");
    refused_by(&world, &twice, "invalid_request", Rule::ParameterRepeated).await;
}

#[tokio::test]
async fn an_address_that_is_not_registered_inside_is_told_on_a_page() {
    let (world, signer, app) = world_with_app().await;
    let request = app.authorize("openid");
    let mut inside = members(&request);
    inside["redirect_uri"] = json!("https://evil.example/callback");
    let request = request.with("request", &signer.sign(&inside));
    let page = world.browser().open(&request).await.page();
    assert_eq!(page.status, 400);
    let reference = page.reference();
    assert_eq!(world.rule(&reference).await, Rule::RedirectUriUnregistered);
}

#[tokio::test]
async fn an_object_that_cannot_be_opened_leads_nowhere_but_to_a_registered_address_outside() {
    let (world, _, app) = world_with_app().await;
    let request = app.authorize("openid").with("request", "x");
    for request in [
        request.clone().without("redirect_uri"),
        request.clone().without("redirect_uri").with("scope", "email"),
        request
            .clone()
            .with("redirect_uri", "https://evil.example/callback"),
    ] {
        let page = world.browser().open(&request).await.page();
        assert_eq!(page.status, 400);
        let reference = page.reference();
        assert_eq!(world.rule(&reference).await, Rule::RequestObjectMalformed);
    }
}

#[tokio::test]
async fn an_object_of_nobody_is_not_opened() {
    let (world, _, app) = world_with_app().await;
    let request = app.authorize("openid").with("request_uri", OBJECT);
    for request in [
        request.clone().without("client_id"),
        request.with("client_id", "nobody"),
    ] {
        assert_eq!(world.browser().open(&request).await.page().status, 400);
    }
    assert_eq!(world.servers().calls(), []);
}

#[tokio::test]
async fn one_that_is_encrypted_to_nobody_here() {
    let (world, _, app) = world_with_app().await;
    for object in ["a.b.c.d.e", "....", "eyJhbGciOiJSU0EtT0FFUC0yNTYifQ.a.b.c.d"] {
        let request = app.authorize("openid").with("request", object);
        refused_by(&world, &request, OBJECT_ERROR, Rule::RequestObjectEncryption).await;
    }
}

/// To be encrypted proves nothing: anybody can encrypt.
#[tokio::test]
async fn one_that_is_encrypted_and_not_signed_as_registered() {
    let world = World::new().await;
    let signed = json!({ "request_object_signing_alg": "ES256" });
    let app = app(&world, &Signer::new(ClientAlg::ES256), signed).await;
    let request = app.authorize("openid");
    let inside = members(&request).to_string();
    let unsigned = unsigned(&json!({ "alg": "none" }), &inside);
    for (inner, rule) in [
        (unsigned, Rule::RequestObjectAlgorithm),
        (inside, Rule::RequestObjectMalformed),
    ] {
        let object = app.encrypt(KeyManagement::EcdhEs, &inner).await;
        let request = request.clone().with("request", &object);
        refused_by(&world, &request, OBJECT_ERROR, rule).await;
    }
}

#[tokio::test]
async fn one_that_holds_more_than_a_request_may() {
    let many: serde_json::Map<_, _> = (0..101).map(|n| (format!("x{n}"), json!(n))).collect();
    let resources: Vec<_> = (0..101).map(|n| format!("https://{n}.example")).collect();
    let world = World::new().await;
    let signer = Signer::new(ClientAlg::ES256);
    let app = app(&world, &signer, json!({ "request_uris": [OBJECT] })).await;
    let request = app.authorize("openid");
    for (name, more) in [
        ("nested", Value::Object(many)),
        ("resource", json!(resources)),
        ("state", json!("x".repeat(8 * 1024 + 1))),
    ] {
        let mut inside = members(&request);
        match more {
            Value::Object(many) => inside.as_object_mut().expect("an object").extend(many),
            value => inside[name] = value,
        }
        // By reference: no parameter is that long.
        world
            .servers()
            .serve(OBJECT, "application/jwt", signer.sign(&inside));
        let request = request.clone().with("request_uri", OBJECT);
        refused_by(&world, &request, OBJECT_ERROR, Rule::RequestTooLarge).await;
    }
}

#[tokio::test]
async fn one_that_is_keyed_with_a_secret_of_which_only_a_hash_is_kept() {
    let (world, _, app) = world_with_app().await;
    let secret = Signer::secret(app.secret.as_deref().expect("a secret"));
    let request = app.authorize("openid");
    let object = secret.sign(&members(&request));
    let request = request.with("request", &object);
    let answer = world.browser().open(&request).await.answer();
    assert_eq!(world.rule(&answer.reference()).await, Rule::RequestObjectKeys);
    let description = answer.get("error_description").expect("a description");
    assert!(
        description.contains("register HS256 as its request_object_signing_alg"),
        "{description}"
    );
}
