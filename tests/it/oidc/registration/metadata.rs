//! What is registered, with its defaults, and what is refused.

use super::*;
use crate::harness::ISSUER;

#[tokio::test]
async fn the_defaults_are_told_and_what_is_unknown_is_not() {
    let world = open_world().await;
    let more = json!({ "unheard_of": 1, "trusted": true, "require_pkce": true, "return_uris": ["https://x.example"],
        "audience": "https://api.example", "client_id": "mine", "client_secret": "mine", "logo_uri": null });
    let answer = registered(&world, app(more)).await;
    let id = answer["client_id"].as_str().unwrap();
    for (name, expected) in [
        ("client_name", json!("Newcomer")),
        ("client_id_issued_at", json!(world.now().as_seconds())),
        ("client_secret_expires_at", json!(0)),
        (
            "registration_client_uri",
            json!(format!("{ISSUER}/oauth2/register/{id}")),
        ),
        ("redirect_uris", json!(["https://new.example/cb"])),
        ("token_endpoint_auth_method", json!("client_secret_basic")),
        ("grant_types", json!(["authorization_code"])),
        ("response_types", json!(["code"])),
        ("application_type", json!("web")),
        ("subject_type", json!("public")),
        ("id_token_signed_response_alg", json!("RS256")),
        ("require_auth_time", json!(false)),
    ] {
        assert_eq!(answer[name], expected, "{name}");
    }
    assert_ne!(answer["client_secret"], "mine");
    for absent in [
        "unheard_of",
        "trusted",
        "require_pkce",
        "return_uris",
        "audience",
        "logo_uri",
        "id",
        "name",
    ] {
        assert!(answer.get(absent).is_none(), "{absent}");
    }
}

#[tokio::test]
async fn a_newcomer_signs_somebody_in_and_is_never_trusted() {
    let world = open_world().await;
    let answer = registered(
        &world,
        app(json!({ "trusted": true, "redirect_uris": ["https://new.example/cb?a=b"] })),
    )
    .await;
    let client = client_of(&world, &answer);
    let mut browser = world.browser();
    let login = browser.open(&client.authorize("openid")).await.page();
    let consent = world.log_in(&mut browser, login, "ada").await.page();
    assert!(
        consent.text().contains("Newcomer"),
        "somebody consents first: {consent:?}"
    );
    let landed = consent.form().press("allow").submit(&mut browser).await;
    assert!(landed.away().as_str().starts_with("https://new.example/cb?a=b&"));
}

#[tokio::test]
async fn with_each_way_of_authentication() {
    let world = open_world().await;
    for (method, has_secret) in [
        ("client_secret_basic", true),
        ("client_secret_post", true),
        ("client_secret_jwt", true),
        ("private_key_jwt", false),
        ("none", false),
    ] {
        let more = json!({ "token_endpoint_auth_method": method, "jwks_uri": "https://new.example/jwks" });
        let answer = registered(&world, app(more)).await;
        assert_eq!(answer["token_endpoint_auth_method"], method);
        assert_eq!(answer.get("client_secret").is_some(), has_secret, "{method}");
        assert_eq!(
            answer.get("client_secret_expires_at").is_some(),
            has_secret,
            "{method}"
        );
    }
    for method in ["client_secret_basic", "client_secret_post"] {
        let answer = registered(&world, app(json!({ "token_endpoint_auth_method": method }))).await;
        let client = client_of(&world, &answer);
        assert!(
            !world.tokens(&client, "ada", "openid").await.id.is_empty(),
            "{method}"
        );
    }
}

#[tokio::test]
async fn a_public_client_needs_pkce() {
    let world = open_world().await;
    let answer = registered(&world, app(json!({ "token_endpoint_auth_method": "none" }))).await;
    let client = client_of(&world, &answer);
    let request = client.authorize("openid").without_pkce();
    let refused = world.browser().open(&request).await.answer();
    assert_eq!(refused.error(), "invalid_request");
    assert_eq!(world.rules_on_record().await, [Rule::PkceMissing]);
}

