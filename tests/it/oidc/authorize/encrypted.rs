//! ID tokens and userinfo that are signed, encrypted, or both (OpenID Connect Core, 5.3.2 and 10.2).

use super::{all_flows, request_of};
use crate::harness::{ISSUER, World, opened, read_part};
use serde_json::{Value, json};
use voltkey_crypto::jwe::DecryptionKey;
use voltkey_protocol::error::Rule;
use voltkey_protocol::jose::{DecryptionAlg, KeyManagement};

#[tokio::test]
async fn an_id_token_is_signed_and_then_encrypted_wherever_it_is_given() {
    let world = World::new().await;
    for (kind, alg, enc) in [
        (DecryptionAlg::RsaOaep256, "RSA-OAEP-256", "A256GCM"),
        (DecryptionAlg::EcdhEs, "ECDH-ES", "A128CBC-HS256"),
        (DecryptionAlg::EcdhEs, "ECDH-ES+A256KW", "A256GCM"),
    ] {
        let key = DecryptionKey::generate(kind);
        let metadata = json!({
            "jwks": { "keys": [key.public_jwk()] },
            "id_token_encrypted_response_alg": alg,
            "id_token_encrypted_response_enc": enc,
        });
        let client = all_flows(&world, metadata).await;
        let request = request_of(&client, "code id_token", "openid");
        let answer = world
            .sign_in(&mut world.browser(), "ada", &request)
            .await
            .answer();
        let tokens = client.exchange(&request, answer.code()).await.tokens();
        for id_token in [answer.get("id_token").unwrap(), &tokens.id] {
            let header = read_part(id_token, 0);
            assert_eq!((&header["alg"], &header["enc"]), (&json!(alg), &json!(enc)));
            assert_eq!(header["cty"], "JWT");
            let signed = client.verify(&opened(id_token, &key)).await;
            assert_eq!(signed.claims["nonce"], request.get("nonce"), "{alg}");
        }
    }
}

#[tokio::test]
async fn userinfo_is_signed_where_that_is_registered() {
    let world = World::new().await;
    let client = all_flows(&world, json!({ "userinfo_signed_response_alg": "ES256" })).await;
    let tokens = world.tokens(&client, "ada", "openid email").await;
    let reply = client.userinfo(&tokens.access).await;
    assert_eq!(reply.status.as_u16(), 200);
    assert_eq!(reply.header("content-type"), "application/jwt");
    let header = read_part(&reply.body, 0);
    assert_eq!(header["alg"], "ES256");
    assert!(header["typ"].is_null(), "it is no ID token");
    let claims = read_part(&reply.body, 1);
    assert_eq!(claims["iss"], ISSUER);
    assert_eq!(claims["aud"], client.id.as_str());
    assert_eq!(claims["sub"], client.verify(&tokens.id).await.claims["sub"]);
    assert_eq!(claims["email"], "ada@sonnenfeld.example");
    let as_hint = client
        .authorize("openid")
        .with("prompt", "none")
        .with("id_token_hint", &reply.body);
    let answer = world.browser().open(&as_hint).await.answer();
    assert_eq!(world.rule(&answer.reference()).await, Rule::IdTokenHint);
}

#[tokio::test]
async fn userinfo_is_encrypted_with_or_without_a_signature() {
    let world = World::new().await;
    for signed in [None, Some("RS256")] {
        let key = DecryptionKey::generate(DecryptionAlg::EcdhEs);
        let mut metadata = json!({
            "jwks": { "keys": [key.public_jwk()] },
            "userinfo_encrypted_response_alg": "ECDH-ES",
        });
        if let Some(alg) = signed {
            metadata["userinfo_signed_response_alg"] = json!(alg);
        }
        let client = all_flows(&world, metadata).await;
        let tokens = world.tokens(&client, "ada", "openid email").await;
        let reply = client.userinfo(&tokens.access).await;
        assert_eq!(reply.header("content-type"), "application/jwt");
        assert_eq!(read_part(&reply.body, 0)["enc"], "A128CBC-HS256", "the default");
        let opened = opened(&reply.body, &key);
        let claims: Value = match signed {
            Some(_) => read_part(&opened, 1),
            None => serde_json::from_str(&opened).expect("JSON"),
        };
        assert_eq!(claims["email"], "ada@sonnenfeld.example");
    }
}

#[tokio::test]
async fn an_id_token_that_is_encrypted_to_its_client_is_no_hint() {
    let world = World::new().await;
    let key = DecryptionKey::generate(DecryptionAlg::EcdhEs);
    let metadata = json!({
        "jwks": { "keys": [key.public_jwk()] },
        "id_token_encrypted_response_alg": "ECDH-ES",
    });
    let client = all_flows(&world, metadata).await;
    let tokens = world.tokens(&client, "ada", "openid").await;
    let hinted = |hint: &str| {
        client
            .authorize("openid")
            .with("prompt", "none")
            .with("id_token_hint", hint)
    };
    let mut ada = world.signed_in("ada").await;
    let answer = ada.open(&hinted(&tokens.id)).await.answer();
    assert_eq!(answer.error(), "invalid_request");
    assert_eq!(world.rule(&answer.reference()).await, Rule::IdTokenHint);
    ada.open(&hinted(&opened(&tokens.id, &key))).await.answer().code();
}

#[tokio::test]
async fn a_hint_may_be_encrypted_to_the_provider() {
    let world = World::new().await;
    let platform = world.client("platform");
    let tokens = world.tokens(&platform, "ada", "openid").await;
    let hinted = |hint: &str| {
        platform
            .authorize("openid")
            .with("prompt", "none")
            .with("id_token_hint", hint)
    };
    let (mut ada, mut ben) = (world.signed_in("ada").await, world.signed_in("ben").await);
    for &alg in KeyManagement::ALL {
        let hint = platform.encrypt(alg, &tokens.id).await;
        ada.open(&hinted(&hint)).await.answer().code();
        let answer = ben.open(&hinted(&hint)).await.answer();
        assert_eq!(answer.error(), "login_required", "{alg}");
    }
    // To be encrypted to us makes nothing an ID token of ours.
    for inner in ["a.b.c", &tokens.access, ""] {
        let hint = platform.encrypt(KeyManagement::EcdhEs, inner).await;
        let answer = ada.open(&hinted(&hint)).await.answer();
        assert_eq!(
            world.rule(&answer.reference()).await,
            Rule::IdTokenHint,
            "{inner}"
        );
    }
}

#[tokio::test]
async fn nothing_goes_out_in_clear_where_the_key_cannot_be_had() {
    let world = World::new().await;
    let metadata = json!({
        "jwks_uri": "https://down.example/jwks",
        "id_token_encrypted_response_alg": "RSA-OAEP-256",
    });
    let client = all_flows(&world, metadata).await;
    let mut browser = world.signed_in("ada").await;
    let request = request_of(&client, "id_token", "openid");
    let answer = browser.open(&request).await.answer();
    assert_eq!(answer.error(), "server_error");
    assert_eq!(world.rule(&answer.reference()).await, Rule::EncryptionKey);
    let request = client.authorize("openid");
    let answer = browser.open(&request).await.answer();
    let reply = client.exchange(&request, answer.code()).await;
    assert_eq!(reply.refusal(), (400, "server_error".to_owned()));
    assert_eq!(world.rule(&reply.reference()).await, Rule::EncryptionKey);
}
