//! What somebody sends who means no good.

use super::*;
use http::StatusCode;

async fn send_text(world: &World, content_type: &str, body: impl Into<Body>) -> Reply {
    let client = world.stranger("nobody", None);
    client.post_body(REGISTER, None, content_type, body).await
}

#[tokio::test]
async fn a_body_that_is_no_json_object_or_too_large_is_refused() {
    let world = open_world().await;
    let deep = format!("{}1{}", "{\"a\":".repeat(5_000), "}".repeat(5_000));
    let large = app(json!({ "client_uri": "x".repeat(64 * 1024) })).to_string();
    let twice = r#"{"redirect_uris":["https://a.example/"],"redirect_uris":["https://b.example/"]}"#;
    let nested = r#"{"redirect_uris":["https://a.example/"],"jwks":{"keys":[],"keys":[]}}"#;
    for body in [
        "", "{", "[]", "null", "\"x\"", "{} {}", twice, nested, &deep, &large,
    ] {
        let reply = send_text(&world, "application/json", body.to_owned()).await;
        assert_eq!(reply.refusal(), (400, "invalid_client_metadata".into()));
    }
    let not_utf8: &[u8] = b"{\"client_name\":\"\xff\"}";
    let reply = send_text(&world, "application/json", not_utf8).await;
    assert_eq!(reply.refusal(), (400, "invalid_client_metadata".into()));
    for content_type in ["", "text/plain", "application/x-www-form-urlencoded"] {
        let reply = send_text(&world, content_type, app(json!({})).to_string()).await;
        assert_eq!(world.rule(&reply.reference()).await, Rule::RegistrationMalformed);
        assert_eq!(
            reply.refusal(),
            (400, "invalid_client_metadata".into()),
            "{content_type}"
        );
    }
    let reply = send_text(
        &world,
        "application/json; charset=utf-8",
        app(json!({})).to_string(),
    )
    .await;
    assert_eq!(reply.status, StatusCode::CREATED);
}

#[tokio::test]
async fn no_address_leads_elsewhere_than_it_says() {
    let world = open_world().await;
    for uri in [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "https://new.example@evil.example/cb",
        "https://user:password@new.example/cb",
        "https://exämple.com/cb",
        "https://new.example\\@evil.example/cb",
        "https://new.example/ cb",
        "https://new.example/\ncb",
        "https://new.example/cb#",
        "//new.example/cb",
        "file:///etc/passwd",
        "https:///cb",
        "https://",
        "",
    ] {
        let reply = post(&world, None, &app(json!({ "redirect_uris": [uri] }))).await;
        assert_eq!(reply.refusal(), (400, "invalid_redirect_uri".into()), "{uri:?}");
    }
    for field in [
        "logo_uri",
        "client_uri",
        "policy_uri",
        "tos_uri",
        "initiate_login_uri",
        "tos_uri#de",
    ] {
        let mut metadata = app(json!({}));
        metadata[field] = json!("javascript:alert(1)");
        let reply = post(&world, None, &metadata).await;
        assert_eq!(
            reply.refusal(),
            (400, "invalid_client_metadata".into()),
            "{field}"
        );
    }
}

#[tokio::test]
async fn no_list_is_without_end() {
    let world = open_world().await;
    let many: Vec<_> = (0..51)
        .map(|number| format!("https://new.example/{number}"))
        .collect();
    let reply = post(&world, None, &app(json!({ "redirect_uris": many }))).await;
    assert_eq!(reply.refusal(), (400, "invalid_redirect_uri".into()));
    let long = format!("https://new.example/{}", "x".repeat(2_000));
    let reply = post(&world, None, &app(json!({ "redirect_uris": [long] }))).await;
    assert_eq!(reply.refusal(), (400, "invalid_redirect_uri".into()));
    assert!(
        reply.body.len() < 4_000,
        "an answer is no echo: {}",
        reply.body.len()
    );
}

#[tokio::test]
async fn a_name_is_text_on_a_page_and_nothing_else() {
    let world = open_world().await;
    let name = "<script>alert(1)</script>";
    let client = client_of(
        &world,
        &registered(&world, app(json!({ "client_name": name }))).await,
    );
    let mut browser = world.browser();
    let login = browser.open(&client.authorize("openid")).await.page();
    let consent = world.log_in(&mut browser, login, "ada").await.page();
    assert!(consent.text().contains(name) && !consent.html.contains(name));
    let reply = post(&world, None, &app(json!({ "client_name": "a\u{7}b" }))).await;
    assert_eq!(reply.status, 400);
}

#[tokio::test]
async fn a_private_key_is_not_taken() {
    let world = open_world().await;
    for key in [
        json!({ "kty": "RSA", "n": "AA", "e": "AQAB", "d": "AA" }),
        json!({ "kty": "EC", "crv": "P-256", "x": "AA", "y": "AA", "d": "AA" }),
        json!({ "kty": "oct", "k": "AA" }),
    ] {
        let reply = post(&world, None, &app(json!({ "jwks": { "keys": [key] } }))).await;
        assert_eq!(reply.refusal(), (400, "invalid_client_metadata".into()));
        assert!(reply.body.contains("jwks: "), "{}", reply.body);
    }
}

#[tokio::test]
async fn no_address_leads_to_the_provider_itself() {
    let world = open_world().await;
    for (field, value) in [
        ("redirect_uris", json!(["https://id.example/oauth2/logout"])),
        (
            "post_logout_redirect_uris",
            json!(["https://id.example:443/auth/logout"]),
        ),
        // A picture on the consent page would sign its reader out.
        ("logo_uri", json!("https://id.example/auth/logout")),
        ("jwks_uri", json!("https://ID.example/oauth2/jwks")),
        ("request_uris", json!(["https://id.example./oauth2/jwks"])),
        ("backchannel_logout_uri", json!("https://id.example/login")),
        ("sector_identifier_uri", json!("https://id.example/oauth2/jwks")),
    ] {
        let reply = post(&world, None, &app(json!({ field: value }))).await;
        assert_eq!(reply.status, 400, "{field}: {}", reply.body);
        let told = reply.json()["error_description"].as_str().unwrap().to_owned();
        assert!(told.starts_with(&format!("{field}: ")), "{told}");
        assert!(told.contains("must not lead to this provider"), "{told}");
    }
    assert!(world.servers().calls().is_empty());
}

#[tokio::test]
async fn keys_that_can_t_do_what_is_registered_are_refused() {
    let world = open_world().await;
    let (rsa, ec) = (Signer::new(ClientAlg::RS256), Signer::new(ClientAlg::ES256));
    for (more, alg) in [
        (
            json!({ "jwks": rsa.jwks(), "id_token_encrypted_response_alg": "ECDH-ES" }),
            "ECDH-ES",
        ),
        (
            json!({ "jwks": rsa.jwks(), "request_object_signing_alg": "ES256" }),
            "ES256",
        ),
        (
            json!({ "jwks": ec.jwks(), "token_endpoint_auth_method": "private_key_jwt",
                "token_endpoint_auth_signing_alg": "PS256" }),
            "PS256",
        ),
    ] {
        let reply = post(&world, None, &app(more.clone())).await;
        assert_eq!(reply.refusal(), (400, "invalid_client_metadata".into()), "{more}");
        let told = reply.json()["error_description"].as_str().unwrap().to_owned();
        assert!(
            told.starts_with("jwks: has no key") && told.contains(alg),
            "{told}"
        );
    }
    let fine = json!({ "jwks": ec.jwks(), "request_object_signing_alg": "ES256" });
    registered(&world, app(fine)).await;
}