#[tokio::test]
async fn with_every_member_that_the_conformance_plans_send() {
    let world = open_world().await;
    let key = Signer::new(ClientAlg::RS256).jwks();
    for more in [
        json!({ "logo_uri": "https://new.example/logo.png" }),
        json!({ "policy_uri": "https://new.example/policy" }),
        json!({ "tos_uri": "https://new.example/tos" }),
        json!({ "client_uri": "https://new.example/", "client_name#de": "Neuling", "contacts": ["dev@new.example"] }),
        json!({ "jwks": key }),
        json!({ "jwks_uri": "https://new.example/jwks" }),
        json!({ "redirect_uris": ["https://new.example/cb?foo=bar"] }),
        json!({ "userinfo_signed_response_alg": "RS256" }),
        json!({ "id_token_signed_response_alg": "ES256" }),
        json!({ "subject_type": "pairwise" }),
        json!({ "request_uris": ["https://new.example/requests/1#hash"] }),
        json!({ "request_object_signing_alg": "none" }),
        json!({ "request_object_signing_alg": "RS256", "jwks": key }),
        json!({ "initiate_login_uri": "https://new.example/login" }),
        json!({ "post_logout_redirect_uris": ["https://new.example/bye"] }),
        json!({ "backchannel_logout_uri": "https://new.example/back", "backchannel_logout_session_required": true }),
        json!({ "frontchannel_logout_uri": "https://new.example/front", "frontchannel_logout_session_required": true }),
        json!({ "default_max_age": 3600, "require_auth_time": true, "default_acr_values": ["urn:voltkey:acr:2fa"] }),
        json!({ "application_type": "native", "redirect_uris": ["com.example.app:/cb", "http://127.0.0.1/cb"] }),
        json!({
            "grant_types": ["authorization_code", "implicit", "refresh_token"],
            "response_types": ["code", "id_token", "id_token token", "code id_token", "code token", "code id_token token"]
        }),
    ] {
        let answer = registered(&world, app(more.clone())).await;
        for (name, value) in more.as_object().unwrap() {
            assert_eq!(&answer[name], value, "{name}");
        }
    }
}

#[tokio::test]
async fn the_default_encryption_of_content_is_filled_in() {
    let world = open_world().await;
    let more = json!({ "jwks_uri": "https://new.example/jwks", "id_token_encrypted_response_alg": "RSA-OAEP-256",
        "userinfo_encrypted_response_alg": "ECDH-ES", "userinfo_encrypted_response_enc": "A256GCM" });
    let answer = registered(&world, app(more)).await;
    assert_eq!(answer["id_token_encrypted_response_enc"], "A128CBC-HS256");
    assert_eq!(answer["userinfo_encrypted_response_enc"], "A256GCM");
}

#[tokio::test]
async fn what_may_not_be_registered_is_named() {
    let world = open_world().await;
    let metadata = "invalid_client_metadata";
    for (more, error, field) in [
        (
            json!({ "redirect_uris": [] }),
            "invalid_redirect_uri",
            "redirect_uris",
        ),
        (
            json!({ "redirect_uris": ["https://new.example/cb#x"] }),
            "invalid_redirect_uri",
            "redirect_uris",
        ),
        (
            json!({ "redirect_uris": ["http://new.example/cb"] }),
            "invalid_redirect_uri",
            "redirect_uris",
        ),
        (
            json!({ "redirect_uris": ["com.example.app:/cb"] }),
            "invalid_redirect_uri",
            "redirect_uris",
        ),
        (json!({ "jwks": { "keys": [] } }), metadata, "jwks"),
        (json!({ "jwks_uri": "ftp://new.example" }), metadata, "jwks_uri"),
        (json!({ "grant_types": ["password"] }), metadata, "grant_types"),
        (json!({ "response_types": ["token"] }), metadata, "response_types"),
        (
            json!({ "response_types": ["id_token"] }),
            metadata,
            "response_types",
        ),
        (
            json!({ "token_endpoint_auth_method": "private_key_jwt" }),
            metadata,
            "token_endpoint_auth_method",
        ),
        (
            json!({ "id_token_encrypted_response_enc": "A256GCM" }),
            metadata,
            "id_token_encrypted_response_enc",
        ),
        (json!({ "default_max_age": -1 }), metadata, "default_max_age"),
        (json!({ "contacts": "dev@new.example" }), metadata, "contacts"),
        (json!({ "client_name": 7 }), metadata, "client_name"),
        (json!({ "logo_uri": "javascript:alert(1)" }), metadata, "logo_uri"),
        (
            json!({ "software_statement": "e30.e30." }),
            "unapproved_software_statement",
            "software_statement",
        ),
        (
            json!({ "software_statement": {} }),
            "invalid_software_statement",
            "software_statement",
        ),
    ] {
        let reply = post(&world, None, &app(more.clone())).await;
        assert_eq!(reply.refusal(), (400, error.into()), "{more}");
        assert!(
            reply.header("www-authenticate").is_empty(),
            "it is not about a token"
        );
        let description = reply.json()["error_description"].as_str().unwrap().to_owned();
        assert!(
            description.contains(&format!("{field}: ")),
            "{more}: {description}"
        );
        let rule = match error {
            "invalid_redirect_uri" => Rule::RegistrationRedirectUri,
            "invalid_client_metadata" => Rule::RegistrationMetadata,
            _ => Rule::RegistrationStatement,
        };
        assert_eq!(world.rule(&reply.reference()).await, rule, "{more}");
    }
}

#[tokio::test]
async fn the_deed_is_noted_and_the_app_shown_to_operators() {
    let world = open_world().await;
    registered(&world, app(json!({}))).await;
    voltkey_flows::audit::append(world.ctx()).await.unwrap();
    let mut browser = crate::people::acts::of_staff(&world, "olga").await;
    let log = browser.get("/operator/audit?ui_locales=en").await.page();
    assert!(log.text().contains("App registered itself"), "{log:?}");
    let apps = browser.get("/operator/apps?ui_locales=en").await.page();
    assert!(apps.text().contains("Newcomer"), "{apps:?}");
}
