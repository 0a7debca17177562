//! The hybrid flow (OpenID Connect Core, 3.3): some of it from the authorization endpoint, the rest for the code.

use super::{all_flows, half_hash, request_of};
use crate::harness::{World, minutes, seconds};
use serde_json::json;
use voltkey_protocol::error::Rule;

#[tokio::test]
async fn each_response_type_brings_what_it_names_and_binds_it() {
    let world = World::new().await;
    let client = all_flows(&world, json!({})).await;
    let mut browser = world.signed_in("ada").await;
    for response_type in ["code id_token", "code token", "code id_token token"] {
        let request = request_of(&client, response_type, "openid");
        let away = browser.open(&request).await.away();
        assert_eq!(away.query(), None, "{response_type}");
        let answer = browser.open(&request).await.answer();
        let has = |word: &str| response_type.split(' ').any(|own| own == word);
        assert_eq!(
            answer.get("id_token").is_some(),
            has("id_token"),
            "{response_type}"
        );
        for field in ["access_token", "token_type", "expires_in"] {
            assert_eq!(
                answer.get(field).is_some(),
                has("token"),
                "{response_type}: {field}"
            );
        }
        assert_eq!(answer.get("refresh_token"), None);
        let Some(id_token) = answer.get("id_token") else {
            continue;
        };
        let claims = client.verify(id_token).await.claims;
        assert_eq!(claims["c_hash"], half_hash(answer.code()), "{response_type}");
        assert_eq!(claims["nonce"], request.get("nonce"));
        match answer.get("access_token") {
            Some(token) => assert_eq!(claims["at_hash"], half_hash(token)),
            None => assert!(claims["at_hash"].is_null()),
        }
    }
}

#[tokio::test]
async fn hashes_follow_the_algorithm_of_the_id_token() {
    let world = World::new().await;
    for (alg, length) in [("RS256", 22), ("ES256", 22), ("EdDSA", 43)] {
        let client = all_flows(&world, json!({ "id_token_signed_response_alg": alg })).await;
        let request = request_of(&client, "code id_token token", "openid");
        let answer = world
            .sign_in(&mut world.browser(), "ada", &request)
            .await
            .answer();
        let claims = client.verify(answer.get("id_token").unwrap()).await.claims;
        for hash in ["at_hash", "c_hash", "s_hash"] {
            assert_eq!(claims[hash].as_str().unwrap().len(), length, "{alg}: {hash}");
        }
    }
}

#[tokio::test]
async fn the_code_brings_tokens_that_tell_of_the_same_person_and_login() {
    let world = World::new().await;
    let client = all_flows(&world, json!({})).await;
    let request = request_of(&client, "code id_token token", "openid email");
    let answer = world
        .sign_in(&mut world.browser(), "ada", &request)
        .await
        .answer();
    let first = client.verify(answer.get("id_token").unwrap()).await.claims;
    let tokens = client.exchange(&request, answer.code()).await.tokens();
    let second = client.verify(&tokens.id).await.claims;
    for claim in ["iss", "sub", "aud", "nonce", "auth_time", "acr", "amr", "sid"] {
        assert_eq!(first[claim], second[claim], "{claim}");
    }
    assert_eq!(second["at_hash"], half_hash(&tokens.access));
    assert!(second["c_hash"].is_null());
    let front = client.userinfo(answer.get("access_token").unwrap()).await.ok();
    let back = client.userinfo(&tokens.access).await.ok();
    assert_eq!(front, back);
    assert_ne!(answer.get("access_token"), Some(tokens.access.as_str()));
}

#[tokio::test]
async fn a_code_used_twice_takes_the_token_back_that_came_beside_it() {
    let world = World::new().await;
    let client = all_flows(&world, json!({})).await;
    let request = request_of(&client, "code id_token token", "openid");
    let answer = world
        .sign_in(&mut world.browser(), "ada", &request)
        .await
        .answer();
    let tokens = client.exchange(&request, answer.code()).await.tokens();
    let beside = answer.get("access_token").unwrap();
    client.userinfo(beside).await.ok();
    world.clock.advance(seconds(30));
    let again = client.exchange(&request, answer.code()).await;
    assert_eq!(again.refusal(), (400, "invalid_grant".to_owned()));
    assert_eq!(world.rule(&again.reference()).await, Rule::CodeReplayed);
    for token in [beside, &tokens.access] {
        let refused = client.userinfo(token).await;
        assert_eq!(world.rule(&refused.reference()).await, Rule::GrantRevoked);
    }
}

#[tokio::test]
async fn without_an_id_token_there_need_be_no_nonce_nor_openid() {
    let world = World::new().await;
    let client = all_flows(&world, json!({})).await;
    let mut browser = world.signed_in("ada").await;
    let request = request_of(&client, "code token", "openid").without("nonce");
    let answer = browser.open(&request).await.answer();
    let tokens = client.exchange(&request, answer.code()).await.tokens();
    assert!(client.verify(&tokens.id).await.claims["nonce"].is_null());
    let plain = request_of(&client, "code token", "email").without("nonce");
    let answer = browser.open(&plain).await.answer();
    assert_eq!(answer.get("scope"), Some("email"));
}

#[tokio::test]
async fn the_refresh_token_comes_for_the_code_only() {
    let world = World::new().await;
    let client = all_flows(&world, json!({})).await;
    let request = request_of(&client, "code id_token token", "openid offline_access");
    let answer = world
        .sign_in(&mut world.browser(), "ada", &request)
        .await
        .answer();
    assert_eq!(answer.get("refresh_token"), None);
    let tokens = client.exchange(&request, answer.code()).await.tokens();
    let refreshed = client.refresh(&tokens.refresh).await.tokens();
    assert_eq!(
        client.verify(&refreshed.id).await.claims["sub"],
        client.verify(&tokens.id).await.claims["sub"]
    );
}

#[tokio::test]
async fn a_client_without_a_secret_must_use_pkce_for_its_code() {
    let world = World::new().await;
    let metadata = json!({
        "token_endpoint_auth_method": "none",
        "grant_types": ["authorization_code", "implicit"],
        "response_types": ["code id_token"],
    });
    let page = world.register("page", metadata, false).await;
    let request = request_of(&page, "code id_token", "openid");
    let answer = world
        .browser()
        .open(&request.clone().without_pkce())
        .await
        .answer();
    assert_eq!(answer.error(), "invalid_request");
    assert_eq!(world.rule(&answer.reference()).await, Rule::PkceMissing);
    let answer = world
        .sign_in(&mut world.browser(), "ada", &request)
        .await
        .answer();
    page.exchange(&request, answer.code()).await.tokens();
}

#[tokio::test]
async fn a_code_that_was_never_exchanged_leaves_its_token_until_that_ends() {
    let world = World::new().await;
    let client = all_flows(&world, json!({})).await;
    let request = request_of(&client, "code token", "openid");
    let answer = world
        .sign_in(&mut world.browser(), "ada", &request)
        .await
        .answer();
    world.clock.advance(minutes(2));
    let late = client.exchange(&request, answer.code()).await;
    assert_eq!(world.rule(&late.reference()).await, Rule::CodeExpired);
    let token = answer.get("access_token").unwrap();
    client.userinfo(token).await.ok();
    world.clock.advance(minutes(13));
    let refused = client.userinfo(token).await;
    assert_eq!(world.rule(&refused.reference()).await, Rule::BearerExpired);
}
